package dev.mailcask;

import dev.mailcask.base.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the bindings of SQLite and zstd unpack their machine code before they load it.
///
/// By default that is the system's directory for temporary files, from which a process that is
/// killed never removes them. In the data directory's `tmp/` the next start sweeps them out. A disk
/// that is nearly full keeps its room: reading and making room must go on there.
final class NativeLibraries {

  private static final List<String> PROPERTIES = List.of("org.sqlite.tmpdir", "ZstdTempFolder");

  /// Several times what they take.
  private static final long ROOM = 16L << 20;

  private NativeLibraries() {}

  /// Names the directory to those that do not have another one by the owner's wish.
  static void unpackInto(Path directory) {
    if (!hasRoom(directory)) {
      return;
    }
    PROPERTIES.stream()
        .filter(property -> System.getProperty(property) == null)
        .forEach(property -> System.setProperty(property, directory.toString()));
  }

  private static boolean hasRoom(Path directory) {
    try {
      return Files.getFileStore(directory).getUsableSpace() >= ROOM;
    } catch (IOException e) {
      throw DiskFailure.of("data directory", e);
    }
  }

  /// Takes that back, so that nothing is unpacked into a data directory that is closed.
  static void noMoreInto(Path directory) {
    PROPERTIES.stream()
        .filter(property -> directory.toString().equals(System.getProperty(property)))
        .forEach(System::clearProperty);
  }
}
