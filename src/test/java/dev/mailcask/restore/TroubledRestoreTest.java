package dev.mailcask.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.restore.Restore.Report;
import dev.mailcask.restore.Restore.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Lost connections, full accounts and disks, and owners who stop.
class TroubledRestoreTest extends RestoreCase {
  // the connection, the quota, the owner

  @Test
  void aConnectionLostAfterAMessageArrivedAddsNothingTwice() {
    lossAfter(120, true);
  }

  @Test
  void aConnectionLostBeforeAMessageArrivedLosesNothing() {
    lossAfter(120, false);
  }

  private void lossAfter(int appends, boolean arrives) {
    fill("A", 300);
    work.add("A", mail("A 121"), DATE); // the one in flight is there twice
    List<String> before = words(work, "A");
    backUp(WORK);
    home.loseAfterAppends(appends, arrives);
    counts(run(request(List.of("A"), null, HOME, null)), 301, 301, 0, 0, 301);
    assertThat(words(home, "A")).isEqualTo(before);
    assertThat(pauses).isNotEmpty();
  }

  @Test
  void aLossOnAServerThatAltersMessagesAndTellsUidsAddsNothingTwice() {
    for (int i = 0; i < 20; i++) {
      work.add("A", mail("A " + i), "17-Jul-2024 02:44:%02d +0200".formatted(i));
    }
    backUp(WORK);
    home.alterOnAppend(
        bytes ->
            ("X: 1\r\n" + new String(bytes, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
    home.loseAfterAppends(10, true);
    counts(run(request(List.of("A"), null, HOME, null)), 20, 20, 0, 0, 0);
    assertThat(home.mails("A")).hasSize(20);
  }

  @Test
  void aServerThatGoesAwayForGoodEndsTheRestoreAndTheNextGoesOn() {
    fill("A", 400);
    backUp(WORK);
    home.loseAfterAppends(300, true);
    AtomicInteger appends = new AtomicInteger();
    home.before(
        operation -> {
          if (operation.startsWith("append A") && appends.incrementAndGet() == 300) {
            home.unreachable(1_000);
          }
        });
    Request request = request(List.of("A"), null, HOME, null);
    Report ended = run(request);
    assertThat(ended.appended() + ended.failed()).isEqualTo(400);
    assertThat(ended.appended()).isPositive();
    assertThat(ended.failures())
        .singleElement()
        .satisfies(its -> assertThat(its.reason()).contains("were not tried"));
    home.unreachable(0);
    home.before(operation -> {});
    Report report = run(request);
    assertThat(report.alreadyThere()).isGreaterThanOrEqualTo(300);
    assertThat(words(home, "A")).isEqualTo(words(work, "A"));
  }

  @Test
  void aFullAccountEndsTheRestoreAndWhatCameIsWrittenDown() {
    fill("A", 50);
    backUp(WORK);
    home.quota(20);
    Request request = request(List.of("A"), null, HOME, null);
    figures(run(request), 50, 20, 0, 30, 20);
    assertThat(ledger()).hasSize(20);
    assertThatThrownBy(() -> run(request)).isInstanceOf(Failure.OutOfSpace.class);
    home.quota(1_000);
    counts(run(request), 50, 30, 20, 0, 30);
  }

  @Test
  void aCancelledRestoreIsWrittenDownAndGoesOn() {
    fill("A", 50);
    backUp(WORK);
    AtomicInteger done = new AtomicInteger();
    Progress progress =
        new Progress() {
          @Override
          public void at(Step step) {
            done.set((int) step.done());
          }

          @Override
          public boolean cancelled() {
            return done.get() >= 20;
          }
        };
    Request request = request(List.of("A"), null, HOME, null);
    figures(restore.run(request, progress), 50, 20, 0, 30, 20);
    assertThat(home.mails("A")).hasSize(20);
    assertThat(ledger()).hasSize(20);
    counts(run(request), 50, 30, 20, 0, 30);
  }

  @Test
  void aKillAtAnyAppendLeavesNothingTwice() {
    fill("A", 12);
    backUp(WORK);
    for (int kill = 1; kill <= 12; kill++) {
      AtomicInteger left = new AtomicInteger(kill);
      String into = "Killed " + kill;
      home.before(
          operation -> {
            if (operation.startsWith("append K") && left.decrementAndGet() == 0) {
              throw new IllegalStateException("killed");
            }
          });
      Request request = request(List.of("A"), null, HOME, into);
      assertThatThrownBy(() -> run(request)).hasMessage("killed");
      home.before(operation -> {});
      counts(run(request), 12, 13 - kill, kill - 1, 0, 13 - kill);
      assertThat(words(home, into)).isEqualTo(words(work, "A"));
    }
  }

  @Test
  void aBackupThatHoldsTheJournalIsWaitedForAWhile() {
    fill("A", 5);
    backUp(WORK);
    Request request = request(List.of("A"), null, HOME, null);
    try (ArchiveWriter busy = archive.writer(WORK)) {
      assertThat(busy.pendingBytes()).isZero();
      Report report = run(request);
      counts(report, 5, 5, 0, 0, 5);
      assertThat(report.notes())
          .singleElement()
          .satisfies(n -> assertThat(n.reason()).contains("journal"));
      assertThat(pauses).hasSize(59);
    }
    counts(run(request), 5, 0, 5, 0, 0);
  }

  @Test
  void aDiskThatIsFullHereDoesNotEndTheRestore() {
    fill("A", 5);
    backUp(WORK);
    archive.failNextCommit(new Failure.OutOfSpace("archive", "the disk is full", "clear it", null));
    Report report = run(request(List.of("A"), null, HOME, null));
    counts(report, 5, 5, 0, 0, 5);
    assertThat(report.notes())
        .singleElement()
        .satisfies(n -> assertThat(n.reason()).contains("disk is full").contains("5 restored"));
  }

  @Test
  void aDamagedJournalDoesNotKeepBackWhatIsKnown() {
    fill("A", 5);
    backUp(WORK);
    archive.damageJournal(WORK, archive.append(WORK, List.of(new RunStarted(9, clock.instant()))));
    Report report = run(request(List.of("A"), null, HOME, null));
    counts(report, 5, 5, 0, 0, 5);
    assertThat(report.notes())
        .singleElement()
        .satisfies(n -> assertThat(n.reason()).contains("run verify"));
  }

  @Test
  void whatIsOnItsWayOutOnTheServerIsPutBack() {
    fill("A", 3);
    backUp(WORK);
    work.flag("A", 2, "\\deleted");
    counts(run(folder("A")), 3, 1, 2, 0, 1);
  }

  @Test
  void progressGoesUpToTheTotal() {
    fill("A", 30);
    backUp(WORK);
    List<Progress.Step> steps = new ArrayList<>();
    restore.run(
        request(List.of("A"), null, HOME, null),
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
    assertThat(steps.getFirst().stage()).isEqualTo("comparing");
    assertThat(steps.getLast().stage()).isEqualTo("restoring");
    assertThat(steps.getLast().done()).isEqualTo(30);
    assertThat(steps.getLast().total()).isEqualTo(30);
  }
}
