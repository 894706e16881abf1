package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.DATE;
import static dev.mailcask.sync.Premises.WORK;
import static dev.mailcask.sync.Premises.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run says "complete" only of what is in the archive, whoever tries to make it say so otherwise.
class CertificateTest {

  @TempDir private Path dir;
  private Premises it;

  @BeforeEach
  void open() {
    it = new Premises(dir);
  }

  @AfterEach
  void close() {
    it.close();
  }

  private RunSummary run(Function<JournalEvent, @Nullable JournalEvent> alter) {
    it.clock.advance(Duration.ofDays(1));
    return it.backup(new AlteredArchive(it.archive, alter, () -> {}))
        .run(WORK, Progress.NONE)
        .summary();
  }

  private FolderCount folder(RunSummary summary, String path) {
    Run run = it.catalog.runs(WORK, 1).getFirst();
    return summary.perFolder().stream()
        .filter(count -> path.equals(run.folderPaths().get(count.folder())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void tellsHowItCounted() {
    it.fill("INBOX", 10);
    it.run();
    it.server.remove("INBOX", 1);
    it.server.add("INBOX", mail("new"), DATE);

    FolderCount inbox = folder(it.run(), "INBOX");

    assertThat(inbox.onServer()).isEqualTo(10);
    assertThat(inbox.archived()).isEqualTo(10);
    assertThat(inbox.evidence().counted()).isEqualTo(Listing.IN_FULL);
    assertThat(inbox.evidence().exists()).isEqualTo(10);
    assertThat(inbox.evidence().listed()).isEqualTo(10);
    assertThat(inbox.evidence().held()).isEqualTo(10);
  }

  @Test
  void historyIsKept() {
    it.fill("INBOX", 3);
    RunSummary first = it.run();
    it.fill("INBOX", 3);
    RunSummary second = it.run();
    assertThat(it.catalog.runs(WORK, 10)).extracting(Run::summary).containsExactly(second, first);
    it.catalog.rebuild(it.archive, Progress.NONE);
    assertThat(it.catalog.runs(WORK, 10)).extracting(Run::summary).containsExactly(second, first);
  }

  @Test
  void aMessageThatWasNotWrittenDownIsMissed() {
    it.fill("INBOX", 10);

    RunSummary summary =
        run(event -> event instanceof Placed placed && placed.uid() == 4 ? null : event);

    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(folder(summary, "INBOX").archived()).isEqualTo(9);
    assertThat(folder(summary, "INBOX").waiting()).isEqualTo(1);
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void aMessageInTheWrongGenerationIsMissed() {
    it.fill("INBOX", 10);
    RunSummary summary =
        run(event -> event instanceof Placed p && p.uid() > 7 ? misplaced(p) : event);
    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(folder(summary, "INBOX").archived()).isEqualTo(7);
  }

  private static Placed misplaced(Placed p) {
    return new Placed(
        p.folder(),
        p.uidValidity() + 1,
        p.uid(),
        p.id(),
        p.size(),
        p.internalDate(),
        p.flags(),
        p.envelope());
  }

  @Test
  void aMessageUnderAnotherUidIsMissed() {
    it.fill("INBOX", 10);
    RunSummary summary =
        run(
            event ->
                event instanceof Placed p && p.uid() == 10
                    ? new Placed(
                        p.folder(),
                        p.uidValidity(),
                        99,
                        p.id(),
                        p.size(),
                        p.internalDate(),
                        p.flags(),
                        p.envelope())
                    : event);
    assertThat(summary.outcome()).as("as many are held as are there").isEqualTo("partial");
    assertThat(folder(summary, "INBOX").archived()).isEqualTo(9);
    assertThat(folder(summary, "INBOX").evidence().held()).isEqualTo(10);
  }

  @Test
  void aMessageThatIsSkippedInSilenceIsAFailure() {
    it.fill("INBOX", 10);
    it.server.skip("INBOX", 6);
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(folder(summary, "INBOX").failed()).isEqualTo(1);
    assertThat(folder(summary, "INBOX").archived()).isEqualTo(9);
    assertThat(it.catalog.failed(WORK))
        .singleElement()
        .satisfies(failed -> assertThat(failed.reason()).contains("did not send it"));
  }

  @Test
  void afterAFailedCommitOnlyWhatWasCommittedBeforeCounts() {
    it.fill("INBOX", 2_000);
    it.clock.ticking(Duration.ofMillis(30)); // commits in between
    AtomicInteger commits = new AtomicInteger();
    AlteredArchive full =
        new AlteredArchive(
            it.archive,
            event -> event,
            () -> {
              if (commits.incrementAndGet() == 3) {
                throw new Failure.OutOfSpace("packs", "the disk is full", "make room", null);
              }
            });

    assertThatThrownBy(() -> it.backup(full).run(WORK, Progress.NONE))
        .isInstanceOf(Failure.OutOfSpace.class);

    RunSummary summary = it.catalog.runs(WORK, 1).getFirst().summary();
    assertThat(summary).isNotNull();
    assertThat(summary.outcome()).isEqualTo("failed");
    FolderCount inbox = folder(summary, "INBOX");
    assertThat(inbox.onServer()).isEqualTo(2_000);
    assertThat(inbox.archived()).isEqualTo(it.archived("INBOX", null).size()).isBetween(1L, 1_999L);
    assertThat(inbox.waiting()).isEqualTo(2_000 - inbox.archived());
  }

  @Test
  void aFolderThatIsBrokenOffIsNotComplete() {
    it.fill("A", 60);
    it.fill("B", 5);
    for (int uid = 1; uid <= 60; uid++) {
      it.server.poison("A", uid);
    }
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("partial");
    FolderCount broken = folder(summary, "A");
    assertThat(broken.onServer()).isEqualTo(60);
    assertThat(broken.archived()).isZero();
    assertThat(broken.evidence().problem()).contains("in a row could not be fetched");
    assertThat(folder(summary, "B").archived()).isEqualTo(5);
  }

  @Test
  void aFolderThatCannotBeReadIsNotTakenForAnEmptyOne() {
    it.fill("A", 5);
    it.run();
    it.server.refuse("A");
    FolderCount unread = folder(it.run(), "A");
    assertThat(unread.evidence().read()).isFalse();
    assertThat(unread.evidence().exists()).isEqualTo(-1);
    assertThat(unread.evidence().held()).isEqualTo(5);
    assertThat(unread.evidence().problem()).isNotEmpty();
  }

  @Test
  void aFolderRenumberedInMidRunIsNotComplete() {
    it.fill("INBOX", 10);
    AtomicInteger times = new AtomicInteger();
    it.server.before(
        operation -> {
          if (operation.equals("metadata INBOX") && times.getAndIncrement() == 0) {
            it.server.renumber("INBOX");
            throw new Failure.Unreachable("the server", "it went away", "try again", null);
          }
        });
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(folder(summary, "INBOX").archived()).isZero();
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  // messages that failed

  @Test
  void aFailedMessageIsTriedLessAndLessOften() {
    it.fill("INBOX", 3);
    it.server.unfetchable("INBOX", 2, "the server cannot read it");
    int tried = 0;
    StringBuilder nights = new StringBuilder();
    for (int night = 0; night < 40; night++) {
      it.server.forget();
      RunSummary summary = it.run();
      boolean now = it.server.operations().contains("body INBOX 2");
      tried += now ? 1 : 0;
      nights.append(now ? 'x' : '.');
      assertThat(summary.outcome()).isEqualTo("partial");
      assertThat(folder(summary, "INBOX").failed()).isEqualTo(1);
      assertThat(folder(summary, "INBOX").waiting()).isZero();
    }
    assertThat(nights.toString())
        .as("after 1, 1, 2, 4, 8 and 16 nights, or up to a quarter sooner")
        .matches("xxx\\.x\\.{2,3}x\\.{5,7}x\\.{11,15}x\\.*");
    assertThat(it.catalog.failed(WORK)).extracting("attempts").containsExactly(tried);
  }

  @Test
  void whoInsistsTriesAtOnce() {
    it.fill("INBOX", 3);
    it.server.unfetchable("INBOX", 2, "the server cannot read it");
    for (int night = 0; night < 5; night++) {
      it.run();
    }
    it.server.heal();
    it.server.forget();
    assertThat(it.run().outcome()).as("not due").isEqualTo("partial");
    assertThat(it.insist().outcome()).isEqualTo("complete");
    assertThat(it.catalog.failed(WORK)).isEmpty();
    it.mirrors();
  }

  @Test
  void aPoisonousMessageDoesNotCostAConnectionEveryNight() {
    it.fill("INBOX", 30);
    it.server.poison("INBOX", 7);
    for (int night = 0; night < 5; night++) {
      it.run();
    }
    it.server.forget();
    it.run();
    assertThat(it.server.connects()).isEqualTo(1);
  }
}
