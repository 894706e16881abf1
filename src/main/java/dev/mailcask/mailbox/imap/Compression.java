package dev.mailcask.mailbox.imap;

import java.net.Inet6Address;
import java.net.InetAddress;

/// When a connection is compressed (COMPRESS=DEFLATE, RFC 4978): wherever the server offers it and
/// is not in the house. Mail shrinks to a half or less, which no line to a provider has to spare;
/// on loopback or in a local network the line is quicker than the two processors that would have to
/// press and unpack.
///
/// It begins after the login, so that no password is ever compressed beside text that somebody else
/// chose.
final class Compression {

  private static final int UNIQUE_LOCAL = 0xfc;
  private static final int SEVEN_BITS = 0xfe;

  private Compression() {}

  /// Whether compressing pays with the server at this address: not on loopback, nor at a private
  /// (RFC 1918), link-local (RFC 3927, RFC 4291) or unique local one (RFC 4193).
  static boolean pays(InetAddress server) {
    boolean near =
        server.isLoopbackAddress()
            || server.isAnyLocalAddress()
            || server.isLinkLocalAddress()
            || server.isSiteLocalAddress()
            || (server instanceof Inet6Address
                && (server.getAddress()[0] & SEVEN_BITS) == UNIQUE_LOCAL);
    return !near;
  }
}
