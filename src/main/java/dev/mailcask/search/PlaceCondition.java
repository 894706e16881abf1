package dev.mailcask.search;

import java.util.List;
import java.util.stream.Collectors;

/// What is asked of a place of a message: a folder of an account in which it was seen, with the
/// flags that it had there. Its `toString` is a query.
sealed interface PlaceCondition {

  /// In a folder whose path has these words next to each other.
  ///
  /// @param prefix whether the last one may go on
  record InFolder(List<String> words, boolean prefix) implements PlaceCondition {
    public InFolder {
      words = List.copyOf(words);
    }

    @Override
    public String toString() {
      return "in:" + Expression.quoted(words, prefix);
    }
  }

  /// In an account.
  record InAccount(String name) implements PlaceCondition {
    @Override
    public String toString() {
      return "account:" + name;
    }
  }

  /// With a keyword of these words, or in a folder of that name: servers with labels show them as
  /// folders.
  record Labelled(List<String> words, boolean prefix) implements PlaceCondition {
    public Labelled {
      words = List.copyOf(words);
    }

    @Override
    public String toString() {
      return "label:" + Expression.quoted(words, prefix);
    }
  }

  /// In a state.
  record Being(State state) implements PlaceCondition {
    @Override
    public String toString() {
      return state.written();
    }
  }

  /// One of them.
  record AnyOf(List<PlaceCondition> any) implements PlaceCondition {
    public AnyOf {
      any = List.copyOf(any);
    }

    @Override
    public String toString() {
      return any.stream().map(Object::toString).collect(Collectors.joining(" OR ", "(", ")"));
    }
  }

  /// All of them.
  record AllOf(List<PlaceCondition> all) implements PlaceCondition {
    public AllOf {
      all = List.copyOf(all);
    }

    @Override
    public String toString() {
      return all.stream().map(Object::toString).collect(Collectors.joining(" ", "(", ")"));
    }
  }
}
