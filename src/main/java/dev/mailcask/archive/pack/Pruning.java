package dev.mailcask.archive.pack;

import dev.mailcask.archive.ArchiveEvent.Reason;
import dev.mailcask.archive.Maintenance.Figures;
import dev.mailcask.archive.Maintenance.Pruned;
import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One run of a pruning: mark, wait, sweep.
///
/// A blob is referred to if a journal ever placed it, or if it is a part that the recipe of such a
/// message names. What is not comes from commits that were cut off. It cannot simply be removed: a
/// writer may have found it in the table a moment ago, and be about to commit a segment that refers
/// to it. Therefore:
///
/// - **Count** what the journals refer to, and take every other blob of the packs that are there.
///
/// - **Mark**: these blobs are condemned. From now on no writer takes one as stored ([Doubts]); who
/// needs one stores it anew, in a new pack, which this run does not touch.
///
/// - **Wait** until every writer that was open at the mark is closed. What it relied on is
/// committed by then, or dropped. A writer that was opened later saw the mark at its first look.
///
/// - **Count again**, what came since. All that anybody ever relied on is in the journals now, for
/// a writer commits or drops before it closes. What is found is spared.
///
/// - **Sweep**: packs with condemned blobs are written again without them.
///
/// So a blob is dropped only if no committed segment refers to it, and none will: every writer that
/// could have relied on it has ended, and every other one cannot. A kill in between leaves the
/// blobs that are there; the mark is in memory only.
///
/// Where a journal, a recipe or a whole pack is damaged, nobody can say what it refers to, and
/// nothing is dropped. Not thread-safe.
final class Pruning {

  private static final long LOOK_AGAIN_MILLIS = 100;
  private static final long GROUP_BYTES = 128L << 20;

  private final PackMaintenance maintenance;
  private final PackedArchive archive;
  private final Progress progress;
  private final References references;
  private final BlobMarks condemned = new BlobMarks();
  private long dropped;
  private long droppedBytes;

  Pruning(PackMaintenance maintenance, PackedArchive archive, Progress progress) {
    this.maintenance = maintenance;
    this.archive = archive;
    this.progress = progress;
    this.references = new References(archive);
  }

  Pruned run() {
    Figures before = maintenance.figures();
    checkNothingIsMissing();
    List<PackFile> packs = archive.table().packs();
    references.count(archive.journals(), progress);
    if (condemn(packs)) {
      try {
        awaitWriters();
        references.count(archive.journals(), progress);
        sweep(packs);
      } finally {
        archive.doubts().spare();
      }
    }
    return new Pruned(before, maintenance.figures(), dropped, droppedBytes);
  }

  private void checkNothingIsMissing() {
    for (Stored file : archive.storage().list(PackFormat.PREFIX)) {
      if (archive.table().holds(file.name())) {
        continue;
      }
      PackFile pack = archive.openOrNull(file);
      if (pack != null) {
        archive.table().add(pack); // durable, though who wrote it heard of a failure
      } else {
        throw FileHeader.corrupt(
            file.name(), "the pack is damaged, so that nobody can say what it needs of others");
      }
    }
  }

  private boolean condemn(List<PackFile> packs) {
    for (PackFile pack : packs) {
      for (int blob = 0; blob < pack.blobs(); blob++) {
        Place place = new Place(pack, blob);
        if (!references.has(place)) {
          boolean _ = condemned.add(place);
        }
      }
    }
    archive.doubts().condemn(condemned);
    return !condemned.isEmpty();
  }

  private void awaitWriters() {
    Set<PackedArchiveWriter> before = archive.openWriters();
    while (true) {
      before.retainAll(archive.openWriters());
      if (before.isEmpty()) {
        return;
      }
      progress.checkCancelled("pruning");
      AccountId account = before.iterator().next().account();
      progress.at(
          new Progress.Step("waiting for what writes to account", account.name(), 0, -1, 0));
      try {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure.Cancelled("pruning");
      }
    }
  }

  private boolean isDropped(Place place) {
    return condemned.has(place) && !references.has(place);
  }

  private void sweep(List<PackFile> packs) {
    List<PackFile> due =
        packs.stream().filter(pack -> droppedOf(pack).findAny().isPresent()).toList();
    long total = due.stream().mapToLong(PackFile::blobs).sum();
    Counter counter = new Counter("pruning", total, progress);
    try (Press press = new Press(archive)) {
      List<PackFile> group = new ArrayList<>();
      long bytes = 0;
      for (PackFile pack : due) {
        if (!group.isEmpty() && bytes + pack.size() > GROUP_BYTES) {
          sweep(group, press, counter);
          group = new ArrayList<>();
          bytes = 0;
        }
        group.add(pack);
        bytes += pack.size();
      }
      if (!group.isEmpty()) {
        sweep(group, press, counter);
      }
    }
  }

  private java.util.stream.Stream<Place> droppedOf(PackFile pack) {
    return java.util.stream.IntStream.range(0, pack.blobs())
        .mapToObj(blob -> new Place(pack, blob))
        .filter(this::isDropped);
  }

  private void sweep(List<PackFile> group, Press press, Counter counter) {
    Rewrite rewrite =
        new Rewrite(
            archive, archive.bulkReader(), press, group, place -> !isDropped(place), counter::next);
    maintenance.write(rewrite);
    List<PackFile> old = group.stream().filter(pack -> !rewrite.losing().contains(pack)).toList();
    if (old.isEmpty()) {
      return;
    }
    List<Place> gone = old.stream().flatMap(this::droppedOf).toList();
    maintenance.replace(old, rewrite, Reason.PRUNE, gone.size());
    dropped += gone.size();
    droppedBytes += gone.stream().mapToLong(Place::length).sum();
  }
}
