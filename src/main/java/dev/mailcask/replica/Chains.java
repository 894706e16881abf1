package dev.mailcask.replica;

import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.replica.FileReading.Read;
import dev.mailcask.replica.FileReading.Unreadable;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// Makes sure that a copy is one of this archive, and not of another or of a newer one.
///
/// A journal's segments are a hash chain, so two journals that agree in their last common segment
/// agree in all before it; one segment of each journal is read.
final class Chains {

  private final ArchiveStorage archive;
  private final ArchiveStorage copy;
  private final String place;
  private final Progress progress;

  Chains(ArchiveStorage archive, ArchiveStorage copy, String place, Progress progress) {
    this.archive = archive;
    this.copy = copy;
    this.place = place;
    this.progress = progress;
  }

  /// @throws Failure.Refused if they do not belong together, or the copy is ahead
  void compare(Inventory ours, Inventory theirs) {
    boolean related = related(ours, theirs);
    boolean ahead =
        theirs.journals().entrySet().stream()
            .anyMatch(
                journal -> {
                  NavigableMap<Long, Long> own = ours.segments(journal.getKey());
                  return !own.isEmpty() && journal.getValue().lastKey() > own.lastKey();
                });
    if (ahead || (!related && ours.isEmpty())) {
      throw new Failure.Refused(
          place,
          "this copy is newer than the archive: the archive was set back, or lost mail",
          "bring the archive back with 'mailcask restore-archive' into an empty data directory, or"
              + " begin another copy",
          null);
    }
    if (!related) {
      throw another();
    }
  }

  /// @throws Failure.Refused if they are of two archives
  void belong(Inventory ours, Inventory theirs) {
    if (!related(ours, theirs) && !ours.isEmpty()) {
      throw another();
    }
  }

  /// Whether they have a journal in common, or the copy has none yet.
  ///
  /// @throws Failure.Refused if they have, and it is another one in each
  private boolean related(Inventory ours, Inventory theirs) {
    boolean related = theirs.journals().isEmpty();
    for (var journal : theirs.journals().entrySet()) {
      NavigableMap<Long, Long> own = ours.segments(journal.getKey());
      if (!own.isEmpty()) { // else it is lost here, or of another archive: the other journals tell
        related = true;
        agree(journal.getKey(), own, journal.getValue());
      }
    }
    return related;
  }

  private Failure another() {
    return new Failure.Refused(
        place,
        "it holds the copy of another archive",
        "name another directory for this archive's copy",
        null);
  }

  /// Compares the newest segment that both have and that is sound on both sides. Where there is
  /// none, nothing can be told: what is damaged is written again, or named, when it is copied.
  private void agree(
      String journal, NavigableMap<Long, Long> ours, NavigableMap<Long, Long> theirs) {
    long newest = Math.min(ours.lastKey(), theirs.lastKey());
    for (var segment : theirs.headMap(newest, true).descendingMap().entrySet()) {
      Long size = ours.get(segment.getKey());
      ContentId own = size == null ? null : hash(archive, journal, segment.getKey(), size);
      ContentId other = hash(copy, journal, segment.getKey(), segment.getValue());
      if (own != null && other != null) {
        if (!own.equals(other)) {
          throw another();
        }
        return;
      }
    }
  }

  /// The hash of a segment, or null where it is damaged.
  private @Nullable ContentId hash(ArchiveStorage storage, String journal, long number, long size) {
    ArchiveFile.Segment segment = new ArchiveFile.Segment(journal, number);
    try {
      Read read = new FileReading(storage, progress).read(segment.name(), segment, size, _ -> {});
      return read.sound() ? read.hash() : null;
    } catch (Unreadable e) {
      return null; // told when it is copied or checked
    }
  }
}
