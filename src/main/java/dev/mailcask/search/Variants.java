package dev.mailcask.search;

import dev.mailcask.index.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.index.IndexReader;

/// Other words of the index that mean the same as a word of a query, or have it in them: inflected
/// forms, transcriptions and compounds, in the languages of the mail that there is (decision record
/// 0058). What was found for a word is kept for the state of the index it was found in.
/// Thread-safe.
final class Variants {

  /// How near the words are to what was asked for, the nearest first.
  enum Nearness {
    INFLECTED,
    TRANSCRIBED,
    COMPOUND
  }

  /// Words that count only in messages of some languages, or of none that is known.
  ///
  /// @param others the languages of the index in which they do not count
  record Group(Nearness nearness, List<String> words, Set<String> others) {}

  private record Key(Object reader, String word) {}

  private static final int SHORTEST = 3;
  private static final int SHORTEST_PART = 4;

  /// A word of so many letters is hardly ever within another by chance, so that the rest of the
  /// compound need not be known: few mails have "Frist", many "Kündigungsfrist".
  private static final int SURE = 7;

  /// Words of a group at most, the most frequent ones.
  private static final int MOST = 32;

  private static final int MOST_COMPOUNDS = 24;

  /// Letters that inflection adds, and compounds have, at most.
  private static final int ADDED = 8;

  private static final int LONGEST_COMPOUND = 40;
  private static final int CACHED = 2000;

  /// Between the parts of a compound.
  private static final List<String> LINKS = List.of("", "s", "es", "n", "en", "e", "er");

  /// Those that write ä, ö, ü as two letters where they must.
  private static final Set<String> TRANSCRIBING = Set.of("de", "sv", "no", "da", "fi");

  private final Map<Key, List<Group>> found =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, List<Group>> eldest) {
              return size() > CACHED;
            }
          });

  /// The groups for a folded word, the nearest first.
  List<Group> of(IndexReader reader, String word) throws IOException {
    if (word.length() < SHORTEST || !word.codePoints().allMatch(Character::isLetter)) {
      return List.of();
    }
    IndexReader.CacheHelper helper = reader.getReaderCacheHelper();
    if (helper == null) {
      return new Look(reader, word).groups();
    }
    Key key = new Key(helper.getKey(), word);
    List<Group> known = found.get(key);
    if (known == null) {
      known = new Look(reader, word).groups();
      found.put(key, known);
    }
    return known;
  }

  /// The search for the variants of one word.
  private static final class Look {

    private final Dictionary dictionary;
    private final String word;
    private final Set<String> there;
    private final List<Group> groups = new ArrayList<>();

    Look(IndexReader reader, String word) throws IOException {
      this.dictionary = new Dictionary(reader);
      this.word = word;
      this.there = dictionary.all(Fields.LANGUAGE);
    }

    List<Group> groups() throws IOException {
      List<String> languages = languages();
      Map<String, Integer> near = new HashMap<>();
      for (String beginning : beginnings(languages)) {
        int longest = 2 * Math.max(word.length() + ADDED, LONGEST_COMPOUND);
        dictionary.beginning(Fields.BODY, beginning, longest, near);
        dictionary.beginning(Fields.SUBJECT, beginning, longest, near);
      }
      Set<String> inflected = inflected(languages, near);
      transcribed();
      List<String> compounding = languages.stream().filter(Stems::compounds).toList();
      if (!compounding.isEmpty() && word.length() >= SHORTEST_PART) {
        compounds(compounding, near, inflected);
      }
      return List.copyOf(groups);
    }

    /// The languages that the word may be of: those of the messages that have it; all that are
    /// written so, if none has it in just this form.
    private List<String> languages() throws IOException {
      List<String> possible = new ArrayList<>();
      List<String> seen = new ArrayList<>();
      for (String language : Stems.languages(word)) {
        if (there.contains(language)) {
          possible.add(language);
          if (dictionary.together(Fields.BODY, word, Fields.LANGUAGE, language)
              || dictionary.together(Fields.SUBJECT, word, Fields.LANGUAGE, language)) {
            seen.add(language);
          }
        }
      }
      return seen.isEmpty() ? possible : seen;
    }

    /// What the variants begin with: what all stems share with the word, and a letter less, as some
    /// endings change it.
    private Set<String> beginnings(List<String> languages) {
      Set<String> beginnings = new LinkedHashSet<>();
      String shortest = word;
      for (String language : languages) {
        List<String> particles = Stems.particles(language);
        for (String stem : Stems.of(language, word)) {
          if (particles.isEmpty()) {
            String shared = beginningOf(shared(word, stem));
            shortest = shared.length() < shortest.length() ? shared : shortest;
          } else {
            beginnings.add(stem);
            particles.forEach(particle -> beginnings.add(particle + stem));
          }
        }
      }
      if (!languages.isEmpty() && beginnings.isEmpty()) {
        beginnings.add(shortest);
      }
      return beginnings;
    }

    private String beginningOf(String shared) {
      int length = shared.length() > SHORTEST ? shared.length() - 1 : SHORTEST;
      return word.substring(0, Math.min(length, word.length()));
    }

    private static String shared(String one, String other) {
      int length = 0;
      while (length < Math.min(one.length(), other.length())
          && one.charAt(length) == other.charAt(length)) {
        length++;
      }
      return one.substring(0, length);
    }

    private Set<String> inflected(List<String> languages, Map<String, Integer> near) {
      Map<List<String>, Set<String>> byWords = new LinkedHashMap<>();
      Set<String> all = new HashSet<>();
      for (String language : languages) {
        Set<String> stems = Stems.of(language, word);
        boolean plain = Stems.particles(language).isEmpty();
        String begin = plain ? beginningOf(shared(word, stems.iterator().next())) : "";
        List<String> same = new ArrayList<>();
        for (String each : near.keySet()) {
          if (each.length() <= word.length() + ADDED
              && each.startsWith(begin)
              && !each.equals(word)
              && !Collections.disjoint(stems, Stems.of(language, each))) {
            same.add(each);
          }
        }
        List<String> most = mostFrequent(same, near, MOST);
        all.addAll(most);
        if (!most.isEmpty()) {
          byWords.computeIfAbsent(most, w -> new TreeSet<>()).add(language);
        }
      }
      byWords.forEach((words, in) -> group(Nearness.INFLECTED, words, in));
      return all;
    }

    private static List<String> mostFrequent(
        Collection<String> words, Map<String, Integer> frequency, int most) {
      return words.stream()
          .sorted(
              Comparator.comparingInt((String w) -> -frequency.getOrDefault(w, 0))
                  .thenComparing(Comparator.naturalOrder()))
          .limit(most)
          .toList();
    }

    private void group(Nearness nearness, Collection<String> words, Collection<String> languages) {
      Set<String> others = new TreeSet<>(there);
      others.removeAll(languages);
      groups.add(new Group(nearness, List.copyOf(words), Set.copyOf(others)));
    }

    private void transcribed() throws IOException {
      List<String> words = new ArrayList<>();
      for (String each : transcriptions(word)) {
        if (dictionary.has(Fields.BODY, each)
            || dictionary.has(Fields.SUBJECT, each)
            || dictionary.has(Fields.FILE, each)) {
          words.add(each);
        }
      }
      if (!words.isEmpty()) {
        group(Nearness.TRANSCRIBED, words, TRANSCRIBING);
      }
    }

    private void compounds(List<String> languages, Map<String, Integer> near, Set<String> inflected)
        throws IOException {
      List<String> begin = new ArrayList<>();
      for (String each : near.keySet()) {
        if (each.startsWith(word)
            && each.length() >= word.length() + SHORTEST
            && !inflected.contains(each)) {
          begin.add(each);
        }
      }
      Set<String> compounds = new LinkedHashSet<>();
      for (String each : mostFrequent(begin, near, MOST_COMPOUNDS)) {
        if (joins(each.substring(word.length()), true)) {
          compounds.add(each);
        }
      }
      List<String> ends = new ArrayList<>(List.of(word));
      ends.addAll(mostFrequent(inflected, near, 3));
      for (String end : ends) {
        compounds.addAll(endingIn(end));
      }
      compounds.removeAll(inflected);
      compounds.remove(word);
      if (!compounds.isEmpty()) {
        group(Nearness.COMPOUND, compounds, languages);
      }
    }

    private List<String> endingIn(String end) throws IOException {
      if (end.length() < SHORTEST_PART) {
        return List.of();
      }
      Map<String, Integer> backwards = new TreeMap<>();
      String reversed = new StringBuilder(end).reverse().toString();
      dictionary.beginning(Fields.TAIL, reversed, LONGEST_COMPOUND, backwards);
      List<String> compounds = new ArrayList<>();
      for (String each : mostFrequent(backwards.keySet(), backwards, MOST_COMPOUNDS)) {
        String compound = new StringBuilder(each).reverse().toString();
        if (joins(compound.substring(0, compound.length() - end.length()), false)) {
          compounds.add(compound);
        }
      }
      return compounds;
    }

    /// Whether the rest of a compound is a word of its own, with what links it to the other part;
    /// for a long word any rest will do.
    ///
    /// @param first whether the link stands first
    private boolean joins(String rest, boolean first) throws IOException {
      for (String link : LINKS) {
        boolean linked = first ? rest.startsWith(link) : rest.endsWith(link);
        if (linked && rest.length() - link.length() >= SHORTEST) {
          String part =
              first
                  ? rest.substring(link.length())
                  : rest.substring(0, rest.length() - link.length());
          if (word.length() >= SURE
              || dictionary.has(Fields.BODY, part)
              || dictionary.has(Fields.SUBJECT, part)) {
            return true;
          }
        }
      }
      return false;
    }
  }

  /// The word with umlauts spelt out where it may have some, and without where it may be spelt so.
  /// Within a word and not behind a vowel or q: "neue" and "Quelle" have no umlaut.
  static Set<String> transcriptions(String word) {
    Set<String> all = new LinkedHashSet<>();
    if (!word.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
      return all;
    }
    StringBuilder plain = new StringBuilder(word);
    for (int i = plain.length() - 2; i > 0; i--) {
      boolean umlaut = "aou".indexOf(plain.charAt(i)) >= 0 && plain.charAt(i + 1) == 'e';
      if (umlaut && i + 2 < plain.length() && "aeiouq".indexOf(plain.charAt(i - 1)) < 0) {
        plain.deleteCharAt(i + 1);
      }
    }
    if (word.length() > SHORTEST_PART && plain.length() < word.length()) {
      all.add(plain.toString());
    }
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < word.length() && places.size() < 3; i++) {
      boolean before = i + 1 < word.length() && "aeiou".indexOf(word.charAt(i + 1)) >= 0;
      if ("aou".indexOf(word.charAt(i)) >= 0 && !before && i + 1 < word.length()) {
        places.add(i);
      }
    }
    for (int some = 1; some < 1 << places.size(); some++) {
      StringBuilder spelt = new StringBuilder(word);
      for (int i = places.size() - 1; i >= 0; i--) {
        if ((some >> i & 1) == 1) {
          spelt.insert(places.get(i) + 1, 'e');
        }
      }
      all.add(spelt.toString());
    }
    return all;
  }
}
