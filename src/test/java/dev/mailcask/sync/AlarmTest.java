package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.DATE;
import static dev.mailcask.sync.Premises.WORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.RaisedAlarm;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail that leaves a server in numbers in which nobody deletes it.
class AlarmTest {

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

  private void remove(String path, int from, int to) {
    for (int uid = from; uid <= to; uid++) {
      it.server.remove(path, uid);
    }
  }

  /// Moves as a server does: another UID there.
  private void move(String path, int from, int to, String target) {
    for (long uid = from; uid <= to; uid++) {
      byte[] bytes = Objects.requireNonNull(it.server.mails(path).get(uid)).bytes();
      it.server.add(target, bytes, DATE, "\\Seen");
      it.server.remove(path, uid);
    }
  }

  private static List<String> kinds(RunSummary summary) {
    return summary.alarms().stream().map(a -> a.kind() + " " + a.folder()).sorted().toList();
  }

  private int number(String path) {
    return it.catalog.knownFolders(WORK).stream()
        .filter(folder -> folder.path().equals(path))
        .findFirst()
        .orElseThrow()
        .number();
  }

  @Test
  void aFolderThatLostMostOfItsMail() {
    it.fill("INBOX", 1_000);
    it.fill("A", 100);
    it.run();
    remove("A", 1, 51);

    RunSummary summary = it.run();

    assertThat(summary.outcome()).as("all that is there is archived").isEqualTo("complete");
    assertThat(summary.alarms())
        .containsExactly(
            new Alarm(
                "dropped",
                number("A"),
                100,
                51,
                "51 of 100 messages in folder A are not on the server any more"));
    assertThat(it.catalog.alarms(WORK)).extracting(RaisedAlarm::path).containsExactly("A");
    assertThat(it.archived("A", it.segments().getFirst().at())).as("kept").hasSize(100);
  }

  @Test
  void halfOrFiftyIsNotEnough() {
    it.fill("INBOX", 1_000);
    it.fill("A", 102);
    it.fill("B", 60);
    it.run();
    remove("A", 1, 51);
    remove("B", 1, 50);
    assertThat(it.run().alarms()).isEmpty();
  }

  @Test
  void aFolderThatIsSuddenlyEmpty() {
    it.fill("INBOX", 1_000);
    it.fill("A", 100);
    it.run();
    remove("A", 1, 100);
    RunSummary summary = it.run();
    assertThat(kinds(summary)).containsExactly("emptied " + number("A"));
    assertThat(summary.alarms().getFirst().problem()).contains("A is empty").contains("100");
  }

  @Test
  void aFifthOfAnAccountInPieces() {
    for (int i = 0; i < 10; i++) {
      it.fill("F" + i, 100);
    }
    it.run();
    for (int i = 0; i < 10; i++) {
      remove("F" + i, 1, 21);
    }
    RunSummary summary = it.run();
    assertThat(kinds(summary)).containsExactly("dropped 0");
    assertThat(summary.alarms().getFirst().before()).isEqualTo(1_000);
    assertThat(summary.alarms().getFirst().left()).isEqualTo(210);
  }

  @Test
  void mailThatWasMovedIsThere() {
    it.fill("INBOX", 300);
    it.run();
    move("INBOX", 1, 300, "Archive");
    assertThat(it.run().alarms()).isEmpty();
  }

  @Test
  void aRenamedFolderIsThere() {
    it.fill("A", 100);
    it.fill("B", 100);
    it.run();
    it.server.renameFolder("A", "Old/A");
    it.server.renameFolder("B", "Old/B");
    assertThat(it.run().alarms()).isEmpty();
  }

  @Test
  void emptyingTheRubbishAlarmsNobody() {
    it.fill("INBOX", 100);
    it.fill("Trash", 300);
    it.server.folder("Mist", "\\Junk");
    it.fill("Mist", 300);
    it.run();
    remove("Trash", 1, 300);
    remove("Mist", 1, 300);
    assertThat(it.run().alarms()).isEmpty();
  }

  @Test
  void mostFoldersVanish() {
    for (String path : List.of("A", "B", "C")) {
      it.fill(path, 10);
    }
    it.run();
    for (String path : List.of("A", "B", "C")) {
      it.server.deleteFolder(path);
    }
    RunSummary summary = it.run();
    assertThat(kinds(summary)).containsExactly("foldersGone 0");
    assertThat(summary.alarms().getFirst().problem()).contains("3 of the account's 4 folders");
    assertThat(it.run().alarms()).as("told once").isEmpty();
    assertThat(it.catalog.alarms(WORK)).as("until it is seen").hasSize(1);
  }

  @Test
  void aServerRestoredFromAnOldBackup() {
    it.fill("INBOX", 200);
    it.run();
    remove("INBOX", 1, 150);
    it.server.renumber("INBOX");
    assertThat(kinds(it.run())).containsExactly("dropped 0", "dropped " + number("INBOX"));
  }

  @Test
  void renumberedMailIsThere() {
    it.fill("INBOX", 200);
    it.run();
    it.server.renumber("INBOX");
    assertThat(it.run().alarms()).isEmpty();
  }

  @Test
  void anAlarmSurvivesTheRunThatCouldNotTellIt() {
    it.fill("INBOX", 200);
    it.run();
    remove("INBOX", 1, 190);
    AlteredArchive cutOff =
        new AlteredArchive(it.archive, e -> e instanceof RunFinished ? null : e, () -> {});
    it.backup(cutOff).run(WORK, Progress.NONE);
    assertThat(it.archived("INBOX", null)).as("the loss is written down").hasSize(10);
    assertThat(it.catalog.alarms(WORK)).isEmpty();

    RunSummary next = it.run();
    assertThat(kinds(next)).containsExactly("dropped 0", "dropped " + number("INBOX"));
    assertThat(next.alarms()).allMatch(alarm -> alarm.before() == 200 && alarm.left() == 190);
  }

  @Test
  void theOwnerAcknowledges() {
    it.fill("INBOX", 200);
    it.run();
    remove("INBOX", 1, 200);
    it.run();
    assertThat(it.catalog.alarms(WORK)).hasSize(2);
    try (ArchiveWriter _ = it.archive.writer(WORK)) {
      assertThatThrownBy(() -> Alarms.acknowledge(it.archive, it.catalog, WORK))
          .isInstanceOf(Failure.Locked.class);
    }
    assertThat(Alarms.acknowledge(it.archive, it.catalog, WORK)).hasSize(2);
    assertThat(it.catalog.alarms(WORK)).isEmpty();
    assertThat(Alarms.acknowledge(it.archive, it.catalog, WORK)).isEmpty();
    it.run();
    it.catalog.rebuild(it.archive, Progress.NONE);
    assertThat(it.catalog.alarms(WORK)).isEmpty();
  }
}
