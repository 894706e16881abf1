package dev.mailcask.replica;

import static dev.mailcask.replica.ReplicaWorld.CLOCK;
import static dev.mailcask.replica.ReplicaWorld.HOME;
import static dev.mailcask.replica.ReplicaWorld.WORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Secret;
import dev.mailcask.replica.Replica.Problem;
import dev.mailcask.replica.Replica.Request;
import dev.mailcask.secrets.SealedSecretStore;
import dev.mailcask.testing.HostileStorage;
import dev.mailcask.testing.HostileStorage.Death;
import dev.mailcask.testing.HostileStorage.Died;
import dev.mailcask.testing.MemoryStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bringing an archive back from a copy on a disk.
class CopyReturnTest {

  @TempDir Path dir;

  private final long seed = System.nanoTime();
  private final MemoryStorage back = new MemoryStorage();
  private ReplicaWorld world;
  private Path copy;
  private SealedSecretStore secrets;
  private boolean fresh = true;

  @BeforeEach
  void begin() {
    world = new ReplicaWorld(dir, seed);
    copy = dir.resolve("mnt/copy");
    secrets = new SealedSecretStore(dir.resolve("new/secrets"));
    try (PackedArchive archive = ReplicaWorld.open(world.disk)) {
      world.replica(archive, world.disk, null).copy(new Request(copy, false), Progress.NONE);
    }
  }

  private CopyReturn restore(dev.mailcask.archive.storage.ArchiveStorage into) {
    return new CopyReturn(into, secrets, dir.resolve("restoring"), () -> fresh, CLOCK);
  }

  private byte[] key() throws IOException {
    return Files.readAllBytes(dir.resolve("secrets/master.key"));
  }

  private Map<String, ContentId> copiedFiles() throws IOException {
    Map<String, ContentId> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(copy)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(copy.relativize(file).toString(), ContentId.of(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void everythingComesBackAndTheCopyIsAsItWas() throws IOException {
    Map<String, ContentId> before = copiedFiles();
    ArchiveRestore.Report report = restore(back).run(copy, key(), Progress.NONE);
    assertThat(ReplicaWorld.files(back)).isEqualTo(ReplicaWorld.files(world.disk));
    assertThat(report.files()).isEqualTo(world.disk.names().size());
    assertThat(report.problems()).isEmpty();
    assertThat(report.passwords()).containsExactlyInAnyOrder(WORK, HOME);
    assertThat(secrets.get(WORK).orElseThrow().value()).isEqualTo("swordfish");
    assertThat(dir.resolve("restoring")).doesNotExist();
    assertThat(copiedFiles()).isEqualTo(before);
    world.checkAll(back);
  }

  @Test
  void withoutTheKeyNoPasswordOpensUntilItIsPutThere() throws IOException {
    assertThat(restore(back).run(copy, null, Progress.NONE).passwords()).isEmpty();
    assertThatThrownBy(() -> secrets.get(WORK)).hasMessageContaining("the master key is missing");
    Files.copy(dir.resolve("secrets/master.key"), dir.resolve("new/secrets/master.key"));
    assertThat(secrets.get(WORK).orElseThrow().value()).isEqualTo("swordfish");
  }

  @Test
  void aWrongKeyIsToldBeforeAnythingIsWritten() {
    byte[] other = "ab".repeat(32).getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> restore(back).run(copy, other, Progress.NONE))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("this key opens none of the passwords");
    byte[] half = "abcd".getBytes(StandardCharsets.US_ASCII);
    assertThatThrownBy(() -> restore(back).run(copy, half, Progress.NONE))
        .hasMessageContaining("it is not a master key");
    assertThat(back.names()).isEmpty();
    assertThat(dir.resolve("restoring")).doesNotExist();
  }

  @Test
  void aDirectoryThatIsNotEmptyIsRefused() {
    fresh = false;
    assertThatThrownBy(() -> restore(back).run(copy, null, Progress.NONE))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("it is not empty");
    assertThat(back.names()).isEmpty();
  }

  @Test
  void givenAgainAfterItsEndItHasNothingToDo() throws IOException {
    restore(back).run(copy, null, Progress.NONE);
    fresh = false;
    secrets.put(WORK, new Secret("entered anew"));
    assertThat(restore(back).run(copy, null, Progress.NONE).files()).isZero();
    assertThat(secrets.get(WORK).orElseThrow().value()).isEqualTo("entered anew");
    back.put(new ArchiveFile.Segment(WORK.name(), 4).name(), new byte[100]); // it went on since
    assertThatThrownBy(() -> restore(back).run(copy, null, Progress.NONE))
        .hasMessageContaining("it is not empty");
  }

  @Test
  void theKeyMayComeWithASecondCall() throws IOException {
    restore(back).run(copy, null, Progress.NONE);
    fresh = false;
    ArchiveRestore.Report report = restore(back).run(copy, key(), Progress.NONE);
    assertThat(report.files()).isZero();
    assertThat(report.passwords()).containsExactlyInAnyOrder(WORK, HOME);
    assertThat(secrets.get(WORK).orElseThrow().value()).isEqualTo("swordfish");
    assertThat(restore(back).run(copy, null, Progress.NONE).passwords())
        .containsExactlyInAnyOrder(WORK, HOME);
  }

  @Test
  void packsThatWentWhenTheArchiveWasOpenedAreNotMissed() throws IOException {
    restore(back).run(copy, null, Progress.NONE);
    fresh = false;
    back.delete(new ArchiveFile.Pack(world.packs().getFirst()).name());
    assertThat(restore(back).run(copy, key(), Progress.NONE).passwords())
        .containsExactlyInAnyOrder(WORK, HOME);
  }

  @Test
  void theKeyDoesNotTakeThePlaceOfOneUnderWhichPasswordsWereEntered() throws IOException {
    restore(back).run(copy, null, Progress.NONE);
    fresh = false;
    secrets.put(WORK, new Secret("entered anew"));
    byte[] old = key();
    assertThatThrownBy(() -> restore(back).run(copy, old, Progress.NONE))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("under another key");
    assertThat(restore(back).run(copy, null, Progress.NONE).passwords()).containsExactly(WORK);
    assertThat(secrets.get(WORK).orElseThrow().value()).isEqualTo("entered anew");
  }

  @Test
  void packsOfAnotherStateAreNotMixedWithThoseOfThisCopy() throws IOException {
    HostileStorage hostile = new HostileStorage(back);
    hostile.dieAt(20, Death.AFTER);
    try {
      restore(hostile).run(copy, null, Progress.NONE);
    } catch (Died e) {
      fresh = false;
    }
    assertThat(back.list("packs/")).isNotEmpty();
    assertThat(back.list("journal/")).isEmpty();
    ReplicaWorld other = new ReplicaWorld(dir.resolve("other"), seed + 500);
    Path otherCopy = dir.resolve("mnt/other");
    try (PackedArchive archive = ReplicaWorld.open(other.disk)) {
      other.replica(archive, other.disk, null).copy(new Request(otherCopy, false), Progress.NONE);
    }
    assertThatThrownBy(() -> restore(back).run(otherCopy, null, Progress.NONE))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("a copy of another archive");
    assertThat(restore(back).run(copy, null, Progress.NONE).problems()).isEmpty();
  }

  @Test
  void aDirectoryWithoutACopyIsRefused() throws IOException {
    Path empty = Files.createDirectory(dir.resolve("empty"));
    assertThatThrownBy(() -> restore(back).run(empty, null, Progress.NONE))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("there is no copy in this directory");
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void killedAtAnyStepItGoesOn() {
    int step = 1;
    for (boolean died = true; died; step++) {
      MemoryStorage into = new MemoryStorage();
      HostileStorage hostile = new HostileStorage(into);
      hostile.dieAt(step, List.of(Death.values()).get(step % 5));
      fresh = true;
      died = false;
      try {
        restore(hostile).run(copy, null, Progress.NONE);
      } catch (Died e) {
        died = true;
        fresh = false;
        assertThat(dir.resolve("restoring")).exists();
        assertThat(restore(into).run(copy, null, Progress.NONE).problems()).isEmpty();
      }
      assertThat(ReplicaWorld.files(into))
          .as("step %d, seed %d", step, seed)
          .isEqualTo(ReplicaWorld.files(world.disk));
      assertThat(into.unfinished()).isZero();
    }
    assertThat(step).isGreaterThan(50);
  }

  @Test
  void damageInTheCopyIsToldAndTakenAsItIs() throws IOException {
    String pack = new ArchiveFile.Pack(world.packs().getFirst()).name();
    Path file = copy.resolve("archive").resolve(pack);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    ArchiveRestore.Report report = restore(back).run(copy, null, Progress.NONE);
    assertThat(report.problems())
        .containsExactly(new Problem(pack, "it is damaged in the copy, and was taken as it is"));
    assertThat(back.bytes(pack)).isEqualTo(bytes);
    assertThat(back.names()).isEqualTo(world.disk.names());
  }

  @Test
  void anInterruptedRestoreIsNotFinishedFromAnotherCopy() throws IOException {
    HostileStorage hostile = new HostileStorage(back);
    hostile.dieAt(60, Death.AFTER);
    try {
      restore(hostile).run(copy, null, Progress.NONE);
    } catch (Died e) {
      assertThat(dir.resolve("restoring")).exists();
    }
    // as if it had come as far as to the journal
    String segment = new ArchiveFile.Segment(WORK.name(), 1).name();
    back.put(segment, world.disk.bytes(segment));
    ReplicaWorld other = new ReplicaWorld(dir.resolve("other"), seed + 500);
    Path otherCopy = dir.resolve("mnt/other");
    try (PackedArchive archive = ReplicaWorld.open(other.disk)) {
      other.replica(archive, other.disk, null).copy(new Request(otherCopy, false), Progress.NONE);
    }
    Files.writeString(dir.resolve("restoring"), "");
    assertThatThrownBy(() -> restore(back).run(otherCopy, null, Progress.NONE))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("another archive");
  }
}
