package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.index.IndexSettings;
import dev.mailcask.index.LuceneIndexer;
import dev.mailcask.testing.ArchivedMail;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damage in the index that a search meets, with search and indexer wired as in the appliance.
class DamagedIndexTest {

  private static final int MESSAGES = 40;

  @TempDir Path dir;
  private final AtomicInteger told = new AtomicInteger();
  private ArchivedMail mail;
  private LuceneIndexer indexer;

  @BeforeEach
  void open() {
    mail = new ArchivedMail(dir);
    for (int i = 0; i < MESSAGES; i++) {
      mail.place(
          "work", "INBOX", "From: a" + i + "@example.org\nSubject: pear " + i + "\n\nred " + i);
    }
    indexer =
        new LuceneIndexer(
            dir.resolve("index"), mail.archive, mail.catalog, new IndexSettings(2, 16, 1000));
    indexer.catchUp(Progress.NONE);
  }

  @AfterEach
  void close() {
    indexer.close();
    mail.close();
  }

  private LuceneSearch search() {
    return new LuceneSearch(
        dir.resolve("index"),
        mail.archive,
        mail.catalog,
        ZoneOffset.UTC,
        () -> ArchivedMail.START,
        () -> {
          told.incrementAndGet();
          indexer.suspect();
        });
  }

  private static long found(Search search, String query) {
    return search.find(new Search.Request(query, 0, 100, Search.Sort.RELEVANCE)).total();
  }

  private List<Path> files() throws IOException {
    String life = Files.readString(dir.resolve("index/current")).strip();
    try (Stream<Path> files = Files.list(dir.resolve("index").resolve(life))) {
      return files.filter(file -> !file.endsWith("write.lock")).sorted().toList();
    }
  }

  private static void flip(Path file, long at) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      int before = bytes.read();
      bytes.seek(at);
      bytes.write(before ^ 0x10);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"segments_", ".si", ".tim", ".dvd"})
  void whatASearchMeetsIsBuiltAnewByTheNextPass(String kind) throws IOException {
    Path file =
        files().stream()
            .filter(it -> it.getFileName().toString().contains(kind))
            .findFirst()
            .orElseThrow();
    flip(file, 0);
    try (LuceneSearch search = search()) {
      assertThatThrownBy(() -> found(search, "pear")).isInstanceOf(Failure.Corrupt.class);
      assertThat(told).hasPositiveValue();
      indexer.catchUp(Progress.NONE);
      assertThat(found(search, "pear")).isEqualTo(MESSAGES);
      assertThat(files()).as("another index").doesNotContain(file);
    }
  }
}
