package dev.mailcask.access;

import dev.mailcask.base.AtomicFile;
import dev.mailcask.base.DiskFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A small file below `secrets/` that only its owner may read. Not thread-safe.
record PrivateFile(Path path) {

  /// The bytes, or empty if there is no such file.
  Optional<byte[]> read() {
    try {
      return Optional.of(Files.readAllBytes(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw DiskFailure.of(toString(), e);
    }
  }

  /// Replaces the file durably.
  void write(byte[] bytes) {
    AtomicFile.write(path, bytes);
  }

  void delete() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw DiskFailure.of(toString(), e);
    }
  }

  /// The path as its owner knows it.
  @Override
  public String toString() {
    return "secrets/" + path.getFileName();
  }
}
