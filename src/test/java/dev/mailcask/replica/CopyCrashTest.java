package dev.mailcask.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.journal.StoredArchiveJournal;
import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.replica.Replica.Problem;
import dev.mailcask.testing.HostileStorage;
import dev.mailcask.testing.HostileStorage.Death;
import dev.mailcask.testing.HostileStorage.Died;
import dev.mailcask.testing.MemoryStorage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Kills the copying at every step, breaks the disks on both sides, and lets it run again.
class CopyCrashTest {

  @TempDir Path dir;

  private final long seed = System.nanoTime();
  private ReplicaWorld world;

  /// The copy as an earlier run left it.
  private final MemoryStorage older = new MemoryStorage();

  private Map<String, ContentId> source = Map.of();

  /// A copy that is behind: there is new mail, and a pack was replaced by another.
  @BeforeEach
  void begin() {
    world = new ReplicaWorld(dir, seed);
    world.copy(older, false, Progress.NONE);
    String old = world.packs().getFirst();
    world.fill();
    world.replaced(List.of(old), world.twins(), List.of());
    source = ReplicaWorld.files(world.disk);
  }

  private static MemoryStorage copyOf(MemoryStorage storage) {
    MemoryStorage copy = new MemoryStorage();
    storage.names().forEach(name -> copy.put(name, storage.bytes(name).clone()));
    return copy;
  }

  @ParameterizedTest
  @EnumSource
  void dyingAtAnyStepLeavesAWholeArchiveAndTheNextRunEndsIt(Death death) {
    for (MemoryStorage before : List.of(new MemoryStorage(), older)) {
      int step = 1;
      while (diesAt(step, death, before)) {
        step++;
      }
      assertThat(step).as("steps of a whole run, seed %d", seed).isGreaterThan(20);
    }
  }

  private boolean diesAt(int step, Death death, MemoryStorage before) {
    String trial = "step %d, %s, seed %d".formatted(step, death, seed);
    MemoryStorage target = copyOf(before);
    HostileStorage hostile = new HostileStorage(target);
    hostile.dieAt(step, death);
    boolean died = false;
    try {
      assertThat(world.copy(hostile, false, Progress.NONE).problems()).as(trial).isEmpty();
    } catch (Died e) {
      died = true;
      if (!death.damages()) {
        ReplicaWorld.checkWhole(copyOf(target), trial);
      }
      target.sweep(); // as opening the copy does
      Replica.Report report = world.copy(target, death == Death.ZEROED, Progress.NONE);
      assertThat(report.problems()).as(trial).isEmpty();
    }
    assertThat(ReplicaWorld.files(target)).as(trial).isEqualTo(source);
    assertThat(target.unfinished()).as(trial).isZero();
    assertThat(ReplicaWorld.files(world.disk)).as(trial).isEqualTo(source);
    return died;
  }

  @Test
  void aDiskThatFailsAtAnyStepEndsTheRunWithAnErrorAndTheNextOneEndsTheWork() {
    HostileStorage counting = new HostileStorage(copyOf(older));
    world.copy(counting, false, Progress.NONE);
    for (int step = 1; step <= counting.steps(); step++) {
      String trial = "step %d, seed %d".formatted(step, seed);
      MemoryStorage target = copyOf(older);
      HostileStorage hostile = new HostileStorage(target);
      hostile.failAt(step);
      assertThatThrownBy(() -> world.copy(hostile, false, Progress.NONE))
          .as(trial)
          .isInstanceOf(Failure.Unreachable.class);
      assertThat(target.unfinished()).as(trial).isZero();
      ReplicaWorld.checkWhole(copyOf(target), trial);
      assertThat(world.copy(hostile, false, Progress.NONE).problems()).as(trial).isEmpty();
      assertThat(ReplicaWorld.files(target)).as(trial).isEqualTo(source);
    }
  }

  @Test
  void aFullDiskEndsTheRunAndTheNextOneGoesOnWithWhatIsThere() {
    MemoryStorage target = new MemoryStorage();
    HostileStorage full = new HostileStorage(target);
    int runs = 0;
    for (boolean done = false; !done; runs++) {
      full.room(25_000);
      try {
        world.copy(full, false, Progress.NONE);
        done = true;
      } catch (Failure.OutOfSpace e) {
        assertThat(target.unfinished()).isZero();
        ReplicaWorld.checkWhole(copyOf(target), "run " + runs + ", seed " + seed);
      }
      assertThat(runs).isLessThan(100);
    }
    assertThat(runs).isGreaterThan(2);
    assertThat(ReplicaWorld.files(target)).isEqualTo(source);
  }

  @Test
  void aDiskThatGivesBackSomethingElseIsToldAndKeepsNoSuchFile() {
    HostileStorage lying = new HostileStorage(world.copy);
    lying.spoilNext();
    assertThatThrownBy(() -> world.copy(lying, false, Progress.NONE))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("gives something else than was written")
        .hasMessageContaining("do not trust this disk");
    assertThat(world.copy.names()).isEmpty();
    assertThat(world.copy().problems()).isEmpty();
    assertThat(ReplicaWorld.files(world.copy)).isEqualTo(source);
  }

  @Test
  void aFileThatTheSourceCannotReadHoldsUpNoOther() {
    String dead = new ArchiveFile.Pack(world.packs().getFirst()).name();
    String rotten = new ArchiveFile.Pack(world.packs().getLast()).name();
    HostileStorage from = new HostileStorage(world.disk);
    from.unreadable(dead);
    from.flip(rotten, 777);
    Replica.Report report =
        world.copy(from, world.copy, world.copiedPasswords, false, Progress.NONE);
    assertThat(report.problems()).extracting(Problem::file).containsExactlyInAnyOrder(dead, rotten);
    assertThat(world.copy.names()).hasSize(world.disk.names().size() - 2);
  }

  @Test
  void theOwnerMayStopItAnywhere() {
    AtomicInteger calls = new AtomicInteger();
    boolean ended = false;
    for (int stop = 1; !ended; stop += 7) {
      int last = stop;
      calls.set(0);
      MemoryStorage target = copyOf(older);
      try {
        world.copy(target, false, until(() -> calls.incrementAndGet() >= last));
        ended = true;
      } catch (Failure.Cancelled e) {
        assertThat(target.unfinished()).isZero();
        ReplicaWorld.checkWhole(target, "stopped at " + stop + ", seed " + seed);
      }
    }
    assertThat(calls).hasPositiveValue();
  }

  private static Progress until(java.util.function.BooleanSupplier stop) {
    return new Progress() {
      @Override
      public void at(Step step) {}

      @Override
      public boolean cancelled() {
        return stop.getAsBoolean();
      }
    };
  }

  @Test
  void aPackThatIsReplacedWhileItIsCopiedLeavesNothingOut() {
    List<String> doomed = new ArrayList<>(world.packs());
    MemoryStorage disk = world.disk;
    // A compaction takes the second pack away when the first is copied.
    Progress compacting =
        new Progress() {
          private boolean done;

          @Override
          public void at(Step step) {
            if (!done && step.done() == 1) {
              done = true;
              String gone = doomed.get(1);
              world.replaced(List.of(gone), world.twins(), List.of());
            }
          }

          @Override
          public boolean cancelled() {
            return false;
          }
        };
    assertThat(world.copy(world.copy, false, compacting).problems()).isEmpty();
    assertThat(ReplicaWorld.files(world.copy)).isEqualTo(ReplicaWorld.files(disk));
    ReplicaWorld.checkWhole(world.copy, "seed " + seed);
    world.checkAll(world.copy);
  }

  @Test
  void aDamagedJournalOfTheArchiveTakesNothingAway() {
    world.copy(older, false, Progress.NONE);
    older.put(new ArchiveFile.Pack(ContentId.of(new byte[3]).toString()).name(), new byte[3]);
    List<Problem> problems = new ArrayList<>();
    MemoryStorage spoiled = copyOf(world.disk);
    spoiled.bytes("journal/_archive/0000000001.journal")[60] ^= 1;
    ArchiveJournal damaged =
        new StoredArchiveJournal(spoiled, null, spoiled.list("journal/_archive/"));
    try (var archive = ReplicaWorld.open(copyOf(world.disk))) {
      Tidying tidying =
          new Tidying(archive, damaged, archive.maintenance()::hasAllOf, older, problems::add);
      assertThat(tidying.packs(Inventory.of(world.disk), Inventory.of(older))).isZero();
    }
    assertThat(problems)
        .singleElement()
        .extracting(Problem::problem)
        .asString()
        .endsWith("no pack was removed from the copy");
  }
}
