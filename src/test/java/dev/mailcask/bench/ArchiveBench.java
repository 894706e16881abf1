package dev.mailcask.bench;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.Maintenance.Compacted;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.LocalStorage;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.testing.TestKeys;
import dev.mailcask.testing.VerifyMeans;
import dev.mailcask.verify.Verify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Measures the archive through its ports: how small, how fast. Prints one `NAME=NUMBER` a line.
///
/// `corpus MAIL WORK RUNS` stores, reads, verifies, rebuilds and compacts a directory of messages;
/// `heap MAIL WORK` takes two messages of 1 GiB among them, see [HeapBench]. Every message that is
/// read is compared with the file it came from: what is wrong ends the benchmark.
public final class ArchiveBench {

  static final InstantSource CLOCK = InstantSource.system();
  private static final int READS = 2000;
  private static final int READS_OF_ONE_OPENING = 4;

  private final Path work;
  private final Path directory;
  private final int runs;
  private final List<byte[]> mail;
  private final long bytes;

  private ArchiveBench(Path mail, Path work, int runs) throws IOException {
    this.work = work;
    this.directory = work.resolve("archive");
    this.runs = runs;
    this.mail = load(mail);
    this.bytes = this.mail.stream().mapToLong(m -> m.length).sum();
  }

  public static void main(String[] args) throws IOException {
    Path mail = Path.of(args[1]);
    Path work = Files.createDirectories(Path.of(args[2]));
    switch (args[0]) {
      case "corpus" -> new ArchiveBench(mail, work, Integer.parseInt(args[3])).run();
      case "heap" -> new HeapBench(mail, work).run();
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  /// All files below a directory, in the order of their paths.
  static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<byte[]> load(Path directory) throws IOException {
    List<byte[]> mail = new ArrayList<>();
    for (Path file : files(directory)) {
      mail.add(Files.readAllBytes(file));
    }
    return mail;
  }

  /// Opens or begins an archive; an encrypted one with `-Dmailcask.bench.encrypted=true`.
  static PackedArchive open(Path directory, ArchiveSettings settings) {
    LocalStorage storage = LocalStorage.open(directory);
    if (!Boolean.getBoolean("mailcask.bench.encrypted")) {
      return PackedArchive.open(storage, settings, CLOCK);
    }
    ArchiveKey key =
        new KeyRing(storage).exists() ? TestKeys.open(storage) : TestKeys.create(storage);
    return PackedArchive.open(storage, settings, CLOCK, key);
  }

  private void run() throws IOException {
    print("messages", mail.size());
    print("rawBytes", bytes);
    store();
    print("storedBytes", storedBytes());
    readAtRandom("");
    verify("");
    rebuild();
    compact();
    print("compactedBytes", storedBytes());
    readAtRandom("Compacted");
    verify("Compacted");
  }

  /// Stores all mail, each time into an empty archive; the last one stays.
  private void store() throws IOException {
    Timings timings = new Timings("store");
    List<Content> contents = mail.stream().map(Content::of).toList();
    for (int run = 0; run < runs; run++) {
      delete(directory);
      try (Archive archive = open(directory, ArchiveSettings.DEFAULT)) {
        timings.measure(() -> new MailStore(archive).store(contents));
      }
    }
    timings.print();
  }

  private long storedBytes() throws IOException {
    long total = 0;
    for (Path file : files(directory)) {
      total += Files.size(file);
    }
    return total;
  }

  /// Reads random messages, opening the archive again after a few: so nothing of it is in memory
  /// but its directories.
  private void readAtRandom(String stage) {
    Random random = new Random(1);
    Latencies latencies = new Latencies("read" + stage);
    for (int i = -READS / 4; i < READS; i += READS_OF_ONE_OPENING) {
      if (i == 0) {
        latencies.clear(); // until now it warmed up
      }
      try (Archive archive = open(directory, ArchiveSettings.DEFAULT)) {
        for (int n = 0; n < READS_OF_ONE_OPENING; n++) {
          byte[] message = mail.get(random.nextInt(mail.size()));
          ContentId id = ContentId.of(message);
          byte[] read = latencies.measure(() -> archive.read(id).orElseThrow().toByteArray());
          check(Arrays.equals(read, message), "message " + id + " came back altered");
        }
      }
    }
    latencies.print();
  }

  /// More often than the rest: a corpus takes half a second, and the appliance, which has been
  /// running for days, minutes.
  private void verify(String stage) throws IOException {
    Timings timings = new Timings("verify" + stage);
    for (int run = 0; run < 4 * runs; run++) {
      Path built = work.resolve("verify");
      delete(built);
      try (PackedArchive archive = open(directory, ArchiveSettings.DEFAULT);
          VerifyMeans verify = new VerifyMeans(archive, built, CLOCK)) {
        timings.measure(
            () -> {
              Verify.Report report = verify.run();
              check(report.damaged().isEmpty(), "damage found: " + report.damaged());
              check(report.placed() == mail.size(), "only " + report.placed() + " verified");
            });
      }
    }
    timings.print();
  }

  private void compact() {
    Timings timings = new Timings("compact");
    try (PackedArchive archive = open(directory, ArchiveSettings.DEFAULT)) {
      timings.measure(
          () -> {
            Compacted done = archive.maintenance().compact(Progress.NONE);
            check(done.damaged().isEmpty(), "compact met damage: " + done.damaged());
          });
    }
    timings.print();
  }

  private void rebuild() throws IOException {
    Timings timings = new Timings("rebuild");
    Path file = work.resolve("catalog.db");
    for (int run = 0; run < runs; run++) {
      delete(file);
      try (Archive archive = open(directory, ArchiveSettings.DEFAULT);
          SqliteCatalog catalog = SqliteCatalog.open(file, CLOCK)) {
        timings.measure(() -> catalog.rebuild(archive, Progress.NONE));
        long placed = catalog.counts().placements();
        check(placed == mail.size(), "the catalog has " + placed + " placements");
      }
    }
    timings.print();
  }

  static void check(boolean holds, String problem) {
    if (!holds) {
      throw new IllegalStateException(problem);
    }
  }

  static void print(String name, double value) {
    System.out.println(name + "=" + Math.round(value * 1000) / 1000.0);
  }

  static void print(String name, long value) {
    System.out.println(name + "=" + value);
  }

  static void delete(Path path) throws IOException {
    if (Files.exists(path)) {
      try (Stream<Path> all = Files.walk(path)) {
        for (Path file : all.sorted((a, b) -> b.compareTo(a)).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
