package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.ArchiveEvent.Reason;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.Maintenance.Pruned;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What nobody refers to goes, and nothing else.
class PruningTest extends MaintenanceCase {
  @Test
  void whatNoJournalRefersToIsDroppedWithItsParts() {
    Random random = new Random(seed);
    byte[] shared = new byte[3000];
    byte[] own = new byte[3000];
    random.nextBytes(shared);
    random.nextBytes(own);
    ContentId kept = storePlaced(WORK, withAttachment(random, "kept", shared));
    ContentId lost = storeUnreferenced(withAttachment(random, "lost", shared));
    ContentId other = storeUnreferenced(withAttachment(random, "other", own));
    filler.fill(archive);
    assertThat(archive.table().part(ContentId.of(own))).isNotNull();
    archive.maintenance().compact(Progress.NONE);
    assertThat(archive.contains(lost)).as("a compaction keeps everything").isTrue();
    Pruned pruned = archive.maintenance().prune(Progress.NONE);
    assertThat(pruned.dropped()).as("two recipes and a part").isEqualTo(3);
    assertThat(pruned.droppedBytes()).isGreaterThan(3000);
    assertThat(archive.contains(lost)).isFalse();
    assertThat(archive.contains(other)).isFalse();
    assertThat(archive.table().part(ContentId.of(own))).isNull();
    assertThat(archive.table().part(ContentId.of(shared))).isNotNull();
    assertThat(archive.read(kept)).isPresent();
    assertThat(journal().getLast().reason()).isEqualTo(Reason.PRUNE);
    assertThat(archive.maintenance().prune(Progress.NONE).dropped()).isZero();
    assertAllIsThere();
    reopen();
    assertThat(archive.read(kept)).isPresent();
    assertAllIsThere();
  }

  @Test
  void aPackOfNothingElseGoesWithoutASuccessor() {
    filler.fill(archive);
    int before = packs().size();
    storeUnreferenced(bytes("nobody wants it"));
    assertThat(packs()).hasSize(before + 1);
    archive.maintenance().prune(Progress.NONE);
    assertThat(packs()).hasSize(before);
    assertThat(journal().getLast().by()).isEmpty();
    storePlaced(WORK, bytes("nobody wants it"));
    reopen();
    assertThat(archive.read(ContentId.of(bytes("nobody wants it")))).isPresent();
  }

  /// Runs a pruning that waits for the writers that are open now, calls the body, then ends.
  private CompletableFuture<Pruned> beginPruning() throws InterruptedException {
    CountDownLatch waits = new CountDownLatch(1);
    CompletableFuture<Pruned> pruning =
        CompletableFuture.supplyAsync(
            () ->
                archive
                    .maintenance()
                    .prune(
                        new Progress() {
                          @Override
                          public void at(Step step) {
                            if (step.stage().startsWith("waiting")) {
                              waits.countDown();
                            }
                          }

                          @Override
                          public boolean cancelled() {
                            return false;
                          }
                        }));
    assertThat(waits.await(1, TimeUnit.MINUTES)).isTrue();
    return pruning;
  }

  @Test
  void whatAWriterReliedOnBeforeTheMarkIsSpared() throws Exception {
    ContentId id = storeUnreferenced(bytes("found again"));
    ContentId never = storeUnreferenced(bytes("never found again"));
    CompletableFuture<Pruned> pruning;
    try (ArchiveWriter writer = archive.writer(WORK)) {
      assertThat(writer.store(Content.of(bytes("found again")))).isEqualTo(id);
      assertThat(writer.pendingBytes()).as("it was known").isZero();
      pruning = beginPruning();
      writer.record(placed(id));
      writer.commit();
    }
    assertThat(pruning.get().dropped()).isEqualTo(1);
    assertThat(archive.read(id)).isPresent();
    assertThat(archive.read(never)).isEmpty();
    reopen();
    assertThat(archive.read(id)).isPresent();
  }

  @Test
  void aWriterThatComesAfterTheMarkStoresAnewWhatIsCondemned() throws Exception {
    ContentId id = storeUnreferenced(bytes("condemned"));
    CompletableFuture<Pruned> pruning;
    try (ArchiveWriter first = archive.writer(WORK)) {
      pruning = beginPruning();
      try (ArchiveWriter late = archive.writer(HOME)) {
        assertThat(late.store(Content.of(bytes("condemned")))).isEqualTo(id);
        assertThat(late.pendingBytes()).isEqualTo(bytes("condemned").length);
        late.record(placed(id));
        late.commit();
      }
      first.record(new JournalEvent.FolderGone(1));
      first.commit();
    }
    pruning.get();
    assertThat(archive.read(id)).isPresent();
    reopen();
    assertThat(archive.read(id)).isPresent();
  }

  @Test
  void nothingIsPrunedWhereAJournalIsDamaged() {
    filler.fill(archive);
    ContentId id = storeUnreferenced(bytes("unreferenced"));
    String segment = "journal/" + HOME + "/0000000001.journal";
    disk.bytes(segment)[60] ^= 1;
    assertThatThrownBy(() -> archive.maintenance().prune(Progress.NONE))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining(segment);
    assertThat(archive.contains(id)).isTrue();
  }

  @Test
  void nothingIsPrunedWhereAJournalIsShorterThanItWas() {
    filler.fill(archive);
    archive.maintenance().compact(Progress.NONE);
    String last = disk.list("journal/" + HOME + "/").stream().map(Stored::name).toList().getLast();
    byte[] segment = disk.bytes(last);
    disk.delete(last);
    reopen();
    assertThatThrownBy(() -> archive.maintenance().prune(Progress.NONE))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining(last);
    disk.list("journal/" + HOME + "/").forEach(file -> disk.delete(file.name()));
    reopen();
    assertThatThrownBy(() -> archive.maintenance().prune(Progress.NONE))
        .as("a whole journal is missing")
        .isInstanceOf(Failure.Corrupt.class);
    disk.put(last, segment);
    reopen();
    assertThatThrownBy(() -> archive.maintenance().prune(Progress.NONE))
        .isInstanceOf(Failure.Corrupt.class);
  }

  @Test
  void nothingIsPrunedWhereAPackCannotBeOpened() {
    filler.fill(archive);
    ContentId id = storeUnreferenced(bytes("unreferenced"));
    String torn = archive.table().packs().getFirst().name();
    archive.close();
    disk.put(torn, java.util.Arrays.copyOf(disk.bytes(torn), 100));
    archive = open();
    assertThatThrownBy(() -> archive.maintenance().prune(Progress.NONE))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining(torn);
    assertThat(archive.contains(id)).isTrue();
  }

  @Test
  void oneWorkAtATime() throws Exception {
    storeUnreferenced(bytes("unreferenced"));
    CompletableFuture<Pruned> pruning;
    try (ArchiveWriter _ = archive.writer(WORK)) {
      pruning = beginPruning();
      assertThatThrownBy(() -> archive.maintenance().compact(Progress.NONE))
          .isInstanceOf(Failure.Locked.class);
    }
    pruning.get();
    archive.maintenance().compact(Progress.NONE);
  }
}
