package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.base.ContentId;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/// The bytes of a large blob, block after block, compared with their SHA-256 before the end is
/// told. Where its pack is removed meanwhile, it goes on in the one that holds the blob by then.
/// Not thread-safe.
final class BlobStream extends InputStream {

  private final Blobs blobs;
  private final BlockReader reader;
  private final ContentId id;
  private final MessageDigest digest = ContentId.digest();

  private Place place;
  private int nextBlock;
  private int nextOffset;
  private long left;
  private byte[] raw = {};
  private int at;
  private int end;

  BlobStream(Blobs blobs, BlockReader reader, Place place) {
    this.blobs = blobs;
    this.reader = reader;
    this.place = place;
    this.id = place.pack().id(place.blob());
    this.nextBlock = place.pack().firstBlock(place.blob());
    this.nextOffset = place.pack().offset(place.blob());
    this.left = place.pack().length(place.blob());
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
    raw = nextBlock();
    at = nextOffset;
    nextOffset = 0;
    end = (int) Math.min(raw.length, at + left);
    digest.update(raw, at, end - at);
    left -= end - at;
    checkEnd();
    return true;
  }

  private byte[] nextBlock() {
    while (true) {
      try {
        byte[] block = reader.read(place.pack(), nextBlock);
        nextBlock++;
        return block;
      } catch (PackRemoved e) {
        move(blobs.again(place.pack(), id));
      }
    }
  }

  /// Goes on at the same byte of another copy.
  private void move(Place other) {
    PackFile pack = other.pack();
    long next = pack.rawAt(other.blob()) + pack.length(other.blob()) - left;
    place = other;
    nextBlock = pack.blockAt(next);
    nextOffset = (int) (next - pack.startOf(nextBlock));
  }

  /// The last bytes are not handed out before all of them are known to be right.
  private void checkEnd() {
    if (left == 0 && !Arrays.equals(digest.digest(), id.bytes())) {
      throw place.pack().corrupt("message " + id + " is not what was stored");
    }
  }
}
