package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.archive.ArchiveEvent.PacksReplaced;
import dev.mailcask.archive.ArchiveEvent.Reason;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.Maintenance.Compacted;
import dev.mailcask.archive.Maintenance.Pruned;
import dev.mailcask.archive.Maintenance.Replaced;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.message.Envelope;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.MemoryStorage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaintenanceTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));
  private static final ArchiveSettings SMALL = new ArchiveSettings(1, 1024, 512, 16_384, 4);
  private static final AccountId WORK = ArchiveFiller.ACCOUNTS.getFirst();
  private static final AccountId HOME = ArchiveFiller.ACCOUNTS.getLast();

  private final long seed = System.nanoTime();
  private final MemoryStorage disk = new MemoryStorage();
  private final ArchiveFiller filler = new ArchiveFiller(seed);
  private PackedArchive archive = open();
  private long uid = 1_000_000;

  private PackedArchive open() {
    return PackedArchive.open(disk, SMALL, CLOCK);
  }

  private void reopen() {
    archive.close();
    archive = open();
  }

  @AfterEach
  void close() {
    archive.close();
  }

  private List<String> packs() {
    return disk.list("packs/").stream().map(Stored::name).toList();
  }

  private List<PacksReplaced> journal() {
    List<ArchiveEvent> events = new ArrayList<>();
    archive.maintenance().journal().readAfter(0, s -> events.addAll(s.events()));
    return events.stream()
        .filter(PacksReplaced.class::isInstance)
        .map(PacksReplaced.class::cast)
        .toList();
  }

  private void assertAllIsThere() {
    for (ArchiveFiller.Message message : filler.committed()) {
      assertThat(archive.read(message.placed().id()).orElseThrow().toByteArray())
          .as("seed %d", seed)
          .isEqualTo(message.bytes());
    }
    assertThat(damage()).as("seed %d", seed).isEmpty();
  }

  private List<Damage> damage() {
    List<Damage> damage = new ArrayList<>();
    archive.check(Sample.ALL, damage::add, _ -> {});
    return damage;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private JournalEvent.Placed placed(ContentId id) {
    return new JournalEvent.Placed(
        1, 99, ++uid, id, 1, "17-Jul-1996 02:44:25 -0700", List.of(), Envelope.EMPTY);
  }

  /// Stores without an event: a commit of which the segment was cut off.
  private ContentId storeUnreferenced(byte[] bytes) {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      ContentId id = writer.store(Content.of(bytes));
      writer.commit();
      return id;
    }
  }

  private ContentId storePlaced(AccountId account, byte[] bytes) {
    try (ArchiveWriter writer = archive.writer(account)) {
      ContentId id = writer.store(Content.of(bytes));
      writer.record(placed(id));
      writer.commit();
      return id;
    }
  }

  private static byte[] withAttachment(Random random, String subject, byte[] attachment) {
    return bytes(
        "Subject: "
            + subject
            + "\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext "
            + random.nextInt()
            + "\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + java.util.Base64.getMimeEncoder().encodeToString(attachment)
            + "\r\n--b--\r\n");
  }

  @Test
  void manySmallPacksBecomeFewAndASecondRunFindsNothingToDo() {
    filler.fill(archive);
    List<String> before = packs();
    Compacted first = archive.maintenance().compact(Progress.NONE);
    assertThat(first.before().packs()).isEqualTo(before.size()).isGreaterThan(4);
    assertThat(first.after().packs()).isEqualTo(packs().size()).isLessThan(before.size());
    assertThat(first.replaced()).isEqualTo(before.size());
    assertThat(first.after().storedBytes()).isLessThan(first.before().storedBytes());
    assertThat(first.after()).isEqualTo(archive.maintenance().compact(Progress.NONE).after());
    assertThat(packs()).doesNotContainAnyElementsOf(before);
    assertThat(archive.accounts()).containsExactlyInAnyOrderElementsOf(ArchiveFiller.ACCOUNTS);
    assertThat(journal())
        .isNotEmpty()
        .allSatisfy(e -> assertThat(e.reason()).isEqualTo(Reason.COMPACT))
        .allSatisfy(e -> assertThat(e.dropped()).isZero());
    assertThat(journal().stream().flatMap(e -> e.removed().stream()).map(PackFormat::nameOf))
        .containsAll(before);
    assertAllIsThere();
    reopen();
    assertAllIsThere();
    Compacted again = archive.maintenance().compact(Progress.NONE);
    assertThat(again.replaced()).isZero();
    assertThat(again.written()).isZero();
  }

  @Test
  void aMessageIsFoundByThreadsThatReadWhileItsPackIsReplaced() throws Exception {
    byte[] large = new byte[10 << 20];
    new Random(seed).nextBytes(large);
    ContentId id = storePlaced(WORK, large);
    filler.fill(archive);
    try (InputStream in = archive.read(id).orElseThrow().open()) {
      byte[] begin = in.readNBytes(1 << 20);
      archive.maintenance().compact(Progress.NONE);
      byte[] rest = in.readAllBytes();
      assertThat(begin.length + rest.length).isEqualTo(large.length);
      assertThat(ContentId.of(concat(begin, rest))).isEqualTo(id);
    }
    assertAllIsThere();
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  @Test
  void whatDoesNotCompressIsNotWrittenAgain() {
    byte[] noise = new byte[9 << 20];
    new Random(seed).nextBytes(noise);
    MemoryStorage large = new MemoryStorage();
    try (PackedArchive own = PackedArchive.open(large, ArchiveSettings.DEFAULT, CLOCK)) {
      for (byte[] content :
          List.of(noise, bytes("Subject: words\r\n\r\n" + "again ".repeat(999)))) {
        try (ArchiveWriter writer = own.writer(WORK)) {
          writer.record(placed(writer.store(Content.of(content))));
          writer.commit();
        }
      }
      assertThat(own.maintenance().compact(Progress.NONE).replaced()).isEqualTo(1);
      assertThat(own.maintenance().compact(Progress.NONE).replaced()).isZero();
      assertThat(own.read(ContentId.of(noise)).orElseThrow().toByteArray()).isEqualTo(noise);
    }
  }

  @Test
  void aCancelledCompactionGoesOnWhereItStopped() {
    filler.fill(archive);
    int[] left = {30};
    Progress stopping =
        new Progress() {
          @Override
          public void at(Step step) {
            left[0]--;
          }

          @Override
          public boolean cancelled() {
            return left[0] <= 0;
          }
        };
    assertThatThrownBy(() -> archive.maintenance().compact(stopping))
        .isInstanceOf(Failure.Cancelled.class);
    assertThat(disk.unfinished()).isZero();
    assertAllIsThere();
    archive.maintenance().compact(Progress.NONE);
    assertThat(archive.totals().blobs())
        .as("nothing is there twice")
        .isEqualTo(new Distinct(archive.table()).count());
    assertAllIsThere();
  }

  /// How many blobs there are, copies counted once.
  private record Distinct(BlobTable table) {
    long count() {
      return table.packs().stream()
          .flatMap(
              pack ->
                  java.util.stream.IntStream.range(0, pack.blobs())
                      .mapToObj(blob -> Map.entry(pack.id(blob), pack.kind(blob))))
          .distinct()
          .count();
    }
  }

  @Test
  void whatNoJournalRefersToIsDroppedWithItsParts() {
    Random random = new Random(seed);
    byte[] shared = new byte[3000];
    byte[] own = new byte[3000];
    random.nextBytes(shared);
    random.nextBytes(own);
    ContentId kept = storePlaced(WORK, withAttachment(random, "kept", shared));
    ContentId lost = storeUnreferenced(withAttachment(random, "lost", shared));
    ContentId other = storeUnreferenced(withAttachment(random, "other", own));
    filler.fill(archive);
    assertThat(archive.table().part(ContentId.of(own))).isNotNull();
    archive.maintenance().compact(Progress.NONE);
    assertThat(archive.contains(lost)).as("a compaction keeps everything").isTrue();
    Pruned pruned = archive.maintenance().prune(Progress.NONE);
    assertThat(pruned.dropped()).as("two recipes and a part").isEqualTo(3);
    assertThat(pruned.droppedBytes()).isGreaterThan(3000);
    assertThat(archive.contains(lost)).isFalse();
    assertThat(archive.contains(other)).isFalse();
    assertThat(archive.table().part(ContentId.of(own))).isNull();
    assertThat(archive.table().part(ContentId.of(shared))).isNotNull();
    assertThat(archive.read(kept)).isPresent();
    assertThat(journal().getLast().reason()).isEqualTo(Reason.PRUNE);
    assertThat(archive.maintenance().prune(Progress.NONE).dropped()).isZero();
    assertAllIsThere();
    reopen();
    assertThat(archive.read(kept)).isPresent();
    assertAllIsThere();
  }

  @Test
  void aPackOfNothingElseGoesWithoutASuccessor() {
    filler.fill(archive);
    int before = packs().size();
    storeUnreferenced(bytes("nobody wants it"));
    assertThat(packs()).hasSize(before + 1);
    archive.maintenance().prune(Progress.NONE);
    assertThat(packs()).hasSize(before);
    assertThat(journal().getLast().by()).isEmpty();
    storePlaced(WORK, bytes("nobody wants it"));
    reopen();
    assertThat(archive.read(ContentId.of(bytes("nobody wants it")))).isPresent();
  }

  /// Runs a pruning that waits for the writers that are open now, calls the body, then ends.
  private CompletableFuture<Pruned> beginPruning() throws InterruptedException {
    CountDownLatch waits = new CountDownLatch(1);
    CompletableFuture<Pruned> pruning =
        CompletableFuture.supplyAsync(
            () ->
                archive
                    .maintenance()
                    .prune(
                        new Progress() {
                          @Override
                          public void at(Step step) {
                            if (step.stage().startsWith("waiting")) {
                              waits.countDown();
                            }
                          }

                          @Override
                          public boolean cancelled() {
                            return false;
                          }
                        }));
    assertThat(waits.await(1, TimeUnit.MINUTES)).isTrue();
    return pruning;
  }

  @Test
  void whatAWriterReliedOnBeforeTheMarkIsSpared() throws Exception {
    ContentId id = storeUnreferenced(bytes("found again"));
    ContentId never = storeUnreferenced(bytes("never found again"));
    CompletableFuture<Pruned> pruning;
    try (ArchiveWriter writer = archive.writer(WORK)) {
      assertThat(writer.store(Content.of(bytes("found again")))).isEqualTo(id);
      assertThat(writer.pendingBytes()).as("it was known").isZero();
      pruning = beginPruning();
      writer.record(placed(id));
      writer.commit();
    }
    assertThat(pruning.get().dropped()).isEqualTo(1);
    assertThat(archive.read(id)).isPresent();
    assertThat(archive.read(never)).isEmpty();
    reopen();
    assertThat(archive.read(id)).isPresent();
  }

  @Test
  void aWriterThatComesAfterTheMarkStoresAnewWhatIsCondemned() throws Exception {
    ContentId id = storeUnreferenced(bytes("condemned"));
    CompletableFuture<Pruned> pruning;
    try (ArchiveWriter first = archive.writer(WORK)) {
      pruning = beginPruning();
      try (ArchiveWriter late = archive.writer(HOME)) {
        assertThat(late.store(Content.of(bytes("condemned")))).isEqualTo(id);
        assertThat(late.pendingBytes()).isEqualTo(bytes("condemned").length);
        late.record(placed(id));
        late.commit();
      }
      first.record(new JournalEvent.FolderGone(1));
      first.commit();
    }
    pruning.get();
    assertThat(archive.read(id)).isPresent();
    reopen();
    assertThat(archive.read(id)).isPresent();
  }

  @Test
  void nothingIsPrunedWhereAJournalIsDamaged() {
    filler.fill(archive);
    ContentId id = storeUnreferenced(bytes("unreferenced"));
    String segment = "journal/" + HOME + "/0000000001.journal";
    disk.bytes(segment)[60] ^= 1;
    assertThatThrownBy(() -> archive.maintenance().prune(Progress.NONE))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining(segment);
    assertThat(archive.contains(id)).isTrue();
  }

  @Test
  void nothingIsPrunedWhereAJournalIsShorterThanItWas() {
    filler.fill(archive);
    archive.maintenance().compact(Progress.NONE);
    String last = disk.list("journal/" + HOME + "/").stream().map(Stored::name).toList().getLast();
    byte[] segment = disk.bytes(last);
    disk.delete(last);
    reopen();
    assertThatThrownBy(() -> archive.maintenance().prune(Progress.NONE))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining(last);
    disk.list("journal/" + HOME + "/").forEach(file -> disk.delete(file.name()));
    reopen();
    assertThatThrownBy(() -> archive.maintenance().prune(Progress.NONE))
        .as("a whole journal is missing")
        .isInstanceOf(Failure.Corrupt.class);
    disk.put(last, segment);
    reopen();
    assertThatThrownBy(() -> archive.maintenance().prune(Progress.NONE))
        .isInstanceOf(Failure.Corrupt.class);
  }

  @Test
  void nothingIsPrunedWhereAPackCannotBeOpened() {
    filler.fill(archive);
    ContentId id = storeUnreferenced(bytes("unreferenced"));
    String torn = archive.table().packs().getFirst().name();
    archive.close();
    disk.put(torn, java.util.Arrays.copyOf(disk.bytes(torn), 100));
    archive = open();
    assertThatThrownBy(() -> archive.maintenance().prune(Progress.NONE))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining(torn);
    assertThat(archive.contains(id)).isTrue();
  }

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

  @Test
  void oneWorkAtATime() throws Exception {
    storeUnreferenced(bytes("unreferenced"));
    CompletableFuture<Pruned> pruning;
    try (ArchiveWriter _ = archive.writer(WORK)) {
      pruning = beginPruning();
      assertThatThrownBy(() -> archive.maintenance().compact(Progress.NONE))
          .isInstanceOf(Failure.Locked.class);
    }
    pruning.get();
    archive.maintenance().compact(Progress.NONE);
  }

  @Test
  void threadsLieTogether() throws IOException {
    List<String> subjects = List.of("Apples", "Pears", "[list] Re: apples", "Re: Re: pears");
    for (int i = 0; i < subjects.size(); i++) {
      String date = "Date: 0%d Jan 2020 10:00:00 +0000\r\n".formatted(i + 1);
      storePlaced(WORK, bytes(date + "Subject: " + subjects.get(i) + "\r\n\r\ntext " + i));
    }
    archive.maintenance().compact(Progress.NONE);
    PackFile pack = archive.table().packs().getFirst();
    List<String> order = new ArrayList<>();
    for (int blob : pack.inRawOrder()) {
      String text =
          new String(
              archive.read(pack.id(blob)).orElseThrow().toByteArray(), StandardCharsets.UTF_8);
      order.add(text.replaceAll("(?s).*Subject: (.*?)\r\n.*", "$1"));
    }
    assertThat(order).containsExactly("Apples", "[list] Re: apples", "Pears", "Re: Re: pears");
  }
}
