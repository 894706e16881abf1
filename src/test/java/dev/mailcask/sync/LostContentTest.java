package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.WORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.testing.MemoryStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Packs that were taken away: a backup must not count on them.
class LostContentTest {

  @TempDir private Path dir;
  private final MemoryStorage storage = new MemoryStorage();
  private Premises it;

  @BeforeEach
  void open() {
    it = new Premises(dir, storage);
    it.fill("INBOX", 20);
    it.fill("A", 20);
    assertThat(it.run().outcome()).isEqualTo("complete");
  }

  @AfterEach
  void close() {
    it.close();
  }

  private void takePacksAway() {
    for (Stored pack : storage.list("packs/")) {
      storage.delete(pack.name());
    }
  }

  @Test
  void whatTheServerHasIsFetchedAgain() {
    takePacksAway();
    RunSummary summary = it.run();
    assertThat(summary.outcome()).as(summary.problem()).isEqualTo("complete");
    assertThat(summary.fetched()).isEqualTo(40);
    assertThat(summary.alarms()).isEmpty();
    it.mirrors();
    it.server.forget();
    assertThat(it.run().fetched()).isZero();
    assertThat(it.server.bodiesFetched()).isZero();
  }

  @Test
  void itIsNoticedAfterAnotherStartToo() throws Exception {
    takePacksAway();
    it.close();
    try (Premises again = new Premises(Files.createDirectory(dir.resolve("again")), storage, it)) {
      RunSummary summary = again.run();
      assertThat(summary.outcome()).isEqualTo("complete");
      assertThat(summary.fetched()).isEqualTo(40);
      again.mirrors();
    }
    it = new Premises(Files.createDirectory(dir.resolve("third")), new MemoryStorage());
  }

  @Test
  void whatTheServerDoesNotHaveAnyMoreRaisesOneAlarm() {
    it.server.remove("INBOX", 3);
    it.server.deleteFolder("A");
    takePacksAway();
    RunSummary summary = it.run();
    assertThat(summary.alarms())
        .filteredOn(alarm -> alarm.kind().equals("contentLost"))
        .singleElement()
        .satisfies(alarm -> assertThat(alarm.left()).isEqualTo(21));
    assertThat(summary.fetched()).isEqualTo(19);
    assertThat(it.catalog.alarms(WORK)).isNotEmpty();
    assertThat(it.run().alarms()).as("told once").isEmpty();
  }

  @Test
  void whatWasAcknowledgedIsNotToldAgainAfterManyRuns() {
    it.server.remove("INBOX", 3);
    takePacksAway();
    assertThat(it.run().alarms()).isNotEmpty();
    Alarms.acknowledge(it.archive, it.catalog, WORK);
    for (int run = 0; run < 110; run++) { // as waiting for new mail makes them
      assertThat(it.run().alarms()).isEmpty();
    }
    assertThat(it.catalog.alarms(WORK)).isEmpty();
  }

  @Test
  void whatCannotBeFetchedAgainDoesNotCountAsArchived() {
    takePacksAway();
    it.server.unfetchable("INBOX", 7, "no luck");
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(summary.perFolder())
        .anySatisfy(
            folder -> {
              assertThat(folder.onServer()).isEqualTo(20);
              assertThat(folder.archived()).isEqualTo(19);
              assertThat(folder.failed()).isEqualTo(1);
            });
    assertThat(it.run().outcome()).as("as long as it is lost").isEqualTo("partial");
    it.server.heal();
    it.clock.advance(java.time.Duration.ofDays(40));
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void aDiskThatIsNotMountedIsNotFilledAgain() {
    List<Stored> all = storage.list("packs/");
    ContentId any = it.catalog.ids(null, 1).getFirst().id();
    takePacksAway();
    storage.list("journal/").forEach(file -> storage.delete(file.name()));
    assertThatThrownBy(it::run)
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("mounted");
    assertThat(storage.list("packs/")).isEmpty();
    assertThat(all).isNotEmpty();
    assertThat(it.archive.contains(any)).isTrue();
  }
}
