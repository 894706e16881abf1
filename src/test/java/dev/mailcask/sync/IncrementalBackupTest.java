package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.DATE;
import static dev.mailcask.sync.Premises.WORK;
import static dev.mailcask.sync.Premises.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.ListedFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups of a server that keeps mod-sequences: what needs no listing is not listed, and nothing
/// is missed for it. A run is a day later than the one before.
class IncrementalBackupTest {

  private static final int DAYS = (int) LastListings.PROOF_EVERY.toDays();

  @TempDir private Path dir;
  private Premises it;

  @BeforeEach
  void open() {
    it = new Premises(dir);
    it.server.keepModSeqs(true);
  }

  @AfterEach
  void close() {
    assertThat(it.server.openConnections()).as("connections left open").isZero();
    it.close();
  }

  private List<String> asked() {
    return it.server.operations().stream()
        .filter(what -> !what.equals("connect") && !what.equals("list") && !what.equals("states"))
        .toList();
  }

  private RunSummary quickRun() {
    it.server.forget();
    return it.run();
  }

  private static List<String> counted(RunSummary summary) {
    return summary.perFolder().stream().map(count -> count.evidence().counted()).toList();
  }

  @Test
  void foldersWithNothingNewAreNotOpened() {
    it.fill("INBOX", 20);
    it.fill("A", 5);
    it.server.folder("Empty");
    it.run();
    int segments = it.segments().size();

    RunSummary summary = quickRun();

    assertThat(asked()).isEmpty();
    assertThat(it.server.connects()).isEqualTo(1);
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(summary.onServer()).isEqualTo(25);
    assertThat(summary.known()).isEqualTo(25);
    assertThat(counted(summary))
        .containsOnly("unchanged since run 1 by HIGHESTMODSEQ; every UID was listed in run 1");
    assertThat(it.segments()).hasSize(segments + 1);
    assertThat(it.segments().getLast().events()).as("the run, and nothing else").hasSize(2);
    it.mirrors();
  }

  @Test
  void onlyTheFolderThatChangedIsOpenedAndAskedWhatChanged() {
    it.fill("INBOX", 20);
    it.fill("A", 5);
    it.run();
    it.server.remove("INBOX", 3);
    it.server.remove("INBOX", 20);
    it.server.flag("INBOX", 4, "\\Flagged");
    long fresh = it.server.add("INBOX", mail("new"), DATE);

    RunSummary summary = quickRun();

    assertThat(asked())
        .containsExactly(
            "examine INBOX", "changes INBOX 21", "metadata INBOX", "body INBOX " + fresh);
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(summary.fetched()).isEqualTo(1);
    assertThat(summary.gone()).isEqualTo(2);
    assertThat(summary.flagsChanged()).isEqualTo(1);
    assertThat(summary.known()).isEqualTo(23);
    assertThat(summary.onServer()).isEqualTo(24);
    assertThat(counted(summary))
        .contains("by the changes since run 1; every UID was listed in run 1");
    it.mirrors();
    assertThat(counted(quickRun()))
        .contains("unchanged since run 2 by HIGHESTMODSEQ; every UID was listed in run 1");
    assertThat(asked()).isEmpty();
  }

  @Test
  void everyWeekEveryUidIsListedAllTheSame() {
    it.fill("INBOX", 3);
    it.run();
    for (int day = 1; day < DAYS; day++) {
      assertThat(counted(quickRun())).allMatch(text -> text.startsWith("unchanged"));
    }
    assertThat(counted(quickRun())).containsExactly(Listing.IN_FULL);
    assertThat(counted(quickRun()).getFirst()).endsWith("listed in run " + (DAYS + 1));
    it.clock.advance(Duration.ofDays(-30));
    assertThat(counted(quickRun())).as("the clock was set back").containsExactly(Listing.IN_FULL);
  }

  @Test
  void aServerWhoseModSequencesLieIsFoundOutAndNotBelievedAgain() {
    it.fill("INBOX", 9);
    it.run();
    it.server.keepQuiet("INBOX", true);
    it.server.flag("INBOX", 4, "\\Flagged");
    it.server.keepQuiet("INBOX", false);
    it.server.flag("INBOX", 5, "\\Flagged");
    assertThat(it.run().flagsChanged()).isEqualTo(1);
    for (int day = 2; day < DAYS; day++) {
      quickRun();
    }
    it.server.flag("INBOX", 6, "\\Flagged");

    RunSummary summary = it.run();

    assertThat(summary.flagsChanged()).isEqualTo(2);
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(counted(summary).getFirst()).contains("HIGHESTMODSEQ was found wrong");
    it.mirrors();
    assertThat(counted(quickRun()).getFirst()).contains("HIGHESTMODSEQ was found wrong");
    assertThat(asked()).contains("flags INBOX 1:4294967295");
  }

  @Test
  void aServerThatSaysThatNothingHappenedIsFoundOut() {
    it.fill("INBOX", 9);
    it.run();
    it.server.keepQuiet("INBOX", true);
    it.server.flag("INBOX", 4, "\\Flagged");
    for (int day = 1; day < DAYS; day++) {
      quickRun();
    }
    assertThat(counted(it.run()).getFirst()).contains("HIGHESTMODSEQ was found wrong");
    it.mirrors();
  }

  @Test
  void aChangeInTheMiddleOfAListingIsNoLie() {
    it.fill("INBOX", 9);
    it.run();
    for (int day = 1; day < DAYS; day++) {
      quickRun();
    }
    it.server.before(
        operation -> {
          if (operation.startsWith("flags")) {
            it.server.before(other -> {});
            it.server.flag("INBOX", 4, "\\Flagged");
            it.server.add("INBOX", mail("new"), DATE);
            it.server.remove("INBOX", 9);
          }
        });
    assertThat(counted(it.run())).containsExactly(Listing.IN_FULL);
    it.run();
    it.mirrors();
  }

  @Test
  void messagesThatWaitAreTriedThoughNothingElseHappened() {
    it.fill("INBOX", 9);
    it.server.unfetchable("INBOX", 4, "no luck");
    assertThat(it.run().outcome()).isEqualTo("partial");
    it.server.heal();

    RunSummary summary = quickRun();

    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).isEqualTo(1);
    assertThat(asked()).noneMatch(what -> what.startsWith("flags"));
    it.mirrors();
    quickRun();
    assertThat(asked()).isEmpty();
  }

  @Test
  void aFolderThatWasNotReadToItsEndIsNotRemembered() {
    it.fill("INBOX", 30);
    it.server.before(
        operation -> {
          if (operation.equals("body INBOX 12")) {
            throw new IllegalStateException("a bug");
          }
        });
    assertThatThrownBy(it::run).hasMessage("a bug");
    it.server.before(operation -> {});
    assertThat(it.catalog.listed(WORK)).isEmpty();
    it.run();
    it.mirrors();
    assertThat(it.catalog.listed(WORK)).hasSize(1);
  }

  @Test
  void aRunThatBreaksOffLeavesTheLastWholeOneToGoBy() {
    it.fill("INBOX", 9);
    it.run();
    var before = it.catalog.listed(WORK);
    it.fill("INBOX", 9);
    it.server.flag("INBOX", 4, "\\Flagged");
    it.server.before(
        operation -> {
          if (operation.equals("body INBOX 12")) {
            throw new IllegalStateException("a bug");
          }
        });
    assertThatThrownBy(it::run).hasMessage("a bug");
    it.server.before(operation -> {});
    assertThat(it.catalog.listed(WORK).values())
        .extracting(ListedFolder::listing)
        .isEqualTo(before.values().stream().map(ListedFolder::listing).toList());
    quickRun();
    assertThat(asked()).contains("changes INBOX 10").noneMatch(what -> what.startsWith("flags"));
    it.mirrors();
  }

  @Test
  void anotherUidValidityIsListedAndThenRemembered() {
    it.fill("INBOX", 9);
    it.run();
    it.server.renumber("INBOX");
    assertThat(counted(it.run())).containsExactly(Listing.IN_FULL);
    it.mirrors();
    quickRun();
    assertThat(asked()).isEmpty();
  }

  @Test
  void aModSequenceThatWentBackIsListed() {
    it.fill("INBOX", 9);
    it.run();
    it.server.modSeq("INBOX", 2);
    it.server.flag("INBOX", 4, "\\Flagged");
    assertThat(counted(it.run())).containsExactly(Listing.IN_FULL);
    it.mirrors();
  }

  @Test
  void aServerThatWentBackToAnEarlierStateHidesNoMail() {
    it.fill("INBOX", 6);
    it.run();
    long modSeq = 9;
    it.server.modSeq("INBOX", modSeq);
    it.fill("INBOX", 3);
    it.run();
    Instant before = it.clock.instant();
    // last night's copy, and then other mail under the UIDs of what is lost
    it.server.remove("INBOX", 7);
    it.server.remove("INBOX", 8);
    it.server.remove("INBOX", 9);
    it.server.uidNext("INBOX", 7);
    it.server.modSeq("INBOX", modSeq);
    String later = "18-Jul-2024 02:44:25 +0200";
    it.server.add("INBOX", mail("another"), later);
    it.server.add("INBOX", mail("and another"), later);
    it.server.forget();

    RunSummary summary = it.run();

    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).isEqualTo(2);
    it.mirrors();
    assertThat(it.archived("INBOX", before)).hasSize(9);
    assertThat(it.archived("INBOX", before).get(7L)).contains("INBOX 1");
    quickRun();
    assertThat(asked()).isEmpty();
  }

  @Test
  void aServerWithoutModSequencesThatWentBackHidesNoMail() {
    it.server.keepModSeqs(false);
    it.fill("INBOX", 9);
    it.run();
    it.server.remove("INBOX", 8);
    it.server.remove("INBOX", 9);
    it.server.uidNext("INBOX", 8);
    it.server.add("INBOX", mail("another"), "18-Jul-2024 02:44:25 +0200");
    it.server.forget();

    assertThat(it.run().outcome()).isEqualTo("complete");

    assertThat(it.server.bodiesFetched()).isEqualTo(1);
    it.mirrors();
    it.server.forget();
    it.run();
    assertThat(it.server.bodiesFetched()).as("it is told once").isZero();
  }

  @Test
  void aMessageThatTheServerDoesNotTellOfIsFoundByCounting() {
    it.fill("INBOX", 9);
    it.run();
    it.server.keepQuiet("INBOX", true);
    it.server.add("INBOX", mail("quiet"), DATE);
    it.server.remove("INBOX", 2);
    it.server.keepQuiet("INBOX", false);
    it.server.flag("INBOX", 4, "\\Flagged");
    it.run();
    it.mirrors();
  }

  @Test
  void aFolderThatIsEmptiedIsSeenEmpty() {
    it.fill("INBOX", 3);
    it.run();
    it.server.remove("INBOX", 1);
    it.server.remove("INBOX", 2);
    it.server.remove("INBOX", 3);
    assertThat(it.run().gone()).isEqualTo(3);
    it.mirrors();
    quickRun();
    assertThat(asked()).isEmpty();
  }

  @Test
  void whatIsRememberedSurvivesARebuild() {
    it.fill("INBOX", 9);
    it.run();
    it.server.add("INBOX", mail("new"), DATE);
    it.run();
    var before = it.catalog.listed(WORK);
    it.catalog.rebuild(it.archive, Progress.NONE);
    assertThat(it.catalog.listed(WORK)).isEqualTo(before).hasSize(1);
    ListedFolder inbox = before.values().iterator().next();
    assertThat(inbox.archived()).isEqualTo(10);
    assertThat(it.events(FolderListed.class)).last().isEqualTo(inbox.listing());
    quickRun();
    assertThat(asked()).isEmpty();
  }

  @Test
  void aLineThatIsLostOverTheStatesCostsNothing() {
    it.fill("INBOX", 9);
    it.run();
    it.server.before(
        operation -> {
          if (operation.equals("states")) {
            it.server.before(other -> {});
            throw new Failure.Unreachable("it", "gone", "again", null);
          }
        });
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }
}
