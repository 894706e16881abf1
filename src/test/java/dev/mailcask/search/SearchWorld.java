package dev.mailcask.search;

import dev.mailcask.index.IndexSettings;
import dev.mailcask.index.LuceneIndexer;
import dev.mailcask.testing.ArchivedMail;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Mail that is archived by a test, its index, and searches in it.
abstract class SearchWorld {

  @TempDir Path dir;
  ArchivedMail mail;
  LuceneIndexer indexer;
  LuceneSearch search;

  @BeforeEach
  void open() {
    mail = new ArchivedMail(dir);
    indexer = openIndexer();
    search = search(ZoneOffset.UTC);
  }

  /// Opens index and search, as the next start of the program does.
  void reopen() {
    indexer = openIndexer();
    search = search(ZoneOffset.UTC);
  }

  private LuceneIndexer openIndexer() {
    return new LuceneIndexer(
        dir.resolve("index"), mail.archive, mail.catalog, IndexSettings.DEFAULT);
  }

  LuceneSearch search(ZoneId zone) {
    return new LuceneSearch(
        dir.resolve("index"), mail.archive, mail.catalog, zone, () -> ArchivedMail.START);
  }

  @AfterEach
  void close() {
    search.close();
    indexer.close();
    mail.close();
  }
}
