package dev.mailcask.mailbox.imap;

import java.util.ArrayList;
import java.util.List;

/// Reads a NAMESPACE response (RFC 2342): personal, other users', shared.
final class Namespaces {

  private final List<Space> personal = new ArrayList<>();
  private final List<String> foreign = new ArrayList<>();

  private record Space(String prefix, String delimiter) {}

  void note(WireResponse response) {
    if (!response.is("NAMESPACE")) {
      return;
    }
    Tokens tokens = response.tokens("* NAMESPACE".length());
    personal.addAll(spaces(tokens));
    for (int others = 0; others < 2; others++) {
      spaces(tokens).forEach(space -> foreign.add(space.prefix()));
    }
  }

  /// @param delimiter what LIST gave, for servers that do not tell here
  Hierarchy hierarchy(String delimiter) {
    if (personal.isEmpty()) {
      return new Hierarchy("", delimiter, foreign);
    }
    Space first = personal.getFirst();
    String its = first.delimiter().isEmpty() ? delimiter : first.delimiter();
    return new Hierarchy(first.prefix(), its, foreign);
  }

  private static List<Space> spaces(Tokens tokens) {
    List<Space> spaces = new ArrayList<>();
    if (!tokens.take('(')) {
      tokens.skipValue();
      return spaces;
    }
    while (tokens.take('(')) {
      String prefix = tokens.string();
      String delimiter = tokens.string();
      spaces.add(new Space(prefix == null ? "" : prefix, delimiter == null ? "" : delimiter));
      while (tokens.more() && !tokens.take(')')) {
        tokens.skipValue();
      }
    }
    tokens.take(')');
    return spaces;
  }
}
