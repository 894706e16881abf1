package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.Journal.Segment;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.HostileStorage;
import dev.mailcask.testing.HostileStorage.Death;
import dev.mailcask.testing.HostileStorage.Died;
import dev.mailcask.testing.MemoryStorage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kills the process at every step of writing, fills the disk at any byte, and asks each time for
/// everything that was committed.
class CrashTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));
  private static final ArchiveSettings SMALL = new ArchiveSettings(1, 1024, 512, 4096, 4);
  private static final AccountId WORK = ArchiveFiller.ACCOUNTS.getFirst();

  private final MemoryStorage disk = new MemoryStorage();
  private final HostileStorage hostile = new HostileStorage(disk);

  private static PackedArchive open(ArchiveStorage storage) {
    return PackedArchive.open(storage, SMALL, CLOCK);
  }

  @ParameterizedTest
  @EnumSource
  void dyingAtAnyStepLosesNothingThatWasCommitted(Death death) {
    long seed = System.nanoTime();
    int step = 1;
    while (diesAt(step, death, seed)) {
      step++;
    }
    assertThat(step).as("steps until the work was done, seed %d", seed).isGreaterThan(50);
  }

  /// Whether the process got as far as to this step; if so, checks what it left.
  private static boolean diesAt(int step, Death death, long seed) {
    String trial = "step %d, %s, seed %d".formatted(step, death, seed);
    MemoryStorage disk = new MemoryStorage();
    HostileStorage hostile = new HostileStorage(disk);
    hostile.dieAt(step, death);
    ArchiveFiller filler = new ArchiveFiller(seed);
    try (PackedArchive archive = open(hostile)) {
      filler.fill(archive);
      return false;
    } catch (Died e) {
      try (PackedArchive archive = open(disk)) {
        assertThat(disk.unfinished()).as(trial).isZero();
        checkMessages(archive, filler, trial);
        if (death.damages()) {
          checkTorn(archive, trial);
        } else {
          checkClean(archive, trial);
          new ArchiveFiller(seed + 1).fill(archive);
        }
      }
      return true;
    }
  }

  private static void checkMessages(PackedArchive archive, ArchiveFiller filler, String trial) {
    Set<Placed> journalled = new HashSet<>();
    for (AccountId account : archive.accounts()) {
      try {
        archive.journal(account).readAfter(0, segment -> journalled.addAll(placed(segment)));
      } catch (Failure.Corrupt e) {
        assertThat(e).as(trial).hasMessageContaining("journal/" + account);
      }
    }
    for (ArchiveFiller.Message message : filler.committed()) {
      assertThat(journalled).as(trial).contains(message.placed());
      assertThat(archive.read(message.placed().id()).orElseThrow().toByteArray())
          .as(trial)
          .isEqualTo(message.bytes());
    }
    for (Placed placed : journalled) {
      assertThat(archive.contains(placed.id())).as(trial).isTrue();
    }
  }

  private static List<Placed> placed(Segment segment) {
    return segment.events().stream()
        .filter(Placed.class::isInstance)
        .map(Placed.class::cast)
        .toList();
  }

  private static void checkClean(PackedArchive archive, String trial) {
    List<Damage> damage = new ArrayList<>();
    archive.check(Sample.ALL, damage::add, _ -> {});
    assertThat(damage).as(trial).isEmpty();
  }

  /// A disk that broke its word left half of one file: that one is named, and a journal goes on
  /// behind a torn segment.
  private static void checkTorn(PackedArchive archive, String trial) {
    List<Damage> damage = new ArrayList<>();
    archive.check(Sample.ALL, damage::add, _ -> {});
    assertThat(damage).as(trial).hasSizeLessThanOrEqualTo(1);
    for (AccountId account : archive.accounts()) {
      try {
        archive.journal(account).readAfter(0, _ -> {});
      } catch (Failure.Corrupt e) {
        assertThat(damage).as(trial).isEmpty();
      }
      try (ArchiveWriter writer = archive.writer(account)) {
        long before = archive.journal(account).last();
        writer.record(new JournalEvent.FolderGone(1));
        assertThat(writer.commit()).as(trial).isEqualTo(before + 1);
      }
    }
  }

  @Test
  void aFullDiskKeepsWhatWasCommittedAndTheRestCanComeAgain() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int full = 0;
    for (int trial = 0; trial < 60; trial++) {
      MemoryStorage disk = new MemoryStorage();
      HostileStorage hostile = new HostileStorage(disk);
      hostile.room(random.nextInt(60_000));
      ArchiveFiller filler = new ArchiveFiller(seed + trial);
      try (PackedArchive archive = open(hostile)) {
        try {
          filler.fill(archive);
        } catch (Failure.OutOfSpace e) {
          full++;
        }
        assertThat(disk.unfinished()).as("drafts left, seed %d", seed).isZero();
        checkMessages(archive, filler, "seed " + seed);
        hostile.room(Long.MAX_VALUE);
        new ArchiveFiller(seed + trial).fill(archive);
        checkClean(archive, "seed " + seed);
      }
    }
    assertThat(full).as("trials in which the disk was full, seed %d", seed).isGreaterThan(10);
  }

  @Test
  void aPackThatCannotEvenBeBegunLeavesNothing() {
    MemoryStorage disk = new MemoryStorage();
    HostileStorage full = new HostileStorage(disk);
    full.room(3);
    try (PackedArchive archive = open(full);
        ArchiveWriter writer = archive.writer(WORK)) {
      assertThatThrownBy(() -> writer.store(Content.of(new byte[100])))
          .isInstanceOf(Failure.OutOfSpace.class);
      assertThat(disk.unfinished()).isZero();
    }
  }

  @Test
  void aWriterThatFailedStaysFailedUntilWhatIsPendingIsDropped() {
    try (PackedArchive archive = open(hostile);
        ArchiveWriter writer = archive.writer(WORK)) {
      writer.record(new JournalEvent.FolderGone(1));
      hostile.room(10);
      assertThatThrownBy(writer::commit).isInstanceOf(Failure.OutOfSpace.class);
      hostile.room(Long.MAX_VALUE);
      assertThatThrownBy(writer::commit).isInstanceOf(Failure.OutOfSpace.class);
      assertThatThrownBy(() -> writer.store(Content.of(new byte[1])))
          .isInstanceOf(Failure.OutOfSpace.class);
      assertThat(writer.pendingBytes()).isZero();
      assertThat(archive.journal(WORK).last()).isZero();
      writer.drop();
      writer.record(new JournalEvent.FolderGone(2));
      assertThat(writer.commit()).isEqualTo(1);
      List<JournalEvent> events = new ArrayList<>();
      archive.journal(WORK).readAfter(0, segment -> events.addAll(segment.events()));
      assertThat(events).containsExactly(new JournalEvent.FolderGone(2));
    }
  }

  @Test
  void othersStoreWhileACommitWaitsForTheDisk() throws InterruptedException {
    try (PackedArchive archive = open(hostile);
        ArchiveWriter writer = archive.writer(WORK)) {
      writer.store(Content.of(new byte[] {1}));
      writer.record(new JournalEvent.FolderGone(1));
      hostile.hold();
      Thread committing = Thread.ofVirtual().start(writer::commit);
      while (writer.pendingBytes() > 0) {
        Thread.onSpinWait();
      }
      writer.store(Content.of(new byte[] {2}));
      writer.record(new JournalEvent.FolderGone(2));
      hostile.release();
      committing.join();
      assertThat(archive.journal(WORK).last()).isEqualTo(1);
      writer.commit();
      List<JournalEvent> events = new ArrayList<>();
      archive.journal(WORK).readAfter(1, segment -> events.addAll(segment.events()));
      assertThat(events).containsExactly(new JournalEvent.FolderGone(2));
    }
  }

  @Test
  void aSpoolFileThatBreaksOffSpoilsOneMessage() {
    byte[] sound = new byte[5 << 20]; // too large to be kept in memory
    Content broken =
        new Content() {
          private int opened;

          @Override
          public long size() {
            return sound.length;
          }

          @Override
          public java.io.InputStream open() {
            // whole when it is hashed, short when it is stored
            int length = opened++ == 0 ? sound.length : 3000;
            return new java.io.ByteArrayInputStream(sound, 0, length);
          }
        };
    try (PackedArchive archive = open(disk);
        ArchiveWriter writer = archive.writer(WORK)) {
      assertThatThrownBy(() -> writer.store(broken)).isInstanceOf(Failure.Corrupt.class);
      var id = writer.store(Content.of(new byte[] {7, 7}));
      writer.commit();
      assertThat(archive.read(id).orElseThrow().toByteArray()).containsExactly(7, 7);
      assertThat(archive.totals().blobs()).isEqualTo(1);
      checkClean(archive, "after a broken spool file");
    }
  }
}
