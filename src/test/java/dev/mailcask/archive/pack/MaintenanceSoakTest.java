package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.storage.LocalStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.message.Envelope;
import dev.mailcask.testing.ArchiveFiller;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups that commit, drop and share parts, reads, compactions and prunings, all at once: what a
/// commit returned for is read back at any time and at the end, and no read fails.
class MaintenanceSoakTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));
  private static final ArchiveSettings SMALL = new ArchiveSettings(1, 1024, 512, 16_384, 4);
  private static final int WRITERS = 40;
  private static final int ROUNDS = 40;

  @TempDir Path directory;

  private final long seed = System.nanoTime();

  /// What was committed.
  private final Map<ContentId, byte[]> committed = new ConcurrentHashMap<>();

  private final AtomicBoolean over = new AtomicBoolean();

  private PackedArchive open() {
    return PackedArchive.open(LocalStorage.open(directory), SMALL, CLOCK);
  }

  @Test
  void everythingAtOnce() throws Exception {
    try (PackedArchive archive = open();
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<?>> writing = new ArrayList<>();
      List<Future<?>> rest = new ArrayList<>();
      for (AccountId account : ArchiveFiller.ACCOUNTS) {
        writing.add(threads.submit(task(() -> write(archive, account))));
      }
      rest.add(threads.submit(task(() -> read(archive, 1))));
      rest.add(threads.submit(task(() -> read(archive, 2))));
      rest.add(threads.submit(task(() -> maintain(archive))));
      try {
        for (Future<?> task : writing) {
          task.get();
        }
      } finally {
        over.set(true);
      }
      for (Future<?> task : rest) {
        task.get();
      }
      assertSound(archive);
    }
    try (PackedArchive archive = open()) {
      assertSound(archive);
      archive.maintenance().compact(Progress.NONE);
      archive.maintenance().prune(Progress.NONE);
      assertSound(archive);
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static Callable<Void> task(Work work) {
    return () -> {
      work.run();
      return null;
    };
  }

  private void write(PackedArchive archive, AccountId account) {
    Random random = new Random(seed + account.hashCode());
    long uid = 0;
    for (int w = 0; w < WRITERS; w++) {
      try (ArchiveWriter writer = archive.writer(account)) {
        for (int c = random.nextInt(4); c > 0; c--) {
          Map<ContentId, byte[]> batch = new ConcurrentHashMap<>();
          for (int m = random.nextInt(8); m > 0; m--) {
            byte[] bytes = message(random);
            ContentId id = writer.store(Content.of(bytes));
            if (random.nextInt(5) > 0) {
              writer.record(
                  new JournalEvent.Placed(
                      1, 1, ++uid, id, bytes.length, "", List.of(), Envelope.EMPTY));
              batch.put(id, bytes);
            }
          }
          if (random.nextInt(5) == 0) {
            writer.drop();
          } else {
            writer.commit();
            committed.putAll(batch);
          }
        }
      }
    }
  }

  /// Of a small world, so that the same messages and parts come again and again, also those that
  /// were dropped.
  private byte[] message(Random random) {
    int number = random.nextInt(400);
    Random own = new Random(seed + number);
    StringBuilder text = new StringBuilder("Subject: thread " + number % 30 + "\r\n");
    if (number % 3 == 0) {
      byte[] part = new byte[2000];
      new Random(seed + number % 12).nextBytes(part);
      text.append("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n")
          .append("Content-Transfer-Encoding: base64\r\n\r\n")
          .append(Base64.getMimeEncoder().encodeToString(part))
          .append("\r\n--b--\r\n");
    }
    text.append("\r\n");
    for (int words = own.nextInt(300); words > 0; words--) {
      text.append("word").append(own.nextInt(90)).append(words % 9 == 0 ? "\r\n" : " ");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void read(PackedArchive archive, int reader) {
    Random random = new Random(seed * reader);
    while (!over.get()) {
      List<ContentId> ids = List.copyOf(committed.keySet());
      if (!ids.isEmpty()) {
        assertSame(archive, ids.get(random.nextInt(ids.size())));
      }
    }
  }

  private void assertSame(PackedArchive archive, ContentId id) {
    Content content = archive.read(id).orElseThrow();
    assertThat(ContentId.of(content.toByteArray())).as("seed %d", seed).isEqualTo(id);
  }

  private void maintain(PackedArchive archive) {
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS && !over.get(); round++) {
      if (random.nextInt(3) > 0) {
        archive.maintenance().compact(Progress.NONE);
      } else {
        archive.maintenance().prune(Progress.NONE);
      }
    }
  }

  private void assertSound(PackedArchive archive) {
    assertThat(committed).as("seed %d", seed).hasSizeGreaterThan(50);
    committed.keySet().forEach(id -> assertSame(archive, id));
    List<Damage> damage = new ArrayList<>();
    archive.check(Sample.ALL, damage::add, _ -> {});
    assertThat(damage).as("seed %d", seed).isEmpty();
  }
}
