package dev.mailcask.search;

import dev.mailcask.search.Expression.And;
import dev.mailcask.search.Expression.Attached;
import dev.mailcask.search.Expression.Everything;
import dev.mailcask.search.Expression.InLanguage;
import dev.mailcask.search.Expression.InThread;
import dev.mailcask.search.Expression.Is;
import dev.mailcask.search.Expression.MessageId;
import dev.mailcask.search.Expression.Near;
import dev.mailcask.search.Expression.Not;
import dev.mailcask.search.Expression.Or;
import dev.mailcask.search.Expression.Placed;
import dev.mailcask.search.Expression.Received;
import dev.mailcask.search.Expression.Size;
import dev.mailcask.search.Expression.Text;
import dev.mailcask.search.PlaceCondition.AllOf;
import dev.mailcask.search.PlaceCondition.AnyOf;
import dev.mailcask.search.PlaceCondition.Being;
import dev.mailcask.search.PlaceCondition.InAccount;
import dev.mailcask.search.PlaceCondition.InFolder;
import dev.mailcask.search.PlaceCondition.Labelled;
import dev.mailcask.search.Tokens.Token;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Says a query in words, so that people see how it was understood.
final class Description {

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

  private final IdentityHashMap<Object, Token> sources;

  private Description(IdentityHashMap<Object, Token> sources) {
    this.sources = sources;
  }

  static String of(Understood query) {
    return query.expression() instanceof Everything
        ? "all messages"
        : "messages " + new Description(query.sources()).phrase(query.expression());
  }

  private String phrase(Expression expression) {
    return switch (expression) {
      case Everything e -> "of any kind";
      case And and -> String.join(", ", merged(and.all()));
      case Or or ->
          or.any().stream().map(this::grouped).collect(Collectors.joining(" or ", "either ", ""));
      case Not not -> "not " + grouped(not.it());
      case Text text -> text.where().meaning().formatted(words(text));
      case Near near -> near.one().where().meaning().formatted(near(near));
      case Received received -> received(received);
      case Size size ->
          size.below() == Long.MAX_VALUE
              ? "of at least " + Size.written(size.from()) + "B"
              : "smaller than " + Size.written(size.below()) + "B";
      case Is is -> is.kind().meaning();
      case Attached attached -> "with " + FileKinds.meaning(attached.kind()) + " attached";
      case InLanguage in -> "written in " + Locale.of(in.code()).getDisplayLanguage(Locale.ENGLISH);
      case MessageId id -> "with the Message-ID " + marked(id.id());
      case InThread thread -> "in the conversation of message " + thread.id();
      case Placed placed -> place(placed.one());
    };
  }

  /// Words that may stand anywhere are listed together.
  private List<String> merged(List<Expression> all) {
    List<String> phrases = new ArrayList<>();
    List<String> anywhere = new ArrayList<>();
    for (Expression each : all) {
      if (each instanceof Text text && text.where() == Where.ANYWHERE) {
        if (anywhere.isEmpty()) {
          phrases.add("");
        }
        anywhere.add(words(text));
      } else {
        phrases.add(grouped(each));
      }
    }
    if (!anywhere.isEmpty()) {
      String words = Where.ANYWHERE.meaning().formatted(String.join(" and ", anywhere));
      phrases.set(phrases.indexOf(""), words);
    }
    return phrases;
  }

  private String grouped(Expression expression) {
    boolean group = expression instanceof And || expression instanceof Or;
    return group ? "(" + phrase(expression) + ")" : phrase(expression);
  }

  private String words(Text text) {
    return written(text, text.prefix());
  }

  private String near(Near near) {
    String words = near.distance() == 1 ? "next to " : "within %d words of ";
    return words(near.one()) + " " + words.formatted(near.distance()) + words(near.other());
  }

  /// A condition's words as they were written: people know "Müller", and not what the index makes
  /// of him.
  private String written(Object condition, boolean prefix) {
    Token token = sources.get(condition);
    if (token == null) {
      throw new IllegalStateException("read from nowhere");
    }
    String text = token.text().strip().replaceAll("\\s+", " ");
    return marked(prefix ? text.replaceAll("\\*+$", "") + "…" : text);
  }

  private static String marked(String text) {
    return "\u201C" + text + "\u201D";
  }

  private static String received(Received received) {
    LocalDate from = received.from();
    LocalDate before = received.before();
    if (before == null) {
      return from == null ? "received at any time" : "received from " + DAY.format(from) + " on";
    }
    if (from == null) {
      return "received before " + DAY.format(before);
    }
    if (before.equals(from.plusDays(1))) {
      return "received on " + DAY.format(from);
    }
    return before.equals(from.plusMonths(1))
        ? "received in " + MONTH.format(from)
        : "received in " + from.getYear();
  }

  /// What is asked of a place is said without commas: all of it is about the same one.
  private String place(PlaceCondition condition) {
    return switch (condition) {
      case InFolder in -> "in folder " + written(in, in.prefix());
      case InAccount in -> "in account " + written(in, false);
      case Labelled labelled -> "labelled " + written(labelled, labelled.prefix());
      case Being being -> being.state().meaning();
      case AllOf all -> all.all().stream().map(this::place).collect(Collectors.joining(" and "));
      case AnyOf any ->
          any.any().stream()
              .map(each -> each instanceof AllOf ? "(" + place(each) + ")" : place(each))
              .collect(Collectors.joining(" or ", "(", ")"));
    };
  }
}
