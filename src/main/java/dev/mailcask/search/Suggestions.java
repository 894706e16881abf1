package dev.mailcask.search;

import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Catalog.Head;
import dev.mailcask.catalog.FolderAt;
import dev.mailcask.index.Senders;
import dev.mailcask.search.Search.Hit;
import dev.mailcask.search.Search.Suggested;
import dev.mailcask.search.Search.Suggestion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What the word at a place of a query may become: an operator, its value, an account, a folder, or
/// an address or a subject of the newest messages that have it.
///
/// @param newest finds the newest messages for a query, a bounded number of them
record Suggestions(Catalog catalog, Function<String, List<Hit>> newest) {

  private static final int MOST = 10;

  /// Shorter words are in too many addresses to suggest any.
  private static final int SHORTEST = 2;

  /// The word that is being typed.
  ///
  /// @param begun its letters up to the cursor
  private record Typed(String begun, int from, int to) {

    static Typed at(String query, int cursor) {
      int from = cursor;
      while (from > 0 && !ends(query.charAt(from - 1))) {
        from--;
      }
      int to = cursor;
      while (to < query.length() && !ends(query.charAt(to))) {
        to++;
      }
      int begin = from < cursor && query.charAt(from) == '-' ? from + 1 : from;
      return new Typed(query.substring(begin, cursor), begin, to);
    }

    private static boolean ends(char c) {
      return c <= ' ' || c == '(' || c == ')' || c == '{' || c == '}' || c == '"';
    }

    Suggestion becomes(Suggested kind, String text, String replacement) {
      return new Suggestion(kind, text, from, to, replacement);
    }
  }

  List<Suggestion> of(String query, int cursor) {
    Typed typed = Typed.at(query, Math.clamp(cursor, 0, query.length()));
    int colon = typed.begun().indexOf(':');
    Set<Suggestion> found = new LinkedHashSet<>();
    if (colon > 0) {
      Operator operator = Operator.NAMES.get(typed.begun().substring(0, colon));
      if (operator != null) {
        values(operator, typed, typed.begun().substring(colon + 1), found);
      }
    } else if (!typed.begun().isEmpty()) {
      operators(typed, found, true);
      addresses(Operator.FROM, typed, typed.begun(), found);
      subjects(typed, typed.begun(), found);
      operators(typed, found, false);
    }
    return found.stream().limit(MOST).toList();
  }

  /// By its usual name, or by the others, of which most are German: words of the mail come before
  /// those.
  private static void operators(Typed typed, Set<Suggestion> found, boolean usual) {
    String begun = Names.plain(typed.begun());
    for (Operator operator : Operator.values()) {
      operator.names().stream()
          .filter(name -> Names.plain(name).startsWith(begun))
          .findFirst()
          .filter(name -> name.equals(operator.written()) == usual)
          .map(name -> becomes(typed, operator, name))
          .ifPresent(found::add);
    }
  }

  private static Suggestion becomes(Typed typed, Operator operator, String name) {
    return typed.becomes(Suggested.OPERATOR, name + ": " + operator.meaning(), name + ":");
  }

  private void values(Operator operator, Typed typed, String begun, Set<Suggestion> found) {
    String written = typed.begun().substring(0, typed.begun().indexOf(':') + 1);
    String plain = Names.plain(begun);
    for (String value : Values.values(operator)) {
      if (Names.plain(value).startsWith(plain)) {
        found.add(typed.becomes(Suggested.OPERATOR, written + value, written + value));
      }
    }
    switch (operator) {
      case ACCOUNT -> accounts(typed, written, plain, found);
      case IN, LABEL -> folders(typed, written, begun, found);
      case FROM, TO, CC, BCC -> addresses(operator, typed, begun, found);
      case SUBJECT -> subjects(typed, begun, found);
      default -> {}
    }
  }

  private void accounts(Typed typed, String written, String begun, Set<Suggestion> found) {
    for (Head head : catalog.heads()) {
      String name = head.account().name();
      if (Names.plain(name).startsWith(begun)) {
        found.add(typed.becomes(Suggested.ACCOUNT, name, written + name));
      }
    }
  }

  private void folders(Typed typed, String written, String begun, Set<Suggestion> found) {
    String wanted = begun.toLowerCase(Locale.ROOT);
    Map<String, Long> messages = new HashMap<>();
    for (Head head : catalog.heads()) {
      for (FolderAt folder : catalog.folders(head.account(), null)) {
        if (folder.path().toLowerCase(Locale.ROOT).contains(wanted)) {
          messages.merge(folder.path(), folder.messages(), Long::sum);
        }
      }
    }
    for (String path : mostFirst(messages)) {
      found.add(typed.becomes(Suggested.FOLDER, path, written + quoted(path)));
    }
  }

  private void addresses(Operator operator, Typed typed, String begun, Set<Suggestion> found) {
    if (begun.length() < SHORTEST || words(begun).isEmpty()) {
      return;
    }
    String written = operator.written() + ":";
    Map<String, Long> counted = new HashMap<>();
    for (Hit hit : newest.apply(written + quoted(begun + "*"))) {
      String field =
          operator == Operator.FROM
              ? hit.message().envelope().from()
              : hit.message().envelope().to();
      for (String each : field.split(",", -1)) {
        if (new Phrase(words(begun), true).isIn(each)) {
          counted.merge(each.strip(), 1L, Long::sum);
        }
      }
    }
    for (String each : mostFirst(counted)) {
      String address = Senders.address(each);
      found.add(
          typed.becomes(
              Suggested.ADDRESS, each, written + quoted(address.isEmpty() ? each : address)));
    }
  }

  private void subjects(Typed typed, String begun, Set<Suggestion> found) {
    if (begun.length() < SHORTEST || words(begun).isEmpty()) {
      return;
    }
    Map<String, Long> counted = new HashMap<>();
    for (Hit hit : newest.apply("subject:" + quoted(begun + "*"))) {
      String subject = hit.message().envelope().subject();
      counted.merge(subject.replaceFirst("^((?i:re|aw|fwd?|wg): *)+", ""), 1L, Long::sum);
    }
    for (String each : mostFirst(counted)) {
      found.add(typed.becomes(Suggested.SUBJECT, each, "subject:" + quoted(each)));
    }
  }

  private static List<String> words(String text) {
    return QueryParser.words(new Tokens.Token(Tokens.Type.PHRASE, text, 0, text.length()));
  }

  private static List<String> mostFirst(Map<String, Long> counted) {
    List<String> most = new ArrayList<>(counted.keySet());
    most.sort(
        Comparator.comparingLong((String each) -> -counted.getOrDefault(each, 0L))
            .thenComparing(Comparator.naturalOrder()));
    return most.subList(0, Math.min(MOST / 2, most.size()));
  }

  private static String quoted(String text) {
    return '"' + text.replace('"', ' ') + '"';
  }
}
