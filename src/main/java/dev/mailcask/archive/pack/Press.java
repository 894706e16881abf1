package dev.mailcask.archive.pack;

import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.base.Background;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What packs are compressed with when there is time: large blocks at a high level, in a pool of
/// its own, which leaves a core to those who search or fetch. Open for the time of one work, since
/// contexts of a high level take tens of megabytes beside the heap.
final class Press implements AutoCloseable {

  private final PackedArchive archive;
  private final ArchiveSettings settings;
  private final BlockCodec codec;
  private final int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
  private final ExecutorService pool =
      Executors.newFixedThreadPool(threads, Background.threads("archive-press"));

  Press(PackedArchive archive) {
    this.archive = archive;
    this.settings = archive.settings().compacting();
    this.codec = new BlockCodec(settings.level(), ArchiveSettings.COMPACT_DENSE_LEVEL);
  }

  PackWriter newPack() {
    return archive.newPack(settings, codec, pool, PackFormat.COMPACTED, threads + 1);
  }

  /// Blobs up to this size are moved in memory.
  int inMemory() {
    return settings.blockBytes();
  }

  @Override
  public void close() {
    pool.close();
    codec.close();
  }
}
