package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.index.AttachmentKind;
import dev.mailcask.search.Expression.Attached;
import dev.mailcask.search.Expression.InLanguage;
import dev.mailcask.search.Expression.InThread;
import dev.mailcask.search.Expression.Is;
import dev.mailcask.search.Expression.MessageId;
import dev.mailcask.search.Expression.Near;
import dev.mailcask.search.Expression.Placed;
import dev.mailcask.search.Expression.Received;
import dev.mailcask.search.Expression.Size;
import dev.mailcask.search.Expression.Text;
import dev.mailcask.search.PlaceCondition.Being;
import dev.mailcask.search.PlaceCondition.InAccount;
import dev.mailcask.search.PlaceCondition.InFolder;
import dev.mailcask.search.PlaceCondition.Labelled;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.lucene.index.MultiReader;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.junit.jupiter.api.Test;

/// Trees and queries by chance; a failure tells the seed.
class RandomQueryTest {

  private static final List<String> WORDS =
      List.of("a", "bc", "invoice", "or", "from", "2024", "muller", "日", "привет", "around", "in");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void everyTreeIsReadBackFromItsText() throws IOException {
    try (MultiReader empty = new MultiReader()) {
      for (int i = 0; i < 20_000; i++) {
        Expression tree = tree(4);
        Understood read = QueryParser.read(tree.toString(), QueryParserTest.TODAY);
        assertThat(read.expression()).as("%s, seed %d", tree, seed).isEqualTo(tree);
        assertThat(read.notes()).as("%s, seed %d", tree, seed).isEmpty();
        assertThat(Description.of(read)).startsWith("messages ");
        assertThat(
                new LuceneQuery(
                        empty,
                        new Variants(),
                        it -> new MatchNoDocsQuery("placement"),
                        id -> new MatchNoDocsQuery(id),
                        ZoneOffset.UTC)
                    .of(tree))
            .isNotNull();
      }
    }
  }

  @Test
  void anythingAtAllIsUnderstoodOrRefused() throws IOException {
    String[] pieces = {
      "a",
      "b c",
      " ",
      "(",
      ")",
      "{",
      "}",
      "\"",
      "-",
      "OR",
      " OR ",
      "from:",
      "in:",
      "before:",
      "2024",
      ":",
      "*",
      "is:",
      "gone",
      "é",
      "日本",
      "\uD83D",
      "|",
      "&",
      "larger:",
      "5M",
      "NOT ",
      "to:(",
      " AROUND ",
      "5 ",
      "older_than:",
      "7d",
      "thread:",
      "abcd",
      "type:",
      "pdf",
      "lang:",
      "size:",
      "id:",
      "--"
    };
    try (MultiReader empty = new MultiReader()) {
      for (int i = 0; i < 20_000; i++) {
        StringBuilder query = new StringBuilder();
        for (int n = random.nextInt(12); n >= 0; n--) {
          query.append(pieces[random.nextInt(pieces.length)]);
        }
        try {
          Understood read = QueryParser.read(query.toString(), QueryParserTest.TODAY);
          Expression tree = read.expression();
          assertThat(Description.of(read)).isNotEmpty();
          for (QueryProblem note : read.notes()) {
            assertThat(query.substring(note.at(), note.at() + note.length())).endsWith(":");
          }
          assertThat(
                  new LuceneQuery(
                          empty,
                          new Variants(),
                          it -> new MatchNoDocsQuery("placement"),
                          id -> new MatchNoDocsQuery(id),
                          ZoneOffset.UTC)
                      .of(tree))
              .isNotNull();
          assertThat(QueryParser.parse(tree.toString(), QueryParserTest.TODAY))
              .as("%s, seed %d", query, seed)
              .isEqualTo(tree);
        } catch (NotUnderstood e) {
          QueryProblem what = e.what();
          assertThat(what.at()).as("%s, seed %d", query, seed).isBetween(0, query.length());
          assertThat(what.at() + what.length()).isLessThanOrEqualTo(query.length());
          assertThat(what.length()).isPositive();
        }
      }
    }
  }

  private Expression tree(int depth) {
    if (depth == 0 || random.nextInt(3) == 0) {
      return leaf();
    }
    List<Expression> parts =
        IntStream.range(0, 2 + random.nextInt(3)).mapToObj(i -> tree(depth - 1)).toList();
    return switch (random.nextInt(5)) {
      case 0 -> Expression.not(parts.getFirst());
      case 1, 2 -> Expression.any(parts);
      default -> Expression.all(parts);
    };
  }

  private Expression leaf() {
    return switch (random.nextInt(14)) {
      case 0 -> new Received(day(), null);
      case 1 -> new Received(null, day());
      case 2 -> span();
      case 3 -> new Size(random.nextInt(9_000_000), Long.MAX_VALUE);
      case 4 -> new Size(0, 1L << random.nextInt(40));
      case 5 -> new Is(any(Kind.values()));
      case 6 -> new Attached(any(AttachmentKind.values()));
      case 7 -> new InLanguage(random.nextBoolean() ? "de" : "zh");
      case 8 -> new MessageId("m" + random.nextInt(100) + "@(example) com");
      case 9 -> new InThread("%08x".formatted(random.nextInt()));
      case 10, 11 -> new Placed(condition());
      case 12 -> near();
      default -> text(any(Where.values()));
    };
  }

  private Near near() {
    Where where = any(Where.values());
    return new Near(text(where), text(where), 1 + random.nextInt(QueryParser.MAX_DISTANCE));
  }

  private Text text(Where where) {
    return new Text(where, words(), random.nextBoolean(), random.nextBoolean());
  }

  private PlaceCondition condition() {
    return switch (random.nextInt(4)) {
      case 0 -> new InFolder(words(), random.nextBoolean());
      case 1 -> new Labelled(words(), random.nextBoolean());
      case 2 -> new InAccount("work" + random.nextInt(3));
      default -> new Being(any(State.values()));
    };
  }

  private List<String> words() {
    return IntStream.range(0, 1 + random.nextInt(3))
        .mapToObj(i -> WORDS.get(random.nextInt(WORDS.size())))
        .toList();
  }

  private Received span() {
    LocalDate day = day();
    return switch (random.nextInt(3)) {
      case 0 -> new Received(day, day.plusDays(1));
      case 1 -> new Received(day.withDayOfMonth(1), day.withDayOfMonth(1).plusMonths(1));
      default -> new Received(day.withDayOfYear(1), day.withDayOfYear(1).plusYears(1));
    };
  }

  private LocalDate day() {
    return LocalDate.ofEpochDay(random.nextInt(30_000));
  }

  private <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }
}
