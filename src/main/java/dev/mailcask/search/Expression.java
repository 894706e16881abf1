package dev.mailcask.search;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/// What a query asks for, as a tree. Its `toString` is a query again, with all parentheses.
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
  record Text(Where where, List<String> words, boolean prefix) implements Expression {
    public Text {
      words = List.copyOf(words);
    }

    /// The words as one writes them.
    String quoted() {
      return '"' + String.join(" ", words) + (prefix ? "*\"" : "\"");
    }

    @Override
    public String toString() {
      String operator = where.operator().isEmpty() ? "" : where.operator() + ":";
      return operator + quoted();
    }
  }

  /// Messages received from the one instant on and before the other.
  ///
  /// @param written the dates as they were written, for people
  record Received(Instant from, Instant before, String written) implements Expression {
    @Override
    public String toString() {
      return written;
    }
  }

  /// Messages of at least so many bytes and less than so many.
  record Size(long from, long below, String written) implements Expression {
    @Override
    public String toString() {
      return written;
    }
  }

  /// Messages that were seen in an account.
  record InAccount(String name) implements Expression {
    @Override
    public String toString() {
      return "account:" + name;
    }
  }

  /// Messages of a kind.
  record Is(Kind kind) implements Expression {
    @Override
    public String toString() {
      return kind.written();
    }
  }
}
