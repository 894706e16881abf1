package dev.mailcask.access;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// A small file that only its owner may read, replaced as a whole: after a crash it is the old one
/// or the new one. Not thread-safe.
final class PrivateFile {

  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private final Path path;

  PrivateFile(Path path) {
    this.path = path;
  }

  /// The bytes, or empty if there is no such file.
  Optional<byte[]> read() {
    try {
      return Optional.of(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Failure.Refused(
          toString(),
          "it cannot be read (" + e.getClass().getSimpleName() + ")",
          "see that the appliance's own user may read its data directory",
          e);
    }
  }

  /// Replaces the file durably: a new one beside it, synced, renamed over it, directory synced.
  void write(byte[] bytes) {
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      Path directory = parent();
      Files.createDirectories(directory, permissions("rwx------"));
      Files.deleteIfExists(fresh);
      try (FileChannel out =
          FileChannel.open(
              fresh,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              permissions("rw-------"))) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        out.force(true);
      }
      Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      syncDirectory(directory);
    } catch (IOException e) {
      throw failed("cannot be written", e);
    }
  }

  void delete() {
    try {
      if (Files.deleteIfExists(path)) {
        syncDirectory(parent());
      }
    } catch (IOException e) {
      throw failed("cannot be deleted", e);
    }
  }

  @Override
  public String toString() {
    return "secrets/" + path.getFileName();
  }

  private Path parent() {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IllegalStateException("no directory: " + path);
    }
    return parent;
  }

  /// Only on POSIX systems can a directory be opened to sync the names in it.
  private static void syncDirectory(Path directory) throws IOException {
    if (POSIX) {
      try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  private static FileAttribute<?>[] permissions(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private Failure failed(String problem, IOException e) {
    return new Failure.OutOfSpace(
        toString(),
        problem + " (" + e.getClass().getSimpleName() + ")",
        "see that the disk has room and that the appliance may write to its data directory",
        e);
  }
}
