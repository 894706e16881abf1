package dev.mailcask.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.storage.ArchiveStorage.Draft;
import dev.mailcask.base.Failure;
import dev.mailcask.testing.HostileStorage;
import dev.mailcask.testing.HostileStorage.Death;
import dev.mailcask.testing.HostileStorage.Died;
import dev.mailcask.testing.MemoryStorage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The hostile storage keeps the contract until it is told otherwise, and then breaks it as told:
/// the tests that lean on it would prove nothing if it did not.
class HostileStorageTest extends ArchiveStorageContract {

  private final MemoryStorage beneath = new MemoryStorage();
  private final HostileStorage hostile = new HostileStorage(beneath);

  @Override
  ArchiveStorage create() {
    HostileStorage slow = new HostileStorage(new MemoryStorage());
    slow.slow(Duration.ofMillis(1));
    return slow;
  }

  private boolean put(String name, byte[] bytes) {
    try (Draft draft = hostile.draft()) {
      draft.write(ByteBuffer.wrap(bytes));
      return draft.publish(name);
    }
  }

  private static byte[] ones(int length) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) 1);
    return bytes;
  }

  @Test
  void deathLeavesWhatItsKindSays() {
    Map<Death, Integer> onesLeft =
        Map.of(
            Death.BEFORE,
            -1,
            Death.AFTER,
            1300,
            Death.TORN,
            650,
            Death.EMPTY,
            0,
            Death.ZEROED,
            1024);
    onesLeft.forEach(
        (death, left) -> {
          MemoryStorage disk = new MemoryStorage();
          HostileStorage dying = new HostileStorage(disk);
          dying.dieAt(3, death); // opening, writing, publishing
          Draft draft = dying.draft();
          draft.write(ByteBuffer.wrap(ones(1300)));
          assertThatThrownBy(() -> draft.publish("a/1")).isInstanceOf(Died.class);
          assertThatThrownBy(() -> dying.list("a/")).isInstanceOf(Died.class);
          assertThat(disk.size("a/1").isPresent()).as("%s", death).isEqualTo(left >= 0);
          if (left >= 0) {
            byte[] found = disk.bytes("a/1");
            assertThat(found).as("%s", death).startsWith(ones(left));
            assertThat(found.length)
                .as("%s", death)
                .isEqualTo(death == Death.ZEROED ? 1300 : left.intValue());
          }
        });
  }

  @Test
  void aStepThatFailsIsNotTheEnd() {
    hostile.failAt(2);
    try (Draft draft = hostile.draft()) {
      ByteBuffer bytes = ByteBuffer.wrap(ones(100));
      assertThatThrownBy(() -> draft.write(bytes)).isInstanceOf(Failure.Unreachable.class);
      assertThat(bytes.position()).isEqualTo(50);
    }
    assertThat(beneath.unfinished()).isZero();
    assertThat(put("a/1", ones(5))).isTrue();
  }

  @Test
  void readingGivesWrongBitsOrNothing() {
    put("a/1", ones(100));
    hostile.flip("a/1", 8 * 50 + 3);
    assertThat(hostile.read("a/1", 0, 100)[50]).isEqualTo((byte) 9);
    assertThat(hostile.read("a/1", 51, 10)).isEqualTo(ones(10));
    assertThat(hostile.view("a/1", 50, 1).get(0)).isEqualTo((byte) 9);
    hostile.unreadable("a/1");
    assertThatThrownBy(() -> hostile.read("a/1", 0, 1)).isInstanceOf(Failure.Unreachable.class);
  }

  @Test
  void oneFileIsSpoiledWhileItIsWritten() {
    hostile.spoilNext();
    put("a/1", ones(100));
    put("a/2", ones(100));
    assertThat(beneath.bytes("a/1")).isNotEqualTo(ones(100)).hasSize(100);
    assertThat(beneath.bytes("a/2")).isEqualTo(ones(100));
  }

  @Test
  void aFullDiskTakesNoMore() {
    hostile.room(150);
    put("a/1", ones(100));
    assertThatThrownBy(() -> put("a/2", ones(100))).isInstanceOf(Failure.OutOfSpace.class);
    assertThat(beneath.names()).containsExactly("a/1");
  }
}
