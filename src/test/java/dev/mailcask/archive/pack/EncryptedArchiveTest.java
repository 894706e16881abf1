package dev.mailcask.archive.pack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.TestKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EncryptedArchiveTest {

  private static final AccountId WORK = new AccountId("work");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));
  private static final ArchiveSettings SMALL = new ArchiveSettings(3, 4096, 512, 8192, 4);

  /// Short and unlike anything else, so that zstd leaves it as it is.
  private static final String MARKER = "Zq7#xyllophagous";

  private final MemoryStorage storage = new MemoryStorage();

  private static PackedArchive open(MemoryStorage storage, @Nullable ArchiveKey key) {
    return PackedArchive.open(storage, SMALL, CLOCK, key);
  }

  private static ContentId storeMarked(PackedArchive archive) {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      ContentId id = writer.store(Content.of(MARKER.getBytes(UTF_8)));
      writer.record(new JournalEvent.FolderSeen(1, MARKER, MARKER, "/", List.of()));
      writer.commit();
      return id;
    }
  }

  /// The names of files that show the marker or the id of the message that it is.
  private static List<String> revealing(MemoryStorage storage, ContentId id) {
    String raw = new String(id.bytes(), ISO_8859_1);
    return storage.names().stream()
        .filter(
            name -> {
              String text = name + new String(storage.bytes(name), ISO_8859_1);
              return text.contains(MARKER) || text.contains(raw) || text.contains(id.toString());
            })
        .toList();
  }

  @Test
  void noFileShowsWhatIsInIt() {
    try (PackedArchive archive = open(storage, TestKeys.create(storage))) {
      assertThat(archive.encrypted()).isTrue();
      assertThat(revealing(storage, storeMarked(archive))).isEmpty();
      assertThat(storage.names()).hasSize(3);
    }
    MemoryStorage clear = new MemoryStorage();
    try (PackedArchive archive = open(clear, null)) {
      assertThat(archive.encrypted()).isFalse();
      assertThat(revealing(clear, storeMarked(archive)))
          .as("what an archive in the clear shows")
          .isNotEmpty();
    }
  }

  @Test
  void theSameMailLooksDifferentInEachArchive() {
    try (PackedArchive archive = open(storage, TestKeys.create(storage))) {
      storeMarked(archive);
    }
    MemoryStorage other = new MemoryStorage();
    try (PackedArchive archive = open(other, TestKeys.create(other))) {
      storeMarked(archive);
    }
    assertThat(other.names()).doesNotContainAnyElementsOf(packs());
  }

  private List<String> packs() {
    return storage.names().stream().filter(name -> name.startsWith("packs/")).toList();
  }

  @Test
  void messagesWithPartsInManyPacksComeBack() {
    long seed = System.nanoTime();
    ArchiveFiller filler = new ArchiveFiller(seed);
    byte[] attachment = attachment(new Random(seed));
    ContentId attached;
    try (PackedArchive archive = open(storage, TestKeys.create(storage))) {
      filler.fill(archive);
      attached = ContentId.of(attachment);
      try (ArchiveWriter writer = archive.writer(WORK)) {
        assertThat(writer.store(Content.of(attachment))).isEqualTo(attached);
        writer.commit();
      }
    }
    try (PackedArchive archive = open(storage, TestKeys.open(storage))) {
      assertThat(archive.read(attached).orElseThrow().toByteArray()).isEqualTo(attachment);
      for (ArchiveFiller.Message message : filler.committed()) {
        assertThat(archive.read(message.placed().id()).orElseThrow().toByteArray())
            .as("seed %d", seed)
            .isEqualTo(message.bytes());
      }
      List<Damage> damage = new ArrayList<>();
      archive.check(Sample.ALL, damage::add, _ -> {});
      assertThat(damage).as("seed %d", seed).isEmpty();
      assertThat(packs()).hasSizeGreaterThan(3);
    }
  }

  /// A message with a large part in base64.
  private static byte[] attachment(Random random) {
    byte[] bytes = new byte[20_000];
    random.nextBytes(bytes);
    String mail =
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
            + "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(bytes)
            + "\r\n--b--\r\n";
    return mail.getBytes(UTF_8);
  }

  @Test
  void withoutItsKeysNothingOpens() {
    try (PackedArchive archive = open(storage, TestKeys.create(storage))) {
      storeMarked(archive);
    }
    List<String> names = storage.names();
    assertThatThrownBy(() -> open(storage, null))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageStartingWith("archive/keys.json: the file is missing");
    for (String pack : packs()) {
      storage.delete(pack);
    }
    assertThatThrownBy(() -> open(storage, null))
        .as("a journal is enough to know it")
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageStartingWith("archive/keys.json: the file is missing");
    assertThat(names).containsAll(storage.names());
  }

  @Test
  void theKeysOfAnotherArchiveOpenNothing() {
    try (PackedArchive archive = open(storage, TestKeys.create(storage))) {
      storeMarked(archive);
    }
    ArchiveKey other = TestKeys.create(new MemoryStorage());
    assertThatThrownBy(() -> open(storage, other))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageStartingWith("archive/keys.json: it is the one of another archive");
  }

  @Test
  void keysInAnArchiveInTheClearAreTold() {
    try (PackedArchive archive = open(storage, null)) {
      storeMarked(archive);
    }
    ArchiveKey key = TestKeys.create(new MemoryStorage());
    assertThatThrownBy(() -> open(storage, key))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("has key slots, and its files are not encrypted");
    packs().forEach(storage::delete);
    assertThatThrownBy(() -> open(storage, key))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("has key slots, and its files are not encrypted");
  }

  @Test
  void aStrangersFileIsDamageAndHidesNothing() {
    ContentId id;
    try (PackedArchive archive = open(storage, TestKeys.create(storage))) {
      id = storeMarked(archive);
    }
    MemoryStorage clear = new MemoryStorage();
    MemoryStorage other = new MemoryStorage();
    try (PackedArchive inTheClear = open(clear, null);
        PackedArchive sealed = open(other, TestKeys.create(other))) {
      storeMarked(inTheClear);
      storeMarked(sealed);
    }
    for (MemoryStorage from : List.of(clear, other)) {
      for (String name : from.names()) {
        if (name.startsWith("packs/")) {
          storage.put(name, from.bytes(name));
        }
      }
    }
    try (PackedArchive archive = open(storage, TestKeys.open(storage))) {
      assertThat(archive.read(id).orElseThrow().toByteArray()).isEqualTo(MARKER.getBytes(UTF_8));
      List<Damage> damage = new ArrayList<>();
      archive.check(Sample.ALL, damage::add, _ -> {});
      assertThat(damage).hasSize(2);
      assertThat(damage).extracting(Damage::problem).anyMatch(p -> p.contains("not encrypted"));
      assertThat(damage).extracting(Damage::problem).anyMatch(p -> p.contains("another archive"));
    }
  }

  @Test
  void everyAlteredByteIsFound() {
    try (PackedArchive archive = open(storage, TestKeys.create(storage))) {
      storeMarked(archive);
    }
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (String name : storage.names()) {
      byte[] sound = storage.bytes(name).clone();
      for (int at = 0; at < sound.length; at++) {
        byte[] altered = sound.clone();
        altered[at] ^= (byte) (1 << random.nextInt(8));
        storage.put(name, altered);
        assertFound(name + ", byte " + at + ", seed " + seed);
      }
      storage.put(name, sound);
    }
  }

  private void assertFound(String how) {
    List<String> found = new ArrayList<>();
    try (PackedArchive archive = open(storage, TestKeys.open(storage))) {
      archive.check(Sample.ALL, damage -> found.add(damage.problem()), _ -> {});
      archive.journal(WORK).readAfter(0, _ -> {});
    } catch (Failure.Corrupt e) {
      found.add(e.problem());
    } catch (RuntimeException e) {
      fail(how, e);
    }
    assertThat(found).as(how).isNotEmpty();
  }
}
