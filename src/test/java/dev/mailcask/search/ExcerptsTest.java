package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Spool;
import dev.mailcask.extract.Extraction;
import dev.mailcask.extract.Extractor;
import dev.mailcask.index.AttachmentPass;
import dev.mailcask.search.Search.Excerpt;
import dev.mailcask.search.Search.InFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Where a hit shows what it was found by.
class ExcerptsTest extends SearchWorld {

  private static final String MESSAGE =
      """
      Date: Tue, 5 Mar 2024 10:00:00 +0000
      From: "Anna Müller" <anna@mail.example.com>
      To: Bert <bert@example.org>
      Subject: Lunch at the harbour
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=b

      --b
      Content-Type: text/plain

      The ships come in at noon.
      --b
      Content-Type: text/plain; name="first.txt"
      Content-Disposition: attachment; filename="first.txt"

      nothing to see
      --b
      Content-Type: application/octet-stream; name="menu of March.bin"
      Content-Disposition: attachment; filename="menu of March.bin"

      herring with potatoes
      --b--
      """;

  /// Attachments are the text that they are.
  private static final class Reader implements Extractor {
    @Override
    public Extraction extract(Source source, String name, String type) throws IOException {
      try (InputStream in = source.open()) {
        return new Extraction.Text(new String(in.readAllBytes(), StandardCharsets.UTF_8), false);
      }
    }

    @Override
    public String version() {
      return "1";
    }

    @Override
    public void close() {}
  }

  private ContentId place() {
    ContentId id = mail.place("work", "INBOX", MESSAGE);
    indexer.catchUp(Progress.NONE);
    return id;
  }

  private void readAttachments() {
    try (AttachmentPass pass =
        new AttachmentPass(
            dir.resolve("index"),
            indexer,
            mail.archive,
            mail.catalog,
            new Reader(),
            new Spool(dir.resolve("spool"), 1 << 20),
            () -> dev.mailcask.testing.ArchivedMail.START)) {
      pass.read(Progress.NONE);
    }
  }

  private Excerpt excerpt(String query, ContentId id) {
    return search.excerpts(query, List.of(id)).getFirst();
  }

  private static List<String> marked(String text, List<Integer> marks) {
    return IntStream.range(0, marks.size() / 2)
        .mapToObj(i -> text.substring(marks.get(2 * i), marks.get(2 * i + 1)))
        .toList();
  }

  @Test
  void subjectAndSenderAreMarkedWhereTheyWereLookedInto() {
    ContentId id = place();
    String subject = "Lunch at the harbour";
    String from = mail.catalog.message(id).orElseThrow().envelope().from();
    Excerpt both = excerpt("harbour anna ships", id);
    assertThat(marked(subject, both.subject())).containsExactly("harbour");
    assertThat(marked(from, both.from())).contains("Anna");
    assertThat(marked(both.snippet(), both.marks())).containsExactly("ships");
    assertThat(marked(subject, excerpt("subject:lunch", id).subject())).containsExactly("Lunch");
    assertThat(marked(from, excerpt("from:müll", id).from())).containsExactly("Müller");
    Excerpt text = excerpt("body:harbour -lunch", id);
    assertThat(text.subject()).isEmpty();
    assertThat(excerpt("subject:anna", id).from()).isEmpty();
  }

  @Test
  void whatOnlyAnAttachedFileHasIsShownFromThere() {
    ContentId id = place();
    assertThat(excerpt("herring", id).file()).as("not read yet").isNull();
    assertThat(excerpt("herring", id).snippet()).startsWith("The ships");
    readAttachments();
    Excerpt found = excerpt("harbour potato", id);
    assertThat(file(found)).isEqualTo("menu of March.bin");
    assertThat(marked(found.snippet(), found.marks())).containsExactly("potatoes");
    assertThat(marked("Lunch at the harbour", found.subject())).containsExactly("harbour");
  }

  @Test
  void whatStandsInTheMessageIsNotLookedForInItsFiles() {
    ContentId id = place();
    readAttachments();
    assertThat(excerpt("ships herring", id).file()).as("the text has one of them").isNull();
    assertThat(excerpt("lunch anna", id).file()).as("the header has both").isNull();
    assertThat(excerpt("from:herring", id).file()).as("not asked for in the text").isNull();
  }

  @Test
  void theNameOfAFileIsMarked() {
    ContentId id = place();
    InFile file = excerpt("filename:march", id).file();
    assertThat(file).isEqualTo(new InFile("menu of March.bin", List.of(8, 13)));
    assertThat(excerpt("filename:march", id).snippet()).isEmpty();
    assertThat(file(excerpt("menu", id))).isEqualTo("menu of March.bin");
  }

  private static @Nullable String file(Excerpt excerpt) {
    InFile file = excerpt.file();
    return file == null ? null : file.name();
  }
}
