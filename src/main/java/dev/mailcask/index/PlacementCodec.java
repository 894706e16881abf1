package dev.mailcask.index;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Message.Place;
import dev.mailcask.index.Placement.Flag;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.util.BytesRef;

/// The placements of a message as the bytes of one doc value, so that a flag or a folder changes
/// without reading the message again.
///
/// Each placement is a long, most significant byte first: six bytes that name the folder, a byte of
/// flags, a byte of what else there is ([#GONE], [#KEYWORDS]). Keywords follow: how many, and each
/// with its length, in UTF-8. Equal placements, as of a message that is twice in a folder, are
/// written once, and all are in ascending order, so that equal states have equal bytes.
///
/// A folder is named by a hash of its account and its number. 48 bits make it as good as impossible
/// that two of some thousand folders meet; a folder that is renamed keeps its number.
final class PlacementCodec {

  /// The bits that name the folder.
  static final long FOLDER = -1L << 16;

  static final int GONE = 1;
  static final int KEYWORDS = 2;

  private static final int MAX_KEYWORDS = 100;
  private static final int MAX_KEYWORD = 100;
  private static final Flag[] FLAGS = Flag.values();

  private PlacementCodec() {}

  /// The name of a folder, in the upper six bytes.
  static long folder(AccountId account, int number) {
    return Hashes.of(account.name() + "/" + number) << 16;
  }

  static BytesRef encode(List<Place> places) {
    TreeSet<ByteBuffer> all = new TreeSet<>();
    for (Place place : places) {
      all.add(encode(place));
    }
    ByteBuffer bytes = ByteBuffer.allocate(all.stream().mapToInt(ByteBuffer::remaining).sum());
    all.forEach(bytes::put);
    return new BytesRef(bytes.array());
  }

  private static ByteBuffer encode(Place place) {
    int flags = 0;
    Set<String> keywords = new TreeSet<>();
    for (String flag : place.flags()) {
      Flag known = Flag.named(flag);
      if (known != null) {
        flags |= known.bit;
      } else if (keywords.size() < MAX_KEYWORDS && flag.length() <= MAX_KEYWORD) {
        keywords.add(flag.toLowerCase(Locale.ROOT));
      }
    }
    List<byte[]> written = keywords.stream().map(it -> it.getBytes(UTF_8)).toList();
    int more = (place.gone() == null ? 0 : GONE) | (written.isEmpty() ? 0 : KEYWORDS);
    int length = written.stream().mapToInt(utf8 -> Short.BYTES + utf8.length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + (written.isEmpty() ? 0 : 1) + length);
    bytes.putLong(folder(place.account(), place.folder()) | (long) flags << 8 | more);
    if (!written.isEmpty()) {
      bytes.put((byte) written.size());
      written.forEach(utf8 -> bytes.putShort((short) utf8.length).put(utf8));
    }
    return bytes.flip();
  }

  static Set<Flag> flags(long placement) {
    Set<Flag> flags = EnumSet.noneOf(Flag.class);
    for (Flag flag : FLAGS) {
      if ((placement >>> 8 & flag.bit) != 0) {
        flags.add(flag);
      }
    }
    return flags;
  }

  /// Goes over the placements of a message, without making anything.
  static final class Reader {

    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private long placement;
    private List<String> keywords = List.of();

    void reset(BytesRef value) {
      bytes = ByteBuffer.wrap(value.bytes, value.offset, value.length);
    }

    boolean next() {
      if (!bytes.hasRemaining()) {
        return false;
      }
      placement = bytes.getLong();
      keywords = (placement & KEYWORDS) == 0 ? List.of() : readKeywords();
      return true;
    }

    private List<String> readKeywords() {
      List<String> read = new ArrayList<>();
      for (int left = bytes.get(); left > 0; left--) {
        byte[] utf8 = new byte[bytes.getShort()];
        bytes.get(utf8);
        read.add(new String(utf8, UTF_8));
      }
      return read;
    }

    /// The folder, the flags and whether it is gone.
    long placement() {
      return placement;
    }

    long folder() {
      return placement & FOLDER;
    }

    List<String> keywords() {
      return keywords;
    }
  }
}
