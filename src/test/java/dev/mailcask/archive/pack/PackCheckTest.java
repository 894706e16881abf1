package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.Archive.Checked;
import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.Sample;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.testing.MailGenerator;
import dev.mailcask.testing.MemoryStorage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A check names every damaged blob and exactly those messages that cannot be read for it.
class PackCheckTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));
  private static final ArchiveSettings SMALL = new ArchiveSettings(3, 4096, 512, 16384, 8);
  private static final List<AccountId> ACCOUNTS =
      List.of(new AccountId("work"), new AccountId("home"));

  private final MemoryStorage storage = new MemoryStorage();
  private final List<Damage> damage = new ArrayList<>();

  private PackedArchive open() {
    return PackedArchive.open(storage, SMALL, CLOCK);
  }

  private static byte[] mail(String subject, byte[] attachment) {
    String text =
        "Subject: %s\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n"
            .formatted(
                subject,
                new String(
                    MailGenerator.base64(attachment, 76, "\r\n"), StandardCharsets.US_ASCII));
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] noise(int seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /// Stores each message in a pack of its own.
  private List<ContentId> store(byte[]... messages) {
    List<ContentId> ids = new ArrayList<>();
    try (PackedArchive archive = open()) {
      for (byte[] message : messages) {
        try (ArchiveWriter writer = archive.writer(ACCOUNTS.get(ids.size() % 2))) {
          ids.add(writer.store(Content.of(message)));
          writer.commit();
        }
      }
    }
    return ids;
  }

  private Checked check() {
    damage.clear();
    try (PackedArchive archive = open()) {
      return archive.check(Sample.ALL, damage::add, _ -> {});
    }
  }

  /// The pack in which a blob lies.
  private PackFile packOf(ContentId id, byte kind) {
    for (var file : storage.list(PackFormat.PREFIX)) {
      PackFile pack = PackFile.open(storage, null, file.name(), file.size());
      for (int blob = 0; blob < pack.blobs(); blob++) {
        if (pack.id(blob).equals(id) && pack.kind(blob) == kind) {
          return pack;
        }
      }
    }
    throw new AssertionError("no such blob: " + id);
  }

  /// Damages the block in which a blob begins.
  private PackFile spoil(ContentId id, byte kind) {
    PackFile pack = packOf(id, kind);
    for (int blob = 0; blob < pack.blobs(); blob++) {
      if (pack.id(blob).equals(id) && pack.kind(blob) == kind) {
        int block = pack.firstBlock(blob);
        int last = (int) pack.frameAt(block) + pack.frameLength(block) - 1;
        storage.bytes(pack.name())[last] ^= 1;
      }
    }
    return pack;
  }

  @Test
  void aDamagedPartTouchesAllMessagesThatNeedIt() {
    byte[] shared = noise(1, 3000);
    List<ContentId> ids =
        store(
            mail("a", shared),
            mail("b", noise(2, 3000)),
            mail("c", shared),
            "d".getBytes(StandardCharsets.US_ASCII));
    ContentId part = ContentId.of(shared);
    PackFile pack = spoil(part, PackFormat.PART);
    Checked checked = check();
    assertThat(checked.messages()).isEqualTo(2);
    assertThat(damage).hasSize(1);
    assertThat(damage.getFirst().file()).isEqualTo(pack.name());
    assertThat(damage.getFirst().problem()).isEqualTo("block 1 is damaged");
    assertThat(damage.getFirst().blobs()).containsExactly(part);
    assertThat(damage.getFirst().touched()).containsExactlyInAnyOrder(ids.get(0), ids.get(2));
    try (PackedArchive archive = open()) {
      for (int i : List.of(0, 2)) {
        assertThatThrownBy(() -> archive.read(ids.get(i)))
            .isInstanceOf(Failure.Corrupt.class)
            .hasMessageContaining(pack.name());
      }
      assertThat(archive.read(ids.get(1))).isPresent();
    }
  }

  @Test
  void whatCanBeReadFromAnotherCopyIsNotTouched() {
    byte[] message = mail("a", noise(1, 3000));
    ContentId part = ContentId.of(noise(1, 3000));
    ContentId id = store(message).getFirst();
    MemoryStorage other = new MemoryStorage();
    try (PackedArchive archive = PackedArchive.open(other, SMALL, CLOCK);
        ArchiveWriter writer = archive.writer(ACCOUNTS.getFirst())) {
      writer.store(Content.of(mail("b", noise(1, 3000))));
      writer.commit();
    }
    PackFile first = spoil(part, PackFormat.PART);
    other.list(PackFormat.PREFIX).forEach(f -> storage.put(f.name(), other.bytes(f.name())));
    check();
    assertThat(damage)
        .anySatisfy(
            d -> {
              assertThat(d.file()).isEqualTo(first.name());
              assertThat(d.blobs()).containsExactly(part);
            });
    assertThat(damage).allSatisfy(d -> assertThat(d.touched()).isEmpty());
    try (PackedArchive archive = open()) {
      assertThat(archive.read(id).orElseThrow().toByteArray()).isEqualTo(message);
    }
  }

  @Test
  void aDamagedRecipeTouchesItsMessage() {
    ContentId id = store(mail("a", noise(1, 3000))).getFirst();
    PackFile pack = spoil(id, PackFormat.RECIPE);
    check();
    assertThat(damage)
        .containsExactly(new Damage(pack.name(), "block 0 is damaged", List.of(id), List.of(id)));
  }

  @Test
  void partsThatAreInNoPackTouchTheMessagesThatNeedThem() {
    byte[] shared = noise(1, 3000);
    List<ContentId> ids = store(mail("a", shared), mail("b", shared));
    storage.delete(packOf(ContentId.of(shared), PackFormat.PART).name());
    check();
    assertThat(damage)
        .containsExactly(
            new Damage(
                packOf(ids.get(1), PackFormat.RECIPE).name(),
                "parts of its messages are in no pack",
                List.of(ContentId.of(shared)),
                List.of(ids.get(1))));
    store(mail("b", shared));
    try (PackedArchive archive = open()) {
      assertThat(archive.read(ids.get(1))).as("stored again").isPresent();
    }
  }

  @Test
  void aPackThatVanishesIsMissed() {
    List<ContentId> ids =
        store("one".getBytes(StandardCharsets.US_ASCII), "two".getBytes(StandardCharsets.US_ASCII));
    try (PackedArchive archive = open()) {
      String name = packOf(ids.getFirst(), PackFormat.WHOLE).name();
      storage.delete(name);
      archive.check(Sample.ALL, damage::add, _ -> {});
      assertThat(damage).hasSize(1);
      assertThat(damage.getFirst().file()).isEqualTo(name);
      assertThat(damage.getFirst().touched()).containsExactly(ids.getFirst());
    }
  }

  @Test
  void samplesTogetherReadEverythingOnce() {
    long seed = System.nanoTime();
    MailGenerator generator = new MailGenerator(new Random(seed), 20_000);
    Map<ContentId, byte[]> stored = new HashMap<>();
    try (PackedArchive archive = open();
        ArchiveWriter writer = archive.writer(ACCOUNTS.getFirst())) {
      for (int i = 0; i < 200; i++) {
        byte[] message = generator.next();
        if (message.length > 0) { // an empty one belongs to no block
          stored.put(writer.store(Content.of(message)), message);
        }
      }
      writer.commit();
      long messages = 0;
      long bytes = 0;
      for (int share = 0; share < 5; share++) {
        Checked checked = archive.check(new Sample(share, 5), damage::add, _ -> {});
        messages += checked.messages();
        bytes += checked.mailBytes();
        assertThat(checked.messages()).as("seed %d", seed).isBetween(1L, stored.size() / 2L);
      }
      assertThat(damage).isEmpty();
      assertThat(messages).as("seed %d", seed).isEqualTo(stored.size());
      assertThat(bytes).isEqualTo(stored.values().stream().mapToLong(b -> b.length).sum());
    }
  }

  @Test
  void oneOfTheSamplesFindsADamagedBlock() {
    ContentId id = store(mail("a", noise(1, 30_000))).getFirst();
    spoil(ContentId.of(noise(1, 30_000)), PackFormat.PART);
    try (PackedArchive archive = open()) {
      for (int share = 0; share < 4; share++) {
        archive.check(new Sample(share, 4), damage::add, _ -> {});
      }
    }
    assertThat(damage).isNotEmpty();
    assertThat(damage).allSatisfy(d -> assertThat(d.touched()).containsExactly(id));
  }

  @Test
  void whateverByteIsAlteredIsFoundAndHidesNothingElse() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    MailGenerator generator = new MailGenerator(random, 20_000);
    Map<ContentId, byte[]> stored = new HashMap<>();
    try (PackedArchive archive = open();
        ArchiveWriter writer = archive.writer(ACCOUNTS.getFirst())) {
      for (int i = 0; i < 60; i++) {
        byte[] message = generator.next();
        stored.put(writer.store(Content.of(message)), message);
      }
      writer.commit();
    }
    List<String> names = storage.names();
    for (int trial = 0; trial < 60; trial++) {
      String name = names.get(random.nextInt(names.size()));
      byte[] bytes = storage.bytes(name);
      int at = random.nextInt(bytes.length);
      bytes[at] ^= 4;
      String what = "%s byte %d, seed %d".formatted(name, at, seed);
      damage.clear();
      try (PackedArchive archive = open()) {
        archive.check(Sample.ALL, damage::add, _ -> {});
        assertThat(damage).as(what).anySatisfy(d -> assertThat(d.file()).isEqualTo(name));
        Set<ContentId> touched = new HashSet<>();
        damage.forEach(d -> touched.addAll(d.touched()));
        stored.forEach(
            (id, message) -> {
              if (!touched.contains(id) && archive.contains(id)) {
                assertThat(archive.read(id).orElseThrow().toByteArray())
                    .as(what)
                    .isEqualTo(message);
              }
            });
        for (ContentId id : touched) {
          assertThatThrownBy(() -> archive.read(id)).as(what).isInstanceOf(Failure.Corrupt.class);
        }
      }
      bytes[at] ^= 4;
    }
  }

  /// What a share of the archive was read: how many messages.
  private long sample(int share, int of) {
    damage.clear();
    try (PackedArchive archive = open()) {
      return archive.check(new Sample(share, of), damage::add, _ -> {}).messages();
    }
  }

  @Test
  void everySampleReadsSomethingAndAllOfThemEverything() {
    List<ContentId> ids = new ArrayList<>();
    for (int packs = 1; packs <= 7; packs++) {
      ids.addAll(store(mail("large " + packs, noise(packs, 3000)), noise(100 + packs, 200)));
      long read = 0;
      for (int share = 0; share < 20; share++) {
        long messages = sample(share, 20);
        assertThat(messages).as("share %d of %d packs", share, 2 * packs).isPositive();
        read += messages;
      }
      assertThat(read).isGreaterThanOrEqualTo(ids.size());
    }
    spoil(ids.getLast(), PackFormat.WHOLE);
    long found = 0;
    for (int share = 0; share < 20; share++) {
      sample(share, 20);
      found += damage.size();
    }
    assertThat(found).isPositive();
  }

  @Test
  void aSampleOfNothingReadsNothing() {
    assertThat(sample(3, 20)).isZero();
  }
}
