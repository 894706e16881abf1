package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.index.IndexSettings;
import dev.mailcask.index.LuceneIndexer;
import dev.mailcask.search.Search.Request;
import dev.mailcask.search.Search.Sort;
import dev.mailcask.testing.ArchivedMail;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queries with the messages that they shall find, in sixteen languages, all in one index, so
/// that no language may find the mail of another. The files under `golden` have messages (`@name
/// subject` and the text) and queries (`?query => names`); `>` stands between those that have the
/// word itself and those that follow.
class GoldenTest {

  private static final List<String> FILES =
      List.of(
          "de", "en", "fr", "es", "it", "nl", "sv", "pl", "ru", "zh", "ja", "ko", "th", "ar", "he",
          "tr", "mixed");

  /// Charsets that a message is written in; the second part of the pair is what it claims.
  private static final Map<String, Charset> CHARSETS =
      Map.of("iso-8859-1", StandardCharsets.ISO_8859_1, "us-ascii", StandardCharsets.UTF_8);

  @TempDir Path dir;
  private final Map<ContentId, String> names = new HashMap<>();
  private final List<String> queries = new ArrayList<>();
  private ArchivedMail mail;
  private LuceneIndexer indexer;
  private LuceneSearch search;

  @AfterEach
  void close() {
    search.close();
    indexer.close();
    mail.close();
  }

  @BeforeEach
  void fill() throws IOException {
    mail = new ArchivedMail(dir);
    for (String file : FILES) {
      read(file);
    }
    indexer =
        new LuceneIndexer(dir.resolve("index"), mail.archive, mail.catalog, IndexSettings.DEFAULT);
    indexer.catchUp(Progress.NONE);
    search =
        new LuceneSearch(
            dir.resolve("index"),
            mail.archive,
            mail.catalog,
            ZoneOffset.UTC,
            () -> ArchivedMail.START);
  }

  @Test
  void everyQueryFindsWhatItShall() {
    assertThat(queries).hasSizeGreaterThan(180);
    SoftAssertions all = new SoftAssertions();
    queries.forEach(query -> check(query, all));
    all.assertAll();
  }

  private void check(String line, SoftAssertions all) {
    int arrow = line.indexOf(" =>");
    String query = line.substring(0, arrow);
    List<String> found =
        search.find(new Request(query, 0, 50, Sort.RELEVANCE)).hits().stream()
            .map(hit -> names.getOrDefault(hit.id(), "?"))
            .toList();
    List<String> expected = new ArrayList<>();
    int at = 0;
    for (String tier : line.substring(arrow + 3).split(">", -1)) {
      List<String> together = tier.isBlank() ? List.of() : List.of(tier.strip().split(" ", -1));
      expected.addAll(together);
      if (found.size() >= at + together.size()) {
        all.assertThat(found.subList(at, at + together.size()))
            .as("%s, from hit %d", query, at + 1)
            .containsExactlyInAnyOrderElementsOf(together);
      }
      at += together.size();
    }
    all.assertThat(found).as(query).containsExactlyInAnyOrderElementsOf(expected);
  }

  private void read(String file) throws IOException {
    String name = "";
    String subject = "";
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/golden/" + file + ".txt"));
    for (String line : lines) {
      if (line.startsWith("@")) {
        int space = line.indexOf(' ');
        name = line.substring(1, space);
        subject = line.substring(space + 1);
      } else if (line.startsWith("?")) {
        queries.add(line.substring(1));
      } else {
        names.put(mail.place("work", "INBOX", message(subject, line)), name);
      }
    }
  }

  private static byte[] message(String subject, String text) {
    String label = subject.substring(0, Math.max(0, subject.indexOf(' ')));
    boolean labelled = CHARSETS.containsKey(label);
    Charset charset = CHARSETS.getOrDefault(label, StandardCharsets.UTF_8);
    return """
        Date: Tue, 5 Mar 2024 10:00:00 +0000
        From: sender@example.org
        Subject: %s
        MIME-Version: 1.0
        Content-Type: text/plain; charset=%s
        Content-Transfer-Encoding: 8bit

        %s
        """
        .formatted(
            labelled ? subject.substring(label.length() + 1) : subject,
            labelled ? label : "utf-8",
            text)
        .getBytes(charset);
  }
}
