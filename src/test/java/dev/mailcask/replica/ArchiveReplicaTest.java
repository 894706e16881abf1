package dev.mailcask.replica;

import static dev.mailcask.replica.ReplicaWorld.HOME;
import static dev.mailcask.replica.ReplicaWorld.WORK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.replica.Replica.Problem;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.TestKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is copied, what is taken away, and what is told.
class ArchiveReplicaTest {

  @TempDir Path dir;

  private final long seed = System.nanoTime();
  private ReplicaWorld world;

  @BeforeEach
  void begin() {
    world = new ReplicaWorld(dir, seed);
  }

  private static void spoil(MemoryStorage storage, String name) {
    byte[] bytes = storage.bytes(name).clone();
    bytes[bytes.length / 2] ^= 1;
    storage.put(name, bytes);
  }

  private String firstPack() {
    return new ArchiveFile.Pack(world.packs().getFirst()).name();
  }

  @Test
  void aCopyHasEveryFileAndTheSealedPasswords() {
    Replica.Report report = world.copy();
    assertThat(ReplicaWorld.files(world.copy))
        .as("seed %d", seed)
        .isEqualTo(ReplicaWorld.files(world.disk));
    assertThat(report.files()).isEqualTo(world.disk.names().size()).isEqualTo(report.filesInCopy());
    assertThat(report.bytes()).isEqualTo(report.bytesInCopy()).isPositive();
    assertThat(report.problems()).isEmpty();
    assertThat(world.copiedPasswords.sealed()).containsOnlyKeys(WORK, HOME);
    assertThat(dir.resolve("copied/master.key")).doesNotExist();
    assertThatThrownBy(() -> world.copiedPasswords.get(WORK))
        .hasMessageContaining("the master key is missing");
    world.checkAll(world.copy);
  }

  @Test
  void theNextRunCopiesOnlyWhatIsNew() {
    world.copy();
    assertThat(world.copy().files()).isZero();
    int before = world.disk.names().size();
    world.fill();
    assertThat(world.copy().files()).isEqualTo(world.disk.names().size() - before);
    assertThat(world.check().checked()).isEqualTo(world.disk.names().size());
    world.checkAll(world.copy);
  }

  @Test
  void aDamagedPackIsNotCopiedAndToldAndHoldsUpNoOther() {
    String pack = firstPack();
    byte[] sound = world.disk.bytes(pack);
    spoil(world.disk, pack);
    Replica.Report report = world.copy();
    assertThat(report.problems()).extracting(Problem::file).containsExactly(pack);
    assertThat(report.problems().getFirst().problem())
        .isEqualTo("it is damaged: its SHA-256 is another one; it was not copied");
    assertThat(world.copy.names()).doesNotContain(pack).hasSize(world.disk.names().size() - 1);
    world.disk.put(pack, sound);
    assertThat(world.copy().files()).isEqualTo(1);
    world.checkAll(world.copy);
  }

  @Test
  void whatRotsInTheArchiveLaterStaysWholeInTheCopy() {
    world.copy();
    spoil(world.disk, firstPack());
    byte[] cut = world.disk.bytes(new ArchiveFile.Segment(WORK.name(), 2).name());
    world.disk.put(
        new ArchiveFile.Segment(WORK.name(), 2).name(), java.util.Arrays.copyOf(cut, 40));
    Replica.Report report = world.check();
    assertThat(report.problems())
        .extracting(Problem::problem)
        .containsExactlyInAnyOrder(
            "it is damaged: its SHA-256 is another one; the copy keeps the one that it has",
            "it is damaged in the archive; the copy has it whole");
    world.checkAll(world.copy);
  }

  @Test
  void aLostPackIsToldUntilAllThatIsInItLiesElsewhere() {
    world.copy();
    String pack = firstPack();
    byte[] lost = world.disk.bytes(pack);
    world.disk.delete(pack);
    for (int i = 0; i < 2; i++) {
      assertThat(world.copy().problems())
          .extracting(Problem::problem)
          .singleElement()
          .asString()
          .isEqualTo(
              "the archive has lost it; the copy still has it: 'mailcask verify --repair' brings it"
                  + " back");
    }
    world.twins(); // everything stored anew, in other packs
    assertThat(world.copy().problems()).isEmpty();
    assertThat(world.check().problems()).isEmpty();
    assertThat(world.copy.bytes(pack)).isEqualTo(lost);
    world.checkAll(world.copy);
  }

  @Test
  void aCopyOfAnotherArchiveIsKnownForOne() {
    world.copy();
    MemoryStorage other = new MemoryStorage();
    new ArchiveFiller(seed + 77).fill(ReplicaWorld.open(other));
    Replica.checkOrigin(world.disk, world.copy, "there");
    world.fill();
    Replica.checkOrigin(world.disk, world.copy, "there"); // older
    Replica.checkOrigin(world.copy, world.disk, "there"); // newer
    assertThatThrownBy(() -> Replica.checkOrigin(world.disk, other, "there"))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("it holds the copy of another archive");
  }

  @Test
  void aDamagedSegmentIsLeftOutAndComesWhenItIsMended() {
    String segment = new ArchiveFile.Segment(WORK.name(), 2).name();
    byte[] sound = world.disk.bytes(segment);
    spoil(world.disk, segment);
    Replica.Report report = world.copy();
    assertThat(report.problems())
        .containsExactly(
            new Problem(segment, "it is damaged: its SHA-256 is another one; it was not copied"));
    assertThat(Inventory.of(world.copy).segments(WORK.name())).containsOnlyKeys(1L, 3L);
    world.record(WORK, new JournalEvent.FolderGone(1));
    assertThat(world.copy().files()).isEqualTo(1);
    world.disk.put(segment, sound);
    assertThat(world.copy().problems()).isEmpty();
    ReplicaWorld.checkWhole(world.copy, "seed " + seed);
  }

  @Test
  void whatTheArchiveLosesByAccidentStaysInTheCopyAndIsTold() {
    world.copy();
    String pack = firstPack();
    String segment = new ArchiveFile.Segment(HOME.name(), 2).name();
    world.disk.delete(pack);
    world.disk.delete(segment);
    world.passwords.remove(HOME);
    Replica.Report report = world.copy();
    assertThat(report.removed()).isZero();
    assertThat(report.problems())
        .extracting(Problem::file)
        .containsExactlyInAnyOrder(pack, segment, "secrets/home.office.password");
    assertThat(world.copy.names()).contains(pack, segment);
    assertThat(world.copiedPasswords.sealed()).containsKey(HOME);
    world.checkAll(world.copy);
  }

  @Test
  void replacedPacksGoWhenTheirSuccessorsAreThere() {
    world.copy();
    List<String> old = world.packs();
    world.add(WORK, "a successor");
    List<String> fresh = world.packs().stream().filter(pack -> !old.contains(pack)).toList();
    world.replaced(old.subList(0, 1), fresh, List.of());
    world.replaced(old.subList(1, 2), old.subList(0, 1), List.of()); // replaced in its turn
    Replica.Report report = world.copy();
    assertThat(report.problems()).isEmpty();
    assertThat(report.removed()).isEqualTo(2);
    assertThat(ReplicaWorld.files(world.copy)).isEqualTo(ReplicaWorld.files(world.disk));
  }

  @Test
  void aReplacedPackStaysWhileASuccessorIsMissing() {
    world.copy();
    String old = world.packs().getFirst();
    world.replaced(List.of(old), List.of(ContentId.of(new byte[1]).toString()), List.of());
    Replica.Report report = world.copy();
    assertThat(report.removed()).isZero();
    assertThat(report.problems()).isEmpty();
    assertThat(world.copy.names()).contains(new ArchiveFile.Pack(old).name());
  }

  @Test
  void aPackOfWhichTheArchiveLostMessagesStays() {
    world.copy();
    String old = world.packs().getFirst();
    world.replaced(List.of(old), List.of(), List.of(world.committed.getFirst().placed().id()));
    assertThat(world.copy().removed()).isZero();
    assertThat(world.copy.names()).contains(new ArchiveFile.Pack(old).name());
  }

  @Test
  void nothingGoesThatTheArchiveItselfStillHas() {
    world.copy();
    List<String> packs = world.packs();
    byte[] kept = world.disk.bytes(new ArchiveFile.Pack(packs.get(0)).name());
    world.replaced(packs.subList(0, 1), packs.subList(1, 2), List.of());
    world.disk.put(new ArchiveFile.Pack(packs.get(0)).name(), kept); // killed before it was removed
    assertThat(world.copy().removed()).isZero();
  }

  @Test
  void theCopyOfAnotherArchiveIsLeftAlone() {
    ReplicaWorld other = new ReplicaWorld(dir.resolve("other"), seed + 1000);
    other.copy();
    var before = ReplicaWorld.files(other.copy);
    assertThatThrownBy(() -> world.copy(other.copy, false, Progress.NONE))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("it holds the copy of another archive");
    assertThat(ReplicaWorld.files(other.copy)).isEqualTo(before);
  }

  @Test
  void theCopyOfAnArchiveWithOtherAccountsIsLeftAlone() {
    MemoryStorage stranger = new MemoryStorage();
    stranger.put(
        "journal/stranger/0000000001.journal",
        world.disk.bytes(new ArchiveFile.Segment(WORK.name(), 1).name()));
    assertThatThrownBy(() -> world.copy(stranger, false, Progress.NONE))
        .hasMessageContaining("it holds the copy of another archive");
  }

  @Test
  void aNewerCopyIsLeftAlone() {
    world.copy();
    var before = ReplicaWorld.files(world.copy);
    world.disk.delete(new ArchiveFile.Segment(WORK.name(), 3).name());
    assertThatThrownBy(world::copy)
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("this copy is newer than the archive")
        .hasMessageContaining("mailcask restore-archive");
    assertThat(ReplicaWorld.files(world.copy)).isEqualTo(before);
    world.record(WORK, new JournalEvent.AccountRemoved()); // the archive goes on another way
    assertThatThrownBy(world::copy).hasMessageContaining("another archive");
    assertThat(ReplicaWorld.files(world.copy)).isEqualTo(before);
  }

  @Test
  void anEmptyArchiveDoesNotTouchACopy() {
    world.copy();
    MemoryStorage empty = new MemoryStorage();
    assertThatThrownBy(
            () -> world.copy(empty, world.copy, world.copiedPasswords, false, Progress.NONE))
        .hasMessageContaining("newer than the archive");
  }

  @Test
  void thePasswordOfARemovedAccountGoes() {
    world.copy();
    world.record(HOME, new JournalEvent.AccountRemoved());
    world.passwords.remove(HOME);
    assertThat(world.copy().problems()).isEmpty();
    assertThat(world.copiedPasswords.sealed()).containsOnlyKeys(WORK);
  }

  @Test
  void aCheckFindsWhatRottedInTheCopyAndWritesItAgain() {
    world.copy();
    String segment = new ArchiveFile.Segment(WORK.name(), 2).name();
    spoil(world.copy, firstPack());
    spoil(world.copy, segment);
    assertThat(world.copy().files()).as("names and sizes are as they were").isZero();
    Replica.Report report = world.check();
    assertThat(report.mended()).isEqualTo(2);
    assertThat(report.problems()).isEmpty();
    assertThat(ReplicaWorld.files(world.copy)).isEqualTo(ReplicaWorld.files(world.disk));
  }

  @Test
  void damageOnBothSidesIsTold() {
    world.copy();
    spoil(world.copy, firstPack());
    spoil(world.disk, firstPack());
    Replica.Report report = world.check();
    assertThat(report.mended()).isZero();
    assertThat(report.problems())
        .extracting(Problem::problem)
        .containsExactly(
            "it is damaged in the copy, and in the archive it is damaged: its SHA-256 is another"
                + " one");
  }

  @Test
  void anEncryptedArchiveIsCopiedAsItIsAndOpensWithItsKey() {
    MemoryStorage secret = new MemoryStorage();
    MemoryStorage to = new MemoryStorage();
    ArchiveFiller filler = new ArchiveFiller(seed);
    try (ArchiveKey key = TestKeys.create(secret);
        PackedArchive archive =
            PackedArchive.open(secret, ReplicaWorld.SMALL, ReplicaWorld.CLOCK, key)) {
      filler.fill(archive);
      ArchiveReplica replica =
          new ArchiveReplica(
              archive,
              secret,
              archive.maintenance()::journal,
              archive.maintenance()::hasAllOf,
              world.passwords,
              dir.resolve("data"),
              null,
              ReplicaWorld.CLOCK);
      Replica.Report report =
          replica.copy(to, world.copiedPasswords, dir.resolve("copy"), true, Progress.NONE);
      assertThat(report.problems()).isEmpty();
    }
    assertThat(ReplicaWorld.files(to)).isEqualTo(ReplicaWorld.files(secret));
    try (ArchiveKey key = TestKeys.open(to);
        PackedArchive copy = PackedArchive.open(to, ReplicaWorld.SMALL, ReplicaWorld.CLOCK, key)) {
      for (ArchiveFiller.Message message : filler.committed()) {
        assertThat(copy.read(message.placed().id()).orElseThrow().toByteArray())
            .isEqualTo(message.bytes());
      }
    }
  }

  @Test
  void theKeySlotsGoAlongAndFollowChanges() {
    byte[] first = slots("1");
    byte[] second = slots("2");
    MemoryStorage from = new MemoryStorage();
    MemoryStorage to = new MemoryStorage();
    List<Problem> problems = new java.util.ArrayList<>();
    from.put("keys.json", first);
    KeySlots.copy(from, to, problems::add);
    from.put("keys.json", second);
    KeySlots.copy(from, to, problems::add);
    assertThat(to.bytes("keys.json")).isEqualTo(second);
    assertThat(problems).isEmpty();
    spoil(from, "keys.json");
    KeySlots.copy(from, to, problems::add);
    from.delete("keys.json");
    KeySlots.copy(from, to, problems::add);
    assertThat(problems)
        .extracting(Problem::problem)
        .containsExactly(
            "it is damaged; the copy keeps the one that it has",
            "the archive has lost it; the copy still has it");
    assertThat(to.bytes("keys.json")).isEqualTo(second);
  }

  private static byte[] slots(String name) {
    String before = "{\"format\":\"mailcask-keys\",\"version\":1,\"slots\":[" + name + "]";
    byte[] bytes = before.getBytes(StandardCharsets.UTF_8);
    return (before + ",\n\"check\":\"" + ContentId.of(bytes) + "\"}\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
