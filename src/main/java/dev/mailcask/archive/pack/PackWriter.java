package dev.mailcask.archive.pack;

import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.keys.FileKey;
import dev.mailcask.archive.pack.PackDirectory.BlockNumber;
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
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Writes one pack: fills blocks with blobs, has them compressed by a pool, and writes the frames
/// in order. Not thread-safe.
///
/// Two blocks are open at a time, one for text and one for what does not compress, so that neither
/// spoils the other; a block gets its number when it is handed to the pool, and frames are written
/// in that order. At most a few blocks are under way; who adds more waits for the oldest. That, and
/// the directory to come, is all the memory it takes, whatever the size of a blob.
final class PackWriter implements AutoCloseable {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final @Nullable ArchiveKey archiveKey;
  private final ArchiveStorage.Draft draft;
  private final ArchiveSettings settings;
  private final BlockCodec codec;
  private final ExecutorService pool;
  private final int maxRunning;

  private final MessageDigest fileHash = ContentId.digest();
  private final byte[] header;

  /// Seals what is written in an encrypted archive.
  private final @Nullable FileKey sealing;

  private final Lane text = new Lane(false);
  private final Lane dense = new Lane(true);
  private final Deque<Block> free = new ArrayDeque<>();
  private final Deque<Block> running = new ArrayDeque<>();
  private final PackDirectory directory = new PackDirectory();

  private int submitted;
  private long written;
  private String name = "";

  /// @param key the archive's, null if it is not encrypted
  /// @param stage one of [PackFormat]'s
  /// @param maxRunning how many blocks may be under way
  PackWriter(
      ArchiveStorage storage,
      @Nullable ArchiveKey key,
      ArchiveSettings settings,
      BlockCodec codec,
      ExecutorService pool,
      int stage,
      int maxRunning) {
    this.archiveKey = key;
    this.sealing =
        key == null ? null : key.newFile(PackFormat.HEADER_TAG, stage, PackFormat.KEY_INFO);
    this.header =
        sealing == null
            ? FileHeader.marked(PackFormat.HEADER_TAG, stage, RANDOM.nextInt()).bytes()
            : sealing.header().bytes();
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

  /// Whether a message is in it, whole or as a recipe.
  boolean containsMessage(ContentId id) {
    return directory.contains(id, PackFormat.WHOLE) || directory.contains(id, PackFormat.RECIPE);
  }

  boolean contains(ContentId id, byte kind) {
    return directory.contains(id, kind);
  }

  /// Whether it is time to begin another pack.
  boolean isFull() {
    return written >= settings.packBytes();
  }

  /// Adds a blob whose bytes are known to be right.
  ///
  /// @param isDense whether it is not likely to compress
  void add(ContentId id, byte kind, byte[] bytes, boolean isDense) {
    Lane lane = lane(isDense);
    BlockNumber block = lane.begin(bytes.length);
    int offset = bytes.length == 0 ? 0 : lane.filled();
    for (int done = 0; done < bytes.length; ) {
      int count = Math.min(lane.room(), bytes.length - done);
      System.arraycopy(bytes, done, lane.raw(), lane.filled(), count);
      lane.advance(count);
      done += count;
    }
    lane.end(bytes.length);
    directory.addBlob(id, kind, bytes.length, block, offset);
  }

  /// Adds a blob of any size from a stream; not a recipe, whose bytes its id does not tell.
  ///
  /// @return whether the stream gave what its id and length promise; if not, what it gave is left
  ///     in the pack and belongs to no blob
  boolean add(ContentId id, byte kind, long length, InputStream in, boolean isDense)
      throws IOException {
    Lane lane = lane(isDense);
    BlockNumber block = lane.begin(length);
    int offset = length == 0 ? 0 : lane.filled();
    MessageDigest digest = ContentId.digest();
    long left = length;
    while (left > 0) {
      int wanted = (int) Math.min(lane.room(), left);
      int read = in.readNBytes(lane.raw(), lane.filled(), wanted);
      digest.update(lane.raw(), lane.filled(), read);
      lane.advance(read);
      left -= read;
      if (read < wanted) {
        break;
      }
    }
    lane.end(length);
    if (left > 0 || in.read() >= 0 || !ContentId.ofDigest(digest.digest()).equals(id)) {
      return false;
    }
    directory.addBlob(id, kind, length, block, offset);
    return true;
  }

  private Lane lane(boolean isDense) {
    return isDense ? dense : text;
  }

  /// A block to be filled, waiting for one if too many are under way.
  private Block nextBlock(BlockNumber number) {
    Block next = free.poll();
    if (next == null && running.size() < maxRunning) {
      next = new Block(settings.blockBytes());
    }
    Block block = next == null ? drainOne() : next;
    block.filled = 0;
    block.number = number;
    return block;
  }

  private void submit(Block block, boolean isDense) {
    block.number.value = submitted++;
    int number = block.number.value;
    block.frameLength = pool.submit(() -> frame(block, number, isDense));
    running.add(block);
    while (!running.isEmpty() && running.getFirst().isDone()) {
      free.add(drainOne());
    }
  }

  /// Compresses a block, and seals it where the archive is encrypted; returns its frame's length.
  private int frame(Block block, int number, boolean isDense) {
    if (sealing == null) {
      return codec.compress(block.raw, block.filled, block.frame, 0, isDense);
    }
    int length = codec.compress(block.raw, block.filled, block.frame, FileKey.HEAD, isDense);
    return sealing.seal(number, block.frame, length);
  }

  /// Waits for the oldest block under way, writes its frame and returns it for another use.
  private Block drainOne() {
    Block block = running.removeFirst();
    int length = block.awaitFrame();
    directory.addBlock(written, length, block.filled);
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
    text.submitCurrent();
    dense.submitCurrent();
    while (!running.isEmpty()) {
      drainOne();
    }
    free.clear();
    long at = written;
    byte[] table = directoryFrame();
    write(table, table.length);
    byte[] trailer = PackDirectory.trailer(header, at, table);
    write(trailer, trailer.length);
    name = PackFormat.nameOf(HexFormat.of().formatHex(fileHash.digest()));
  }

  private byte[] directoryFrame() {
    byte[] frame = directory.toBytes();
    return sealing == null
        ? frame
        : sealing.seal(
            PackFormat.DIRECTORY_NUMBER,
            Arrays.copyOfRange(frame, PackFormat.DIRECTORY_BEGIN, frame.length));
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
    return PackFile.open(storage, archiveKey, name, written);
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

  /// A row of blocks for one sort of content, of which one is being filled.
  private final class Lane {
    private final boolean isDense;
    private @Nullable Block current;

    /// Of the block that is filled or comes next.
    private BlockNumber number = new BlockNumber();

    Lane(boolean isDense) {
      this.isDense = isDense;
    }

    /// Makes room for a blob: in the current block if it fits, else at the start of the next one.
    ///
    /// @return the block in which it begins
    BlockNumber begin(long length) {
      if (filled() + length > settings.blockBytes()) {
        submitCurrent();
      }
      if (length > 0) {
        return number;
      }
      BlockNumber anywhere = new BlockNumber();
      anywhere.value = 0;
      return anywhere;
    }

    /// Ends a blob. What spans blocks must lie in blocks that follow each other, so that its last
    /// one is not left open for others to come between.
    void end(long length) {
      if (length > settings.blockBytes()) {
        submitCurrent();
      }
    }

    int filled() {
      return current == null ? 0 : current.filled;
    }

    /// The room in the current block, which is not full.
    int room() {
      return settings.blockBytes() - filled();
    }

    byte[] raw() {
      return block().raw;
    }

    private Block block() {
      if (current == null) {
        current = nextBlock(number);
      }
      return current;
    }

    void advance(int count) {
      Block block = block();
      block.filled += count;
      if (block.filled == settings.blockBytes()) {
        submitCurrent();
      }
    }

    void submitCurrent() {
      Block block = current;
      if (block == null) {
        return;
      }
      current = null;
      if (block.filled == 0) {
        free.add(block);
        return;
      }
      number = new BlockNumber();
      submit(block, isDense);
    }
  }

  /// The buffers of one block, used again and again.
  private static final class Block {
    final byte[] raw;
    final byte[] frame;
    int filled;
    BlockNumber number = new BlockNumber();
    @Nullable Future<Integer> frameLength;

    Block(int size) {
      raw = new byte[size];
      frame = new byte[BlockCodec.bound(size) + FileKey.OVERHEAD];
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
