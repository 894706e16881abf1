package dev.mailcask.archive.pack;

import dev.mailcask.archive.Archive.Checked;
import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.Background;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads packs to the last byte: every name against the file's SHA-256, every block against its
/// checksum, every blob against its id, and every message that is made of parts put together and
/// compared. Two packs at a time, and a few blocks of each in memory.
///
/// Compaction may go on beside it: a pack whose place others took meanwhile is none of its business
/// any more.
final class PackCheck {

  private static final int THREADS = 2;

  /// Bytes of blocks that are kept: those that were read last hold the parts of the next recipes.
  private static final long CACHE = 32L << 20;

  private final ArchiveStorage storage;
  private final @Nullable ArchiveKey key;
  private final BlobTable table;
  private final BlockReader reader;
  private final boolean everything;
  private final BlockChoice choice;
  private final Consumer<Checked> progress;
  private final Findings findings;
  private final Blobs parts;

  private final BlobMarks counted = new BlobMarks();
  private final AtomicLong messages = new AtomicLong();
  private final AtomicLong mailBytes = new AtomicLong();
  private final AtomicLong blobs = new AtomicLong();
  private final AtomicLong rawBytes = new AtomicLong();
  private final AtomicLong storedBytes = new AtomicLong();

  PackCheck(
      ArchiveStorage storage,
      @Nullable ArchiveKey key,
      BlobTable table,
      BlockCodec codec,
      Sample sample,
      Consumer<Damage> found,
      Consumer<Checked> progress) {
    this.storage = storage;
    this.key = key;
    this.table = table;
    this.reader = new BlockReader(storage, codec, CACHE);
    this.everything = sample.isAll();
    this.choice = new BlockChoice(sample, table.packs());
    this.progress = progress;
    this.parts = new Blobs(table, reader);
    this.findings = new Findings(table, parts, found);
  }

  Checked run() {
    List<Future<?>> tasks = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(THREADS, Background.threads("archive-check"))) {
      try {
        files().forEach((name, size) -> tasks.add(threads.submit(() -> check(name, size))));
        for (Future<?> task : tasks) {
          await(task);
        }
      } finally {
        threads.shutdownNow();
      }
    }
    findings.finish();
    return checked();
  }

  /// The packs that are there, and those that should be.
  private Map<String, Long> files() {
    Map<String, Long> files = new TreeMap<>();
    table.packs().forEach(pack -> files.put(pack.name(), pack.size()));
    for (Stored file : storage.list(PackFormat.PREFIX)) {
      files.put(file.name(), file.size());
    }
    return files;
  }

  private static void await(Future<?> task) {
    try {
      task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Cancelled("checking the archive");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause; // the caller's own wish to stop, or a bug
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private void check(String name, long size) {
    try {
      new PackPass(this, PackFile.open(storage, key, name, size)).run();
    } catch (Failure.Cancelled e) {
      throw e;
    } catch (Failure e) {
      if (table.holds(name) || storage.size(name).isPresent()) {
        findings.add(name, e.problem(), table.blobs(name));
      }
    }
    advance();
  }

  synchronized void advance() {
    progress.accept(checked());
  }

  private Checked checked() {
    return new Checked(
        messages.get(), mailBytes.get(), blobs.get(), rawBytes.get(), storedBytes.get());
  }

  ArchiveStorage storage() {
    return storage;
  }

  BlockReader reader() {
    return reader;
  }

  /// Whether no block is left to another sample.
  boolean isOfEverything() {
    return everything;
  }

  BlockChoice choice() {
    return choice;
  }

  Findings findings() {
    return findings;
  }

  Blobs parts() {
    return parts;
  }

  /// Counts a message once, in however many packs it is.
  void countMessage(ContentId id, long bytes) {
    Place first = table.message(id);
    if (first == null || counted.add(first)) {
      messages.incrementAndGet();
      mailBytes.addAndGet(bytes);
    }
  }

  void countBlob(long bytes) {
    blobs.incrementAndGet();
    rawBytes.addAndGet(bytes);
  }

  void countStored(long bytes) {
    storedBytes.addAndGet(bytes);
  }
}
