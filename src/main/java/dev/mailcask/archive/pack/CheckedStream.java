package dev.mailcask.archive.pack;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.Supplier;

/// A stream that is compared with its length and SHA-256: the last bytes are not handed out before
/// all of them are known to be right. Not thread-safe.
final class CheckedStream extends ChunkedStream {

  private static final int CHUNK = 1 << 16;

  private final InputStream in;
  private final ContentId id;
  private final Supplier<Failure> mismatch;
  private final MessageDigest digest = ContentId.digest();
  private final byte[] buffer;
  private long left;
  private boolean ended;

  /// @param length how many bytes there must be
  /// @param mismatch what is thrown if they are others
  CheckedStream(InputStream in, ContentId id, long length, Supplier<Failure> mismatch) {
    this.in = in;
    this.id = id;
    this.left = length;
    this.mismatch = mismatch;
    this.buffer = new byte[(int) Math.min(CHUNK, length)];
  }

  @Override
  boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    int wanted = (int) Math.min(buffer.length, left);
    int read = in.readNBytes(buffer, 0, wanted);
    digest.update(buffer, 0, read);
    left -= read;
    ended = left == 0;
    if (read < wanted || (ended && !isRight())) {
      throw mismatch.get();
    }
    give(buffer, 0, read);
    return true;
  }

  private boolean isRight() throws IOException {
    return in.read() < 0 && ContentId.ofDigest(digest.digest()).equals(id);
  }

  /// Reads to the end, and so finds out whether it is right.
  void drain() throws IOException {
    try (this) {
      while (fill()) {
        // reading is checking
      }
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
