package dev.mailcask.message;

import dev.mailcask.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/// A window that moves forward over the bytes of a message: over all of them at once where they are
/// in memory or small, else over a stream.
final class Window implements AutoCloseable {

  private static final int IN_MEMORY = 4 * 1024 * 1024;
  private static final int STREAMED = 1024 * 1024;

  /// Bytes that stay visible behind the place that is looked at: a line break.
  private static final int BEHIND = 2;

  private final InputStream in;
  private byte[] bytes;
  private int end;
  private long base;
  private boolean ended;

  private Window(byte[] bytes, int end, boolean ended, InputStream in) {
    this.bytes = bytes;
    this.end = end;
    this.ended = ended;
    this.in = in;
  }

  static Window over(Content message) {
    if (message.size() <= IN_MEMORY || message instanceof Content.InMemory) {
      byte[] all = message.toByteArray();
      return new Window(all, all.length, true, InputStream.nullInputStream());
    }
    try {
      return new Window(new byte[STREAMED], 0, false, message.open());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    return bytes;
  }

  /// One past the last byte in the window.
  int end() {
    return end;
  }

  /// Whether the window ends where the message ends.
  boolean ended() {
    return ended;
  }

  /// The place in the message of an index into the window.
  long offset(int index) {
    return base + index;
  }

  /// Makes at least `wanted` bytes from `at` on visible, or all that there are.
  ///
  /// @return where the byte at `at` is now
  int see(int at, int wanted) {
    if (ended || end - at >= wanted) {
      return at;
    }
    int kept = Math.max(0, at - BEHIND);
    System.arraycopy(bytes, kept, bytes, 0, end - kept);
    base += kept;
    end -= kept;
    try {
      int read = in.readNBytes(bytes, end, bytes.length - end);
      ended = end + read < bytes.length;
      end += read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return at - kept;
  }

  /// Bytes that stay as they are when the window moves on.
  byte[] keep(int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
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
