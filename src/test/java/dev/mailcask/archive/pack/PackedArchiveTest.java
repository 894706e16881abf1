package dev.mailcask.archive.pack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.storage.LocalStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.message.Envelope;
import dev.mailcask.testing.HostileStorage;
import dev.mailcask.testing.MemoryStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedArchiveTest {

  private static final AccountId WORK = new AccountId("work");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));

  /// Small enough that a few messages make many blocks and packs.
  private static final ArchiveSettings SMALL = new ArchiveSettings(3, 4096, 512, 32768, 4);

  @TempDir Path directory;

  private PackedArchive open(ArchiveSettings settings) {
    return PackedArchive.open(LocalStorage.open(directory), settings, CLOCK);
  }

  /// Text-like bytes, sometimes many blocks long, sometimes none.
  private static byte[] message(Random random) {
    int length =
        switch (random.nextInt(20)) {
          case 0 -> 0;
          case 1 -> 4096;
          case 2 -> 4097;
          case 3 -> 20_000 + random.nextInt(60_000);
          default -> random.nextInt(3000);
        };
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    if (random.nextBoolean()) {
      for (int i = 0; i < length; i++) {
        bytes[i] = (byte) ('a' + (bytes[i] & 7));
      }
    }
    return bytes;
  }

  @Test
  void manyThreadsStoreAndEverythingIsThereAfterReopening() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Map<ContentId, byte[]> stored = new ConcurrentHashMap<>();
    try (PackedArchive archive = open(SMALL);
        ArchiveWriter writer = archive.writer(WORK)) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 3; t++) {
        Random random = new Random(seed + t);
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      for (int i = 0; i < 200; i++) {
                        byte[] bytes = message(random);
                        stored.put(writer.store(Content.of(bytes)), bytes);
                        if (i % 70 == 0) {
                          writer.commit();
                        }
                      }
                    }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      writer.commit();
    }
    try (PackedArchive archive = open(SMALL)) {
      assertSame(archive, stored);
      List<Damage> damage = new ArrayList<>();
      Archive.Checked totals = archive.check(Sample.ALL, damage::add, _ -> {});
      assertThat(damage).isEmpty();
      assertThat(totals.messages()).isEqualTo(stored.size());
      assertThat(totals.mailBytes()).isEqualTo(raw(stored));
    }
    assertThat(packs()).hasSizeGreaterThan(10);
    assertThat(directory.resolve("unfinished")).isEmptyDirectory();
  }

  private static long raw(Map<ContentId, byte[]> stored) {
    return stored.values().stream().mapToLong(bytes -> bytes.length).sum();
  }

  private static void assertSame(Archive archive, Map<ContentId, byte[]> stored) {
    stored.forEach(
        (id, bytes) -> assertThat(archive.read(id).orElseThrow().toByteArray()).isEqualTo(bytes));
  }

  private List<Path> packs() throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("packs"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Test
  void thousandsOfMessagesInManyPacksAreEachFound() {
    int count = 6000; // more than the table of blobs begins with, twice over
    try (PackedArchive archive = open(SMALL);
        ArchiveWriter writer = archive.writer(WORK)) {
      for (int i = 0; i < count; i++) {
        writer.store(Content.of(Integer.toString(i).getBytes(StandardCharsets.US_ASCII)));
        if (i % 500 == 0) {
          writer.commit();
        }
      }
      writer.commit();
    }
    try (PackedArchive archive = open(SMALL)) {
      for (int i = 0; i < count; i++) {
        byte[] bytes = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
        assertThat(archive.read(ContentId.of(bytes)).orElseThrow().toByteArray()).isEqualTo(bytes);
      }
      for (int i = count; i < 2 * count; i++) {
        byte[] absent = Integer.toString(i).getBytes(StandardCharsets.US_ASCII);
        assertThat(archive.contains(ContentId.of(absent))).isFalse();
      }
      assertThat(archive.totals().blobs()).isEqualTo(count);
    }
  }

  @Test
  void aMessageLargerThanMemoryAllowsIsStreamedBothWays() throws Exception {
    Path spool = directory.resolve("spool");
    byte[] bytes = new byte[20 << 20];
    new Random(1).nextBytes(bytes);
    Files.write(spool, bytes);
    try (PackedArchive archive = open(ArchiveSettings.DEFAULT);
        ArchiveWriter writer = archive.writer(WORK)) {
      writer.store(Content.of(new byte[100]));
      ContentId id = writer.store(Content.of(spool, bytes.length));
      writer.store(Content.of(new byte[200]));
      writer.commit();
      Content content = archive.read(id).orElseThrow();
      assertThat(content).isInstanceOf(StoredContent.class);
      assertThat(content.toByteArray()).isEqualTo(bytes);
      assertThat(content.toByteArray()).as("opened again").isEqualTo(bytes);
    }
  }

  @Test
  void aPackThatNoJournalSpeaksOfIsUsedWhenItsMessagesComeAgain() throws Exception {
    Map<ContentId, byte[]> stored = new HashMap<>();
    try (PackedArchive archive = open(SMALL);
        ArchiveWriter writer = archive.writer(WORK)) {
      byte[] bytes = message(new Random(5));
      stored.put(writer.store(Content.of(bytes)), bytes);
      writer.commit(); // no event, so no segment: as if it was killed between the two
    }
    Files.writeString(directory.resolve("unfinished/left-behind"), "half a pack");
    try (PackedArchive archive = open(SMALL);
        ArchiveWriter writer = archive.writer(WORK)) {
      assertThat(directory.resolve("unfinished")).isEmptyDirectory();
      for (byte[] bytes : stored.values()) {
        writer.store(Content.of(bytes));
      }
      writer.record(new JournalEvent.FolderGone(1));
      assertThat(writer.commit()).isEqualTo(1);
    }
    assertThat(packs()).hasSize(1);
  }

  @Test
  void whoWritesWhileACommitFailsIsToldWhyItFailed() throws Exception {
    for (int round = 0; round < 100; round++) {
      HostileStorage storage = new HostileStorage(new MemoryStorage());
      try (PackedArchive archive = PackedArchive.open(storage, SMALL, CLOCK);
          ArchiveWriter writer = archive.writer(WORK)) {
        ContentId id = writer.store(Content.of("Subject: one\r\n\r\none".getBytes(US_ASCII)));
        CountDownLatch writing = new CountDownLatch(4);
        List<Callable<Throwable>> others =
            Collections.nCopies(4, () -> recordUntilItFails(writer, id, writing));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
          List<Future<Throwable>> reasons = others.stream().map(threads::submit).toList();
          writing.await();
          storage.room(0);
          assertThatThrownBy(writer::commit).isInstanceOf(Failure.OutOfSpace.class);
          for (Future<Throwable> reason : reasons) {
            assertThat(reason.get()).isInstanceOf(Failure.OutOfSpace.class);
          }
        }
      }
    }
  }

  private static Throwable recordUntilItFails(
      ArchiveWriter writer, ContentId id, CountDownLatch writing) {
    JournalEvent placed = new JournalEvent.Placed(1, 1, 1, id, 20, "", List.of(), Envelope.EMPTY);
    while (true) {
      try {
        writer.record(placed);
        writing.countDown();
      } catch (RuntimeException e) {
        return e;
      }
    }
  }
}
