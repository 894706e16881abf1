package dev.mailcask.search;

import static java.util.Map.entry;

import dev.mailcask.search.Tokens.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A word with a colon that is no operator. What is a letter or two off one is refused rather than
/// searched for in vain. Anything else is searched for as words, with a note if it looks like an
/// operator: `size:5M` finds no large mail.
///
/// @param name what stands before the colon
/// @param token the word
/// @param value whether something stands right behind the colon: who pastes a subject line writes a
///     space there, and means no operator
record UnknownOperator(String name, Token token, boolean value) {

  /// What other mail programs and services understand, and what one may take for an operator.
  static final Map<String, List<Operator>> ELSEWHERE =
      Map.ofEntries(
          entry("absender", List.of(Operator.FROM)),
          entry("attachment", List.of(Operator.FILENAME, Operator.TYPE)),
          entry("author", List.of(Operator.FROM)),
          entry("category", List.of(Operator.LABEL)),
          entry("contains", List.of(Operator.BODY)),
          entry("content", List.of(Operator.BODY)),
          entry("day", List.of(Operator.ON)),
          entry("deliveredto", List.of(Operator.TO)),
          entry("empfaenger", List.of(Operator.TO)),
          entry("ext", List.of(Operator.TYPE)),
          entry("extension", List.of(Operator.TYPE)),
          entry("groesse", List.of(Operator.LARGER, Operator.SMALLER)),
          entry("flag", List.of(Operator.IS)),
          entry("jahr", List.of(Operator.ON)),
          entry("keyword", List.of(Operator.LABEL)),
          entry("maildir", List.of(Operator.IN)),
          entry("mailbox", List.of(Operator.IN, Operator.ACCOUNT)),
          entry("messageid", List.of(Operator.ID)),
          entry("mime", List.of(Operator.TYPE)),
          entry("mimetype", List.of(Operator.TYPE)),
          entry("monat", List.of(Operator.ON)),
          entry("month", List.of(Operator.ON)),
          entry("path", List.of(Operator.IN)),
          entry("recipient", List.of(Operator.TO)),
          entry("sender", List.of(Operator.FROM)),
          entry("size", List.of(Operator.LARGER, Operator.SMALLER)),
          entry("status", List.of(Operator.IS)),
          entry("tag", List.of(Operator.LABEL, Operator.ON)),
          entry("title", List.of(Operator.SUBJECT)),
          entry("titel", List.of(Operator.SUBJECT)),
          entry("user", List.of(Operator.ACCOUNT, Operator.FROM)),
          entry("year", List.of(Operator.ON)));

  /// Those of addresses and subjects, which are often pasted.
  private static final Set<String> PASTED =
      Set.of("antw", "cid", "fwd", "mailto", "mid", "news", "sip", "sips", "tel", "urn", "xmpp");

  private static final int SHORTEST = 3;

  /// The operator that is refused for, if it is so near to one.
  Optional<String> misspelt() {
    return likeOne() && !ELSEWHERE.containsKey(Names.plain(name))
        ? Operator.NAMES.near(name).filter(meant -> meant.length() > SHORTEST)
        : Optional.empty();
  }

  /// What is to be told of it.
  Optional<QueryProblem> note() {
    if (!likeOne() || PASTED.contains(Names.plain(name))) {
      return Optional.empty();
    }
    List<String> meant =
        ELSEWHERE.getOrDefault(Names.plain(name), List.of()).stream()
            .map(operator -> operator.written() + ":")
            .toList();
    String hint =
        meant.isEmpty()
            ? "put it in quotes if that is right"
            : meant.stream().collect(Collectors.joining("' or '", "did you mean '", "'?"));
    return Optional.of(
        new QueryProblem(
            token.at(),
            name.length() + 1,
            "there is no operator '" + name + ":', it is looked for as words",
            hint,
            meant.isEmpty() ? null : meant.getFirst()));
  }

  private boolean likeOne() {
    boolean letters = name.chars().allMatch(c -> Character.isLetter(c) || c == '_' || c == '-');
    String rest = token.text().substring(name.length() + 1);
    boolean address = rest.startsWith("//") || rest.startsWith(":");
    return letters && value && !address && name.length() >= SHORTEST;
  }
}
