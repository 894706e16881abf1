package dev.mailcask.search;

import dev.mailcask.index.Words;
import dev.mailcask.search.Expression.And;
import dev.mailcask.search.Expression.Near;
import dev.mailcask.search.Expression.Or;
import dev.mailcask.search.Expression.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A few words of a text around what was found in it.
///
/// @param text on one line
/// @param marks begin and end of each match within the text, ascending
record Snippet(String text, List<Integer> marks) {

  static final Snippet NOTHING = new Snippet("", List.of());

  /// Chars of a snippet, and of it before the first match.
  private static final int LENGTH = 240;

  private static final int BEFORE = 60;

  /// Chars of a text in which matches are looked for.
  private static final int MAX_TEXT = 200_000;

  private static final int MAX_MATCHES = 1000;

  /// @param what which of the wanted texts it is
  private record Match(int start, int end, int what) {}

  /// Words in a text, and where they stand.
  private record Cut(List<String> words, List<Integer> starts, List<Integer> ends) {}

  /// The words that a message was found by in one of these places; not those that it must not
  /// have.
  static List<Text> wanted(Expression expression, Set<Where> places) {
    return switch (expression) {
      case And and -> and.all().stream().flatMap(e -> wanted(e, places).stream()).toList();
      case Or or -> or.any().stream().flatMap(e -> wanted(e, places).stream()).toList();
      case Text text -> places.contains(text.where()) ? List.of(text) : List.of();
      case Near near -> wanted(new And(List.of(near.one(), near.other())), places);
      case Expression.Everything e -> List.of();
      case Expression.Not e -> List.of();
      case Expression.Received e -> List.of();
      case Expression.Size e -> List.of();
      case Expression.Is e -> List.of();
      case Expression.Attached e -> List.of();
      case Expression.InLanguage e -> List.of();
      case Expression.MessageId e -> List.of();
      case Expression.InThread e -> List.of();
      case Expression.Placed e -> List.of();
    };
  }

  /// The part of a text that has the most of what is wanted; its beginning where it has nothing.
  static Snippet of(String text, List<Text> wanted) {
    String searched = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
    List<Match> matches = wanted.isEmpty() ? List.of() : matches(cut(searched), wanted);
    int best = best(matches);
    int from = matches.isEmpty() ? 0 : Math.max(0, matches.get(best).start() - BEFORE);
    while (from > 0 && from < searched.length() && searched.charAt(from - 1) > ' ') {
      from++; // never begins within a word
      if (!matches.isEmpty() && from >= matches.get(best).start()) {
        from = matches.get(best).start();
        break;
      }
    }
    return line(searched, from, matches);
  }

  /// Begin and end of all that is wanted in a text.
  static List<Integer> marks(String text, List<Text> wanted) {
    List<Integer> marks = new ArrayList<>();
    if (!wanted.isEmpty()) {
      for (Match match : matches(cut(text), wanted)) {
        marks.add(match.start());
        marks.add(match.end());
      }
    }
    return List.copyOf(marks);
  }

  private static Cut cut(String text) {
    Cut cut = new Cut(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    Words words = new Words();
    words.reset(text);
    while (words.next()) {
      cut.words().add(words.word());
      cut.starts().add(words.start());
      cut.ends().add(words.end());
    }
    return cut;
  }

  private static List<Match> matches(Cut cut, List<Text> wanted) {
    List<Match> matches = new ArrayList<>();
    int at = 0;
    while (at < cut.words().size() && matches.size() < MAX_MATCHES) {
      int longest = 0;
      int what = 0;
      for (int i = 0; i < wanted.size(); i++) {
        int length = wanted.get(i).words().size();
        if (length > longest && standsAt(cut.words(), at, wanted.get(i))) {
          longest = length;
          what = i;
        }
      }
      if (longest > 0) {
        matches.add(new Match(cut.starts().get(at), cut.ends().get(at + longest - 1), what));
      }
      at += Math.max(1, longest);
    }
    return matches;
  }

  private static boolean standsAt(List<String> words, int at, Text wanted) {
    int length = wanted.words().size();
    if (at + length > words.size()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      String there = words.get(at + i);
      String word = wanted.words().get(i);
      boolean open = wanted.prefix() && i == length - 1;
      boolean stands = open ? there.startsWith(word) : there.equals(word);
      if (!stands && (wanted.exact() || !Stems.related(word, there))) {
        return false;
      }
    }
    return true;
  }

  /// The first of the matches around which the most different ones stand.
  private static int best(List<Match> matches) {
    int best = 0;
    int most = 0;
    for (int i = 0; i < matches.size(); i++) {
      Set<Integer> different = new HashSet<>();
      for (int j = i;
          j < matches.size() && matches.get(j).end() - matches.get(i).start() <= LENGTH - BEFORE;
          j++) {
        different.add(matches.get(j).what());
      }
      if (different.size() > most) {
        most = different.size();
        best = i;
      }
    }
    return best;
  }

  private static Snippet line(String text, int from, List<Match> matches) {
    StringBuilder line = new StringBuilder(LENGTH + 2);
    List<Integer> marks = new ArrayList<>();
    if (from > 0) {
      line.append('…');
    }
    int match = 0;
    while (match < matches.size() && matches.get(match).start() < from) {
      match++;
    }
    int at = from;
    while (at < text.length() && line.length() < LENGTH) {
      if (match < matches.size() && at == matches.get(match).start()) {
        marks.add(line.length());
      }
      at = append(line, text, at);
      if (match < matches.size() && at >= matches.get(match).end()) {
        marks.add(line.length());
        match++;
      }
    }
    if (marks.size() % 2 == 1) {
      marks.add(line.length());
    }
    if (at < text.length()) {
      line.append('…');
    }
    return new Snippet(line.toString(), List.copyOf(marks));
  }

  /// Adds a character, white space and control characters as one space.
  private static int append(StringBuilder line, String text, int at) {
    int c = text.codePointAt(at);
    if (c <= ' ' || Character.isISOControl(c) || Character.isSpaceChar(c)) {
      boolean spaced = line.isEmpty() || line.charAt(line.length() - 1) == ' ';
      if (!spaced) {
        line.append(' ');
      }
    } else {
      line.appendCodePoint(c);
    }
    return at + Character.charCount(c);
  }
}
