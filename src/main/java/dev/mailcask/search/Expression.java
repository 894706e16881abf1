package dev.mailcask.search;

import dev.mailcask.index.AttachmentKind;
import dev.mailcask.search.PlaceCondition.AllOf;
import dev.mailcask.search.PlaceCondition.AnyOf;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a query asks for, as a tree. Its `toString` is a query again, with all parentheses.
///
/// Trees are made by [#all(List)] and [#any(List)], so that one query has one tree: groups within
/// groups of their kind are dissolved, and what is asked of places is asked of the same place.
sealed interface Expression {

  /// Every message.
  record Everything() implements Expression {
    @Override
    public String toString() {
      return "*";
    }
  }

  /// Messages that match all of them.
  record And(List<Expression> all) implements Expression {
    public And {
      all = List.copyOf(all);
    }

    @Override
    public String toString() {
      return all.stream().map(Object::toString).collect(Collectors.joining(" ", "(", ")"));
    }
  }

  /// Messages that match one of them.
  record Or(List<Expression> any) implements Expression {
    public Or {
      any = List.copyOf(any);
    }

    @Override
    public String toString() {
      return any.stream().map(Object::toString).collect(Collectors.joining(" OR ", "(", ")"));
    }
  }

  /// Messages that do not match it.
  record Not(Expression it) implements Expression {
    @Override
    public String toString() {
      return "-" + it;
    }
  }

  /// Messages with these words next to each other.
  ///
  /// @param words folded, one at least
  /// @param prefix whether the last one may go on
  /// @param exact whether only these words will do, and not others of the same stem; several words
  ///     always are
  record Text(Where where, List<String> words, boolean prefix, boolean exact)
      implements Expression {
    public Text {
      words = List.copyOf(words);
      exact |= words.size() > 1;
      prefix |= !exact && where.beginnings();
    }

    /// Whether it is one word that does not go on.
    boolean isPlainWord() {
      return words.size() == 1 && !prefix;
    }

    @Override
    public String toString() {
      String operator = where.operator().isEmpty() ? "" : where.operator() + ":";
      return operator + (exact ? quoted(words, prefix) : words.getFirst() + (prefix ? "*" : ""));
    }
  }

  /// Messages with two texts near each other, in either order.
  ///
  /// @param distance words from one to the other at most, 1 if they stand next to each other
  record Near(Text one, Text other, int distance) implements Expression {
    public Near {
      if (one.where() != other.where() || distance < 1) {
        throw new IllegalStateException("not near each other");
      }
    }

    @Override
    public String toString() {
      return "(" + one + " AROUND " + distance + " " + other + ")";
    }
  }

  /// Messages received from the one day on and before the other, in the time zone of whoever asks.
  /// With both days it is a day, a month or a year.
  record Received(@Nullable LocalDate from, @Nullable LocalDate before) implements Expression {

    /// A year, a month or a day of ISO 8601.
    @Override
    public String toString() {
      if (from == null) {
        return "before:" + before;
      }
      if (before == null) {
        return "after:" + from;
      }
      int length = before.equals(from.plusDays(1)) ? 10 : before.equals(from.plusMonths(1)) ? 7 : 4;
      return "on:" + from.toString().substring(0, length);
    }
  }

  /// Messages of at least so many bytes and less than so many; one of them is no limit.
  record Size(long from, long below) implements Expression {
    @Override
    public String toString() {
      return below == Long.MAX_VALUE ? "larger:" + written(from) : "smaller:" + written(below);
    }

    /// The number with the largest unit that leaves it whole.
    static String written(long bytes) {
      String[] units = {"", "K", "M", "G"};
      int unit = 0;
      long number = bytes;
      while (unit < 3 && number > 0 && number % 1024 == 0) {
        number /= 1024;
        unit++;
      }
      return number + units[unit];
    }
  }

  /// Messages that are or have something.
  record Is(Kind kind) implements Expression {
    @Override
    public String toString() {
      return kind.written();
    }
  }

  /// Messages with an attachment of a kind.
  record Attached(AttachmentKind kind) implements Expression {
    @Override
    public String toString() {
      return "type:" + kind.term();
    }
  }

  /// Messages in a language.
  ///
  /// @param code of ISO 639
  record InLanguage(String code) implements Expression {
    @Override
    public String toString() {
      return "lang:" + code;
    }
  }

  /// Messages with a Message-ID.
  ///
  /// @param id without angle brackets
  record MessageId(String id) implements Expression {
    @Override
    public String toString() {
      return "rfc822msgid:\"" + id + '"';
    }
  }

  /// Messages of the conversation in which a message is.
  ///
  /// @param id the beginning of its identity, in hexadecimal digits
  record InThread(String id) implements Expression {
    @Override
    public String toString() {
      return "thread:" + id;
    }
  }

  /// Messages that were seen in a place for which all of this holds.
  record Placed(List<PlaceCondition> all) implements Expression {
    public Placed {
      all = List.copyOf(all);
    }

    Placed(PlaceCondition one) {
      this(List.of(one));
    }

    /// The conditions as one.
    PlaceCondition one() {
      return all.size() == 1 ? all.getFirst() : new AllOf(all);
    }

    @Override
    public String toString() {
      return one().toString();
    }
  }

  /// Words as one writes them to be found as they are.
  static String quoted(List<String> words, boolean prefix) {
    return '"' + String.join(" ", words) + (prefix ? "*\"" : "\"");
  }

  /// What matches all of them.
  static Expression all(List<Expression> expressions) {
    List<Expression> all = new ArrayList<>();
    List<PlaceCondition> places = new ArrayList<>();
    int placed = 0;
    for (Expression expression : expressions) {
      List<Expression> parts = expression instanceof And and ? and.all() : List.of(expression);
      for (Expression part : parts) {
        if (part instanceof Placed more) {
          placed = places.isEmpty() ? all.size() : placed;
          places.addAll(more.all());
        } else if (!(part instanceof Everything)) {
          all.add(part);
        }
      }
    }
    if (!places.isEmpty()) {
      all.add(placed, new Placed(places));
    }
    return switch (all.size()) {
      case 0 -> new Everything();
      case 1 -> all.getFirst();
      default -> new And(all);
    };
  }

  /// What matches one of them, at least one.
  static Expression any(List<Expression> expressions) {
    List<Expression> any = new ArrayList<>();
    for (Expression expression : expressions) {
      any.addAll(expression instanceof Or or ? or.any() : List.of(expression));
    }
    if (any.size() == 1 || any.stream().anyMatch(Everything.class::isInstance)) {
      return any.size() == 1 ? any.getFirst() : new Everything();
    }
    if (!any.stream().allMatch(Placed.class::isInstance)) {
      return new Or(any);
    }
    List<PlaceCondition> places = new ArrayList<>();
    for (Expression each : any) {
      PlaceCondition one = ((Placed) each).one();
      places.addAll(one instanceof AnyOf more ? more.any() : List.of(one));
    }
    return new Placed(new AnyOf(places));
  }

  /// What does not match it.
  static Expression not(Expression it) {
    return it instanceof Not twice ? twice.it() : new Not(it);
  }
}
