package dev.mailcask.bench;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.testing.VerifyMeans;
import dev.mailcask.verify.Verify;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// Two messages of 1 GiB each, one with an attachment in base64, one of plain text, among usual
/// ones: stored, read back, verified and compacted, in whatever heap the JVM was given. Running out
/// of it ends the benchmark.
final class HeapBench {

  private static final long GIBIBYTE = 1L << 30;
  private static final int USUAL_MESSAGES = 2000;
  private static final int LINE = 76;
  private static final int LINES_AT_ONCE = 1000;
  private static final int PAGES = 100;

  private final Path directory;
  private final List<Content> mail = new ArrayList<>();

  HeapBench(Path mail, Path work) throws IOException {
    this.directory = work.resolve("archive");
    List<Path> usual = ArchiveBench.files(mail);
    for (int i = 0; i < Math.min(USUAL_MESSAGES, usual.size()); i++) {
      if (i == USUAL_MESSAGES / 4) {
        this.mail.add(withAttachment(work.resolve("attachment.eml")));
      } else if (i == USUAL_MESSAGES / 2) {
        this.mail.add(ofText(work.resolve("text.eml")));
      }
      this.mail.add(Content.of(usual.get(i), Files.size(usual.get(i))));
    }
  }

  void run() throws IOException {
    ArchiveBench.delete(directory);
    measure("Store", archive -> new MailStore(archive).store(mail));
    readAll("");
    verify("");
    measure("Compact", archive -> archive.maintenance().compact(Progress.NONE));
    readAll("Compacted");
    verify("Compacted");
    ArchiveBench.print("heapMessages", mail.size());
    ArchiveBench.print("heapMaxMiB", Runtime.getRuntime().maxMemory() >> 20);
    ArchiveBench.print("heapPeakMiB", peakHeap() >> 20);
    ArchiveBench.print("residentPeakMiB", residentPeak() >> 10);
  }

  private void measure(String step, Consumer<PackedArchive> work) {
    Timings timings = new Timings("heap" + step);
    try (PackedArchive archive = ArchiveBench.open(directory, ArchiveSettings.DEFAULT)) {
      timings.measure(() -> work.accept(archive));
    }
    timings.print();
  }

  private void readAll(String stage) {
    measure("Read" + stage, archive -> mail.forEach(message -> read(archive, message)));
  }

  private static void read(Archive archive, Content message) {
    try {
      ContentId id = hash(message);
      Content read = archive.read(id).orElseThrow();
      ArchiveBench.check(same(read, message), "message " + id + " came back altered");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void verify(String stage) {
    measure(
        "Verify" + stage,
        archive -> {
          try (VerifyMeans verify =
              new VerifyMeans(
                  archive, directory.resolveSibling("verify" + stage), ArchiveBench.CLOCK)) {
            Verify.Report report = verify.run();
            ArchiveBench.check(report.damaged().isEmpty(), "damage found: " + report.damaged());
            ArchiveBench.check(report.placed() == mail.size(), "verify missed messages");
          }
        });
  }

  private static ContentId hash(Content content) throws IOException {
    var digest = ContentId.digest();
    try (InputStream in = content.open()) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return ContentId.ofDigest(digest.digest());
  }

  private static boolean same(Content a, Content b) throws IOException {
    try (InputStream left = a.open();
        InputStream right = b.open()) {
      while (true) {
        byte[] one = left.readNBytes(1 << 16);
        if (!Arrays.equals(one, right.readNBytes(1 << 16))) {
          return false;
        }
        if (one.length == 0) {
          return true;
        }
      }
    }
  }

  /// Noise in base64, in lines of 76 characters.
  private static Content withAttachment(Path file) throws IOException {
    Random random = new Random(1);
    byte[] noise = new byte[LINE / 4 * 3 * LINES_AT_ONCE];
    Base64.Encoder base64 = Base64.getMimeEncoder(LINE, new byte[] {'\r', '\n'});
    return write(
        file,
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee below.\r\n--b\r\n"
            + "Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        () -> {
          random.nextBytes(noise);
          return base64.encode(noise);
        },
        "--b--\r\n");
  }

  /// A log that says the same again and again, as one of this size would: the highest level is
  /// quick with that, and the memory it takes is the same.
  private static Content ofText(Path file) throws IOException {
    Random random = new Random(2);
    List<String> pages = new ArrayList<>();
    for (int page = 0; page < PAGES; page++) {
      pages.add(page(random));
    }
    return write(
        file,
        "Content-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\n\r\n",
        () ->
            (random.nextLong() + ":\r\n" + pages.get(random.nextInt(PAGES)))
                .getBytes(StandardCharsets.US_ASCII),
        "");
  }

  private static String page(Random random) {
    StringBuilder text = new StringBuilder();
    for (int word = 1; word <= LINES_AT_ONCE; word++) {
      text.append(Integer.toString(random.nextInt(50_000), 36));
      text.append(word % 10 == 0 ? "\r\n" : " ");
    }
    return text.toString();
  }

  private interface Lines {
    byte[] next();
  }

  private static Content write(Path file, String head, Lines lines, String end) throws IOException {
    long size = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      byte[] header =
          ("Subject: large\r\nMIME-Version: 1.0\r\n" + head).getBytes(StandardCharsets.US_ASCII);
      out.write(header);
      size += header.length;
      while (size < GIBIBYTE) {
        byte[] some = lines.next();
        out.write(some);
        out.write('\r');
        out.write('\n');
        size += some.length + 2;
      }
      out.write(end.getBytes(StandardCharsets.US_ASCII));
      size += end.length();
    }
    return Content.of(file, size);
  }

  private static long peakHeap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  /// KiB of memory that the process held at most, with what zstd takes outside the heap; 0 where
  /// the system does not tell.
  private static long residentPeak() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }
}
