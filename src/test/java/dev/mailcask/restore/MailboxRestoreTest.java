package dev.mailcask.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.restore.Restore.FolderPlan;
import dev.mailcask.restore.Restore.Plan;
import dev.mailcask.restore.Restore.Problem;
import dev.mailcask.restore.Restore.Report;
import dev.mailcask.restore.Restore.Request;
import dev.mailcask.sync.AccountBackup;
import dev.mailcask.sync.SyncSettings;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.FakeMailbox;
import dev.mailcask.testing.FakeMailbox.Mail;
import dev.mailcask.testing.InMemoryArchive;
import dev.mailcask.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxRestoreTest {

  private static final AccountId WORK = new AccountId("work");
  private static final AccountId HOME = new AccountId("home");
  private static final String DATE = "17-Jul-2024 02:44:25 +0200";

  @TempDir private Path dir;
  private final SettableClock clock = new SettableClock();
  private final FakeMailbox work = new FakeMailbox();
  private final FakeMailbox home = new FakeMailbox();
  private final InMemoryArchive archive = new InMemoryArchive(clock);
  private final List<Duration> pauses = new ArrayList<>();
  private final FakeAccounts accounts =
      new FakeAccounts().with("work", work::connect).with("home", home::connect);
  private SqliteCatalog catalog;
  private MailboxRestore restore;

  @BeforeEach
  void open() {
    catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock);
    restore = new MailboxRestore(archive, catalog, accounts, clock, pauses::add);
  }

  @AfterEach
  void close() {
    assertThat(work.openConnections() + home.openConnections()).as("left open").isZero();
    catalog.close();
  }

  private static byte[] mail(String subject) {
    return ("Subject: " + subject + "\r\n\r\nAbout " + subject + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private void fill(String path, int count) {
    for (int i = 1; i <= count; i++) {
      work.add(path, mail(path + " " + i), DATE, i % 2 == 0 ? "\\Seen" : "$Work");
    }
  }

  private Instant backUp(AccountId account) {
    clock.advance(Duration.ofDays(1));
    assertThat(
            new AccountBackup(archive, catalog, accounts, SyncSettings.DEFAULT, clock)
                .run(account, Progress.NONE)
                .summary()
                .outcome())
        .isEqualTo("complete");
    return clock.advance(Duration.ofHours(1));
  }

  private static Request folder(String path) {
    return new Request(WORK, List.of(path), List.of(), null, null, null);
  }

  private static Request request(
      List<String> folders, @Nullable Instant at, @Nullable AccountId to, @Nullable String into) {
    return new Request(WORK, folders, List.of(), at, to, into);
  }

  private Report run(Request request) {
    return restore.run(request, Progress.NONE);
  }

  private static List<String> words(FakeMailbox server, String path) {
    return words(server.mails(path).values());
  }

  private static List<String> words(Collection<Mail> mails) {
    return mails.stream().map(MailboxRestoreTest::words).sorted().toList();
  }

  private static String words(Mail mail) {
    List<String> flags = mail.flags().stream().filter(Wanted::restorable).sorted().toList();
    String text = new String(mail.bytes(), StandardCharsets.ISO_8859_1);
    return mail.internalDate() + " " + flags + " " + text;
  }

  private static void counts(
      Report report, long planned, long appended, long there, long failed, long verified) {
    figures(report, planned, appended, there, failed, verified);
    assertThat(report.failures()).as("failures").hasSize((int) failed);
  }

  private static void figures(
      Report report, long planned, long appended, long there, long failed, long verified) {
    assertThat(report.planned()).as("planned").isEqualTo(planned);
    assertThat(report.appended()).as("appended").isEqualTo(appended);
    assertThat(report.alreadyThere()).as("already there").isEqualTo(there);
    assertThat(report.failed()).as("failed").isEqualTo(failed);
    assertThat(report.verified()).as("verified").isEqualTo(verified);
  }

  private List<Restored> ledger() {
    List<Restored> all = new ArrayList<>();
    archive
        .journal(WORK)
        .readAfter(
            0,
            segment ->
                segment.events().stream()
                    .filter(Restored.class::isInstance)
                    .map(Restored.class::cast)
                    .forEach(all::add));
    return all;
  }

  // the folder that was lost

  @Test
  void aLostFolderComesBackAsItWas() {
    fill("Lost/Deep", 600);
    List<String> before = words(work, "Lost/Deep");
    backUp(WORK);
    work.deleteFolder("Lost/Deep");
    backUp(WORK);

    Plan plan = restore.plan(folder("Lost/Deep"));
    assertThat(plan.folders())
        .containsExactly(
            new FolderPlan(
                "Lost/Deep", "Lost/Deep", false, 600, 0, 600, plan.folders().getFirst().bytes()));
    assertThat(work.paths()).as("a plan changes nothing").doesNotContain("Lost/Deep");

    counts(run(folder("Lost/Deep")), 600, 600, 0, 0, 600);
    assertThat(words(work, "Lost/Deep")).isEqualTo(before);
    assertThat(ledger()).hasSize(600);

    counts(run(folder("Lost/Deep")), 600, 0, 600, 0, 0);
    assertThat(words(work, "Lost/Deep")).isEqualTo(before);
    backUp(WORK);
    counts(run(folder("Lost/Deep")), 600, 0, 600, 0, 0);
    assertThat(ledger()).hasSize(600);
  }

  @Test
  void onlyWhatIsMissingIsAddedAndNothingKnownIsDownloaded() {
    fill("A", 50);
    backUp(WORK);
    List<String> before = words(work, "A");
    for (long uid = 1; uid <= 10; uid++) {
      work.remove("A", uid);
    }
    Instant then = clock.instant();
    work.forget();

    counts(run(request(List.of("A"), then, null, null)), 50, 10, 40, 0, 10);

    assertThat(words(work, "A")).isEqualTo(before);
    assertThat(work.bodiesFetched()).as("read back only").isEqualTo(10);
  }

  @Test
  void aFolderComesBackAsOfATime() {
    fill("A", 5);
    work.flag("A", 1, "\\Flagged");
    Instant then = backUp(WORK);
    List<String> before = words(work, "A");
    work.remove("A", 2);
    work.flag("A", 1, "\\Seen");
    work.add("A", mail("later"), DATE);
    backUp(WORK);

    counts(run(request(List.of("A"), then, HOME, null)), 5, 5, 0, 0, 5);
    assertThat(words(home, "A")).isEqualTo(before);
  }

  @Test
  void aMessageThatWasThereTwiceComesTwice() {
    work.add("A", mail("same"), DATE);
    work.add("A", mail("same"), DATE);
    work.add("A", mail("other"), DATE);
    backUp(WORK);
    work.remove("A", 2);

    Report report = run(folder("A"));
    counts(report, 3, 1, 2, 0, 1);
    assertThat(work.mails("A")).hasSize(3);
    counts(run(folder("A")), 3, 0, 3, 0, 0);
  }

  @Test
  void neitherDeletedNorRecentIsRestored() {
    work.add("A", mail("x"), DATE, "\\Deleted", "\\Recent", "\\Seen");
    backUp(WORK);
    counts(run(request(List.of("A"), null, HOME, null)), 1, 1, 0, 0, 1);
    assertThat(home.mails("A").values())
        .singleElement()
        .satisfies(mail -> assertThat(mail.flags()).containsExactly("\\Seen"));
  }

  // where to

  @Test
  void allFoldersOfATimeComeToAnotherAccount() {
    fill("INBOX", 3);
    fill("A", 3);
    fill("B/C", 3);
    Instant then = backUp(WORK);
    work.deleteFolder("A");
    backUp(WORK);

    counts(run(request(List.of(), then, HOME, null)), 9, 9, 0, 0, 9);
    assertThat(home.paths()).containsExactlyInAnyOrder("INBOX", "A", "B/C");
    counts(run(request(List.of(), null, HOME, null)), 6, 0, 6, 0, 0);
  }

  @Test
  void severalFoldersBecomeSubfolders() {
    fill("A", 2);
    fill("B/C", 2);
    backUp(WORK);
    Plan plan = restore.plan(request(List.of("A", "B/C"), null, null, "Restored"));
    assertThat(plan.folders())
        .extracting(FolderPlan::target)
        .containsExactly("Restored/A", "Restored/B/C");
    counts(run(request(List.of("A", "B/C"), null, null, "Restored")), 4, 4, 0, 0, 4);
    assertThat(words(work, "Restored/A")).isEqualTo(words(work, "A"));
  }

  @Test
  void oneFolderGoesIntoTheFolderThatWasNamed() {
    fill("A", 2);
    backUp(WORK);
    counts(run(request(List.of("A"), null, null, "Restored")), 2, 2, 0, 0, 2);
    assertThat(words(work, "Restored")).isEqualTo(words(work, "A"));
  }

  @Test
  void singleMessagesComeToWhereTheyWereLastSeen() {
    fill("A", 3);
    work.add("B", mail("A 2"), DATE, "\\Flagged");
    backUp(WORK);
    work.remove("A", 2);
    work.deleteFolder("B");
    backUp(WORK);
    ContentId id = ContentId.of(mail("A 2"));

    Request request = new Request(WORK, List.of(), List.of(id), null, null, null);
    counts(run(request), 1, 1, 0, 0, 1);
    assertThat(work.mails("A").size() + (work.paths().contains("B") ? 1 : 0)).isEqualTo(3);
    counts(run(request), 1, 0, 1, 0, 0);
    assertThat(home.paths()).containsExactly("INBOX");

    Request elsewhere = new Request(WORK, List.of("A"), List.of(id), null, HOME, "Found");
    assertThat(run(elsewhere).failed()).isZero();
    assertThat(home.mails("Found").values().stream().map(Mail::bytes))
        .filteredOn(bytes -> ContentId.of(bytes).equals(id))
        .hasSize(1);
  }

  @Test
  void foldersAndMessagesThatNeverWereAreToldAtOnce() {
    fill("A", 1);
    backUp(WORK);
    assertThatThrownBy(() -> run(folder("Nowhere")))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("Nowhere");
    ContentId strange = ContentId.of(mail("strange"));
    assertThatThrownBy(() -> run(new Request(WORK, List.of(), List.of(strange), null, null, null)))
        .isInstanceOf(Failure.Misconfigured.class);
    assertThatThrownBy(() -> run(request(List.of("A"), null, new AccountId("x"), null)))
        .isInstanceOf(Failure.Misconfigured.class);
  }

  // what is there already

  @Test
  void whatCameAfterTheLastBackupIsComparedByContent() {
    fill("A", 3);
    Instant then = backUp(WORK);
    work.renumber("A"); // the catalog knows nothing of the new UIDs
    work.add("A", mail("of another size altogether"), DATE);
    work.forget();
    counts(run(request(List.of("A"), then, null, null)), 3, 0, 3, 0, 0);
    assertThat(work.bodiesFetched("A", 4)).as("the size told enough").isZero();
  }

  @Test
  void sizesThatLieAreFoundOut() {
    fill("A", 30);
    backUp(WORK);
    work.renumber("A");
    work.lieAboutSizes();
    counts(run(folder("A")), 30, 0, 30, 0, 0);
  }

  @Test
  void whereUidsDoNotLastContentDecides() {
    fill("A", 5);
    work.uidValidity("A", 0);
    backUp(WORK);
    work.remove("A", 1);
    counts(run(folder("A")), 5, 1, 4, 0, 1);
    counts(run(folder("A")), 5, 0, 5, 0, 0);
  }

  @Test
  void aServerThatAltersMessagesIsToldAboutAndGetsThemOnce() {
    fill("A", 5);
    backUp(WORK);
    home.alterOnAppend(
        bytes ->
            ("X-Seen: 1\r\n" + new String(bytes, StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8));
    Request request = request(List.of("A"), null, HOME, null);
    Report report = run(request);
    counts(report, 5, 5, 0, 0, 0);
    assertThat(report.notes()).hasSize(5).allMatch(note -> note.reason().contains("altered"));

    counts(run(request), 5, 0, 5, 0, 0);
    backUp(HOME);
    counts(run(request), 5, 0, 5, 0, 0);
    assertThat(home.mails("A")).hasSize(5);

    home.deleteFolder("A");
    counts(run(request), 5, 5, 0, 0, 0);
  }

  @Test
  void aServerThatTellsNoUidsIsReadBackAllTheSame() {
    work.add("A", mail("same"), DATE);
    work.add("A", mail("same"), DATE);
    fill("A", 300);
    backUp(WORK);
    home.tellNoUids();
    counts(run(request(List.of("A"), null, HOME, null)), 302, 302, 0, 0, 302);
    assertThat(ledger()).extracting(Restored::uid).doesNotHaveDuplicates().doesNotContain(0L);
  }

  // what differs

  @Test
  void flagsThatTheServerDoesNotKeepAreNoted() {
    fill("A", 2);
    backUp(WORK);
    home.keepFlags("\\Seen");
    Report report = run(request(List.of("A"), null, HOME, null));
    counts(report, 2, 2, 0, 0, 1);
    assertThat(report.notes())
        .extracting(Problem::reason)
        .singleElement()
        .asString()
        .contains("$Work");
  }

  @Test
  void anotherInternalDateIsNotedAndAnotherZoneIsTheSameInstant() {
    fill("A", 3);
    backUp(WORK);
    home.alterDateOnAppend(date -> "17-Jul-2024 00:44:25 +0000");
    Report same = run(request(List.of("A"), null, HOME, null));
    counts(same, 3, 3, 0, 0, 3);
    assertThat(same.notes())
        .singleElement()
        .satisfies(n -> assertThat(n.reason()).contains("3 messages"));

    home.alterDateOnAppend(date -> "18-Jul-2024 00:44:25 +0000");
    Report other = run(request(List.of("A"), null, HOME, "B"));
    counts(other, 3, 3, 0, 0, 0);
    assertThat(other.notes()).hasSize(3).allMatch(note -> note.reason().contains("INTERNALDATE"));
  }

  @Test
  void aMessageThatIsNotTakenIsListedAndStopsNoOther() {
    fill("A", 5);
    backUp(WORK);
    home.reject(mail("A 3"));
    Report report = run(request(List.of("A"), null, HOME, null));
    counts(report, 5, 4, 0, 1, 4);
    assertThat(report.failures())
        .containsExactly(
            new Problem(ContentId.of(mail("A 3")), "A", "the message is too large for the server"));
  }

  @Test
  void aMessageThatTheArchiveCannotReadIsListedAndStopsNoOther() {
    fill("A", 5);
    backUp(WORK);
    archive.damage(ContentId.of(mail("A 2")));
    archive.lose(ContentId.of(mail("A 4")));
    Report report = run(request(List.of("A"), null, HOME, null));
    counts(report, 5, 3, 0, 2, 3);
    assertThat(report.failures()).allMatch(problem -> problem.reason().contains("verify"));
  }

  @Test
  void aFolderThatCannotBeOpenedIsListedAndStopsNoOther() {
    fill("A", 5);
    fill("B", 5);
    backUp(WORK);
    home.folder("A");
    home.refuse("A");
    Report report = run(request(List.of("A", "B"), null, HOME, null));
    counts(report, 10, 5, 0, 5, 5);
  }

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
