package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.DATE;
import static dev.mailcask.sync.Premises.WORK;
import static dev.mailcask.sync.Premises.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.AccountSettings.Limits;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent.FetchFailed;
import dev.mailcask.archive.JournalEvent.FolderFailed;
import dev.mailcask.archive.JournalEvent.FolderGone;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.FailedMessage;
import dev.mailcask.mailbox.OpenFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups of an account that does not behave, and of an appliance in trouble: nothing is lost,
/// nothing that is well is stopped, and the journal says what happened.
class TroubledBackupTest {

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

  private RunSummary lastEnd() {
    return it.events(RunFinished.class).getLast().summary();
  }

  // messages

  @Test
  void aMessageThatTheServerListsAndDeniesToHaveIsNotTakenForGone() {
    it.fill("INBOX", 3);
    it.server.unfetchable("INBOX", 2, OpenFolder.VANISHED);

    RunSummary first = it.run();

    assertThat(first.outcome()).isEqualTo("partial");
    assertThat(it.catalog.failed(WORK)).extracting(FailedMessage::uid).containsExactly(2L);
    assertThat(it.run().outcome()).as("again").isEqualTo("partial");
    it.server.remove("INBOX", 2);
    assertThat(it.run().outcome()).as("it is gone").isEqualTo("complete");
    assertThat(it.catalog.failed(WORK)).isEmpty();
  }

  @Test
  void oneBadMessageIsListedRetriedAndStopsNoOther() {
    it.fill("INBOX", 20);
    it.server.unfetchable("INBOX", 7, "the server cannot read it");

    RunSummary first = it.run();

    assertThat(first.outcome()).isEqualTo("partial");
    assertThat(first.failed()).isEqualTo(1);
    assertThat(first.fetched()).isEqualTo(19);
    assertThat(first.problem()).contains("1 message could not be fetched");
    assertThat(it.catalog.failed(WORK))
        .singleElement()
        .satisfies(
            failed -> {
              assertThat(failed.uid()).isEqualTo(7);
              assertThat(failed.reason()).isEqualTo("the server cannot read it");
            });

    it.server.forget();
    assertThat(it.run().outcome()).isEqualTo("partial");
    assertThat(it.server.operations()).contains("body INBOX 7");
    assertThat(it.server.bodiesFetched()).isZero();
    assertThat(it.catalog.failed(WORK)).extracting(FailedMessage::attempts).containsExactly(2);

    it.server.heal();
    RunSummary healed = it.run();
    assertThat(healed.outcome()).isEqualTo("complete");
    assertThat(healed.fetched()).isEqualTo(1);
    assertThat(it.catalog.failed(WORK)).isEmpty();
    it.mirrors();
  }

  @Test
  void aFailedMessageThatLeftTheServerIsForgotten() {
    it.fill("INBOX", 3);
    it.server.unfetchable("INBOX", 2, "no");
    it.run();
    it.server.remove("INBOX", 2);
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.catalog.failed(WORK)).isEmpty();
  }

  @Test
  void aMessageThatIsListedAndNeverAnsweredForIsAFailure() {
    it.fill("INBOX", 5);
    it.server.mute("INBOX", 3);
    assertThat(it.run().failed()).isEqualTo(1);
    it.server.heal();
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void aMessageRemovedDuringTheRunIsNoFailure() {
    it.fill("INBOX", 10);
    it.server.before(removing("metadata INBOX", 4).andThen(removing("body INBOX 1", 9)));

    RunSummary summary = it.run();

    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(summary.onServer()).isEqualTo(8);
    assertThat(summary.fetched()).isEqualTo(8);
    assertThat(it.events(FetchFailed.class)).isEmpty();
    it.mirrors();
  }

  private Consumer<String> removing(String when, long uid) {
    AtomicInteger times = new AtomicInteger();
    return operation -> {
      if (operation.equals(when) && times.getAndIncrement() == 0) {
        it.server.remove("INBOX", uid);
      }
    };
  }

  @Test
  void aPoisonousMessageIsSingledOutAndTheOthersCome() {
    it.fill("INBOX", 2_000);
    it.fill("Other", 50);
    it.server.poison("INBOX", 700);

    RunSummary summary = it.run();

    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(summary.failed()).isEqualTo(1);
    assertThat(summary.fetched()).isEqualTo(2_049);
    assertThat(it.server.bodiesFetched()).as("none fetched twice").isEqualTo(2_049);
    assertThat(it.events(FetchFailed.class)).extracting(FetchFailed::uid).containsExactly(700L);
    assertThat(it.server.connects()).as("connections it took").isLessThan(15);

    it.server.forget();
    it.run();
    assertThat(it.server.connects()).as("tried once more, alone").isLessThanOrEqualTo(4);

    it.server.heal();
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void manyPoisonousMessagesBreakTheirFolderOnly() {
    it.fill("A", 60);
    it.fill("B", 60);
    for (int uid = 1; uid <= 60; uid++) {
      it.server.poison("A", uid);
    }
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(it.archived("B", null)).hasSize(60);
    assertThat(it.events(FolderFailed.class)).isNotEmpty();

    it.server.heal();
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void aServerThatHangsUpAfterTenErrorsIsReadToItsEnd() {
    it.fill("INBOX", 300);
    for (int uid = 10; uid <= 300; uid += 10) {
      it.server.unfetchable("INBOX", uid, "the server cannot read it");
    }
    it.server.hangUpAfterErrors(10);

    RunSummary summary = it.run();

    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(summary.fetched()).isEqualTo(270);
    assertThat(summary.failed()).isEqualTo(30);
    assertThat(it.server.bodiesFetched()).as("none fetched twice").isEqualTo(270);
    it.server.heal();
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  // folders

  @Test
  void whereAFolderMayBeOpenOnceOnlyOneConnectionReadsAll() {
    it.fill("INBOX", 3_000);
    it.fill("A", 3_000);
    it.server.oneReaderOnly();
    it.limits = new Limits(1, 0, 0);
    RunSummary summary = it.run();
    assertThat(summary.outcome()).as(summary.problem()).isEqualTo("complete");
    assertThat(it.server.connects()).isEqualTo(1);
    it.mirrors();
  }

  @Test
  void aFolderThatCannotBeOpenedIsListedAndTheOthersAreRead() {
    it.fill("A", 5);
    it.fill("B", 5);
    it.run();
    it.server.refuse("A");
    it.server.add("B", mail("new"), DATE);

    RunSummary summary = it.run();

    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(summary.problem()).contains("folder A").contains("does not open");
    assertThat(it.archived("B", null)).hasSize(6);
    assertThat(it.archived("A", null)).as("not gone").hasSize(5);
    assertThat(it.events(FolderGone.class)).isEmpty();
    assertThat(it.events(Gone.class)).isEmpty();
    it.server.heal();
    assertThat(it.run().outcome()).isEqualTo("complete");
  }

  @Test
  void aFolderThatCostsTheConnectionIsListedAndTheOthersAreRead() {
    it.fill("A", 5);
    it.fill("B", 5);
    it.server.deadly("A");
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(it.archived("B", null)).hasSize(5);
    assertThat(it.events(FolderFailed.class)).hasSize(1);
  }

  @Test
  void whatAPartialListingLeavesOutIsNotGone() {
    it.fill("INBOX", 10);
    it.run();
    it.server.hide("INBOX", 9);
    it.server.hide("INBOX", 3);
    it.server.remove("INBOX", 5);
    it.server.add("INBOX", mail("new"), DATE);

    RunSummary summary = it.run();

    assertThat(summary.outcome()).isEqualTo("partial");
    assertThat(summary.fetched()).as("what is listed is read").isEqualTo(1);
    assertThat(summary.gone()).isZero();
    assertThat(it.archived("INBOX", null)).hasSize(11);
    it.server.heal();
    assertThat(it.run().gone()).isEqualTo(1);
    it.mirrors();
  }

  @Test
  void aFolderThatListsNothingOfManyIsNotEmpty() {
    it.fill("INBOX", 10);
    it.run();
    for (int uid = 1; uid <= 10; uid++) {
      it.server.hide("INBOX", uid);
    }
    assertThat(it.run().outcome()).isEqualTo("partial");
    assertThat(it.archived("INBOX", null)).hasSize(10);
    assertThat(it.events(Gone.class)).isEmpty();
  }

  @Test
  void aFailedListMakesNoFolderGone() {
    it.fill("A", 3);
    it.run();
    it.server.failList(true);
    it.fails(Failure.Refused.class);
    assertThat(it.events(FolderGone.class)).isEmpty();
    assertThat(lastEnd().outcome()).isEqualTo("failed");
    it.server.failList(false);
    assertThat(it.run().outcome()).isEqualTo("complete");
  }

  @Test
  void aFolderThatIsRenumberedDuringTheRunIsReadByTheNext() {
    it.fill("INBOX", 10);
    it.server.before(
        operation -> {
          if (operation.equals("metadata INBOX") && it.server.uidValidity("INBOX") == 1000) {
            it.server.renumber("INBOX");
            throw new Failure.Unreachable("the server", "the connection is gone", "again", null);
          }
        });
    assertThat(it.run().outcome()).isEqualTo("partial");
    it.server.before(operation -> {});
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void aNewGenerationShowsWhenItIsWhole() {
    it.fill("INBOX", 100);
    it.run();
    it.server.renumber("INBOX");
    it.clock.ticking(Duration.ofMillis(300));
    AtomicInteger bodies = new AtomicInteger();
    assertThatThrownBy(() -> it.run(cancelAfter(bodies, 50))).isInstanceOf(Failure.Cancelled.class);

    assertThat(it.archived("INBOX", null)).as("still what it was").hasSize(100);
    assertThat(it.events(GenerationBegan.class)).hasSize(1);
    it.server.forget();
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).as("goes on where it was").isLessThanOrEqualTo(51);
    it.mirrors();
  }

  // the connection

  @Test
  void aConnectionLostNowAndThenCostsNoMessage() {
    it.fill("INBOX", 400);
    it.fill("A", 100);
    it.server.loseAfterBodies(37, 10);
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).as("none fetched twice").isEqualTo(500);
    it.mirrors();
  }

  @Test
  void aServerThatIsAwayForAMomentIsWaitedFor() {
    it.fill("INBOX", 200);
    AtomicInteger bodies = new AtomicInteger();
    it.server.loseAfterBodies(50, 2);
    it.server.before(
        operation -> {
          if (operation.startsWith("body") && bodies.incrementAndGet() == 50) {
            it.server.unreachable(3);
          }
        });
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.pauses).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(it.pauses.get(i).toMillis())
          .as("a second, two, and four, and up to a quarter more")
          .isBetween(1_000L << i, 1_250L << i);
    }
    it.mirrors();
  }

  @Test
  void aServerThatGoesAwayForGoodEndsTheRunWithWhatCame() {
    it.fill("INBOX", 200);
    AtomicInteger bodies = new AtomicInteger();
    it.server.loseAfterBodies(50, 100);
    it.server.before(
        operation -> {
          if (operation.startsWith("body") && bodies.incrementAndGet() == 50) {
            it.server.unreachable(1_000);
          }
        });
    it.fails(Failure.Unreachable.class);

    assertThat(it.archived("INBOX", null)).hasSize(50);
    assertThat(lastEnd().outcome()).isEqualTo("failed");
    assertThat(lastEnd().perFolder())
        .singleElement()
        .satisfies(count -> assertThat(count.archived()).isEqualTo(50));

    it.server.unreachable(0);
    it.server.loseAfterBodies(0, 0);
    it.server.before(operation -> {});
    it.server.forget();
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).isEqualTo(150);
    it.mirrors();
  }

  @Test
  void aRunLogsInOnceForEachConnectionHoweverManyFoldersThereAre() {
    for (int folder = 0; folder < 30; folder++) {
      it.fill("F" + folder, 40);
    }
    it.server.folder("Locked");
    it.server.refuse("Locked");
    it.server.unfetchable("F3", 7, "no");
    it.run();
    assertThat(it.server.connects()).isBetween(1, 2);
  }

  @Test
  void aWrongPasswordIsToldAtOnceAndWrittenDown() {
    it.server.failLogin(new Failure.Refused("account work", "wrong password", "set it", null));
    Failure failure = it.fails(Failure.Refused.class);
    assertThat(failure.problem()).isEqualTo("wrong password");
    assertThat(it.pauses).isEmpty();
    assertThat(it.server.operations()).containsExactly("connect");
    assertThat(lastEnd().outcome()).isEqualTo("failed");
    assertThat(lastEnd().problem()).contains("wrong password");
    assertThat(it.segments()).hasSize(1);
    assertThat(it.events(RunStarted.class)).hasSize(1);
    it.server.failLogin(null);
    assertThat(it.run().outcome()).isEqualTo("complete");
  }

  @Test
  void anUnreachableServerIsToldAtOnce() {
    it.server.unreachable(1);
    it.fails(Failure.Unreachable.class);
    assertThat(it.pauses).isEmpty();
  }

  // the owner and the appliance

  private Progress cancelAfter(AtomicInteger messages, int count) {
    return new Progress() {
      @Override
      public void at(Step step) {
        if (step.stage().equals("fetching")) {
          messages.incrementAndGet();
        }
      }

      @Override
      public boolean cancelled() {
        return messages.get() >= count;
      }
    };
  }

  @Test
  void aCancelledRunKeepsWhatItFetched() {
    it.fill("INBOX", 500);
    AtomicInteger messages = new AtomicInteger();
    assertThatThrownBy(() -> it.run(cancelAfter(messages, 100)))
        .isInstanceOf(Failure.Cancelled.class);

    int kept = it.archived("INBOX", null).size();
    assertThat(kept).isEqualTo(messages.get()).isBetween(100, 101);
    assertThat(lastEnd().outcome()).isEqualTo("partial");
    assertThat(lastEnd().problem()).contains("cancelled");
    assertThat(lastEnd().fetched()).isEqualTo(kept);

    it.server.forget();
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).isEqualTo(500 - kept);
    it.mirrors();
  }

  @Test
  void aFullDiskEndsTheRunAndCountsNothingThatIsNotThere() {
    it.fill("INBOX", 50);
    it.memory.failNextCommit(new Failure.OutOfSpace("the archive", "the disk is full", "x", null));
    it.fails(Failure.OutOfSpace.class);

    assertThat(it.archived("INBOX", null)).isEmpty();
    RunSummary end = lastEnd();
    assertThat(end.outcome()).isEqualTo("failed");
    assertThat(end.problem()).contains("the disk is full");
    assertThat(end.perFolder()).allMatch(count -> count.archived() == 0);
    assertThat(end.fetched()).isZero();
    assertThat(it.events(RunStarted.class)).hasSize(1);

    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }

  @Test
  void aSecondRunOfTheSameAccountIsRefused() {
    try (ArchiveWriter other = it.archive.writer(WORK)) {
      assertThat(other.pendingBytes()).isZero();
      it.fails(Failure.Locked.class);
      assertThat(it.server.operations()).isEmpty();
    }
    assertThat(it.run().outcome()).isEqualTo("complete");
  }

  @Test
  void aMessageWhoseHeaderCannotBeReadIsArchivedAllTheSame() {
    it.server.add("INBOX", new byte[0], DATE);
    it.server.add("INBOX", new byte[] {0, (byte) 0xff, 10, 10}, "");
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }
}
