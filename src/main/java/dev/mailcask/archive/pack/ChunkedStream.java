package dev.mailcask.archive.pack;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/// A stream whose bytes come chunk by chunk. Not thread-safe.
abstract class ChunkedStream extends InputStream {

  private byte[] chunk = {};
  private int at;
  private int end;

  /// Calls [#give] with the next chunk, which may be empty.
  ///
  /// @return false at the end
  abstract boolean fill() throws IOException;

  /// The bytes that are read next; they stay as they are until the next call of [#fill].
  final void give(byte[] bytes, int from, int to) {
    chunk = bytes;
    at = from;
    end = to;
  }

  @Override
  public final int read() throws IOException {
    return more() ? chunk[at++] & 0xff : -1;
  }

  @Override
  public final int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!more()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(chunk, at, into, offset, count);
    at += count;
    return count;
  }

  private boolean more() throws IOException {
    while (at == end) {
      if (!fill()) {
        return false;
      }
    }
    return true;
  }
}
