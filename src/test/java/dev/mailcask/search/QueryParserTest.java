package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.time.ZoneId;
import java.util.Random;
import org.apache.lucene.index.MultiReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /// A query, its tree, and what is said of it.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "``;*;all messages",
        "*;*;all messages",
        "Invoice;\"invoice\";messages containing “invoice”",
        "two words;(\"two\" \"words\");messages containing “two”, containing “words”",
        "\"Two  words\";\"two words\";messages containing “two words”",
        "„München“;\"munchen\";messages containing “munchen”",
        "\"not closed;\"not closed\";messages containing “not closed”",
        "inv*;\"inv*\";messages containing “inv…”",
        "\"annual rep*\";\"annual rep*\";messages containing “annual rep…”",
        "from:Anna;from:\"anna\";messages from “anna”",
        "FROM:anna;from:\"anna\";messages from “anna”",
        "from: anna;from:\"anna\";messages from “anna”",
        "from:anna.b@example.com;from:\"anna b example com\";messages from “anna b example com”",
        "to:a;to:\"a\";messages to “a”",
        "cc:a bcc:b;(cc:\"a\" bcc:\"b\");messages with a copy to “a”, with a blind copy to “b”",
        "subject:\"a b\";subject:\"a b\";messages with “a b” in the subject",
        "body:a filename:b.pdf;(body:\"a\" filename:\"b pdf\");messages with “a” in the text, with “b pdf” in the name of an attachment",
        "id:<m1@example.com>;id:\"m1 example com\";messages with “m1 example com” in the Message-ID",
        "has:attachment;has:attachment;messages with attachments",
        "is:gone;is:gone;messages gone from the server",
        "in:Work/2024;in:\"work 2024\";messages in folder “work 2024”",
        "account:Work;account:work;messages in account “work”",
        "after:2024 before:2025-02;(after:2024 before:2025-02);messages received from 2024 on, received before 2025-02",
        "date:2024-3-5;date:2024-03-05;messages received in 2024-03-05",
        "larger:5m smaller:1G;(larger:5M smaller:1G);messages of at least 5MB, smaller than 1GB",
        "-a;-\"a\";messages not containing “a”",
        "NOT a;-\"a\";messages not containing “a”",
        "- a;-\"a\";messages not containing “a”",
        "--a;\"a\";messages containing “a”",
        "-from:a b;(-from:\"a\" \"b\");messages not from “a”, containing “b”",
        "-\"a b\";-\"a b\";messages not containing “a b”",
        "-(a b);-(\"a\" \"b\");messages not (containing “a”, containing “b”)",
        "a OR b c;((\"a\" OR \"b\") \"c\");messages either containing “a” or containing “b”, containing “c”",
        "a OR (b c);(\"a\" OR (\"b\" \"c\"));messages either containing “a” or (containing “b”, containing “c”)",
        "a | b | -c;(\"a\" OR \"b\" OR -\"c\");messages either containing “a” or containing “b” or not containing “c”",
        "a AND b;(\"a\" \"b\");messages containing “a”, containing “b”",
        "from:(a OR b);(from:\"a\" OR from:\"b\");messages either from “a” or from “b”",
        "or not and;(\"or\" \"not\" \"and\");messages containing “or”, containing “not”, containing “and”",
        "Müller & Söhne;(\"muller\" \"sohne\");messages containing “muller”, containing “sohne”",
        "Re: offer;(\"re\" \"offer\");messages containing “re”, containing “offer”",
        "https://example.com/a;\"https example com a\";messages containing “https example com a”",
        "10:30;\"10 30\";messages containing “10 30”",
        "();*;all messages",
      })
  void understands(String query, String tree, String words) {
    Expression expression = QueryParser.parse(query, BERLIN);

    assertThat(expression).hasToString(tree);
    assertThat(Description.of(expression)).isEqualTo(words);
    assertThat(QueryParser.parse(tree, BERLIN)).as("its own text").isEqualTo(expression);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "form:anna;1;there is no 'form:';did you mean 'from:'? To search for the words, put them in quotes",
        "a subjct:b;3;there is no 'subjct:';did you mean 'subject:'? To search for the words, put them in quotes",
        "has:attachmnt;5;there is no 'has:attachmnt';did you mean 'has:attachment'?",
        "is:purple;4;there is no 'is:purple';use one of is:current, is:gone, is:defective",
        "from:;1;nothing follows 'from:';write a value behind the colon",
        "from:!;6;'from:' needs a letter or digit;write a value behind the colon",
        "before:yesterday;8;'yesterday' is not a date;write a year, a month or a day: 2024, 2024-03 or 2024-03-05",
        "after:2024-13;7;'2024-13' is not a date;write a year, a month or a day: 2024, 2024-03 or 2024-03-05",
        "larger:big;8;'big' is not a size;write bytes, or 500K, 5M, 1G",
        "before:(2024);8;'before:' takes one value;leave the parentheses out",
        "account:a/b;9;no account has such a name;use letters, digits, '.', '_' and '-', at most 64, starting with a letter or digit",
        "(a b;1;the '(' is never closed;add a ')'",
        "a) b;2;a ')' has no '(' before it;remove it, or add the '('",
        "OR a;1;nothing stands before OR;write what may be found instead",
        "a OR;3;nothing follows OR;write what may be found instead",
        "a -;3;nothing follows the '-';write what must not be found",
        "a NOT;3;nothing follows the '-';write what must not be found",
        "w*rd;2;a '*' stands only at the end of a word;move it to the end, or leave it out",
      })
  void refusesWithThePlaceAndASuggestion(String query, int place, String problem, String hint) {
    assertThatThrownBy(() -> QueryParser.parse(query, BERLIN))
        .isInstanceOfSatisfying(
            Failure.Misconfigured.class,
            failure -> {
              assertThat(failure.subject()).isEqualTo("search query, character " + place);
              assertThat(failure.problem()).isEqualTo(problem);
              assertThat(failure.hint()).isEqualTo(hint);
            });
  }

  @Test
  void refusesWhatIsTooLongOrTooDeep() {
    assertThatThrownBy(() -> QueryParser.parse("a".repeat(5000), BERLIN))
        .isInstanceOf(Failure.Misconfigured.class);
    assertThatThrownBy(() -> QueryParser.parse("(".repeat(2000), BERLIN))
        .isInstanceOf(Failure.Misconfigured.class);
    assertThatThrownBy(() -> QueryParser.parse("-".repeat(2000) + "a", BERLIN))
        .isInstanceOf(Failure.Misconfigured.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "*;*:*",
        "subject:a;subject:a",
        "subject:\"a b\";subject:\"a b\"",
        "subject:a*;subject:a*",
        "-subject:a;-subject:a #*:*",
        "subject:a body:b;+subject:a +body:b",
        "subject:a OR body:b;subject:a body:b",
        "subject:a is:gone;+subject:a #ConstantScore(is:gone)",
        "to:a;((to:a)^3.0 | (cc:a)^2.0 | (bcc:a)^1.0)~0.1",
        "date:2024-03-05;received:[1709593200000 TO 1709679599999]",
        "larger:1K;size:[1024 TO 9223372036854775806]",
      })
  void becomesAQueryOfLucene(String query, String lucene) throws IOException {
    try (MultiReader empty = new MultiReader()) {
      assertThat(new LuceneQuery(empty).of(QueryParser.parse(query, BERLIN))).hasToString(lucene);
    }
  }

  @Test
  void anythingAtAllIsUnderstoodOrRefused() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {
      "a", "b c", " ", "(", ")", "\"", "-", "OR", " OR ", "from:", "in:", "before:", "2024", ":",
      "*", "is:", "gone", "é", "日本", "\uD83D", "|", "&", "larger:", "5M", "NOT ", "to:("
    };
    try (MultiReader empty = new MultiReader()) {
      for (int i = 0; i < 20_000; i++) {
        StringBuilder query = new StringBuilder();
        for (int n = random.nextInt(12); n >= 0; n--) {
          query.append(pieces[random.nextInt(pieces.length)]);
        }
        try {
          Expression expression = QueryParser.parse(query.toString(), BERLIN);
          assertThat(new LuceneQuery(empty).of(expression)).isNotNull();
          assertThat(QueryParser.parse(expression.toString(), BERLIN))
              .as("%s, seed %d", query, seed)
              .hasToString(expression.toString());
        } catch (Failure.Misconfigured e) {
          assertThat(e.subject()).startsWith("search query, character ");
        }
      }
    }
  }
}
