package dev.mailcask.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.AccountSet;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.testing.HostileStorage;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that does not give a segment of a journal now, and perhaps does later.
class UnreadJournalTest {

  private static final AccountId HOME = new AccountId("home");
  private static final AccountId WORK = new AccountId("work");
  private static final String SEGMENT_2 = "journal/home/0000000002.journal";
  private static final String SEGMENT_4 = "journal/home/0000000004.journal";

  @TempDir private Path dir;
  private final SettableClock clock = new SettableClock();
  private final HostileStorage disk = new HostileStorage(new MemoryStorage());
  private PackedArchive archive;
  private SqliteCatalog catalog;

  /// Home comes before work, and has a folder more with each segment behind the first.
  @BeforeEach
  void fill() {
    archive = PackedArchive.open(disk, ArchiveSettings.DEFAULT, clock);
    AccountSettings settings =
        new AccountSettings("imap", "h", 993, "tls", "u", "", List.of(), List.of());
    commit(HOME, new AccountSet(settings));
    for (int folder = 1; folder <= 3; folder++) {
      commit(HOME, seen(folder));
    }
    commit(WORK, new AccountSet(settings));
    catalog = open();
  }

  private SqliteCatalog open() {
    return SqliteCatalog.open(dir.resolve("catalog.db"), clock);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private static FolderSeen seen(int folder) {
    return new FolderSeen(folder, "F" + folder, "F" + folder, "/", List.of());
  }

  private void commit(AccountId account, JournalEvent event) {
    try (ArchiveWriter writer = archive.writer(account)) {
      writer.record(event);
      writer.commit();
    }
  }

  private List<String> folders() {
    return catalog.folders(HOME, null).stream().map(FolderAt::path).toList();
  }

  @Test
  void whatTheDiskDoesNotGiveIsLeftOutToldOfAndReadLater() {
    disk.unreadable(SEGMENT_2);
    catalog.catchUp(archive, Progress.NONE);
    assertThat(folders()).containsExactly("F2", "F3");
    assertThat(catalog.damage())
        .singleElement()
        .satisfies(
            damage -> {
              assertThat(damage.account()).isEqualTo(HOME);
              assertThat(damage.segment()).isEqualTo(2);
              assertThat(damage.lost()).isTrue();
              assertThat(damage.problem()).contains("the disk answers with an error");
            });
    assertThat(catalog.account(WORK)).isPresent();

    commit(HOME, seen(4));
    catalog.catchUp(archive, HOME);
    assertThat(folders()).as("it goes on").containsExactly("F2", "F3", "F4");

    disk.readable();
    clock.advance(Duration.ofMinutes(10));
    catalog.catchUp(archive, HOME);
    assertThat(folders()).containsExactly("F1", "F2", "F3", "F4");
    assertThat(catalog.damage()).isEmpty();
  }

  @Test
  void anotherStartForgetsNothingOfIt() {
    disk.unreadable(SEGMENT_2);
    catalog.catchUp(archive, Progress.NONE);
    catalog.close();
    catalog = open();
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.damage()).hasSize(1);
    assertThat(folders()).containsExactly("F2", "F3");
    disk.readable();
    clock.advance(Duration.ofMinutes(10));
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.damage()).isEmpty();
    assertThat(folders()).containsExactly("F1", "F2", "F3");
  }

  @Test
  void aVerificationReadsItAgainToo() {
    disk.unreadable(SEGMENT_2);
    catalog.catchUp(archive, Progress.NONE);
    disk.readable();
    List<Catalog.Difference> found = new ArrayList<>();
    catalog.check(archive, Progress.NONE, found::add);
    assertThat(found).isEmpty();
    assertThat(catalog.damage()).isEmpty();
    assertThat(folders()).containsExactly("F1", "F2", "F3");
  }

  @Test
  void theLastSegmentIsWaitedForAndStopsNoOtherAccount() {
    disk.unreadable(SEGMENT_4);
    for (int times = 0; times < 2; times++) {
      assertThatThrownBy(() -> catalog.catchUp(archive, Progress.NONE))
          .isInstanceOf(Failure.Unreachable.class)
          .hasMessageContaining(SEGMENT_4);
      assertThat(folders()).containsExactly("F1", "F2");
      assertThat(catalog.account(WORK)).isPresent();
      assertThat(catalog.damage()).isEmpty();
    }
    disk.readable();
    catalog.catchUp(archive, Progress.NONE);
    assertThat(folders()).containsExactly("F1", "F2", "F3");
  }

  @Test
  void whatWasReadBeforeStaysKnown() {
    catalog.catchUp(archive, Progress.NONE);
    disk.unreadable(SEGMENT_4);
    catalog.close();
    catalog = open();
    catalog.catchUp(archive, Progress.NONE);
    assertThat(folders()).containsExactly("F1", "F2", "F3");
    assertThat(catalog.damage()).isEmpty();
  }

  @Test
  void theDiskIsNotAskedAtEachCommit() {
    disk.unreadable(SEGMENT_2);
    catalog.catchUp(archive, Progress.NONE);
    int before = disk.refusals();
    for (int folder = 4; folder < 14; folder++) {
      commit(HOME, seen(folder));
      catalog.catchUp(archive, HOME);
    }
    assertThat(disk.refusals()).as("each may take half a minute").isEqualTo(before);
    clock.advance(Duration.ofMinutes(10));
    catalog.catchUp(archive, HOME);
    assertThat(disk.refusals()).isGreaterThan(before);
    assertThat(folders()).hasSize(12);
  }

  @Test
  void aSegmentThatWasFoundCorruptAndCannotBeReadAtAllLaterStopsNothing() {
    disk.flip(SEGMENT_2, 2_000);
    catalog.catchUp(archive, Progress.NONE);
    assertThat(catalog.damage()).hasSize(1);
    catalog.close();
    disk.unreadable(SEGMENT_2);
    archive = PackedArchive.open(disk, ArchiveSettings.DEFAULT, clock);
    catalog = open();
    for (int times = 0; times < 2; times++) {
      catalog.catchUp(archive, HOME);
      assertThat(folders()).containsExactly("F2", "F3");
      assertThat(catalog.damage()).hasSize(1);
    }
    commit(HOME, seen(4));
    catalog.catchUp(archive, HOME);
    assertThat(folders()).containsExactly("F2", "F3", "F4");
  }
}
