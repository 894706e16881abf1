package dev.mailcask.bench;

import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.Content;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.index.IndexSettings;
import dev.mailcask.index.LuceneIndexer;
import dev.mailcask.message.Envelope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.AbstractList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Builds the index of an archived corpus, first as a new process, then again in the same one, and
/// tells its size by kinds of files.
final class IndexBench {

  private static final DateTimeFormatter INTERNAL_DATE =
      DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// Words of the language of generated mail, as many as a large archive has.
  static final int WORDS = 300_000;

  private static final int FOLDERS = 40;

  private final Path work;

  private IndexBench(Path work) {
    this.work = work;
  }

  /// Usage: `store MAIL DIRECTORY` or `generate MESSAGES DIRECTORY`, then `build DIRECTORY RUNS`.
  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "store" -> new IndexBench(Path.of(args[2])).store(files(Path.of(args[1])), 1);
      case "generate" ->
          new IndexBench(Path.of(args[2])).store(generated(Integer.parseInt(args[1])), FOLDERS);
      case "build" -> new IndexBench(Path.of(args[1])).build(Integer.parseInt(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static List<Content> files(Path mail) throws IOException {
    return ArchiveBench.files(mail).stream().map(IndexBench::content).toList();
  }

  /// Mail that is made when it is looked at.
  private static List<Content> generated(int messages) {
    GeneratedMail mail = new GeneratedMail(messages, WORDS);
    return new AbstractList<>() {
      @Override
      public Content get(int index) {
        return Content.of(mail.message(index + 1L));
      }

      @Override
      public int size() {
        return messages;
      }
    };
  }

  private void store(List<Content> messages, int folders) throws IOException {
    ArchiveBench.delete(work);
    Files.createDirectories(work);
    try (PackedArchive archive = open();
        SqliteCatalog catalog = catalog()) {
      new MailStore(archive, folders, IndexBench::internalDate).store(messages);
      catalog.catchUp(archive, Progress.NONE);
    }
  }

  private static Content content(Path file) {
    try {
      return Content.of(file, Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String internalDate(Envelope envelope) {
    return envelope.date() == null ? "" : INTERNAL_DATE.format(envelope.date());
  }

  private void build(int runs) throws IOException {
    Timings timings = new Timings("index");
    Path directory = work.resolve("index");
    try (PackedArchive archive = open();
        SqliteCatalog catalog = catalog()) {
      for (int run = 0; run < runs; run++) {
        ArchiveBench.delete(directory);
        timings.measure(
            () -> {
              try (LuceneIndexer indexer =
                  new LuceneIndexer(directory, archive, catalog, IndexSettings.DEFAULT)) {
                indexer.catchUp(Progress.NONE);
              }
            });
      }
      timings.print();
      ArchiveBench.print("messages", catalog.counts().messages());
      sizes(directory, catalog.counts().bytes());
    }
  }

  private static void sizes(Path directory, long raw) throws IOException {
    TreeMap<String, Long> byKind = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        byKind.merge(name.substring(name.lastIndexOf('.') + 1), Files.size(file), Long::sum);
      }
    }
    long all = byKind.values().stream().mapToLong(Long::longValue).sum();
    ArchiveBench.print("rawBytes", raw);
    ArchiveBench.print("indexBytes", all);
    ArchiveBench.print("indexRatio", (double) all / raw);
    byKind.forEach((kind, bytes) -> ArchiveBench.print("ratioOf_" + kind, (double) bytes / raw));
  }

  private PackedArchive open() {
    return ArchiveBench.open(work.resolve("archive"), ArchiveSettings.DEFAULT);
  }

  private SqliteCatalog catalog() {
    return SqliteCatalog.open(work.resolve("catalog.db"), ArchiveBench.CLOCK);
  }
}
