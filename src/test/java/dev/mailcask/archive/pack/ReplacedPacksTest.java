package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.ArchiveEvent.Reason;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.Maintenance.Compacted;
import dev.mailcask.archive.Maintenance.Replaced;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.testing.ArchiveFiller;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Damaged packs, and those that took their place.
class ReplacedPacksTest extends MaintenanceCase {
  @Test
  void distrustedBlobsAreStoredAnewOnce() {
    byte[] message = withAttachment(new Random(seed), "damaged", new byte[5000]);
    ContentId id = storePlaced(WORK, message);
    String pack = packs().getFirst();
    disk.bytes(pack)[70] ^= 1;
    assertThatThrownBy(() -> archive.read(id)).isInstanceOf(Failure.Corrupt.class);
    assertThat(storeAgain(message)).as("it is known").isZero();
    archive.maintenance().distrust(List.of(id));
    assertThat(storeAgain(message)).isEqualTo(message.length);
    assertThat(storeAgain(message)).isZero();
    assertThat(archive.read(id).orElseThrow().toByteArray()).isEqualTo(message);
    Replaced replaced = archive.maintenance().replaceDamaged(Set.of(pack), Set.of(), Progress.NONE);
    assertThat(replaced.removed()).containsExactly(pack);
    assertThat(replaced.setAside()).as("nothing is lost").isEmpty();
    assertThat(damage()).isEmpty();
    reopen();
    assertThat(archive.read(id).orElseThrow().toByteArray()).isEqualTo(message);
  }

  private long storeAgain(byte[] message) {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      writer.store(Content.of(message));
      long pending = writer.pendingBytes();
      writer.commit();
      return pending;
    }
  }

  @Test
  void aDamagedPackIsReplacedByWhatCanBeReadAndKept() {
    filler.fill(archive);
    archive.maintenance().compact(Progress.NONE);
    String damaged = packs().getFirst();
    disk.bytes(damaged)[60] ^= 1;
    reopen();
    List<ContentId> lost =
        filler.committed().stream()
            .filter(message -> !isReadable(message.placed().id()))
            .map(message -> message.placed().id())
            .distinct()
            .toList();
    assertThat(lost).as("seed %d", seed).isNotEmpty();
    assertThat(lost).as("seed %d", seed).hasSizeLessThan(filler.committed().size());
    Compacted left = archive.maintenance().compact(Progress.NONE);
    assertThat(packs()).contains(damaged);
    Replaced replaced =
        archive.maintenance().replaceDamaged(Set.of(damaged), Set.copyOf(lost), Progress.NONE);
    assertThat(left.after().packs()).isPositive();
    assertThat(replaced.removed()).containsExactly(damaged);
    assertThat(replaced.setAside()).hasSize(1).allMatch(name -> name.startsWith("damaged/"));
    assertThat(disk.names()).containsAll(replaced.setAside()).doesNotContain(damaged);
    assertThat(journal().getLast().reason()).isEqualTo(Reason.REPAIR);
    assertThat(journal().getLast().lost()).containsExactlyInAnyOrderElementsOf(lost);
    reopen();
    assertThat(archive.check(Sample.ALL, _ -> {}, _ -> {}).blobs()).isPositive();
    for (ArchiveFiller.Message message : filler.committed()) {
      boolean gone = lost.contains(message.placed().id());
      assertThat(isReadable(message.placed().id())).as("seed %d", seed).isEqualTo(!gone);
    }
  }

  private boolean isReadable(ContentId id) {
    try {
      return archive.read(id).isPresent();
    } catch (Failure.Corrupt e) {
      return false;
    }
  }

  @Test
  void aPackThatCannotBeOpenedIsSetAside() {
    filler.fill(archive);
    String torn = packs().getFirst();
    archive.close();
    disk.put(torn, java.util.Arrays.copyOf(disk.bytes(torn), 100));
    archive = open();
    ContentId lost = ContentId.of(bytes("something"));
    Replaced replaced =
        archive.maintenance().replaceDamaged(Set.of(torn), Set.of(lost), Progress.NONE);
    assertThat(replaced.setAside()).hasSize(1);
    assertThat(packs()).doesNotContain(torn);
    assertThat(
            archive
                .maintenance()
                .replaceDamaged(Set.of(torn), Set.of(lost), Progress.NONE)
                .removed())
        .as("it is not there any more")
        .isEmpty();
  }

  @Test
  void compactionLeavesADamagedPackAndSavesWhatIsReadable() {
    ContentId sound = storePlaced(WORK, bytes("sound"));
    filler.fill(archive);
    String damaged =
        disk.list("packs/").stream()
            .max(Comparator.comparingLong(Stored::size)) // where byte 60 is one of mail
            .orElseThrow()
            .name();
    disk.bytes(damaged)[60] ^= 1;
    Compacted compacted = archive.maintenance().compact(Progress.NONE);
    assertThat(compacted.damaged()).containsExactly(damaged);
    assertThat(packs()).contains(damaged);
    assertThat(compacted.replaced()).isEqualTo(compacted.before().packs() - 1);
    assertThat(archive.contains(sound)).isTrue();
    Compacted again = archive.maintenance().compact(Progress.NONE);
    assertThat(again.damaged()).containsExactly(damaged);
    assertThat(again.after().blobs()).isEqualTo(again.before().blobs());
  }

  @Test
  void aSoundCopyIsKeptWhereTheOtherOneIsDamaged() {
    byte[] message = bytes("twice");
    ContentId id = storePlaced(WORK, message);
    String first = packs().getFirst();
    byte[] keep = disk.bytes(first).clone();
    disk.delete(first);
    reopen();
    storePlaced(WORK, message);
    disk.put(first, keep);
    disk.bytes(first)[40] ^= 1;
    reopen();
    assertThat(packs()).hasSize(2);
    Compacted compacted = archive.maintenance().compact(Progress.NONE);
    assertThat(compacted.damaged()).as("all that was in it is elsewhere").isEmpty();
    assertThat(archive.read(id).orElseThrow().toByteArray()).isEqualTo(message);
    assertThat(damage()).isEmpty();
  }

  @Test
  void packsThatAreBroughtBackGoAgain() {
    filler.fill(archive);
    Map<String, byte[]> old = new java.util.HashMap<>();
    packs().forEach(name -> old.put(name, disk.bytes(name)));
    archive.maintenance().compact(Progress.NONE);
    List<String> after = packs();
    archive.close();
    old.forEach(disk::put);
    archive = open();
    assertThat(packs()).isEqualTo(after);
    assertAllIsThere();
  }

  @Test
  void packsWhoseSuccessorIsLostAreKept() {
    filler.fill(archive);
    Map<String, byte[]> old = new java.util.HashMap<>();
    packs().forEach(name -> old.put(name, disk.bytes(name)));
    archive.maintenance().compact(Progress.NONE);
    archive.close();
    old.forEach(disk::put);
    packs().stream().filter(name -> !old.containsKey(name)).findFirst().ifPresent(disk::delete);
    archive = open();
    assertAllIsThere();
    archive.maintenance().compact(Progress.NONE);
    reopen();
    assertAllIsThere();
  }
}
