package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.ZoneId;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LuceneQueryTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "*;*:*",
        "subject:\"a\";subject:a",
        "subject:\"a b\";subject:\"a b\"",
        "subject:a*;subject:a*",
        "-subject:\"a\";-subject:a #*:*",
        "subject:\"a\" cc:\"b\";+subject:a +cc:b",
        "subject:\"a\" OR cc:\"b\";subject:a cc:b",
        "subject:\"a\" has:attachment;+subject:a #ConstantScore(is:attachment)",
        "to:\"a\";((to:a)^3.0 | (cc:a)^2.0 | (bcc:a)^1.0)~0.1",
        "date:2024-03-05;received:[1709593200000 TO 1709679599999]",
        "larger:1K;size:[1024 TO 9223372036854775806]",
        "type:pdf;ConstantScore(kind:pdf)",
        "lang:de;ConstantScore(lang:de)",
        "subject:(\"a\" AROUND 3 \"b\");subject:\"a b\"~2 subject:\"b a\"~2",
        "subject:(\"a b\" AROUND 2 \"c\");subject:\"a b c\" subject:\"c a b\" subject:\"a b ? c\" subject:\"c ? a b\"",
      })
  void becomesAQueryOfLucene(String query, String lucene) throws IOException {
    try (MultiReader empty = new MultiReader()) {
      Expression tree = QueryParser.parse(query, QueryParserTest.TODAY);
      assertThat(
              new LuceneQuery(
                      empty,
                      new Variants(),
                      condition -> new MatchNoDocsQuery(condition.toString()),
                      id -> new MatchNoDocsQuery(id),
                      BERLIN)
                  .of(tree))
          .hasToString(lucene);
    }
  }
}
