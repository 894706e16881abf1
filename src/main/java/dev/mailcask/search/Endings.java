package dev.mailcask.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Takes the endings off the words of a language, in rounds; in each the longest that fits.
///
/// Written like `en er e s:bdfg aux>al`: an ending, one that only stands behind certain letters,
/// one that is replaced, be it by itself so that it stays. At least three letters are left, four
/// from the second round on.
final class Endings {

  private static final int SHORTEST = 3;

  /// @param after letters of which one must stand before it, empty for any
  private record Ending(String text, String after, String instead) {

    static Ending of(String written) {
      int arrow = written.indexOf('>');
      int colon = written.indexOf(':');
      String instead = arrow < 0 ? "" : written.substring(arrow + 1);
      int replaced = arrow < 0 ? written.length() : arrow;
      String after = colon < 0 ? "" : written.substring(colon + 1, replaced);
      int end = colon < 0 ? replaced : colon;
      return new Ending(written.substring(0, end), after, instead);
    }

    boolean fits(CharSequence word, int shortest) {
      int rest = word.length() - text.length();
      if (rest + instead.length() < shortest || rest < 1) {
        return false;
      }
      for (int i = 0; i < text.length(); i++) {
        if (word.charAt(rest + i) != text.charAt(i)) {
          return false;
        }
      }
      return after.isEmpty() || after.indexOf(word.charAt(rest - 1)) >= 0;
    }
  }

  private final List<List<Ending>> rounds = new ArrayList<>();
  private final boolean doubled;

  /// @param doubled whether a doubled letter at the end of what is left counts once
  /// @param rounds the endings of each round, with spaces between them
  Endings(boolean doubled, String... rounds) {
    this.doubled = doubled;
    for (String round : rounds) {
      List<Ending> endings = new ArrayList<>();
      for (String written : round.split(" ", -1)) {
        endings.add(Ending.of(written));
      }
      endings.sort(Comparator.comparingInt((Ending e) -> e.text().length()).reversed());
      this.rounds.add(endings);
    }
  }

  String stem(String word) {
    StringBuilder stem = new StringBuilder(word);
    int shortest = SHORTEST;
    for (List<Ending> round : rounds) {
      for (Ending ending : round) {
        if (ending.fits(stem, shortest)) {
          stem.setLength(stem.length() - ending.text().length());
          stem.append(ending.instead());
          break;
        }
      }
      shortest = SHORTEST + 1;
    }
    int last = stem.length() - 1;
    if (doubled && last >= SHORTEST && stem.charAt(last) == stem.charAt(last - 1)) {
      stem.setLength(last);
    }
    return stem.toString();
  }
}
