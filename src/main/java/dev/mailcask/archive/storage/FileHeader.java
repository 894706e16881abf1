package dev.mailcask.archive.storage;

import dev.mailcask.base.Failure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// The first 24 bytes of every file in the archive, and the frame around everything that is not
/// compressed data: a zstd skippable frame (RFC 8878, section 3.1.2). See the first section of
/// `src/docs/archive-format.md`.
public final class FileHeader {

  /// The length of the header.
  public static final int BYTES = 24;

  /// What comes before a skippable frame's data: the magic number and the data's length.
  public static final int FRAME_OVERHEAD = 8;

  /// The length of a tag.
  public static final int TAG_BYTES = 8;

  private static final int MAGIC = 0x184D2A5C;
  private static final int VERSION = 1;

  private static final String HINT =
      "run 'mailcask verify' to see what it touches, and bring the file back from a copy";

  private FileHeader() {}

  /// The header of a new file.
  ///
  /// @param tag eight ASCII characters
  public static byte[] of(String tag) {
    ByteBuffer out = ByteBuffer.allocate(BYTES);
    beginFrame(out, tag, BYTES - FRAME_OVERHEAD);
    out.putShort((short) VERSION).putShort((short) 0).putInt(0);
    return out.array();
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

  /// Checks a header.
  ///
  /// @param name the file's, for errors
  /// @throws Failure.Corrupt if the file is of another kind
  /// @throws Failure.TooNew if a newer Mailcask wrote it, or it needs a key
  public static void check(String name, byte[] header, String tag) {
    ByteBuffer in = ByteBuffer.wrap(header);
    if (header.length < BYTES || !isFrame(in, tag, BYTES - FRAME_OVERHEAD)) {
      throw corrupt(name, "it does not begin as such a file does");
    }
    int version = Short.toUnsignedInt(in.getShort());
    int flags = Short.toUnsignedInt(in.getShort());
    if (version > VERSION || flags != 0) {
      throw new Failure.TooNew(
          "archive/" + name,
          "it was written by a newer Mailcask (format %d, flags %d)".formatted(version, flags),
          "update Mailcask; the archive was not touched");
    }
    if (version == 0 || in.getInt() != 0) {
      throw corrupt(name, "its header is damaged");
    }
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
