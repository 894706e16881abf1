package dev.mailcask.replica;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.ContentId;
import dev.mailcask.replica.Replica.Problem;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Carries the key slots of an encrypted archive along: the one file that is ever replaced, so it
/// is compared by its bytes. It must never be lost, and never be replaced by a damaged one.
final class KeySlots {

  /// Far more than any number of slots takes.
  private static final long MAX_BYTES = 1 << 20;

  private KeySlots() {}

  static void copy(ArchiveStorage from, ArchiveStorage to, Consumer<Problem> problems) {
    OptionalLong size = from.size(ArchiveFile.KEYS);
    boolean there = to.size(ArchiveFile.KEYS).isPresent();
    if (size.isEmpty()) {
      if (there) {
        problems.accept(
            new Problem(ArchiveFile.KEYS, "the archive has lost it; the copy still has it"));
      }
      return;
    }
    byte[] slots =
        size.getAsLong() <= MAX_BYTES
            ? from.read(ArchiveFile.KEYS, 0, (int) size.getAsLong())
            : new byte[0];
    if (!isSound(slots)) {
      problems.accept(
          new Problem(
              ArchiveFile.KEYS,
              "it is damaged; "
                  + (there ? "the copy keeps the one that it has" : "it was not copied")));
    } else if (!Arrays.equals(slots, read(to))) {
      to.replace(ArchiveFile.KEYS, slots);
    }
  }

  private static byte[] read(ArchiveStorage storage) {
    OptionalLong size = storage.size(ArchiveFile.KEYS);
    return size.isPresent() && size.getAsLong() <= MAX_BYTES
        ? storage.read(ArchiveFile.KEYS, 0, (int) size.getAsLong())
        : new byte[0];
  }

  /// Whether the file ends with the SHA-256 of all before its last comma, as
  /// `src/docs/archive-format.md` section 6 has it.
  static boolean isSound(byte[] slots) {
    String text = new String(slots, ISO_8859_1);
    int comma = text.lastIndexOf(',');
    return comma > 0
        && text.substring(comma).contains('"' + ContentId.of(slots, 0, comma).toString() + '"');
  }
}
