package dev.mailcask.replica;

import dev.mailcask.archive.ArchiveEvent.JournalsSeen;
import dev.mailcask.archive.ArchiveEvent.PacksReplaced;
import dev.mailcask.archive.ArchiveEvent.Reason;
import dev.mailcask.archive.ArchiveJournal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Which packs the archive itself removed, by its own journal, and what took their place.
final class ReplacedPacks {

  /// The event by each pack that it removed.
  private final Map<String, PacksReplaced> events = new HashMap<>();

  /// Reads the journal up to a segment: the last one that the copy has, too.
  ReplacedPacks(ArchiveJournal journal, long last) {
    journal.readAfter(
        0,
        segment -> {
          if (segment.number() <= last) {
            segment
                .events()
                .forEach(
                    event -> {
                      switch (event) {
                        case PacksReplaced e -> e.removed().forEach(pack -> events.put(pack, e));
                        case JournalsSeen _ -> {}
                      }
                    });
          }
        });
  }

  /// Whether the archive removed this pack, and nothing in it is missing in a place that holds the
  /// given ones. A pack that took its place may itself have been replaced since.
  ///
  /// A pack that was damaged never goes: in the copy it may still be whole. Nor does one in whose
  /// place none came, but by pruning, since what holds its blobs is not said.
  boolean mayGo(String pack, Set<String> there) {
    return mayGo(pack, there, new HashMap<>());
  }

  private boolean mayGo(String pack, Set<String> there, Map<String, Boolean> known) {
    Boolean answer = known.putIfAbsent(pack, false); // no pack takes the place of itself
    if (answer != null) {
      return answer;
    }
    PacksReplaced event = events.get(pack);
    boolean may =
        event != null
            && event.lost().isEmpty()
            && event.reason() != Reason.REPAIR
            && (event.reason() == Reason.PRUNE || !event.by().isEmpty())
            && event.by().stream().allMatch(by -> there.contains(by) || mayGo(by, there, known));
    known.put(pack, may);
    return may;
  }

  /// Whether the archive removed this pack.
  boolean removed(String pack) {
    return events.containsKey(pack);
  }
}
