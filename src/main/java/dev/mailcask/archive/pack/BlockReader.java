package dev.mailcask.archive.pack;

import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.Failure;
import java.util.LinkedHashMap;

/// Reads blocks of packs, and keeps the last few megabytes: who reads a folder, a thread or
/// everything in order finds the neighbours of each message decompressed. Thread-safe.
final class BlockReader {

  private final ArchiveStorage storage;
  private final BlockCodec codec;
  private final long capacity;

  /// By the time of their last use.
  private final LinkedHashMap<Key, byte[]> cache = new LinkedHashMap<>(16, 0.75f, true);

  private long kept;

  /// @param capacity how many bytes are kept; one block is, however large
  BlockReader(ArchiveStorage storage, BlockCodec codec, long capacity) {
    this.storage = storage;
    this.codec = codec;
    this.capacity = capacity;
  }

  /// The content of a block, not to be altered.
  ///
  /// @throws dev.mailcask.base.Failure.Corrupt if it is damaged
  byte[] cached(PackFile pack, int block) {
    Key key = new Key(pack, block);
    synchronized (cache) {
      byte[] known = cache.get(key);
      if (known != null) {
        return known;
      }
    }
    byte[] raw = read(pack, block);
    keep(pack, block, raw);
    return raw;
  }

  /// Has the content of a block for those who ask for it soon.
  void keep(PackFile pack, int block, byte[] raw) {
    synchronized (cache) {
      byte[] before = cache.put(new Key(pack, block), raw);
      kept += raw.length - (before == null ? 0 : before.length);
      while (kept > capacity && cache.size() > 1) {
        kept -= cache.pollFirstEntry().getValue().length;
      }
    }
  }

  /// Likewise past the cache, for those who read each block once.
  ///
  /// @throws PackRemoved if the pack's file is gone since others took its place
  byte[] read(PackFile pack, int block) {
    return decode(pack, block, frame(pack, block));
  }

  private byte[] frame(PackFile pack, int block) {
    try {
      return storage.read(pack.name(), pack.frameAt(block), pack.frameLength(block));
    } catch (Failure.Corrupt e) {
      if (pack.removed()) {
        throw new PackRemoved(pack, e);
      }
      throw e;
    }
  }

  /// Opens and decompresses the frame of a block that was read already.
  byte[] decode(PackFile pack, int block, byte[] frame) {
    byte[] compressed = pack.opened(block, frame);
    byte[] raw = compressed == null ? null : codec.decompress(compressed, pack.rawLength(block));
    if (raw == null) {
      throw pack.corrupt("block " + block + " is damaged");
    }
    return raw;
  }

  private record Key(String pack, int block) {
    Key(PackFile pack, int block) {
      this(pack.name(), block);
    }
  }
}
