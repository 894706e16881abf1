package dev.mailcask.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Message;
import dev.mailcask.search.Search.Hit;
import dev.mailcask.search.Search.Request;
import dev.mailcask.search.Search.Sort;
import dev.mailcask.testing.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/// Queries over real mail, with what they shall find by the first digits of the SHA-256 of its
/// Message-IDs. What that is was told by a parser and a matcher of another kind over the raw files
/// (Python's), and by notmuch and mu where they understand the query; see `golden/corpora.txt`.
class CorpusGoldenTest extends SearchWorld {

  private static final int DIGITS = 8;

  @Test
  void everyQueryFindsInRealMailWhatItShall() throws IOException {
    for (String line : lines("+")) {
      String[] corpus = line.split(" ", -1);
      List<byte[]> messages = new ArrayList<>();
      Corpora.each(corpus[0], Integer.parseInt(corpus[1]), messages::add);
      mail.place("work", corpus[0], messages);
    }
    indexer.catchUp(Progress.NONE);
    List<String> queries = lines("?");
    assertThat(queries).hasSizeGreaterThan(25);
    SoftAssertions all = new SoftAssertions();
    for (String line : queries) {
      int arrow = line.indexOf(" =>");
      String query = line.substring(0, arrow);
      String expected = line.substring(arrow + 3).strip();
      all.assertThat(found(query))
          .as(query)
          .containsExactlyInAnyOrderElementsOf(
              expected.isEmpty() ? List.of() : List.of(expected.split(" ", -1)));
    }
    all.assertAll();
  }

  /// The lines that begin with a sign, without it.
  private static List<String> lines(String sign) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/golden/corpora.txt")).stream()
        .filter(line -> line.startsWith(sign))
        .map(line -> line.substring(1))
        .toList();
  }

  private List<String> found(String query) {
    return search.find(new Request(query, 0, 1000, Sort.DATE)).hits().stream()
        .map(Hit::message)
        .map(CorpusGoldenTest::digits)
        .toList();
  }

  private static String digits(Message message) {
    try {
      byte[] id = message.envelope().messageId().getBytes(UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(id);
      return HexFormat.of().formatHex(digest).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
