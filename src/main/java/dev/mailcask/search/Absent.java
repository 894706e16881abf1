package dev.mailcask.search;

import dev.mailcask.base.Nearest;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.index.PlacementIndex;
import dev.mailcask.search.PlaceCondition.InAccount;
import dev.mailcask.search.PlaceCondition.InFolder;
import dev.mailcask.search.PlaceCondition.Labelled;
import dev.mailcask.search.Tokens.Token;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What a query names that there is not: folders, accounts and labels that no mail was ever in.
/// Nothing is found by them, and whoever has mistyped one would take that for an answer.
///
/// @param keywords those that messages have, in lower case
record Absent(Catalog catalog, PlacementIndex placements, Set<String> keywords) {

  /// Names that are offered where none is near.
  private static final int OFFERED = 5;

  /// Longer ones are not compared with what there is.
  private static final int LONGEST = 100;

  /// In no promised order.
  List<QueryProblem> in(Understood query) {
    List<QueryProblem> absent = new ArrayList<>();
    query
        .sources()
        .forEach(
            (condition, token) -> {
              switch (condition) {
                case InFolder in -> folder(in, token).ifPresent(absent::add);
                case InAccount in -> account(in, token).ifPresent(absent::add);
                case Labelled label -> label(label, token).ifPresent(absent::add);
                default -> {}
              }
            });
    return absent;
  }

  private Optional<QueryProblem> folder(InFolder in, Token token) {
    Set<String> paths = paths();
    return isAmong(paths, in.words(), in.prefix())
        ? Optional.empty()
        : absent(
            token, "no folder is named ", meant(token, in.words(), paths), "a word of its path");
  }

  private Optional<QueryProblem> label(Labelled label, Token token) {
    Set<String> names = paths();
    names.addAll(keywords);
    return isAmong(names, label.words(), label.prefix())
        ? Optional.empty()
        : absent(
            token, "no label is named ", meant(token, label.words(), names), "one that mail has");
  }

  private Optional<QueryProblem> account(InAccount in, Token token) {
    List<String> names = catalog.heads().stream().map(each -> each.account().name()).toList();
    if (names.stream().anyMatch(in.name()::equalsIgnoreCase)) {
      return Optional.empty();
    }
    String others = String.join(", ", names.subList(0, Math.min(OFFERED, names.size())));
    return absent(
        token,
        "no account is named ",
        Nearest.of(in.name(), names),
        names.isEmpty()
            ? "the name of an account"
            : names.size() == 1 ? others : "one of " + others);
  }

  private static Optional<QueryProblem> absent(
      Token token, String problem, Optional<String> meant, String otherwise) {
    @Nullable String suggestion = meant.map(FacetGroups::quoted).orElse(null);
    return Optional.of(
        new QueryProblem(
            token.at(),
            token.length(),
            problem + "'" + token.text().strip() + "'",
            meant.map(name -> "did you mean '" + name + "'?").orElse("write " + otherwise),
            suggestion));
  }

  private Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    placements.folders().forEach(folder -> paths.add(folder.path()));
    return paths;
  }

  private static boolean isAmong(Collection<String> names, List<String> words, boolean prefix) {
    Phrase phrase = new Phrase(words, prefix);
    return names.stream().anyMatch(phrase::isIn);
  }

  /// What goes on like this, the shortest; else what is a few letters off.
  private static Optional<String> meant(Token token, List<String> words, Collection<String> names) {
    Phrase beginning = new Phrase(words, true);
    Optional<String> longer =
        names.stream().filter(beginning::isIn).min(Comparator.comparingInt(String::length));
    if (longer.isPresent() || token.length() > LONGEST) {
      return longer;
    }
    Set<String> parts = new TreeSet<>(names);
    for (String name : names) {
      parts.addAll(List.of(name.split("[/.]", -1)));
    }
    parts.remove("");
    return Nearest.of(token.text().strip(), parts);
  }
}
