package dev.mailcask.base;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Exact bytes of known length that can be read any number of times: a raw message, mostly.
///
/// Small ones lie in memory, large ones in a spool file; who reads them need not know.
public interface Content {

  /// The number of bytes.
  long size();

  /// A new stream over the bytes; the caller closes it.
  InputStream open() throws IOException;

  /// All the bytes; not for content that may be larger than memory, and not to be altered.
  default byte[] toByteArray() {
    try (InputStream in = open()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Content in memory; the array is not copied and must not change any more.
  static Content of(byte[] bytes) {
    return new InMemory(bytes);
  }

  /// Content of a file that must not change while this is in use.
  static Content of(Path file, long size) {
    return new InFile(file, size);
  }

  /// Content in memory.
  @SuppressWarnings("ArrayRecordComponent") // compared by identity only, shared on purpose
  record InMemory(byte[] bytes) implements Content {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public byte[] toByteArray() {
      return bytes;
    }
  }

  /// Content of a file.
  record InFile(Path file, long size) implements Content {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }
}
