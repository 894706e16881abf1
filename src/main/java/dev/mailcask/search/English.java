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
    if (WHOLE.contains(word)) {
      return word;
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
  private static String base(String word) {
    for (String ending : List.of("ies", "ied")) {
      if (word.endsWith(ending)) {
        return word.substring(0, word.length() - ending.length()) + 'y';
      }
    }
    for (String ending : List.of("ings", "ing", "ed")) {
      int rest = word.length() - ending.length();
      if (word.endsWith(ending) && rest >= SHORTEST) {
        boolean doubled = word.charAt(rest - 1) == word.charAt(rest - 2);
        return word.substring(0, doubled ? rest - 1 : rest);
      }
    }
    String singular = word;
    int last = word.length() - 1;
    if (last >= SHORTEST && word.endsWith("s") && "isu".indexOf(word.charAt(last - 1)) < 0) {
      singular = word.substring(0, last);
    }
    return singular.endsWith("e") ? singular.substring(0, singular.length() - 1) : singular;
  }
}
