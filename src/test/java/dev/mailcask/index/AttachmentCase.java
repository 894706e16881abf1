package dev.mailcask.index;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Spool;
import dev.mailcask.extract.Extraction;
import dev.mailcask.extract.Extractor;
import dev.mailcask.extract.Reason;
import dev.mailcask.index.IndexSnapshots.Snapshot;
import dev.mailcask.testing.ArchivedMail;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Mail whose attachments are read by a reader that the test can look into.
abstract class AttachmentCase {

  static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @TempDir Path dir;
  Instant now = NOW;
  ArchivedMail mail;
  LuceneIndexer indexer;
  final Reader reader = new Reader();
  AttachmentPass attachments;

  /// Gives the bytes as text; refuses those that say so.
  static final class Reader implements Extractor {
    final List<String> read = new ArrayList<>();
    String version = "1";

    @Override
    public Extraction extract(Source bytes, String name, String type) throws IOException {
      try (InputStream in = bytes.open()) {
        String text = new String(in.readAllBytes(), UTF_8);
        read.add(text);
        if (text.startsWith("bug")) {
          throw new IllegalStateException("nobody thought of this file");
        }
        if (text.startsWith("secret") && version.equals("1")) {
          return new Extraction.Refused(Reason.ENCRYPTED);
        }
        return text.isEmpty() ? new Extraction.Nothing() : new Extraction.Text(text, false);
      }
    }

    @Override
    public String version() {
      return version;
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void open() {
    mail = new ArchivedMail(dir);
    begin(reader);
  }

  final void begin(Extractor extractor) {
    indexer =
        new LuceneIndexer(
            dir.resolve("index"), mail.archive, mail.catalog, new IndexSettings(2, 16, 1000));
    attachments =
        new AttachmentPass(
            dir.resolve("index"),
            indexer,
            mail.archive,
            mail.catalog,
            extractor,
            new Spool(dir.resolve("spool"), 40_000),
            () -> now);
  }

  @AfterEach
  void close() {
    end();
    mail.close();
  }

  void end() {
    attachments.close();
    indexer.close();
  }

  static String message(String subject, String name, byte[] attached) {
    return """
        Subject: %s
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        body of %s
        --b
        Content-Type: application/octet-stream; name="%s"
        Content-Disposition: attachment; filename="%s"
        Content-Transfer-Encoding: base64

        %s
        --b--
        """
        .formatted(subject, subject, name, name, Base64.getMimeEncoder().encodeToString(attached));
  }

  ContentId place(String subject, String attached) {
    return mail.place("work", "Inbox", message(subject, "a.txt", attached.getBytes(US_ASCII)));
  }

  int count(String field, String term) throws IOException {
    try (IndexSnapshots snapshots = new IndexSnapshots(dir.resolve("index"));
        Snapshot snapshot = snapshots.newest()) {
      assertThat(snapshot).isNotNull();
      return snapshot.searcher().count(new TermQuery(new Term(field, term)));
    }
  }
}
