package dev.mailcask.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what a person probably meant to write.
public final class Nearest {

  private Nearest() {}

  /// The known word with the fewest letters added, left out, altered or swapped with their
  /// neighbour, if that is at most a third of the word; upper and lower case do not matter.
  public static Optional<String> of(String written, Collection<String> known) {
    String wanted = written.toLowerCase(Locale.ROOT);
    return known.stream()
        .min(
            Comparator.comparingInt((String word) -> distance(wanted, word))
                .thenComparing(Comparator.naturalOrder()))
        .filter(
            word ->
                distance(wanted, word)
                    <= Math.max(1, Math.max(wanted.length(), word.length()) / 3));
  }

  /// The optimal string alignment distance: Damerau's, with no part altered twice.
  private static int distance(String a, String known) {
    String b = known.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int altered = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + altered, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
