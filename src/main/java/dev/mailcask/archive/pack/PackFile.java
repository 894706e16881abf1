package dev.mailcask.archive.pack;

import static dev.mailcask.archive.pack.PackFormat.BLOB_ENTRY;
import static dev.mailcask.archive.pack.PackFormat.BLOCK_ENTRY;
import static dev.mailcask.archive.pack.PackFormat.DIRECTORY_HEAD;
import static dev.mailcask.archive.pack.PackFormat.TRAILER;

import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.keys.FileKey;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A pack that was opened: its directory, checked, as a view of the file, or decrypted, that costs
/// no heap. Its content never changes; that it was removed is remembered. Thread-safe.
final class PackFile {

  private static final int CHUNK = 1 << 20;

  private final String name;
  private final long size;
  private final FileHeader header;
  private final @Nullable FileKey key;
  private final ByteBuffer directory;
  private final long directoryAt;
  private final int blocks;
  private final int blobs;

  /// Where each block's content begins in the raw stream, and where the last one ends.
  private final long[] starts;

  private volatile boolean removed;

  private PackFile(
      String name,
      long size,
      FileHeader header,
      @Nullable FileKey key,
      ByteBuffer directory,
      long directoryAt) {
    this.name = name;
    this.size = size;
    this.header = header;
    this.key = key;
    this.directory = directory;
    this.directoryAt = directoryAt;
    this.blocks = directory.getInt(16);
    this.blobs = directory.getInt(20);
    long length =
        DIRECTORY_HEAD
            + BLOCK_ENTRY * Integer.toUnsignedLong(blocks)
            + BLOB_ENTRY * Integer.toUnsignedLong(blobs);
    if (length != directory.capacity() || blobs == 0) {
      throw corrupt("its directory is not as long as its tables");
    }
    this.starts = new long[blocks + 1];
    checkBlocks();
    checkBlobs();
  }

  /// Opens a pack by its trailer, directory and header; the blocks are not read.
  ///
  /// @param archive the archive's key, null if it is not encrypted
  /// @throws Failure.Corrupt if they are not what was written, or not with this key
  /// @throws Failure.TooNew if a newer Mailcask wrote it
  static PackFile open(
      ArchiveStorage storage, @Nullable ArchiveKey archive, String name, long size) {
    if (size < FileHeader.BYTES + DIRECTORY_HEAD + TRAILER) {
      throw FileHeader.corrupt(name, "the file is shorter than the shortest pack");
    }
    FileHeader header = readHeader(storage, name, size);
    ByteBuffer trailer = ByteBuffer.wrap(storage.read(name, size - TRAILER, TRAILER));
    if (!FileHeader.isFrame(trailer, PackFormat.TRAILER_TAG, TRAILER - FileHeader.FRAME_OVERHEAD)) {
      throw FileHeader.corrupt(name, "the file does not end as a pack does: it was cut off");
    }
    long at = trailer.getLong();
    long length = trailer.getLong();
    byte[] expected = new byte[ContentId.BYTES];
    trailer.get(expected);
    if (at < header.bytes().length
        || length < DIRECTORY_HEAD
        || length > PackFormat.MAX_DIRECTORY
        || at != size - TRAILER - length) {
      throw FileHeader.corrupt(name, "its trailer points nowhere");
    }
    ByteBuffer directory = storage.view(name, at, (int) length);
    MessageDigest digest = ContentId.digest();
    digest.update(header.bytes());
    digest.update(directory.duplicate());
    if (!Arrays.equals(digest.digest(), expected)) {
      throw FileHeader.corrupt(name, "its directory is damaged");
    }
    if (header.encrypted() != (archive != null)) {
      throw archive == null ? KeyRing.lost() : KeyRing.notSealed(name);
    }
    if (archive != null) {
      FileKey key = archive.of(header, PackFormat.KEY_INFO);
      return new PackFile(name, size, header, key, unsealed(name, key, directory), at);
    }
    int data = (int) length - FileHeader.FRAME_OVERHEAD;
    if (!FileHeader.isFrame(directory.duplicate(), PackFormat.DIRECTORY_TAG, data)) {
      throw FileHeader.corrupt(name, "its directory is something else");
    }
    return new PackFile(name, size, header, null, directory, at);
  }

  /// The directory of an encrypted pack, decrypted into memory outside of the heap, with room
  /// before it where the head of the frame would be.
  private static ByteBuffer unsealed(String name, FileKey key, ByteBuffer frame) {
    int length = Math.max(0, frame.remaining() - FileKey.OVERHEAD);
    ByteBuffer directory =
        Arena.ofAuto().allocate(PackFormat.DIRECTORY_BEGIN + (long) length).asByteBuffer();
    ByteBuffer content = directory.slice(PackFormat.DIRECTORY_BEGIN, length);
    if (!key.open(PackFormat.DIRECTORY_NUMBER, frame, content)
        || directory.capacity() < DIRECTORY_HEAD) {
      throw KeyRing.otherKey(name);
    }
    return directory.asReadOnlyBuffer();
  }

  /// A flipped bit in the version must not pass for a newer Mailcask and close the whole archive.
  /// The name tells them apart: in every version it is the SHA-256 of the file.
  private static FileHeader readHeader(ArchiveStorage storage, String name, long size) {
    byte[] begin = storage.read(name, 0, FileHeader.SEALED_BYTES);
    try {
      return FileHeader.read(name, begin, PackFormat.HEADER_TAG);
    } catch (Failure.TooNew e) {
      MessageDigest digest = ContentId.digest();
      for (long at = 0; at < size; at += CHUNK) {
        digest.update(storage.read(name, at, (int) Math.min(CHUNK, size - at)));
      }
      if (!name.equals(PackFormat.nameOf(HexFormat.of().formatHex(digest.digest())))) {
        throw FileHeader.corrupt(name, "its header is damaged", e);
      }
      throw e;
    }
  }

  private void checkBlocks() {
    long at = header.bytes().length;
    for (int b = 0; b < blocks; b++) {
      long length = Integer.toUnsignedLong(frameLength(b));
      long raw = Integer.toUnsignedLong(rawLength(b));
      if (frameAt(b) != at
          || length > PackFormat.MAX_BLOCK_FRAME
          || raw > PackFormat.MAX_BLOCK
          || raw == 0) {
        throw corrupt("its table of blocks is wrong at block " + b);
      }
      at += length;
      starts[b + 1] = starts[b] + raw;
    }
    if (at != directoryAt || starts[blocks] != directory.getLong(24)) {
      throw corrupt("its table of blocks does not fit its length");
    }
  }

  private void checkBlobs() {
    int known = header.version() < PackFormat.PARTS_SINCE ? PackFormat.WHOLE : PackFormat.PART;
    for (int i = 0; i < blobs; i++) {
      if (kind(i) < PackFormat.WHOLE || kind(i) > known) {
        throw new Failure.TooNew(
            "archive/" + name,
            "it holds something that this Mailcask does not know",
            "update Mailcask; the archive was not touched");
      }
      int block = firstBlock(i);
      long length = length(i);
      boolean fits =
          block >= 0
              && block <= blocks
              && length >= 0
              && offset(i) >= 0
              && (length == 0 || (block < blocks && offset(i) < rawLength(block)))
              && starts[block] + offset(i) <= starts[blocks] - length;
      if (!fits || (i > 0 && !isAfter(i))) {
        throw corrupt("its table of blobs is wrong at entry " + i);
      }
    }
  }

  /// Whether an entry stands after the one before it.
  private boolean isAfter(int blob) {
    int order = id(blob - 1).compareTo(id(blob));
    return order < 0 || (order == 0 && kind(blob - 1) < kind(blob));
  }

  /// One of [PackFormat]'s stages.
  int stage() {
    return header.stage();
  }

  /// All blobs in the order in which they lie, so that who reads them reads each block once.
  int[] inRawOrder() {
    return IntStream.range(0, blobs)
        .boxed()
        .sorted(Comparator.comparingLong(this::rawAt))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /// Whether other packs took its place: its file goes, or is gone.
  boolean removed() {
    return removed;
  }

  void remove() {
    removed = true;
  }

  String name() {
    return name;
  }

  long size() {
    return size;
  }

  /// What the file begins with.
  FileHeader header() {
    return header;
  }

  /// The zstd frame of a block whose frame was read, or null if it does not open.
  byte @Nullable [] opened(int block, byte[] frame) {
    return key == null ? frame : key.open(block, frame);
  }

  /// Where the directory begins, and the last block ends.
  long directoryAt() {
    return directoryAt;
  }

  int blocks() {
    return blocks;
  }

  int blobs() {
    return blobs;
  }

  /// The length of the raw stream.
  long rawBytes() {
    return starts[blocks];
  }

  long frameAt(int block) {
    return directory.getLong(DIRECTORY_HEAD + BLOCK_ENTRY * block);
  }

  int frameLength(int block) {
    return directory.getInt(DIRECTORY_HEAD + BLOCK_ENTRY * block + 8);
  }

  int rawLength(int block) {
    return directory.getInt(DIRECTORY_HEAD + BLOCK_ENTRY * block + 12);
  }

  ContentId id(int blob) {
    int at = entry(blob);
    return new ContentId(
        directory.getLong(at),
        directory.getLong(at + 8),
        directory.getLong(at + 16),
        directory.getLong(at + 24));
  }

  byte kind(int blob) {
    return directory.get(entry(blob) + 48);
  }

  /// Whether the blob has this id, without making an object of its id.
  boolean is(int blob, ContentId id) {
    int at = entry(blob);
    return directory.getLong(at) == id.a()
        && directory.getLong(at + 8) == id.b()
        && directory.getLong(at + 16) == id.c()
        && directory.getLong(at + 24) == id.d();
  }

  long length(int blob) {
    return directory.getLong(entry(blob) + 32);
  }

  int firstBlock(int blob) {
    return directory.getInt(entry(blob) + 40);
  }

  /// Where in its first block's content the blob begins.
  int offset(int blob) {
    return directory.getInt(entry(blob) + 44);
  }

  /// Where in the raw stream the blob begins.
  long rawAt(int blob) {
    return starts[firstBlock(blob)] + offset(blob);
  }

  /// The block in which a byte of the raw stream lies.
  int blockAt(long raw) {
    int found = Arrays.binarySearch(starts, 0, blocks, raw);
    return found >= 0 ? found : -found - 2;
  }

  /// Where a block's content begins in the raw stream.
  long startOf(int block) {
    return starts[block];
  }

  private int entry(int blob) {
    return DIRECTORY_HEAD + BLOCK_ENTRY * blocks + BLOB_ENTRY * blob;
  }

  Failure.Corrupt corrupt(String problem) {
    return FileHeader.corrupt(name, problem);
  }
}
