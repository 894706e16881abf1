package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.BlobTable.Place;

/// The bytes of a blob, block after block. Not compared with its id: see [CheckedStream]. Throws
/// [PackRemoved] where other packs took the place of its pack. Not thread-safe.
final class BlobStream extends ChunkedStream {

  private final BlockReader reader;
  private final Place place;
  private final boolean cached;
  private int nextBlock;
  private int nextOffset;
  private long left;

  /// @param cached whether neighbours of the blob are likely to be read soon
  BlobStream(BlockReader reader, Place place, boolean cached) {
    this.reader = reader;
    this.place = place;
    this.cached = cached;
    this.nextBlock = place.pack().firstBlock(place.blob());
    this.nextOffset = place.pack().offset(place.blob());
    this.left = place.length();
  }

  @Override
  boolean fill() {
    if (left == 0) {
      return false;
    }
    int block = nextBlock++;
    byte[] raw = cached ? reader.cached(place.pack(), block) : reader.read(place.pack(), block);
    int count = (int) Math.min(raw.length - nextOffset, left);
    give(raw, nextOffset, nextOffset + count);
    nextOffset = 0;
    left -= count;
    return true;
  }
}
