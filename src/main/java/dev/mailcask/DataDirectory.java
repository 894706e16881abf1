package dev.mailcask;

import dev.mailcask.base.AtomicFile;
import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Failure;
import dev.mailcask.base.RealPath;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

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

  /// Is there while the archive is brought back from a copy, and that has not ended.
  Path restoring() {
    return root.resolve("restoring-from-copy");
  }

  /// Makes sure that there is an archive, before anything is made or changed here.
  ///
  /// @throws Failure.Misconfigured if there is none: the directory is another one than its owner
  ///     thinks, or its disk is not mounted
  void requireArchive() {
    requireDirectory();
    // a restore that was killed at once is told by whoever opens the archive
    if (!Files.isDirectory(archive()) && !Files.exists(restoring())) {
      throw new Failure.Misconfigured(
          subject(),
          "there is no archive here",
          "name the right directory with --data, or mount its disk; 'mailcask account add' and"
              + " 'mailcask serve' begin an archive");
    }
  }

  /// Makes sure that an archive is here or may be begun here.
  ///
  /// @throws Failure.Misconfigured if what was built from one is here, and the archive is not
  void requireRoomForArchive() {
    requireDirectory();
    if (!Files.isDirectory(archive()) && Files.exists(catalog())) {
      throw new Failure.Misconfigured(
          subject(),
          "its catalog is here, and archive/ is missing",
          "mount the disk that holds it, or bring it back into another directory with 'mailcask"
              + " restore-archive'");
    }
  }

  /// Makes sure that an archive may be brought back into this directory.
  ///
  /// @throws Failure.Refused if other files lie here, or it lies in the copy, or that in it
  void requireRoomForRestore(Path copy) {
    requireDirectory();
    if (RealPath.overlap(root, copy)) {
      throw new Failure.Refused(
          subject(),
          "it lies in the directory of the copy, or around it",
          "name another one with --data DIR",
          null);
    }
    if (!Files.isDirectory(archive()) && !Files.exists(restoring()) && !isFresh()) {
      throw new Failure.Refused(
          subject(),
          "it is not empty",
          "give a directory that is empty or does not exist, with --data DIR",
          null);
    }
  }

  private void requireDirectory() {
    if (Files.exists(root) && !Files.isDirectory(root)) {
      throw new Failure.Misconfigured(
          subject(), "it is a file", "name a directory, with --data or in the configuration");
    }
  }

  private String subject() {
    return "data directory " + root;
  }

  /// Whether no file lies here but those that every start makes.
  boolean isFresh() {
    if (!Files.exists(root)) {
      return true;
    }
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> root.relativize(file))
          .allMatch(
              file -> Set.of("lock", "logs", "tmp").contains(String.valueOf(file.getName(0))));
    } catch (IOException e) {
      throw DiskFailure.of("data directory " + root, e);
    }
  }

  /// Makes the directories that need not exist; the caller holds the lock. Nobody but the owner may
  /// look into the data directory: packs, catalog, index and logs in it follow the umask, and all
  /// of them tell of mail. `tmp` is closed once more, as whoever may connect to the control socket
  /// in it commands the appliance; what an earlier process left there is swept out.
  void prepare() {
    try {
      AtomicFile.createDirectories(root);
      closeToOthers(root);
      AtomicFile.createDirectories(logs());
      AtomicFile.createDirectories(tmp());
      closeToOthers(tmp());
      empty(tmp());
    } catch (IOException e) {
      throw DiskFailure.of("data directory " + root, e);
    }
  }

  /// Where the file system knows POSIX permissions.
  private static void closeToOthers(Path directory) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(directory, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString("rwx------"));
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
