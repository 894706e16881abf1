package dev.mailcask.message;

import dev.mailcask.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// The decoded bytes of parts that are small enough for memory. Not thread-safe.
///
/// A message that is not in memory is read through once, as long as its parts are asked for in
/// their order.
final class PartBytes implements AutoCloseable {

  private final Content message;
  private InputStream in = InputStream.nullInputStream();
  private long read = -1;

  PartBytes(Content message) {
    this.message = message;
  }

  /// A range of an array that is not to be altered.
  @SuppressWarnings("ArrayRecordComponent") // a view, never compared
  record Range(byte[] bytes, int from, int to) {
    byte[] copy() {
      return Arrays.copyOfRange(bytes, from, to);
    }
  }

  /// The decoded body of a part, of which at most so many bytes of the message are read.
  Range of(MimePart part, int max) {
    int wanted = (int) Math.min(part.bodyEnd() - part.bodyStart(), max);
    byte[] raw;
    int from;
    if (message instanceof Content.InMemory inMemory) {
      raw = inMemory.bytes();
      from = (int) part.bodyStart();
    } else {
      raw = read(part.bodyStart(), wanted);
      from = 0;
    }
    int to = Math.min(raw.length, from + wanted);
    if (part.isIdentity()) {
      return new Range(raw, from, to);
    }
    byte[] decoded = new byte[to - from + 4];
    int length = TransferDecoder.of(part.encoding()).decode(raw, from, to, decoded);
    return new Range(decoded, 0, length);
  }

  private byte[] read(long start, int length) {
    try {
      if (read < 0 || start < read) {
        in.close();
        in = message.open();
        read = 0;
      }
      in.skipNBytes(start - read);
      byte[] bytes = in.readNBytes(length);
      read = start + bytes.length;
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
