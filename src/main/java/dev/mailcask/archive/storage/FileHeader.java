package dev.mailcask.archive.storage;

import dev.mailcask.base.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What every file in the archive begins with, and the frame around everything that is not
/// compressed data: a zstd skippable frame (RFC 8878, section 3.1.2). See the first section of
/// `src/docs/archive-format.md`.
///
/// @param bytes the header itself: 24 bytes, or 40 with the salt of an encrypted file
/// @param version of the format
/// @param stage of a pack: 0 as fetched, 1 compacted
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FileHeader(byte[] bytes, int version, int stage) {

  /// The length of the header of a file that is not encrypted.
  public static final int BYTES = 24;

  /// The length of an encrypted file's header.
  public static final int SEALED_BYTES = 40;

  /// What comes before a skippable frame's data: the magic number and the data's length.
  public static final int FRAME_OVERHEAD = 8;

  /// The length of a tag.
  public static final int TAG_BYTES = 8;

  private static final int MAGIC = 0x184D2A5C;
  private static final int VERSION = 2;
  private static final int ENCRYPTED = 1;
  private static final int MAX_STAGE = 1;

  private static final String HINT =
      "run 'mailcask verify' to see what it touches, and bring the file back from a copy";

  /// The header of a new file.
  ///
  /// @param tag eight ASCII characters
  /// @param stage of a pack, 0 in other files
  public static FileHeader of(String tag, int stage) {
    return of(tag, stage, 0, new byte[0]);
  }

  /// The header of a new pack: of two packs of the same content, none is taken for the other.
  ///
  /// @param mark a random number, of which the lower 24 bits are kept
  public static FileHeader marked(String tag, int stage, int mark) {
    return of(tag, stage, mark & 0xffffff, new byte[0]);
  }

  /// The header of a new encrypted file.
  ///
  /// @param salt 16 bytes, random for each file
  public static FileHeader sealed(String tag, int stage, byte[] salt) {
    if (salt.length != SEALED_BYTES - BYTES) {
      throw new IllegalArgumentException("a salt of " + salt.length + " bytes");
    }
    return of(tag, stage, 0, salt);
  }

  private static FileHeader of(String tag, int stage, int mark, byte[] salt) {
    ByteBuffer out = ByteBuffer.allocate(BYTES + salt.length);
    beginFrame(out, tag, out.capacity() - FRAME_OVERHEAD);
    out.putShort((short) VERSION).putShort((short) (salt.length == 0 ? 0 : ENCRYPTED));
    out.putInt(stage << 24 | mark).put(salt);
    return new FileHeader(out.array(), VERSION, stage);
  }

  /// The salt of an encrypted file; empty in others.
  public byte[] salt() {
    return Arrays.copyOfRange(bytes, BYTES, bytes.length);
  }

  /// Whether what follows is sealed.
  public boolean encrypted() {
    return bytes.length > BYTES;
  }

  /// Begins a skippable frame.
  ///
  /// @param length the length of its data, the tag included
  public static void beginFrame(ByteBuffer out, String tag, int length) {
    out.order(ByteOrder.LITTLE_ENDIAN).putInt(MAGIC).putInt(length).order(ByteOrder.BIG_ENDIAN);
    out.put(tag.getBytes(StandardCharsets.US_ASCII));
  }

  /// Whether a skippable frame of this tag and length begins here; moves past the tag.
  public static boolean isFrame(ByteBuffer in, String tag, int length) {
    byte[] found = new byte[TAG_BYTES];
    int magic = in.order(ByteOrder.LITTLE_ENDIAN).getInt();
    int size = in.getInt();
    in.order(ByteOrder.BIG_ENDIAN).get(found);
    return magic == MAGIC
        && size == length
        && tag.equals(new String(found, StandardCharsets.ISO_8859_1));
  }

  /// Reads and checks a header.
  ///
  /// @param name the file's, for errors
  /// @param begin the file's first 40 bytes or more; all of it if it is shorter
  /// @throws Failure.Corrupt if the file is of another kind
  /// @throws Failure.TooNew if a newer Mailcask wrote it
  public static FileHeader read(String name, byte[] begin, String tag) {
    ByteBuffer in = ByteBuffer.wrap(begin);
    if (begin.length < BYTES || !hasTag(in, tag)) {
      throw corrupt(name, "it does not begin as such a file does");
    }
    int version = Short.toUnsignedInt(in.getShort());
    int flags = Short.toUnsignedInt(in.getShort());
    if (version > VERSION || flags > (version == 1 ? 0 : ENCRYPTED)) {
      throw new Failure.TooNew(
          "archive/" + name,
          "it was written by a newer Mailcask (format %d, flags %d)".formatted(version, flags),
          "update Mailcask; the archive was not touched");
    }
    int length = flags == ENCRYPTED ? SEALED_BYTES : BYTES;
    int stage = in.get();
    boolean sound =
        version > 0
            && begin.length >= length
            && isFrame(ByteBuffer.wrap(begin), tag, length - FRAME_OVERHEAD)
            && stage >= 0
            && stage <= (version == 1 ? 0 : MAX_STAGE)
            && (version > 1 || (in.get() == 0 && in.getShort() == 0));
    if (!sound) {
      throw corrupt(name, "its header is damaged");
    }
    return new FileHeader(Arrays.copyOf(begin, length), version, stage);
  }

  private static boolean hasTag(ByteBuffer in, String tag) {
    int length = in.order(ByteOrder.LITTLE_ENDIAN).getInt(Integer.BYTES);
    return isFrame(in, tag, length);
  }

  /// Whether a file that begins so says that it is encrypted. One altered byte does not make it say
  /// so.
  public static boolean saysEncrypted(byte[] begin) {
    ByteBuffer in = ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN);
    return begin.length >= BYTES
        && in.getInt() == MAGIC
        && in.getInt() == SEALED_BYTES - FRAME_OVERHEAD
        && (begin[BYTES - 5] & ENCRYPTED) != 0;
  }

  /// Damage in a file, with the one hint that fits it.
  ///
  /// @param name the path below `archive/`
  public static Failure.Corrupt corrupt(String name, String problem) {
    return new Failure.Corrupt("archive/" + name, problem, HINT, null);
  }

  /// Likewise, with the cause.
  public static Failure.Corrupt corrupt(String name, String problem, Throwable cause) {
    return new Failure.Corrupt("archive/" + name, problem, HINT, cause);
  }
}
