package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.Maintenance;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.message.Envelope;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Kills the process at every step of work on packs, has each step fail, fills the disk at any
/// byte, and asks each time for everything that was there, and for the next run to finish.
class MaintenanceCrashTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));
  private static final ArchiveSettings SMALL = new ArchiveSettings(1, 1024, 512, 4096, 4);

  private final long seed = System.nanoTime();
  private final ArchiveFiller filler = new ArchiveFiller(seed);

  /// What is done to the packs.
  enum Task {
    COMPACT,
    PRUNE,
    REPAIR;

    void run(Maintenance maintenance, World world) {
      switch (this) {
        case COMPACT -> maintenance.compact(Progress.NONE);
        case PRUNE -> maintenance.prune(Progress.NONE);
        case REPAIR -> maintenance.replaceDamaged(world.damaged, world.lost, Progress.NONE);
      }
    }
  }

  /// An archive before the work.
  ///
  /// @param damaged packs that are
  /// @param lost messages that cannot be read for it
  record World(MemoryStorage disk, Set<String> damaged, Set<ContentId> lost) {

    World copy() {
      MemoryStorage copy = new MemoryStorage();
      disk.names().forEach(name -> copy.put(name, disk.bytes(name).clone()));
      return new World(copy, damaged, lost);
    }
  }

  private static PackedArchive open(ArchiveStorage storage) {
    return PackedArchive.open(storage, SMALL, CLOCK);
  }

  private World world(Task task) {
    MemoryStorage disk = new MemoryStorage();
    try (PackedArchive archive = open(disk)) {
      filler.fill(archive);
      try (ArchiveWriter writer = archive.writer(ArchiveFiller.ACCOUNTS.getFirst())) {
        for (int i = 0; i < 5; i++) {
          writer.store(Content.of(new byte[] {(byte) i, 7, 7}));
        }
        for (int i = 0; i < 5; i++) {
          byte[] noise = new byte[3000];
          new Random(i).nextBytes(noise);
          ContentId id = writer.store(Content.of(noise));
          writer.record(
              new JournalEvent.Placed(1, 1, 1000 + i, id, 3000, "", List.of(), Envelope.EMPTY));
        }
        writer.commit();
      }
    }
    Set<String> damaged = new HashSet<>();
    if (task == Task.REPAIR) {
      List<String> packs = disk.names().stream().filter(n -> n.startsWith("packs/")).toList();
      damaged.addAll(packs.subList(0, 2));
      damaged.forEach(pack -> disk.bytes(pack)[70] ^= 1);
    }
    Set<ContentId> lost = new HashSet<>();
    try (PackedArchive archive = open(disk)) {
      for (AccountId account : archive.accounts()) {
        archive
            .journal(account)
            .readAfter(
                0,
                segment ->
                    segment.events().stream()
                        .filter(JournalEvent.Placed.class::isInstance)
                        .map(event -> ((JournalEvent.Placed) event).id())
                        .filter(id -> !isReadable(archive, id))
                        .forEach(lost::add));
      }
    }
    return new World(disk, damaged, lost);
  }

  private static boolean isReadable(PackedArchive archive, ContentId id) {
    try {
      return archive.read(id).isPresent();
    } catch (Failure.Corrupt e) {
      return false;
    }
  }

  private static Stream<Arguments> tasksAndDeaths() {
    return Stream.of(Task.values())
        .flatMap(task -> Stream.of(Death.values()).map(death -> Arguments.of(task, death)));
  }

  @ParameterizedTest
  @MethodSource("tasksAndDeaths")
  void dyingAtAnyStepLosesNothingAndTheNextRunCompletes(Task task, Death death) {
    World world = world(task);
    int step = 1;
    while (diesAt(step, task, death, world.copy())) {
      step++;
    }
    assertThat(step).as("steps until the work was done, seed %d", seed).isGreaterThan(5);
  }

  /// Whether the process got as far as to this step; if so, checks what it left.
  private boolean diesAt(int step, Task task, Death death, World world) {
    String trial = "step %d of %s, %s, seed %d".formatted(step, task, death, seed);
    HostileStorage hostile = new HostileStorage(world.disk);
    boolean died = false;
    try (PackedArchive archive = open(hostile)) {
      hostile.dieAt(hostile.steps() + step, death);
      task.run(archive.maintenance(), world);
    } catch (Died e) {
      died = true;
    }
    try (PackedArchive archive = open(world.disk)) {
      assertThat(world.disk.unfinished()).as(trial).isZero();
      assertAllIsThere(archive, world, trial);
      if (!death.damages() && task != Task.REPAIR) {
        assertThat(damage(archive)).as(trial).isEmpty();
      }
      if (!death.damages() || task == Task.COMPACT) {
        task.run(archive.maintenance(), world);
        assertDone(archive, task, death, world, trial);
      }
    }
    try (PackedArchive archive = open(world.disk)) {
      assertAllIsThere(archive, world, trial);
    }
    return died;
  }

  private void assertAllIsThere(PackedArchive archive, World world, String trial) {
    for (ArchiveFiller.Message message : filler.committed()) {
      ContentId id = message.placed().id();
      if (world.lost.contains(id)) {
        assertThat(isReadable(archive, id)).as(trial).isFalse();
      } else {
        assertThat(archive.read(id).orElseThrow().toByteArray())
            .as(trial)
            .isEqualTo(message.bytes());
      }
    }
  }

  private static List<Damage> damage(PackedArchive archive) {
    List<Damage> damage = new ArrayList<>();
    archive.check(Sample.ALL, damage::add, _ -> {});
    return damage;
  }

  private void assertDone(
      PackedArchive archive, Task task, Death death, World world, String trial) {
    assertAllIsThere(archive, world, trial);
    switch (task) {
      case COMPACT -> {
        Maintenance.Compacted again = archive.maintenance().compact(Progress.NONE);
        assertThat(again.replaced()).as(trial).isZero();
        assertThat(again.damaged()).as(trial).isEmpty();
        assertThat(damage(archive)).as(trial).hasSizeLessThanOrEqualTo(death.damages() ? 1 : 0);
      }
      case PRUNE -> {
        assertThat(archive.contains(ContentId.of(new byte[] {0, 7, 7}))).as(trial).isFalse();
        assertThat(damage(archive)).as(trial).isEmpty();
      }
      case REPAIR -> {
        assertThat(world.disk.names()).as(trial).doesNotContainAnyElementsOf(world.damaged);
        assertThat(damage(archive).stream().flatMap(d -> d.touched().stream()))
            .as(trial)
            .isSubsetOf(world.lost);
        assertThat(world.disk.names().stream().filter(name -> name.startsWith("damaged/")))
            .as(trial)
            .isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aStepThatFailsEndsTheWorkAndTheSameProcessGoesOn(Task task) {
    World before = world(task);
    boolean failed = true;
    for (int step = 1; failed; step++) {
      String trial = "step %d of %s, seed %d".formatted(step, task, seed);
      World world = before.copy();
      HostileStorage hostile = new HostileStorage(world.disk);
      try (PackedArchive archive = open(hostile)) {
        hostile.failAt(hostile.steps() + step);
        failed = false;
        try {
          task.run(archive.maintenance(), world);
        } catch (Failure e) {
          failed = true;
        }
        hostile.failAt(Integer.MAX_VALUE);
        assertThat(world.disk.unfinished()).as(trial).isZero();
        assertAllIsThere(archive, world, trial);
        task.run(archive.maintenance(), world);
      }
      try (PackedArchive archive = open(world.disk)) {
        assertAllIsThere(archive, world, trial);
        if (task != Task.REPAIR) {
          assertThat(damage(archive)).as(trial).isEmpty();
        }
      }
      assertThat(step).as(trial).isLessThan(2000);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFullDiskIsAClearErrorAndLeavesTheArchiveAsItWas(Task task) {
    World before = world(task);
    Random random = new Random(seed);
    int full = 0;
    for (int trial = 0; trial < 40; trial++) {
      World world = before.copy();
      HostileStorage hostile = new HostileStorage(world.disk);
      try (PackedArchive archive = open(hostile)) {
        hostile.room(random.nextInt(trial % 2 == 0 ? 2_000 : 60_000));
        long blobs = archive.totals().blobs();
        try {
          task.run(archive.maintenance(), world);
        } catch (Failure.OutOfSpace e) {
          full++;
          assertThat(archive.totals().blobs()).as("seed %d", seed).isLessThanOrEqualTo(blobs);
        }
        assertThat(world.disk.unfinished()).as("seed %d", seed).isZero();
        assertAllIsThere(archive, world, "seed " + seed);
        hostile.room(Long.MAX_VALUE);
        task.run(archive.maintenance(), world);
        assertDone(archive, task, Death.BEFORE, world, "seed " + seed);
      }
    }
    assertThat(full).as("trials in which the disk was full, seed %d", seed).isGreaterThan(5);
  }

  @Test
  void aCopyOfARemovedPackThatIsTornIsNotTakenForIt() {
    World world = world(Task.COMPACT);
    String name =
        world.disk.names().stream().filter(n -> n.startsWith("packs/")).findFirst().orElseThrow();
    byte[] bytes = world.disk.bytes(name);
    try (PackedArchive archive = open(world.disk)) {
      archive.maintenance().compact(Progress.NONE);
    }
    world.disk.put(name, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    try (PackedArchive archive = open(world.disk)) {
      assertAllIsThere(archive, world, "seed " + seed);
      assertThat(damage(archive)).hasSize(1);
      assertThatThrownBy(() -> archive.maintenance().prune(Progress.NONE))
          .isInstanceOf(Failure.Corrupt.class);
    }
  }
}
