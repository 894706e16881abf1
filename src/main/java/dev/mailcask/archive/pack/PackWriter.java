package dev.mailcask.archive.pack;

import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Writes one pack: fills blocks with blobs, has them compressed by a pool, and writes the frames
/// in order. Not thread-safe.
///
/// At most a few blocks are under way; who adds more waits for the oldest. That, and the directory
/// to come, is all the memory it takes, whatever the size of a blob.
final class PackWriter implements AutoCloseable {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final ArchiveStorage.Draft draft;
  private final ArchiveSettings settings;
  private final BlockCodec codec;
  private final ExecutorService pool;
  private final int maxRunning;

  private final MessageDigest fileHash = ContentId.digest();
  private final byte[] header =
      FileHeader.marked(PackFormat.HEADER_TAG, 0, RANDOM.nextInt()).bytes();
  private final Deque<Block> free = new ArrayDeque<>();
  private final Deque<Block> running = new ArrayDeque<>();
  private final List<Frame> frames = new ArrayList<>();
  private final Map<ContentId, Blob> blobs = new HashMap<>();

  private @Nullable Block current;
  private int blocksBegun;
  private long written;
  private long rawWritten;
  private String name = "";

  PackWriter(
      ArchiveStorage storage,
      ArchiveSettings settings,
      BlockCodec codec,
      ExecutorService pool,
      int maxRunning) {
    this.draft = storage.draft();
    this.settings = settings;
    this.codec = codec;
    this.pool = pool;
    this.maxRunning = maxRunning;
    try {
      write(header, header.length);
    } catch (RuntimeException e) {
      draft.close(); // nobody else knows of it yet
      throw e;
    }
  }

  boolean contains(ContentId id) {
    return blobs.containsKey(id);
  }

  /// Whether it is time to begin another pack.
  boolean isFull() {
    return written >= settings.packBytes();
  }

  /// Adds a blob that fits into a block.
  void add(ContentId id, byte[] bytes) {
    if (current != null && current.filled + bytes.length > settings.blockBytes()) {
      submit();
    }
    int block = current == null ? blocksBegun : blocksBegun - 1;
    int offset = current == null ? 0 : current.filled;
    if (bytes.length > 0) {
      Block into = current();
      System.arraycopy(bytes, 0, into.raw, into.filled, bytes.length);
      into.filled += bytes.length;
    }
    blobs.put(id, new Blob(bytes.length, block, offset));
  }

  /// Adds a blob of any size from a stream, beginning a block of its own.
  ///
  /// @return whether the stream gave what its id and length promise; if not, what it gave is left
  ///     in the pack and belongs to no blob
  boolean add(ContentId id, long length, InputStream in) throws IOException {
    submit();
    int firstBlock = blocksBegun;
    MessageDigest digest = ContentId.digest();
    long left = length;
    while (left > 0) {
      Block into = current();
      int room = (int) Math.min(settings.blockBytes() - into.filled, left);
      int read = in.readNBytes(into.raw, into.filled, room);
      digest.update(into.raw, into.filled, read);
      into.filled += read;
      left -= read;
      if (read < room) {
        break;
      }
      if (into.filled == settings.blockBytes()) {
        submit();
      }
    }
    if (left > 0 || in.read() >= 0 || !ContentId.ofDigest(digest.digest()).equals(id)) {
      return false;
    }
    blobs.put(id, new Blob(length, firstBlock, 0));
    return true;
  }

  private Block current() {
    if (current == null) {
      Block next = free.poll();
      if (next == null && running.size() < maxRunning) {
        next = new Block(settings.blockBytes());
      }
      current = next == null ? drainOne() : next;
      current.filled = 0;
      blocksBegun++;
    }
    return current;
  }

  /// Hands the current block to the pool, if there is anything in it.
  private void submit() {
    Block block = current;
    if (block == null) {
      return;
    }
    current = null;
    if (block.filled == 0) {
      blocksBegun--;
      free.add(block);
      return;
    }
    block.frameLength = pool.submit(() -> codec.compress(block.raw, block.filled, block.frame));
    running.add(block);
    while (!running.isEmpty() && running.getFirst().isDone()) {
      free.add(drainOne());
    }
  }

  /// Waits for the oldest block under way, writes its frame and returns it for another use.
  private Block drainOne() {
    Block block = running.removeFirst();
    int length = block.awaitFrame();
    frames.add(new Frame(written, length, block.filled));
    rawWritten += block.filled;
    write(block.frame, length);
    return block;
  }

  private void write(byte[] bytes, int length) {
    fileHash.update(bytes, 0, length);
    written += length;
    draft.write(ByteBuffer.wrap(bytes, 0, length));
  }

  /// Writes what is left of the pack; nothing can be added any more.
  void finish() {
    submit();
    while (!running.isEmpty()) {
      drainOne();
    }
    free.clear();
    long at = written;
    byte[] directory = directory();
    write(directory, directory.length);
    byte[] trailer = trailer(at, directory);
    write(trailer, trailer.length);
    name = PackFormat.nameOf(HexFormat.of().formatHex(fileHash.digest()));
  }

  private byte[] directory() {
    int length =
        PackFormat.DIRECTORY_HEAD
            + PackFormat.BLOCK_ENTRY * frames.size()
            + PackFormat.BLOB_ENTRY * blobs.size();
    ByteBuffer out = ByteBuffer.allocate(length);
    FileHeader.beginFrame(out, PackFormat.DIRECTORY_TAG, length - FileHeader.FRAME_OVERHEAD);
    out.putInt(frames.size()).putInt(blobs.size()).putLong(rawWritten);
    for (Frame f : frames) {
      out.putLong(f.at).putInt(f.length).putInt(f.rawLength);
    }
    new TreeMap<>(blobs)
        .forEach(
            (id, blob) -> {
              out.putLong(id.a()).putLong(id.b()).putLong(id.c()).putLong(id.d());
              out.putLong(blob.length).putInt(blob.block).putInt(blob.offset);
              out.put(PackFormat.WHOLE_MESSAGE).put((byte) 0).putShort((short) 0);
            });
    return out.array();
  }

  private byte[] trailer(long at, byte[] directory) {
    MessageDigest digest = ContentId.digest();
    digest.update(header);
    digest.update(directory);
    ByteBuffer out = ByteBuffer.allocate(PackFormat.TRAILER);
    FileHeader.beginFrame(
        out, PackFormat.TRAILER_TAG, PackFormat.TRAILER - FileHeader.FRAME_OVERHEAD);
    out.putLong(at).putLong(directory.length).put(digest.digest());
    return out.array();
  }

  /// Makes the finished pack durable and opens it. It is never taken for one that is there: that
  /// may be damaged, or about to be removed.
  PackFile publish(ArchiveStorage storage) {
    if (!draft.publish(name)) {
      throw new Failure.Refused(
          "archive/" + name,
          "there is a file of the name that a new pack should have",
          "start it again: the next pack has another name",
          null);
    }
    return PackFile.open(storage, name, written);
  }

  /// Drops the pack, unless it was published.
  @Override
  public void close() {
    try (draft) {
      for (Block block : running) {
        block.await();
      }
    } finally {
      running.clear();
    }
  }

  private record Frame(long at, int length, int rawLength) {}

  private record Blob(long length, int block, int offset) {}

  /// The buffers of one block, used again and again.
  private static final class Block {
    final byte[] raw;
    final byte[] frame;
    int filled;
    @Nullable Future<Integer> frameLength;

    Block(int size) {
      raw = new byte[size];
      frame = new byte[BlockCodec.bound(size)];
    }

    boolean isDone() {
      return frameLength != null && frameLength.isDone();
    }

    /// Waits until nobody works on the buffers any more.
    void await() {
      int _ = awaitFrame();
    }

    int awaitFrame() {
      if (frameLength == null) {
        throw new IllegalStateException("the block was not handed to the pool");
      }
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return frameLength.get();
          } catch (InterruptedException e) {
            interrupted = true; // compressing takes milliseconds; the caller sees it afterwards
          } catch (ExecutionException e) {
            throw new IllegalStateException("a block could not be compressed", e.getCause());
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
