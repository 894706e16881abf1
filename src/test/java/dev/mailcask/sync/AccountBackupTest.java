package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.DATE;
import static dev.mailcask.sync.Premises.WORK;
import static dev.mailcask.sync.Premises.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.JournalEvent.Evidence;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.FolderGone;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.FolderAt;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups of an account that behaves.
class AccountBackupTest {

  @TempDir private Path dir;
  private Premises it;

  @BeforeEach
  void open() {
    it = new Premises(dir);
  }

  @AfterEach
  void close() {
    assertThat(it.server.openConnections()).as("connections left open").isZero();
    it.close();
  }

  @Test
  void theFirstBackupTakesEverything() {
    it.fill("INBOX", 300);
    it.fill("Work/2024", 7);
    it.server.folder("Empty");

    RunSummary summary = it.run();

    it.mirrors();
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(summary.problem()).isEmpty();
    assertThat(summary.folders()).isEqualTo(3);
    assertThat(summary.onServer()).isEqualTo(307);
    assertThat(summary.fetched()).isEqualTo(307);
    assertThat(summary.bytesFetched()).isEqualTo(it.archive.totals().rawBytes());
    assertThat(summary.perFolder())
        .containsExactlyInAnyOrder(counted(1, 300), counted(2, 0), counted(3, 7));
    assertThat(it.server.bodiesFetched()).isEqualTo(307);
    assertThat(it.server.mostOpenConnections()).isLessThanOrEqualTo(2);
  }

  private static FolderCount counted(int folder, long messages) {
    Evidence evidence = new Evidence(Listing.IN_FULL, true, messages, messages, messages, "", null);
    return new FolderCount(folder, messages, messages, 0, evidence);
  }

  @Test
  void nothingNewFetchesNothingAndIsOneSegment() {
    it.fill("INBOX", 50);
    it.fill("A", 50);
    it.run();
    int segments = it.segments().size();
    it.server.forget();

    RunSummary summary = it.run();

    assertThat(it.server.bodiesFetched()).isZero();
    assertThat(it.server.operations()).noneMatch(operation -> operation.startsWith("metadata"));
    assertThat(it.segments()).hasSize(segments + 1);
    assertThat(it.segments().getLast().events()).hasSize(2).first().isInstanceOf(RunStarted.class);
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(summary.known()).isEqualTo(100);
    assertThat(summary.fetched()).isZero();
  }

  @Test
  void theLaterRunTakesWhatIsNewGoneAndChanged() {
    it.fill("INBOX", 20);
    it.run();
    Instant before = it.clock.instant();
    it.server.remove("INBOX", 3);
    it.server.flag("INBOX", 4, "\\Flagged", "$Work");
    it.server.add("INBOX", mail("new"), DATE);
    it.server.forget();

    RunSummary summary = it.run();

    it.mirrors();
    assertThat(it.server.bodiesFetched()).isEqualTo(1);
    assertThat(summary.fetched()).isEqualTo(1);
    assertThat(summary.gone()).isEqualTo(1);
    assertThat(summary.flagsChanged()).isEqualTo(1);
    assertThat(summary.known()).isEqualTo(19);
    assertThat(it.archived("INBOX", before)).hasSize(20).containsKey(3L).doesNotContainKey(21L);
    assertThat(it.archived("INBOX", before).get(4L)).contains("Seen").doesNotContain("Flagged");
  }

  @Test
  void theSameMessageInManyPlacesIsStoredOnce() {
    for (int i = 0; i < 5; i++) {
      it.server.add("INBOX", mail("same"), DATE);
      it.server.add("Copies", mail("same"), DATE);
    }
    it.run();
    it.mirrors();
    assertThat(it.archive.totals().blobs()).isEqualTo(1);
  }

  @Test
  void aDeletedFolderIsGoneAndKept() {
    it.fill("Old", 5);
    it.run();
    it.server.deleteFolder("Old");
    it.run();
    it.run();

    it.mirrors();
    assertThat(it.events(FolderGone.class)).hasSize(1);
    assertThat(it.archived("Old", null)).hasSize(5);
    assertThat(it.catalog.folders(WORK, null))
        .filteredOn(folder -> folder.path().equals("Old"))
        .extracting(FolderAt::messages)
        .containsExactly(5L);
  }

  @Test
  void aFolderThatComesBackUnchangedIsNotFetchedAgain() {
    it.fill("Old", 5);
    it.run();
    var mails = it.server.mails("Old");
    long uidValidity = it.server.uidValidity("Old");
    it.server.deleteFolder("Old");
    it.run();
    it.server.folder("Old");
    it.server.uidValidity("Old", uidValidity);
    mails.forEach(
        (uid, mail) ->
            it.server.add(
                "Old", mail.bytes(), mail.internalDate(), mail.flags().toArray(String[]::new)));
    it.server.forget();

    it.run();

    it.mirrors();
    assertThat(it.server.bodiesFetched()).isZero();
  }

  @Test
  void aFolderThatWasMadeAnewIsAnotherGeneration() {
    it.fill("Old", 5);
    it.run();
    Instant before = it.clock.instant();
    it.server.deleteFolder("Old");
    it.server.add("Old", mail("another"), DATE);
    it.run();
    it.mirrors();
    assertThat(it.archived("Old", null)).hasSize(1);
    assertThat(it.archived("Old", before)).hasSize(5);
  }

  @Test
  void aRenamedFolderIsReadAnewAndStoredOnce() {
    it.fill("Old", 5);
    it.run();
    it.server.renameFolder("Old", "New");
    RunSummary summary = it.run();
    it.mirrors();
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(it.archive.totals().blobs()).isEqualTo(5);
    assertThat(it.archived("Old", null)).hasSize(5);
  }

  @Test
  void aNewUidValidityIsReadAnewAndStoredOnce() {
    it.fill("INBOX", 10);
    it.run();
    Instant before = it.clock.instant();
    it.server.remove("INBOX", 1);
    it.server.renumber("INBOX");

    RunSummary summary = it.run();

    it.mirrors();
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(summary.fetched()).isEqualTo(9);
    assertThat(it.archive.totals().blobs()).isEqualTo(10);
    assertThat(it.events(GenerationBegan.class)).hasSize(2);
    assertThat(it.archived("INBOX", before)).hasSize(10);
  }

  @Test
  void aUidValidityThatFlipsBackCostsNothing() {
    it.fill("INBOX", 10);
    long first = it.server.uidValidity("INBOX");
    it.run();
    it.server.renumber("INBOX");
    it.run();
    it.server.uidValidity("INBOX", first);
    it.server.forget();

    RunSummary summary = it.run();

    it.mirrors();
    assertThat(it.server.bodiesFetched()).isZero();
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(summary.known()).isEqualTo(10);
  }

  @Test
  void whereUidsDoNotLastEveryRunReadsAnew() {
    it.fill("INBOX", 4);
    it.server.uidValidity("INBOX", 0);
    it.run();
    Instant before = it.clock.instant();
    it.server.remove("INBOX", 1);
    it.server.renumber("INBOX");
    it.server.uidValidity("INBOX", 0);

    RunSummary summary = it.run();

    it.mirrors();
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(it.archived("INBOX", before)).hasSize(4);
    assertThat(it.archive.totals().blobs()).isEqualTo(4);
  }

  @Test
  void patternsThatLeaveOutEveryFolderAreNoCompleteBackup() {
    it.fill("INBOX", 2);
    it.exclude = List.of("*");

    assertThatThrownBy(it::run)
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("none of its 1 folders is to be backed up");

    it.exclude = List.of();
    assertThat(it.run().outcome()).isEqualTo("complete");
  }

  @Test
  void foldersAreLeftOutAsTheOwnerWants() {
    it.fill("INBOX", 1);
    it.fill("Spam", 1);
    it.fill("Spam/Old", 1);
    it.exclude = List.of("Spam", "Spam/*");
    assertThat(it.run().onServer()).isEqualTo(1);
    assertThat(it.server.operations()).doesNotContain("examine Spam", "examine Spam/Old");

    it.exclude = List.of();
    it.run();
    it.mirrors();
    it.exclude = List.of("Spam", "Spam/*");
    it.run();
    assertThat(it.events(FolderGone.class)).isEmpty();
    it.mirrors();
  }

  @Test
  void foldersThatCannotBeSelectedAreNotOpened() {
    it.server.folder("Parent", "\\Noselect");
    it.fill("Parent/Child", 1);
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(it.server.operations()).doesNotContain("examine Parent");
    assertThat(it.archived("Parent/Child", null)).hasSize(1);
  }

  @Test
  void largeUidsAndGapsAreFine() {
    it.server.uidNext("INBOX", 4_000_000_000L);
    it.fill("INBOX", 3);
    it.run();
    it.mirrors();
  }

  @Test
  void aBigFolderIsSharedByBothConnections() {
    it.fill("INBOX", 2_000);
    CountDownLatch both = new CountDownLatch(2);
    Set<Thread> fetchers = ConcurrentHashMap.newKeySet();
    it.server.before(
        operation -> {
          if (operation.startsWith("body") && fetchers.add(Thread.currentThread())) {
            both.countDown();
            try {
              assertThat(both.await(20, TimeUnit.SECONDS)).as("the other one came").isTrue();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        });
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(fetchers).hasSize(2);
    assertThat(it.server.bodiesFetched()).isEqualTo(2_000);
    assertThat(it.server.mostOpenConnections()).isEqualTo(2);
    it.mirrors();
  }

  @Test
  void oneConnectionIsEnough() {
    it.server.limitConnections(1);
    it.fill("INBOX", 600);
    it.fill("A", 600);
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void progressGoesUpToTheTotal() {
    it.fill("INBOX", 500);
    List<Progress.Step> steps = Collections.synchronizedList(new ArrayList<>());
    it.run(
        new Progress() {
          @Override
          public void at(Step step) {
            steps.add(step);
          }

          @Override
          public boolean cancelled() {
            return false;
          }
        });
    assertThat(steps).anyMatch(step -> step.stage().equals("looking for changes"));
    List<Progress.Step> fetching =
        steps.stream().filter(step -> step.stage().equals("fetching")).toList();
    assertThat(fetching).hasSize(500);
    assertThat(fetching).allMatch(step -> step.total() == 500 && step.detail().equals("INBOX"));
    assertThat(fetching.stream().mapToLong(Progress.Step::done).max()).hasValue(500);
    assertThat(fetching.stream().mapToLong(Progress.Step::bytes).max())
        .hasValue(it.archive.totals().rawBytes());
  }

  @Test
  void longRunsCommitInBetween() {
    it.clock.ticking(Duration.ofMillis(200));
    it.fill("INBOX", 500);
    it.run();
    it.mirrors();
    assertThat(it.segments().size()).isGreaterThan(5);
    List<Object> last = List.copyOf(it.segments().getLast().events());
    assertThat(last.getLast()).isInstanceOf(RunFinished.class);
    assertThat(it.events(Placed.class)).hasSize(500).doesNotHaveDuplicates();
  }

  @Test
  void runsAreNumberedAndRemembered() {
    it.run();
    it.run();
    assertThat(it.catalog.runs(WORK, 10)).extracting(run -> run.number()).containsExactly(2L, 1L);
    assertThat(it.catalog.runs(WORK, 10)).allMatch(run -> run.finished() != null);
  }
}
