package dev.mailcask.base;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Deletes directories with all that is in them. Never follows a symbolic link out of one.
public final class FileTree {

  private FileTree() {}

  /// Deletes a directory; that it is not there, or is deleted by others meanwhile, is no fault.
  public static void delete(Path directory) throws IOException {
    empty(directory);
    Files.deleteIfExists(directory);
  }

  /// Deletes all that is in a directory, and leaves the directory itself, if there is one.
  public static void empty(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException fault) throws IOException {
            if (fault instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw fault;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException fault)
              throws IOException {
            if (fault != null) {
              throw fault;
            }
            if (!visited.equals(directory)) {
              Files.deleteIfExists(visited);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
