package dev.mailcask.search;

import java.util.List;
import java.util.Set;
import org.tartarus.snowball.ext.EnglishStemmer;

/// English words without their inflection.
///
/// Snowball's stemmer (Porter's second) also takes off what makes one word of another, so that
/// "university" and "universe", "organization" and "organ" have one stem. So the suffix by which a
/// word was derived, if any, stays with the stem: the forms of a word all have it, other words of
/// its family do not.
final class English {

  /// The longest first; without the e and y at their ends that inflection takes.
  private static final List<String> SUFFIXES =
      List.of(
          "ization", "isation", "ation", "ition", "ution", "ical", "ment", "ness", "less", "anc",
          "enc", "ant", "ent", "abl", "ibl", "ful", "ism", "ist", "ity", "ion", "ous", "al", "at",
          "er", "ic", "is", "iv", "iz", "ly", "or");

  private static final int SHORTEST = 3;

  /// Those that look like a form of another word.
  private static final Set<String> WHOLE = Set.of("news", "evening", "atlas", "lens", "bias");

  private English() {}

  static String stem(String word) {
    String whole = WHOLE.contains(word) ? word : singular(word);
    if (WHOLE.contains(whole)) {
      return whole;
    }
    EnglishStemmer stemmer = new EnglishStemmer();
    stemmer.setCurrent(word);
    stemmer.stem();
    String base = base(word);
    for (String suffix : SUFFIXES) {
      if (base.endsWith(suffix) && base.length() - suffix.length() >= SHORTEST) {
        return stemmer.getCurrent() + '+' + suffix;
      }
    }
    return stemmer.getCurrent();
  }

  /// What is left without the endings of plural and verb, good enough to see a suffix.
  ///
  /// An l is doubled or not by the way of spelling ("signalled" and "signaled", "install" and
  /// "instal"), so that a double one counts as one, in the word itself too.
  private static String base(String word) {
    String base = uninflected(word);
    return base.endsWith("ll") ? base.substring(0, base.length() - 1) : base;
  }

  private static String uninflected(String word) {
    for (String ending : List.of("ies", "ied")) {
      if (word.endsWith(ending)) {
        return word.substring(0, word.length() - ending.length()) + 'y';
      }
    }
    for (String ending : List.of("ings", "ing", "ed")) {
      int rest = word.length() - ending.length();
      if (word.endsWith(ending) && rest >= SHORTEST) {
        return word.substring(0, doubledByEnding(word, rest) ? rest - 1 : rest);
      }
    }
    String singular = singular(word);
    return singular.endsWith("e") ? singular.substring(0, singular.length() - 1) : singular;
  }

  /// As in "referred"; a double s is nearly always the word's own, as in "dismissed".
  private static boolean doubledByEnding(String word, int rest) {
    char last = word.charAt(rest - 1);
    return last == word.charAt(rest - 2) && last != 's';
  }

  private static String singular(String word) {
    int last = word.length() - 1;
    boolean plural =
        last >= SHORTEST && word.endsWith("s") && "isu".indexOf(word.charAt(last - 1)) < 0;
    return plural ? word.substring(0, last) : word;
  }
}
