package dev.mailcask.replica;

import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Progress.Step;
import dev.mailcask.replica.FileReading.Unreadable;
import dev.mailcask.replica.Replica.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One run of bringing a copy's packs and journals up to date.
///
/// Key slots first, then packs, then segments, each file durable before the next: so the copy is a
/// whole archive whenever the run ends. A file counts as copied when the copy has one of its name
/// and size. What the copy has and the archive lacks stays where it is and is told; only [Tidying]
/// takes packs away, and only those that the archive itself replaced.
final class CopyRun {

  private final ArchiveStorage archive;
  private final ArchiveStorage copy;
  private final Progress progress;
  private final FileCopy files;
  private final List<Problem> problems = new ArrayList<>();

  /// Packs of the archive that are damaged.
  private final Set<String> damaged = new HashSet<>();

  private long copied;
  private long wanted;

  CopyRun(ArchiveStorage archive, ArchiveStorage copy, String place, Progress progress) {
    this.archive = archive;
    this.copy = copy;
    this.progress = progress;
    this.files = new FileCopy(archive, copy, place, progress);
  }

  /// Copies what is missing.
  ///
  /// @param ours what the archive had when it was compared with the copy
  void run(Inventory ours, Inventory theirs) {
    KeySlots.copy(archive, copy, problems::add);
    // A compaction may take packs away while they are copied; then others are there in their place,
    // and all begins again from a newer list. It comes to an end before it has nothing to do.
    Inventory now = ours;
    Inventory there = theirs;
    while (!packs(now, there)) {
      now = Inventory.of(archive);
      there = Inventory.of(copy);
    }
    for (var journal : now.journals().entrySet()) {
      segments(journal.getKey(), journal.getValue(), there.segments(journal.getKey()));
    }
    for (String journal : there.journals().keySet()) {
      if (now.segments(journal).isEmpty()) {
        problem(ArchiveFile.JOURNALS + journal, "the archive has lost it; the copy still has it");
      }
    }
  }

  /// @return false if one of them was taken away meanwhile
  private boolean packs(Inventory now, Inventory there) {
    wanted = copied + missing(now, there);
    boolean all = true;
    for (var pack : now.packs().entrySet()) {
      Long size = there.packs().get(pack.getKey());
      if (pack.getValue().equals(size) || damaged.contains(pack.getKey())) {
        continue;
      }
      ArchiveFile.Pack file = new ArchiveFile.Pack(pack.getKey());
      String problem = copy(file.name(), file, pack.getValue(), size != null);
      if (problem != null && archive.size(file.name()).isEmpty()) {
        all = false;
      } else if (problem != null) {
        damaged.add(pack.getKey());
        problem(file.name(), problem + "; " + kept(size != null));
      }
    }
    return all;
  }

  private static String kept(boolean there) {
    return there ? "the copy keeps the one that it has" : "it was not copied";
  }

  private static long missing(Inventory now, Inventory there) {
    long missing =
        now.packs().entrySet().stream()
            .filter(pack -> !pack.getValue().equals(there.packs().get(pack.getKey())))
            .count();
    for (var journal : now.journals().entrySet()) {
      NavigableMap<Long, Long> known = there.segments(journal.getKey());
      missing +=
          journal.getValue().entrySet().stream()
              .filter(segment -> !segment.getValue().equals(known.get(segment.getKey())))
              .count();
    }
    return missing;
  }

  /// Copies a journal's segments in their order, so that no kill leaves a gap. One that is damaged
  /// leaves one: readers go on behind it, and whoever needs the copy wants what came later.
  private void segments(
      String journal, NavigableMap<Long, Long> now, NavigableMap<Long, Long> there) {
    for (long number = 1; number <= now.lastKey(); number++) {
      Long size = now.get(number);
      Long known = there.get(number);
      if (size != null && size.equals(known)) {
        continue;
      }
      ArchiveFile.Segment file = new ArchiveFile.Segment(journal, number);
      String problem =
          size == null ? "the archive has lost it" : copy(file.name(), file, size, known != null);
      if (problem != null) {
        problem(file.name(), problem + "; " + kept(known != null));
      }
    }
  }

  /// @return null, or why it could not be copied
  private @Nullable String copy(String name, ArchiveFile file, long size, boolean replacing) {
    progress.checkCancelled("copy");
    progress.at(new Step("copying", name, copied, wanted, files.bytes()));
    try {
      files.copy(name, file, size, replacing);
      copied++;
      return null;
    } catch (Unreadable e) {
      return e.problem();
    }
  }

  void problem(String file, String problem) {
    problems.add(new Problem(file, problem));
  }

  List<Problem> problems() {
    return problems;
  }

  long copied() {
    return copied;
  }

  FileCopy files() {
    return files;
  }
}
