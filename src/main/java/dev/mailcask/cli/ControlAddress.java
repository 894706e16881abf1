package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where the control socket of a data directory is: `tmp/control.sock`, or, where that path is
/// longer than socket addresses may be, in a private directory that `tmp/control` names.
final class ControlAddress {

  /// Linux allows 107 bytes, macOS 103.
  private static final int LONGEST = 100;

  private ControlAddress() {}

  /// A fresh address to listen on; what an earlier appliance left there is removed, so the caller
  /// must hold the data's lock.
  static UnixDomainSocketAddress create(Path tmp) throws IOException {
    Path socket = tmp.resolve("control.sock");
    Files.deleteIfExists(socket);
    Files.deleteIfExists(tmp.resolve("control"));
    if (fits(socket)) {
      return UnixDomainSocketAddress.of(socket);
    }
    Path elsewhere = Files.createTempDirectory("mailcask").resolve("control.sock");
    Files.writeString(tmp.resolve("control"), elsewhere.toString(), UTF_8);
    return UnixDomainSocketAddress.of(elsewhere);
  }

  /// The address of the appliance, if one left one there.
  static Optional<UnixDomainSocketAddress> find(Path tmp) throws IOException {
    Path socket = tmp.resolve("control.sock");
    if (fits(socket)) {
      return Files.exists(socket)
          ? Optional.of(UnixDomainSocketAddress.of(socket))
          : Optional.empty();
    }
    Path pointer = tmp.resolve("control");
    return Files.exists(pointer)
        ? Optional.of(UnixDomainSocketAddress.of(Files.readString(pointer, UTF_8)))
        : Optional.empty();
  }

  /// Removes what [#create(Path)] made.
  static void remove(Path tmp, UnixDomainSocketAddress address) throws IOException {
    Files.deleteIfExists(address.getPath());
    if (Files.deleteIfExists(tmp.resolve("control"))) {
      Files.deleteIfExists(address.getPath().resolveSibling(""));
    }
  }

  private static boolean fits(Path socket) {
    return socket.toString().getBytes(UTF_8).length <= LONGEST;
  }
}
