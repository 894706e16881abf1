package dev.mailcask.archive.pack;

import dev.mailcask.base.ContentId;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/// The bytes of a large blob, block after block, compared with their SHA-256 before the end is
/// told. Not thread-safe.
final class BlobStream extends InputStream {

  private final BlockReader reader;
  private final PackFile pack;
  private final ContentId id;
  private final MessageDigest digest = ContentId.digest();

  private int nextBlock;
  private int nextOffset;
  private long left;
  private byte[] raw = {};
  private int at;
  private int end;

  BlobStream(BlockReader reader, PackFile pack, int blob) {
    this.reader = reader;
    this.pack = pack;
    this.id = pack.id(blob);
    this.nextBlock = pack.firstBlock(blob);
    this.nextOffset = pack.offset(blob);
    this.left = pack.length(blob);
    checkEnd();
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (at == end && !fill()) {
      return -1;
    }
    int count = Math.min(length, end - at);
    System.arraycopy(raw, at, into, offset, count);
    at += count;
    return count;
  }

  private boolean fill() {
    if (left == 0) {
      return false;
    }
    raw = reader.read(pack, nextBlock++);
    at = nextOffset;
    nextOffset = 0;
    end = (int) Math.min(raw.length, at + left);
    digest.update(raw, at, end - at);
    left -= end - at;
    checkEnd();
    return true;
  }

  /// The last bytes are not handed out before all of them are known to be right.
  private void checkEnd() {
    if (left == 0 && !Arrays.equals(digest.digest(), id.bytes())) {
      throw pack.corrupt("message " + id + " is not what was stored");
    }
  }
}
