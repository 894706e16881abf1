package dev.mailcask.archive;

import dev.mailcask.base.Failure;

/// How the archive is written and read. What was written with other settings stays readable.
///
/// @param level zstd's level, 1 to 19
/// @param blockBytes content of a block before compression: larger ones compress better, and cost
///     more to read one message
/// @param partBytes bodies of so many bytes in a message are kept as parts of their own, so that
///     they are stored once
/// @param packBytes a pack is closed when it reaches this size
/// @param cachedBlocks decompressed blocks kept for the next readers
public record ArchiveSettings(
    int level, int blockBytes, int partBytes, long packBytes, int cachedBlocks) {

  /// As measured in decisions 0020 and 0024.
  public static final ArchiveSettings DEFAULT =
      new ArchiveSettings(3, 1 << 20, 8 << 10, 32L << 20, 16);

  /// The level at which compaction compresses what is not likely to compress.
  public static final int COMPACT_DENSE_LEVEL = 12;

  private static final int COMPACT_LEVEL = 19;
  private static final int COMPACT_BLOCKS = 4;
  private static final int MAX_BLOCK = 1 << 24;

  /// @throws Failure.Misconfigured if a value is out of its range
  public ArchiveSettings {
    require(level >= 1 && level <= 19, "level", "use a level from 1 to 19");
    require(
        blockBytes >= 1 << 10 && blockBytes <= MAX_BLOCK,
        "blockBytes",
        "use a size from 1 KiB to 16 MiB");
    require(partBytes >= 1 << 8, "partBytes", "use a size of 256 bytes or more");
    require(
        packBytes >= 1 << 10 && packBytes <= 1L << 30,
        "packBytes",
        "use a size from 1 KiB to 1 GiB");
    require(cachedBlocks >= 1 && cachedBlocks <= 4096, "cachedBlocks", "use 1 to 4096 blocks");
  }

  /// Likewise, for what is written when there is time.
  public ArchiveSettings compacting() {
    return new ArchiveSettings(
        COMPACT_LEVEL,
        Math.min(COMPACT_BLOCKS * blockBytes, MAX_BLOCK),
        partBytes,
        packBytes,
        cachedBlocks);
  }

  private static void require(boolean holds, String setting, String hint) {
    if (!holds) {
      throw new Failure.Misconfigured("archive." + setting, "it is out of its range", hint);
    }
  }
}
