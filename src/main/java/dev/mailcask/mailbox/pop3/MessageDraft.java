package dev.mailcask.mailbox.pop3;

import dev.mailcask.base.Content;
import dev.mailcask.base.Spool;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A message while it comes: in memory as long as it is small, then in a spool file. To be closed
/// when nobody reads it any more.
final class MessageDraft implements AutoCloseable {

  private static final int SMALLEST = 4 << 10;

  private final Spool spool;
  private byte[] bytes;
  private int size;
  private Spool.@Nullable File file;

  /// @param expected its size, if the server is right about it
  MessageDraft(Spool spool, long expected) {
    this.spool = spool;
    long most = Math.min(expected, spool.inMemory());
    this.bytes = new byte[Math.toIntExact(Math.max(most, Math.min(SMALLEST, spool.inMemory())))];
  }

  /// @throws dev.mailcask.base.Failure.OutOfSpace if the disk does not take it
  void write(byte[] from, int offset, int length) {
    Spool.File spooled = file;
    if (spooled == null && size + (long) length > spool.inMemory()) {
      spooled = spool.begin();
      file = spooled;
      spooled.write(bytes, 0, size);
      bytes = new byte[0];
    }
    if (spooled != null) {
      spooled.write(from, offset, length);
      return;
    }
    if (size + length > bytes.length) {
      int larger = (int) Math.min(spool.inMemory(), Math.max(2L * bytes.length, size + length));
      bytes = Arrays.copyOf(bytes, larger);
    }
    System.arraycopy(from, offset, bytes, size, length);
    size += length;
  }

  /// The message, now that it is whole; valid until this is closed.
  Content content() {
    Spool.File spooled = file;
    return spooled != null
        ? spooled
        : Content.of(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
  }

  @Override
  public void close() {
    if (file != null) {
      file.close();
    }
  }
}
