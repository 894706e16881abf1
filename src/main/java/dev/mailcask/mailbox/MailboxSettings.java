package dev.mailcask.mailbox;

import dev.mailcask.base.AccountId;

/// How to reach an account.
///
/// @param account whose it is; the subject of every failure
/// @param host the server's name or address
/// @param port its port, 993 or 143 mostly
/// @param security how the connection is protected
/// @param user the login name
public record MailboxSettings(
    AccountId account, String host, int port, Security security, String user) {

  /// How a connection is protected. Nothing falls back to something weaker.
  public enum Security {
    /// TLS from the first byte (RFC 8314).
    TLS(993),
    /// STARTTLS, or no connection at all.
    STARTTLS(143),
    /// Plaintext, for a server on the same machine; only when asked for by name.
    NONE(143);

    private final int defaultPort;

    Security(int defaultPort) {
      this.defaultPort = defaultPort;
    }

    /// The port used where the owner names none.
    public int defaultPort() {
      return defaultPort;
    }
  }
}
