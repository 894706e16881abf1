package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.DATE;
import static dev.mailcask.sync.Premises.WORK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent.FolderGone;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.testing.FakeMailbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups of a server that says what it calls folders and messages (OBJECTID, X-GM-EXT-1): each
/// body crosses the network once.
class NamedObjectsTest {

  @TempDir private Path dir;
  private Premises it;
  private int written;

  @BeforeEach
  void open() {
    it = new Premises(dir);
    it.server.nameObjects(true);
  }

  @AfterEach
  void close() {
    assertThat(it.server.openConnections()).as("connections left open").isZero();
    it.close();
  }

  /// A mail, all of one length, that is or is not one of those that are fetched all the same.
  private byte[] mail(boolean sample) {
    while (true) {
      byte[] mail =
          "Subject: mail %06d\r\n\r\nx\r\n".formatted(written++).getBytes(StandardCharsets.UTF_8);
      if (KnownBodies.isSample(FakeMailbox.nameOf(mail)) == sample) {
        return mail;
      }
    }
  }

  private List<byte[]> mails(int count) {
    List<byte[]> mails = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      mails.add(mail(false));
    }
    return mails;
  }

  @Test
  void aMessageWithManyLabelsIsFetchedOnce() {
    for (byte[] mail : mails(700)) {
      for (String label : List.of("All", "INBOX", "Important", "Work", "Family")) {
        it.server.add(label, mail, DATE);
      }
    }
    RunSummary summary = it.run();
    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(summary.fetched()).isEqualTo(3500);
    assertThat(it.server.bodiesFetched()).isEqualTo(700);
    assertThat(summary.bytesFetched()).isEqualTo(it.archive.totals().rawBytes());
    it.mirrors();
  }

  @Test
  void aMessageThatIsTwiceInAFolderIsFetchedOnce() {
    byte[] mail = mail(false);
    it.server.add("INBOX", mail, DATE);
    it.server.add("INBOX", mail, DATE);
    it.run();
    assertThat(it.server.bodiesFetched()).isEqualTo(1);
    it.mirrors();
  }

  @Test
  void aMovedMessageIsNotFetchedAgain() {
    mails(9).forEach(mail -> it.server.add("INBOX", mail, DATE, "\\Seen"));
    it.run();
    byte[] moved = Objects.requireNonNull(it.server.mails("INBOX").get(3L)).bytes();
    it.server.remove("INBOX", 3);
    it.server.add("Archive", moved, DATE, "\\Seen", "$Done");
    it.server.forget();
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).isZero();
    it.mirrors();
  }

  @Test
  void afterAnotherUidValidityNothingIsFetchedAgain() {
    mails(300).forEach(mail -> it.server.add("INBOX", mail, DATE));
    it.run();
    it.server.renumber("INBOX");
    byte[] fresh = mail(false);
    it.server.add("INBOX", fresh, DATE);
    it.server.forget();
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).isEqualTo(1);
    it.mirrors();
  }

  @Test
  void namesSurviveARebuild() {
    mails(9).forEach(mail -> it.server.add("INBOX", mail, DATE));
    it.run();
    it.catalog.rebuild(it.archive, Progress.NONE);
    it.server.renumber("INBOX");
    it.server.forget();
    it.run();
    assertThat(it.server.bodiesFetched()).isZero();
    it.mirrors();
  }

  @Test
  void oneInMoreThanAHundredIsFetchedAllTheSame() {
    byte[] sample = mail(true);
    it.server.add("INBOX", sample, DATE);
    mails(9).forEach(mail -> it.server.add("INBOX", mail, DATE));
    it.run();
    it.server.renumber("INBOX");
    it.server.forget();
    it.run();
    assertThat(it.server.bodiesFetched()).isEqualTo(1);
    it.mirrors();
  }

  @Test
  void anotherSizeOrDateIsNotBelieved() {
    byte[] mail = mail(false);
    it.server.add("INBOX", mail, DATE);
    it.run();
    it.server.add("Other", mail, "18-Jul-2024 02:44:25 +0200");
    it.server.forget();
    it.run();
    assertThat(it.server.bodiesFetched()).isEqualTo(1);
    it.server.lieAboutSizes();
    it.server.add("Third", mail, DATE);
    it.server.forget();
    it.run();
    assertThat(it.server.bodiesFetched()).isEqualTo(1);
    it.mirrors();
  }

  @Test
  void aServerThatCallsTwoMessagesByOneNameIsNotBelievedAgain() {
    byte[] one = mail(false);
    byte[] two = "Subject: other\r\n\r\nof another length\r\n".getBytes(StandardCharsets.UTF_8);
    it.server.callIt(one, "EMAILID M1");
    it.server.callIt(two, "EMAILID M1");
    it.server.add("INBOX", one, DATE);
    it.server.add("INBOX", two, DATE);
    mails(5).forEach(mail -> it.server.add("INBOX", mail, DATE));
    it.run();
    it.mirrors();
    it.server.renumber("INBOX");
    it.server.forget();
    it.run();
    assertThat(it.server.bodiesFetched()).isEqualTo(7);
    it.mirrors();
  }

  @Test
  void aConnectionThatIsLostLeavesNothingWaiting() {
    List<byte[]> mails = mails(300);
    for (String label : List.of("All", "INBOX", "Work")) {
      mails.forEach(mail -> it.server.add(label, mail, DATE));
    }
    it.server.loseAfterBodies(20, 8);
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).isEqualTo(300);
    it.mirrors();
  }

  @Test
  void aMessageThatCannotBeFetchedHereIsFetchedThere() {
    byte[] mail = mail(false);
    long uid = it.server.add("A", mail, DATE);
    it.server.add("B", mail, DATE);
    it.server.unfetchable("A", uid, "no luck");
    it.run();
    assertThat(it.archived("B", null)).hasSize(1);
    // whichever came first: the one that cannot be fetched is there when the other is
    it.run();
    assertThat(it.run().outcome()).isEqualTo("complete");
    assertThat(it.server.bodiesFetched()).isEqualTo(1);
    it.mirrors();
  }

  @Test
  void aRenamedFolderIsTheSameFolder() {
    it.server.keepModSeqs(true);
    mails(9).forEach(mail -> it.server.add("Work", mail, DATE));
    it.run();
    Instant before = it.clock.instant();
    it.server.renameFolder("Work", "Arbeit");
    it.server.folder("Work");
    it.server.forget();

    RunSummary summary = it.run();

    assertThat(summary.outcome()).isEqualTo("complete");
    assertThat(it.server.operations()).doesNotContain("examine Arbeit").contains("examine Work");
    assertThat(it.events(FolderGone.class)).isEmpty();
    assertThat(it.events(FolderSeen.class))
        .filteredOn(seen -> seen.folder() == 2)
        .extracting(FolderSeen::path)
        .containsExactly("Work", "Arbeit");
    assertThat(it.events(Placed.class)).hasSize(9);
    it.mirrors();
    assertThat(it.archived("Work", before)).hasSize(9);
    assertThat(it.archived("Work", null)).isEmpty();
    it.server.deleteFolder("Arbeit");
    it.run();
    assertThat(it.events(FolderGone.class)).containsExactly(new FolderGone(2));
  }

  @Test
  void foldersThatChangeNamesAreNotMixedUp() {
    it.server.add("A", mail(false), DATE);
    it.server.add("B", mail(false), DATE);
    it.run();
    it.server.renameFolder("A", "X");
    it.server.renameFolder("B", "A");
    it.server.renameFolder("X", "B");
    it.server.forget();
    it.run();
    assertThat(it.server.bodiesFetched()).isZero();
    assertThat(it.events(Placed.class)).hasSize(2);
    it.mirrors();
  }

  @Test
  void aFolderMadeAnewUnderAnOldNameIsReadAsBefore() {
    it.server.add("A", mail(false), DATE);
    it.run();
    it.server.deleteFolder("A");
    it.server.add("A", mail(false), DATE);
    it.run();
    it.mirrors();
    assertThat(it.events(FolderSeen.class)).extracting(FolderSeen::folder).doesNotContain(3);
  }

  @Test
  void namesThatComeLaterAreLearned() {
    it.server.nameObjects(false);
    it.server.add("A", mail(false), DATE);
    it.run();
    it.server.nameObjects(true);
    it.run();
    it.server.nameObjects(false);
    it.run();
    it.server.nameObjects(true);
    it.server.renameFolder("A", "B");
    it.server.forget();
    it.run();
    assertThat(it.server.bodiesFetched()).isZero();
    assertThat(it.events(FolderGone.class)).isEmpty();
    assertThat(it.catalog.folders(WORK, null)).hasSize(2);
    it.mirrors();
  }

  @Test
  void aRunThatBreaksOffLeavesNothingHalfKnown() {
    List<byte[]> mails = mails(40);
    for (String label : List.of("All", "INBOX")) {
      mails.forEach(mail -> it.server.add(label, mail, DATE));
    }
    it.server.failLogin(null);
    it.server.loseAfterBodies(30, 1000);
    try {
      it.run();
    } catch (Failure e) {
      assertThat(e).hasMessageContaining("connection");
    }
    it.server.loseAfterBodies(0, 0);
    assertThat(it.run().outcome()).isEqualTo("complete");
    it.mirrors();
  }
}
