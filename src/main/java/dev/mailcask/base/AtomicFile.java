package dev.mailcask.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/// The way bytes become durable: a temporary file, fsync, rename, fsync of the directory.
///
/// A reader sees the old content or the new one, never a mixture, whenever the power fails. The
/// fsync before the rename is what makes it so (Pillai et al., "All File Systems Are Not Created
/// Equal", OSDI 2014); the one of the directory makes the new name itself durable.
public final class AtomicFile {

  private AtomicFile() {}

  /// Replaces the file's content, readable by its owner alone: for settings and secrets.
  ///
  /// @throws Failure if the disk is full or refuses; the old content stays
  public static void write(Path file, byte[] content) {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      createDirectories(parentOf(file));
      try (FileChannel out = createPrivate(temporary)) {
        ByteBuffer bytes = ByteBuffer.wrap(content);
        while (bytes.hasRemaining()) {
          int _ = out.write(bytes);
        }
        out.force(true);
      }
      move(temporary, file);
    } catch (IOException e) {
      deleteQuietly(temporary, e);
      throw DiskFailure.of(file.getFileName().toString(), e);
    }
  }

  /// Gives a file, whose bytes are fsynced already, its final name, and makes that durable. Both
  /// must lie in one file system.
  public static void move(Path from, Path to) throws IOException {
    Path directory = parentOf(to);
    createDirectories(directory);
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory(directory);
  }

  /// Removes a file durably; nothing happens where there is none.
  public static void delete(Path file) {
    try {
      if (Files.deleteIfExists(file)) {
        forceDirectory(parentOf(file));
      }
    } catch (IOException e) {
      throw DiskFailure.of(file.getFileName().toString(), e);
    }
  }

  /// Creates a directory and those above it that are missing, durably.
  public static void createDirectories(Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path d = directory.toAbsolutePath(); d != null && !Files.isDirectory(d); ) {
      missing.push(d);
      d = d.getParent();
    }
    if (missing.isEmpty()) {
      return;
    }
    Files.createDirectories(directory);
    for (Path d : missing) {
      forceDirectory(parentOf(d));
    }
  }

  /// Makes the names in a directory durable.
  public static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path parentOf(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("the root directory lies in no other");
    }
    return parent;
  }

  private static FileChannel createPrivate(Path file) throws IOException {
    Files.deleteIfExists(file);
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return FileChannel.open(file, options);
    }
    return FileChannel.open(
        file,
        options,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static void deleteQuietly(Path file, IOException cause) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }
}
