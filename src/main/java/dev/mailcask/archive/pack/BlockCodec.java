package dev.mailcask.archive.pack;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// Blocks to zstd frames and back. Thread-safe: keeps a context for each thread that is at work,
/// since making one costs more than compressing a small block.
final class BlockCodec implements AutoCloseable {

  /// What does not compress is hardly smaller at a high level, and ten times slower.
  private static final int MAX_DENSE_LEVEL = 1;

  private final int level;
  private final int denseLevel;
  private final ConcurrentLinkedQueue<ZstdCompressCtx> compressors = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<ZstdDecompressCtx> decompressors =
      new ConcurrentLinkedQueue<>();

  BlockCodec(int level) {
    this(level, Math.min(level, MAX_DENSE_LEVEL));
  }

  /// @param denseLevel for what is not likely to compress
  BlockCodec(int level, int denseLevel) {
    this.level = level;
    this.denseLevel = denseLevel;
  }

  /// The room that a frame may take in the worst case.
  static int bound(int raw) {
    return Math.toIntExact(Zstd.compressBound(raw));
  }

  /// Compresses `raw[0, length)` into `frame` and returns the frame's length.
  ///
  /// @param at where in `frame` it is to begin
  /// @param isDense whether it is not likely to compress, so that less is tried
  int compress(byte[] raw, int length, byte[] frame, int at, boolean isDense) {
    ZstdCompressCtx context = compressors.poll();
    if (context == null) {
      context = new ZstdCompressCtx();
      context.setChecksum(true).setContentSize(true);
    }
    try {
      context.setLevel(isDense ? denseLevel : level);
      return context.compressByteArray(frame, at, frame.length - at, raw, 0, length);
    } finally {
      compressors.add(context);
    }
  }

  /// Decompresses a frame, whose checksum is verified by that, or returns null if it is not a frame
  /// of exactly this content size.
  byte @Nullable [] decompress(byte[] frame, int rawLength) {
    if (Zstd.getFrameContentSize(frame) != rawLength) {
      return null;
    }
    ZstdDecompressCtx context = decompressors.poll();
    if (context == null) {
      context = new ZstdDecompressCtx();
    }
    try {
      byte[] raw = new byte[rawLength];
      int length = context.decompressByteArray(raw, 0, rawLength, frame, 0, frame.length);
      return length == rawLength ? raw : null;
    } catch (ZstdException e) {
      return null; // the frame is damaged, which is an answer: the caller says where
    } finally {
      decompressors.add(context);
    }
  }

  @Override
  public void close() {
    for (ZstdCompressCtx c = compressors.poll(); c != null; c = compressors.poll()) {
      c.close();
    }
    for (ZstdDecompressCtx c = decompressors.poll(); c != null; c = decompressors.poll()) {
      c.close();
    }
  }
}
