package dev.mailcask;

import dev.mailcask.base.AtomicFile;
import dev.mailcask.base.DiskFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/// Where everything of one appliance lies.
///
/// @param root the data directory
record DataDirectory(Path root) {

  DataDirectory {
    root = root.toAbsolutePath().normalize();
  }

  Path archive() {
    return root.resolve("archive");
  }

  Path catalog() {
    return root.resolve("catalog.db");
  }

  Path index() {
    return root.resolve("index");
  }

  Path secrets() {
    return root.resolve("secrets");
  }

  Path logs() {
    return root.resolve("logs");
  }

  /// Spool files and the control socket.
  Path tmp() {
    return root.resolve("tmp");
  }

  /// Makes the directories that need not exist; the caller holds the lock. Nobody but the owner may
  /// look into `tmp`, where mail is spooled and the control socket lies; what an earlier process
  /// left there is swept out.
  void prepare() {
    try {
      AtomicFile.createDirectories(logs());
      AtomicFile.createDirectories(tmp());
      Files.setPosixFilePermissions(tmp(), PosixFilePermissions.fromString("rwx------"));
      empty(tmp());
    } catch (IOException e) {
      throw DiskFailure.of("data directory " + root, e);
    }
  }

  private static void empty(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
