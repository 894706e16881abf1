package dev.mailcask.archive.pack;

import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.ContentId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The directory of a pack that is being written, and the trailer that points to it. Not
/// thread-safe.
final class PackDirectory {

  private final List<Frame> frames = new ArrayList<>();
  private final Map<BlobKey, Blob> blobs = new HashMap<>();
  private long rawBytes;

  /// The number of a block, which is known when the block is handed to be compressed.
  static final class BlockNumber {
    int value = -1;
  }

  private record Frame(long at, int length, int rawLength) {}

  private record Blob(long length, BlockNumber block, int offset) {}

  boolean contains(ContentId id, byte kind) {
    return blobs.containsKey(new BlobKey(id, kind));
  }

  /// Adds the next block.
  void addBlock(long at, int length, int rawLength) {
    frames.add(new Frame(at, length, rawLength));
    rawBytes += rawLength;
  }

  void addBlob(ContentId id, byte kind, long length, BlockNumber block, int offset) {
    blobs.put(new BlobKey(id, kind), new Blob(length, block, offset));
  }

  /// The directory's frame.
  byte[] toBytes() {
    int length =
        PackFormat.DIRECTORY_HEAD
            + PackFormat.BLOCK_ENTRY * frames.size()
            + PackFormat.BLOB_ENTRY * blobs.size();
    ByteBuffer out = ByteBuffer.allocate(length);
    FileHeader.beginFrame(out, PackFormat.DIRECTORY_TAG, length - FileHeader.FRAME_OVERHEAD);
    out.putInt(frames.size()).putInt(blobs.size()).putLong(rawBytes);
    for (Frame f : frames) {
      out.putLong(f.at).putInt(f.length).putInt(f.rawLength);
    }
    blobs.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> put(out, entry.getKey(), entry.getValue()));
    return out.array();
  }

  private static void put(ByteBuffer out, BlobKey key, Blob blob) {
    ContentId id = key.id();
    out.putLong(id.a()).putLong(id.b()).putLong(id.c()).putLong(id.d());
    out.putLong(blob.length).putInt(blob.block.value).putInt(blob.offset);
    out.put(key.kind()).put((byte) 0).putShort((short) 0);
  }

  /// The trailer's frame.
  ///
  /// @param at where the directory's frame begins in the file
  static byte[] trailer(byte[] header, long at, byte[] directory) {
    MessageDigest digest = ContentId.digest();
    digest.update(header);
    digest.update(directory);
    ByteBuffer out = ByteBuffer.allocate(PackFormat.TRAILER);
    FileHeader.beginFrame(
        out, PackFormat.TRAILER_TAG, PackFormat.TRAILER - FileHeader.FRAME_OVERHEAD);
    out.putLong(at).putLong(directory.length).put(digest.digest());
    return out.array();
  }
}
