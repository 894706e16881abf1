package dev.mailcask.archive.pack;

import dev.mailcask.archive.Archive.Totals;
import dev.mailcask.archive.ArchiveEvent.PacksReplaced;
import dev.mailcask.archive.ArchiveEvent.Reason;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.Maintenance;
import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.archive.pack.Recipe.OfPart;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Replaces packs by others, and drops what nobody needs, while everybody goes on working.
///
/// **A replacement** ([Rewrite], then [#replace]) has three steps, each durable before the next:
/// the new packs; a segment of the archive's journal that names old and new; the removal of the old
/// ones. A kill after the first leaves blobs twice: the next run finds them elsewhere and only
/// removes. A kill after the second leaves packs that the journal names as removed: [Leftovers]
/// removes them at the next start.
///
/// **Why no reader fails:** the table has the new packs before it gives up the old ones, and gives
/// them up before their files go. So whoever finds a blob before finds it after, and whoever meets
/// a missing file sees that its pack was removed, and asks the table again ([Blobs]).
///
/// **Why no writer builds on sand:** a writer that finds a blob in the table does not store it
/// again. A compaction keeps every blob of the packs that it replaces, whether a journal refers to
/// it or not: what the table had, it has. Only [Pruning] takes blobs away, and says why that is
/// safe.
///
/// **Why nothing is mistaken for something else:** no two packs ever have the same name, not even
/// of the same content ([PackWriter#publish]). A pack named as removed stays so.
///
/// One of these works at a time. Packs come to the table from anywhere, and go by this class alone.
/// Thread-safe.
final class PackMaintenance implements Maintenance {

  private static final Logger LOG = LoggerFactory.getLogger(PackMaintenance.class);

  private final PackedArchive archive;
  private final ReentrantLock working = new ReentrantLock();

  PackMaintenance(PackedArchive archive) {
    this.archive = archive;
  }

  @Override
  public ArchiveJournal journal() {
    return archive.ownJournal();
  }

  @Override
  public Compacted compact(Progress progress) {
    return alone(() -> new Compaction(this, archive, progress).run());
  }

  @Override
  public Pruned prune(Progress progress) {
    return alone(() -> new Pruning(this, archive, progress).run());
  }

  private <T> T alone(Supplier<T> work) {
    if (!working.tryLock()) {
      throw new Failure.Locked(
          "the archive's packs",
          "something else rearranges them right now",
          "wait until that is done");
    }
    try {
      archive.ownJournal().findHead();
      new Leftovers(archive).clear();
      return work.get();
    } finally {
      working.unlock();
    }
  }

  @Override
  public void distrust(Collection<ContentId> ids) {
    for (ContentId id : ids) {
      for (Place place : archive.table().messages(id)) {
        archive.doubts().distrust(place);
        partsOf(place).forEach(archive.doubts()::distrust);
      }
      archive.table().parts(id).forEach(archive.doubts()::distrust);
    }
  }

  /// What a message is made of, where that can be read: who doubts the message doubts them too.
  private List<Place> partsOf(Place message) {
    List<Place> parts = new ArrayList<>();
    if (message.kind() == PackFormat.RECIPE) {
      try {
        for (OfPart piece : archive.blobs().recipe(message).parts()) {
          parts.addAll(archive.table().parts(piece.part()));
        }
      } catch (Failure.Corrupt e) {
        LOG.debug("a recipe is damaged itself: {}", e.getMessage());
      } catch (PackRemoved e) {
        LOG.debug("the message is in another pack now, and sound: {}", e.getMessage());
      }
    }
    return parts;
  }

  @Override
  public Replaced replaceDamaged(Collection<String> packs, Set<ContentId> lost, Progress progress) {
    return alone(() -> rescue(Set.copyOf(packs), lost, progress));
  }

  private Replaced rescue(Set<String> names, Set<ContentId> lost, Progress progress) {
    List<PackFile> open =
        archive.table().packs().stream().filter(pack -> names.contains(pack.name())).toList();
    List<String> closed =
        archive.storage().list(PackFormat.PREFIX).stream()
            .map(Stored::name)
            .filter(names::contains)
            .filter(name -> open.stream().noneMatch(pack -> pack.name().equals(name)))
            .toList();
    if (open.isEmpty() && closed.isEmpty()) {
      if (!lost.isEmpty()) { // with packs that are not there at all
        PacksReplaced event =
            new PacksReplaced(
                List.of(), List.of(), Reason.REPAIR, 0, lost.stream().sorted().toList());
        archive.ownJournal().append(List.of(event), archive.clock());
      }
      return new Replaced(List.of(), List.of(), List.of(), 0);
    }
    long total = open.stream().mapToLong(PackFile::blobs).sum();
    try (Press press = new Press(archive)) {
      Counter counter = new Counter("replacing damaged packs", total, progress);
      Rewrite rewrite =
          new Rewrite(archive, archive.bulkReader(), press, open, _ -> true, counter::next);
      write(rewrite);
      List<String> removed =
          Stream.concat(open.stream().map(PackFile::name), closed.stream()).toList();
      journalise(removed, rewrite, Reason.REPAIR, 0, lost);
      archive.forget(open);
      List<String> setAside = new ArrayList<>();
      for (PackFile pack : open) {
        if (rewrite.losing().contains(pack)) {
          setAside.add(archive.setAside(pack.name()));
        } else {
          archive.storage().delete(pack.name());
        }
      }
      for (String name : closed) { // nobody can say what is in them
        setAside.add(archive.setAside(name));
      }
      return new Replaced(removed, names(rewrite.written()), setAside, rewrite.moved());
    }
  }

  @Override
  public List<String> bringPacksBack(ArchiveStorage copy, Progress progress) {
    return alone(() -> new LostPacks(archive, copy).bringBack(progress));
  }

  @Override
  public boolean hasAllOf(ArchiveStorage copy, String pack) {
    long size = copy.size(pack).orElse(0);
    return new LostPacks(archive, copy).isElsewhere(new Stored(pack, size));
  }

  /// Puts new packs in the place of old ones. Where the disk is full, the new ones that are done
  /// are removed again, which loses nothing, since the old ones are there.
  ///
  /// @param step writes them, or makes the change known
  private void unlessFull(Rewrite rewrite, Runnable step) {
    try {
      step.run();
    } catch (Failure.OutOfSpace e) {
      try {
        remove(rewrite.written());
      } catch (Failure again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  /// Writes the new packs.
  void write(Rewrite rewrite) {
    unlessFull(rewrite, rewrite::run);
  }

  /// Puts the new packs in the place of old ones.
  ///
  /// @param dropped how many blobs of the old ones are in none of the new ones
  void replace(List<PackFile> old, Rewrite rewrite, Reason reason, long dropped) {
    journalise(names(old), rewrite, reason, dropped, Set.of());
    remove(old);
  }

  private void journalise(
      List<String> old, Rewrite rewrite, Reason reason, long dropped, Set<ContentId> lost) {
    PacksReplaced event =
        new PacksReplaced(
            old.stream().map(PackFormat::idOf).toList(),
            names(rewrite.written()).stream().map(PackFormat::idOf).toList(),
            reason,
            dropped,
            lost.stream().sorted().toList());
    unlessFull(
        rewrite,
        () ->
            archive
                .ownJournal()
                .append(List.of(JournalHeads.now(archive.journals()), event), archive.clock()));
  }

  private void remove(List<PackFile> packs) {
    archive.forget(packs);
    packs.forEach(pack -> archive.storage().delete(pack.name()));
  }

  private static List<String> names(List<PackFile> packs) {
    return packs.stream().map(PackFile::name).toList();
  }

  /// The archive as it is now.
  Figures figures() {
    Totals totals = archive.totals();
    return new Figures(
        archive.table().packs().size(), totals.blobs(), totals.rawBytes(), totals.storedBytes());
  }
}
