package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.archive.ArchiveEvent.PacksReplaced;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.message.Envelope;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.MemoryStorage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;

/// An archive with small packs and much in it.
abstract class MaintenanceCase {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));

  static final ArchiveSettings SMALL = new ArchiveSettings(1, 1024, 512, 16_384, 4);

  static final AccountId WORK = ArchiveFiller.ACCOUNTS.getFirst();

  static final AccountId HOME = ArchiveFiller.ACCOUNTS.getLast();

  final long seed = System.nanoTime();

  final MemoryStorage disk = new MemoryStorage();

  final ArchiveFiller filler = new ArchiveFiller(seed);

  PackedArchive archive = open();

  long uid = 1_000_000;

  PackedArchive open() {
    return PackedArchive.open(disk, SMALL, CLOCK);
  }

  void reopen() {
    archive.close();
    archive = open();
  }

  @AfterEach
  void close() {
    archive.close();
  }

  List<String> packs() {
    return disk.list("packs/").stream().map(Stored::name).toList();
  }

  List<PacksReplaced> journal() {
    List<ArchiveEvent> events = new ArrayList<>();
    archive.maintenance().journal().readAfter(0, s -> events.addAll(s.events()));
    return events.stream()
        .filter(PacksReplaced.class::isInstance)
        .map(PacksReplaced.class::cast)
        .toList();
  }

  void assertAllIsThere() {
    for (ArchiveFiller.Message message : filler.committed()) {
      assertThat(archive.read(message.placed().id()).orElseThrow().toByteArray())
          .as("seed %d", seed)
          .isEqualTo(message.bytes());
    }
    assertThat(damage()).as("seed %d", seed).isEmpty();
  }

  List<Damage> damage() {
    List<Damage> damage = new ArrayList<>();
    archive.check(Sample.ALL, damage::add, _ -> {});
    return damage;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  JournalEvent.Placed placed(ContentId id) {
    return new JournalEvent.Placed(
        1, 99, ++uid, id, 1, "17-Jul-1996 02:44:25 -0700", List.of(), Envelope.EMPTY);
  }

  /// Stores without an event: a commit of which the segment was cut off.
  ContentId storeUnreferenced(byte[] bytes) {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      ContentId id = writer.store(Content.of(bytes));
      writer.commit();
      return id;
    }
  }

  ContentId storePlaced(AccountId account, byte[] bytes) {
    try (ArchiveWriter writer = archive.writer(account)) {
      ContentId id = writer.store(Content.of(bytes));
      writer.record(placed(id));
      writer.commit();
      return id;
    }
  }

  static byte[] withAttachment(Random random, String subject, byte[] attachment) {
    return bytes(
        "Subject: "
            + subject
            + "\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext "
            + random.nextInt()
            + "\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
            + java.util.Base64.getMimeEncoder().encodeToString(attachment)
            + "\r\n--b--\r\n");
  }
}
