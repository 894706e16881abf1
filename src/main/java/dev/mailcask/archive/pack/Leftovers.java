package dev.mailcask.archive.pack;

import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.archive.ArchiveEvent.JournalsSeen;
import dev.mailcask.archive.ArchiveEvent.PacksReplaced;
import dev.mailcask.archive.ArchiveEvent.Reason;
import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finishes the removal of packs that a kill or a failure cut off: packs that the archive's journal
/// names as replaced and that are still there. It is done when the archive is opened, and before
/// each work on packs. So does an archive that was copied back from a second copy, which keeps what
/// the first one removed.
///
/// The journal's word is not enough. A pack goes only if each of its blobs lies in a pack that is
/// not itself on the list, or was to be dropped and no journal refers to it. Damaged ones of a
/// repair are set aside where something in them cannot be read; where it can, because the pack came
/// back sound from a second copy, they stay. So does any other pack, and is read as before: keeping
/// too much is no harm. Not thread-safe.
final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final PackedArchive archive;
  private final Map<String, PacksReplaced> replaced = new HashMap<>();
  private @Nullable References references;

  Leftovers(PackedArchive archive) {
    this.archive = archive;
  }

  void clear() {
    archive
        .ownJournal()
        .survey(
            0,
            segment -> segment.events().forEach(this::note),
            flaw ->
                LOG.error(
                    "archive/{}: {}; packs that it may name as replaced are kept",
                    flaw.file(),
                    flaw.problem()));
    if (replaced.isEmpty()) {
      return;
    }
    Map<String, PackFile> open = new HashMap<>();
    archive.table().packs().forEach(pack -> open.put(pack.name(), pack));
    for (Stored file : archive.storage().list(PackFormat.PREFIX)) {
      PacksReplaced event = replaced.get(PackFormat.idOf(file.name()));
      if (event != null) {
        PackFile pack = open.get(file.name());
        clear(file.name(), pack != null ? pack : archive.openOrNull(file), event);
      }
    }
  }

  private void note(ArchiveEvent event) {
    switch (event) {
      case PacksReplaced e -> e.removed().forEach(name -> replaced.put(name, e));
      case JournalsSeen _ -> {}
    }
  }

  private void clear(String name, @Nullable PackFile pack, PacksReplaced event) {
    boolean isRepair = event.reason() == Reason.REPAIR;
    if (pack == null) {
      if (isRepair) { // nobody can say what is in it
        String _ = archive.setAside(name);
      } else {
        LOG.error("archive/{} was replaced, but it is damaged now; it is kept", name);
      }
      return;
    }
    List<Place> missing = missing(pack);
    if (!missing.isEmpty() && isRepair && !missing.stream().allMatch(this::isSound)) {
      archive.forget(Set.of(pack));
      String _ = archive.setAside(name);
    } else if (missing.isEmpty() || (event.dropped() > 0 && isUnreferenced(missing))) {
      LOG.info("removing archive/{}, which was replaced", name);
      archive.forget(Set.of(pack));
      archive.storage().delete(name);
    } else {
      LOG.warn(
          "archive/{} was replaced, but {} of its blobs are nowhere else; it is kept",
          name,
          missing.size());
    }
  }

  /// The blobs that lie only in packs which were replaced.
  private List<Place> missing(PackFile pack) {
    return IntStream.range(0, pack.blobs())
        .mapToObj(blob -> new Place(pack, blob))
        .filter(
            place ->
                archive.table().copies(place).stream()
                    .allMatch(copy -> replaced.containsKey(PackFormat.idOf(copy.pack().name()))))
        .toList();
  }

  private boolean isSound(Place place) {
    try {
      archive.blobs().prove(place);
      return true;
    } catch (Failure.Corrupt e) {
      return false; // that is the question
    }
  }

  private boolean isUnreferenced(List<Place> places) {
    try {
      if (references == null) {
        References all = new References(archive);
        all.count(archive.journals(), Progress.NONE);
        references = all;
      }
      return places.stream().noneMatch(references::has);
    } catch (Failure.Corrupt e) {
      LOG.error("{}; nobody can say what it refers to", e.getMessage());
      return false;
    }
  }
}
