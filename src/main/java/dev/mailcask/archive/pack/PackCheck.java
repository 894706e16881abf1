package dev.mailcask.archive.pack;

import dev.mailcask.archive.Archive.Checked;
import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Reads all packs to the last byte: every name against the file's SHA-256, every block against its
/// checksum, every blob against its id. Two packs at a time, one block of each in memory.
final class PackCheck {

  private static final int THREADS = 2;

  private final ArchiveStorage storage;
  private final BlockReader reader;
  private final Sample sample;
  private final Consumer<Damage> found;
  private final Consumer<Checked> progress;

  private final AtomicLong blobs = new AtomicLong();
  private final AtomicLong rawBytes = new AtomicLong();
  private final AtomicLong storedBytes = new AtomicLong();

  PackCheck(
      ArchiveStorage storage,
      BlockReader reader,
      Sample sample,
      Consumer<Damage> found,
      Consumer<Checked> progress) {
    this.storage = storage;
    this.reader = reader;
    this.sample = sample;
    this.found = found;
    this.progress = progress;
  }

  Checked run() {
    List<Future<?>> tasks = new ArrayList<>();
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().name("archive-check-", 0).daemon().factory())) {
      try {
        for (Stored file : storage.list(PackFormat.PREFIX)) {
          tasks.add(threads.submit(() -> check(file)));
        }
        for (Future<?> task : tasks) {
          await(task);
        }
      } finally {
        threads.shutdownNow();
      }
    }
    return totals();
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

  private void check(Stored file) {
    try {
      PackFile pack = PackFile.open(storage, file.name(), file.size());
      new Pass(pack).run();
      blobs.addAndGet(pack.blobs());
    } catch (Failure.Cancelled e) {
      throw e;
    } catch (Failure e) {
      report(file.name(), e.problem(), List.of());
    }
    storedBytes.addAndGet(file.size());
    advance();
  }

  private synchronized void report(String file, String problem, List<ContentId> touched) {
    found.accept(new Damage(file, problem, touched, touched));
  }

  private synchronized void advance() {
    progress.accept(totals());
  }

  private Checked totals() {
    return new Checked(blobs.get(), rawBytes.get(), blobs.get(), rawBytes.get(), storedBytes.get());
  }

  /// One pack from its first byte to its last.
  private final class Pass {

    private final PackFile pack;
    private final MessageDigest file = ContentId.digest();

    /// The blobs in the order in which they lie, and which of them is being hashed.
    private final int[] order;

    private int next;
    private long hashed;
    private MessageDigest digest = ContentId.digest();
    private boolean broken;

    Pass(PackFile pack) {
      this.pack = pack;
      this.order =
          IntStream.range(0, pack.blobs())
              .boxed()
              .sorted(
                  Comparator.<Integer>comparingLong(pack::rawAt).thenComparingLong(pack::length))
              .mapToInt(Integer::intValue)
              .toArray();
      for (int i = 1; i < order.length; i++) {
        if (pack.rawAt(order[i]) < pack.rawAt(order[i - 1]) + pack.length(order[i - 1])) {
          throw pack.corrupt("its table of blobs has two of them in one place");
        }
      }
    }

    void run() {
      update(0, pack.header().bytes().length);
      long at = 0;
      for (int block = 0; block < pack.blocks(); block++) {
        at = hashed > 0 || isChosen(block) ? block(block, at) : passOver(block, at);
        advance();
      }
      finishEmpty(at);
      if (sample.isAll()) {
        checkName();
      }
    }

    private void checkName() {
      update(pack.directoryAt(), (int) (pack.size() - pack.directoryAt()));
      String name = PackFormat.nameOf(HexFormat.of().formatHex(file.digest()));
      if (!name.equals(pack.name())) {
        report(pack.name(), "the file's SHA-256 is not its name: it was altered", List.of());
      }
    }

    private boolean isChosen(int block) {
      return sample.takes(block + Integer.toUnsignedLong(pack.name().hashCode()));
    }

    /// Leaves a block to another sample, with the blobs that begin in it.
    private long passOver(int block, long at) {
      long end = at + pack.rawLength(block);
      while (next < order.length && pack.rawAt(order[next]) < end) {
        next++;
      }
      return end;
    }

    private void update(long at, int length) {
      file.update(storage.read(pack.name(), at, length));
    }

    private long block(int block, long at) {
      byte[] frame = storage.read(pack.name(), pack.frameAt(block), pack.frameLength(block));
      file.update(frame);
      long end = at + pack.rawLength(block);
      try {
        byte[] raw = reader.decode(pack, block, frame);
        rawBytes.addAndGet(raw.length);
        feed(raw, at, end);
      } catch (Failure.Corrupt e) {
        List<ContentId> touched =
            Arrays.stream(order)
                .filter(i -> pack.rawAt(i) < end && pack.rawAt(i) + pack.length(i) > at)
                .mapToObj(pack::id)
                .toList();
        report(pack.name(), e.problem(), touched);
        skip(end);
      }
      return end;
    }

    /// Hashes the blobs that lie in the raw stream from `at` to `end`.
    private void feed(byte[] raw, long at, long end) {
      while (next < order.length) {
        int blob = order[next];
        long from = pack.rawAt(blob) + hashed;
        if (from >= end) {
          return;
        }
        int length = (int) Math.min(end - from, pack.length(blob) - hashed);
        digest.update(raw, (int) (from - at), length);
        hashed += length;
        if (hashed < pack.length(blob)) {
          return;
        }
        finish(blob);
      }
    }

    /// Leaves out what lies before `end`, whose damage is reported already.
    private void skip(long end) {
      while (next < order.length && pack.rawAt(order[next]) < end) {
        int blob = order[next];
        broken = true;
        hashed = Math.min(pack.length(blob), end - pack.rawAt(blob));
        if (hashed < pack.length(blob)) {
          return;
        }
        finish(blob);
      }
    }

    private void finishEmpty(long at) {
      while (next < order.length && pack.length(order[next]) == hashed) {
        finish(order[next]);
      }
      if (next < order.length) {
        throw new IllegalStateException("blobs left behind the raw stream's end at " + at);
      }
    }

    private void finish(int blob) {
      ContentId id = pack.id(blob);
      if (!broken && !ContentId.ofDigest(digest.digest()).equals(id)) {
        report(pack.name(), "message " + id + " is not what was stored", List.of(id));
      }
      digest = ContentId.digest();
      broken = false;
      hashed = 0;
      next++;
    }
  }
}
