package dev.mailcask.archive.journal;

import dev.mailcask.archive.journal.SegmentChain.Entry;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.keys.FileKey;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// The file of one journal segment: a file header, a frame with the segment's first line, a frame
/// with its events (both of them sealed together in an encrypted archive), a trailer with the
/// SHA-256 of all that. See `src/docs/archive-format.md` sections 3 and 6.
final class SegmentFile {

  static final String PREFIX = "journal/";

  /// The longest file, and the longest content, that is read.
  static final int MAX_BYTES = 1 << 28;

  /// The hash before the first segment.
  static final String NO_HASH = "0".repeat(ContentId.HEX_DIGITS);

  private static final String TAG = "MCSKJRNL";
  private static final String TRAILER_TAG = "MCSKTRLR";
  private static final int TRAILER = FileHeader.FRAME_OVERHEAD + FileHeader.TAG_BYTES + 32;
  private static final String KEY_INFO = "mailcask journal";
  private static final String FORMAT = "mailcask-journal";
  private static final Pattern NAME = Pattern.compile("journal/([^/]+)/([0-9]{10})\\.journal");

  private SegmentFile() {}

  /// Where a segment lies.
  static String nameOf(String journal, long number) {
    return "%s%s/%010d.journal".formatted(PREFIX, journal, number);
  }

  /// Whether a file is a segment, by its name.
  static boolean isSegment(String name) {
    return NAME.matcher(name).matches();
  }

  /// The number of the segment that a file of this journal is, if it is one.
  static OptionalLong numberOf(String journal, String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() && matcher.group(1).equals(journal)
        ? OptionalLong.of(Long.parseLong(matcher.group(2)))
        : OptionalLong.empty();
  }

  /// The bytes of a new segment.
  ///
  /// @param key the archive's, null if it is not encrypted
  static byte[] of(
      @Nullable ArchiveKey key,
      String journal,
      long number,
      String previous,
      Instant at,
      SegmentDraft events) {
    String first =
        String.format(
            Locale.ROOT,
            "{\"format\":\"%s\",\"version\":1,\"account\":\"%s\",\"segment\":%d,"
                + "\"previous\":\"%s\",\"at\":\"%s\"}",
            FORMAT,
            journal,
            number,
            previous,
            at);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (key == null) {
      out.writeBytes(FileHeader.of(TAG, 0).bytes());
      out.writeBytes(SegmentDraft.frameOf(first));
      out.writeBytes(events.frame());
    } else {
      FileKey sealing = key.newFile(TAG, 0, KEY_INFO);
      out.writeBytes(sealing.header().bytes());
      out.writeBytes(sealing.seal(0, join(SegmentDraft.frameOf(first), events.frame())));
    }
    ByteBuffer trailer = ByteBuffer.allocate(TRAILER);
    FileHeader.beginFrame(trailer, TRAILER_TAG, TRAILER - FileHeader.FRAME_OVERHEAD);
    out.writeBytes(trailer.put(ContentId.of(out.toByteArray()).bytes()).array());
    return out.toByteArray();
  }

  private static byte[] join(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  /// Reads a segment and checks everything but its place in the chain.
  ///
  /// @param key the archive's, null if it is not encrypted
  /// @param events reads one line, or gives null where it is to be skipped
  /// @throws Failure.Corrupt if it is damaged
  /// @throws Failure.TooNew if a newer Mailcask wrote it
  static <E> Entry<E> read(
      @Nullable ArchiveKey key,
      String journal,
      long number,
      byte[] file,
      Function<Fields, @Nullable E> events) {
    String name = nameOf(journal, number);
    FileHeader header = readHeader(name, file);
    checkTrailer(name, file, header.bytes().length);
    try (InputStream in = lines(frames(name, header, key, file));
        LineReader lines = new LineReader(in)) {
      Fields first = lines.next();
      if (first == null) {
        throw FileHeader.corrupt(name, "it is empty");
      }
      checkFirst(name, first, journal, number);
      List<E> found = new ArrayList<>();
      for (Fields line = lines.next(); line != null; line = lines.next()) {
        E event = events.apply(line);
        if (event != null) {
          found.add(event);
        }
      }
      String hash = ContentId.of(file).toString();
      return new Entry<>(number, first.text("previous"), hash, first.instant("at"), found);
    } catch (IOException | JacksonException e) {
      throw FileHeader.corrupt(name, "it is damaged and cannot be decompressed", e);
    } catch (Fields.Malformed e) {
      throw FileHeader.corrupt(name, "it is not a journal: " + e.getMessage(), e);
    }
  }

  /// A flipped bit in the version must not pass for a newer Mailcask: the trailer tells them apart.
  private static FileHeader readHeader(String name, byte[] file) {
    try {
      return FileHeader.read(name, file, TAG);
    } catch (Failure.TooNew e) {
      checkTrailer(name, file, FileHeader.BYTES);
      throw e;
    }
  }

  private static void checkTrailer(String name, byte[] file, int header) {
    int at = file.length - TRAILER;
    if (at < header) {
      throw FileHeader.corrupt(name, "it was cut off");
    }
    ByteBuffer trailer = ByteBuffer.wrap(file, at, TRAILER);
    if (!FileHeader.isFrame(trailer, TRAILER_TAG, TRAILER - FileHeader.FRAME_OVERHEAD)) {
      throw FileHeader.corrupt(name, "it does not end as a segment does: it was cut off");
    }
    byte[] expected = new byte[ContentId.BYTES];
    trailer.get(expected);
    if (!ContentId.of(file, 0, at).equals(ContentId.ofDigest(expected))) {
      throw FileHeader.corrupt(name, "it is damaged: its SHA-256 is another one");
    }
  }

  private static void checkFirst(String name, Fields first, String journal, long number) {
    if (!first.text("format").equals(FORMAT)) {
      throw FileHeader.corrupt(name, "it is not a journal");
    }
    if (first.number("version") > 1) {
      throw new Failure.TooNew(
          "archive/" + name,
          "it was written by a newer Mailcask",
          "update Mailcask; the archive was not touched");
    }
    if (!first.text("account").equals(journal) || first.number("segment") != number) {
      throw FileHeader.corrupt(
          name,
          "it is segment %d of account %s"
              .formatted(first.number("segment"), first.text("account")));
    }
  }

  /// The zstd frames, which the archive's key opens if there is one.
  private static ByteArrayInputStream frames(
      String name, FileHeader header, @Nullable ArchiveKey key, byte[] file) {
    int begin = header.bytes().length;
    if (header.encrypted() != (key != null)) {
      throw key == null ? KeyRing.lost() : KeyRing.notSealed(name);
    }
    if (key == null) {
      return new ByteArrayInputStream(file, begin, file.length - begin);
    }
    byte[] sealed = Arrays.copyOfRange(file, begin, file.length - TRAILER);
    byte[] content = key.of(header, KEY_INFO).open(0, sealed);
    if (content == null) {
      throw KeyRing.otherKey(name);
    }
    return new ByteArrayInputStream(content);
  }

  private static InputStream lines(InputStream frames) throws IOException {
    return new Limited(new ZstdCompressorInputStream(frames));
  }

  /// Ends with an error where a small file would become too much.
  private static final class Limited extends FilterInputStream {
    private long left = MAX_BYTES;

    Limited(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      count(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int read = super.read(into, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int read) throws IOException {
      left -= read;
      if (left < 0) {
        throw new IOException("more than " + MAX_BYTES + " bytes");
      }
    }
  }
}
