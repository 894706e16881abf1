package dev.mailcask.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.restore.Restore.FolderPlan;
import dev.mailcask.restore.Restore.Plan;
import dev.mailcask.restore.Restore.Problem;
import dev.mailcask.restore.Restore.Report;
import dev.mailcask.restore.Restore.Request;
import dev.mailcask.testing.FakeMailbox.Mail;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a restore puts where, and what it says of it.
class MailboxRestoreTest extends RestoreCase {
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
}
