package dev.mailcask.search;

import dev.mailcask.index.Language;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/// What is left of a word without its inflection, in each language that is known here.
///
/// The tables are for words as they are in the index: folded, without accents. They take off what
/// nouns, adjectives and the most frequent forms of verbs have at their ends, and no more: two
/// words with one stem should be forms of one word. English needs no accents, see [English].
final class Stems {

  /// Arabic and Hebrew write articles, prepositions and "and" together with the word behind them.
  private static final List<String> ARABIC =
      List.of("وال", "بال", "فال", "كال", "لل", "ال", "و", "ب", "ل", "ف");

  private static final List<String> HEBREW =
      List.of("וה", "שה", "מה", "בה", "ה", "ו", "ב", "ל", "מ", "ש", "כ");

  private static final Endings AFTER_ARABIC = new Endings(false, "ها ات ان ون ين يه ه ة ي ى");
  private static final Endings AFTER_HEBREW = new Endings(false, "ימ ות יות ה י ו כ ת");
  private static final Endings AFTER_DUTCH = new Endings(true, "en e s heden>heid", "t");

  private static final int SHORTEST = 3;

  private static final Map<String, UnaryOperator<String>> STEMMERS = new LinkedHashMap<>();

  static {
    STEMMERS.put("en", English::stem);
    put("de", true, "ern em en er es e n os o ens s:bdfghklmnrt", "et t");
    put(
        "fr",
        true,
        "issements issement ements ement ations ation ateurs ateur ees ee es er ez e s x"
            + " ent ant ons ais ait aient aux>al ier:hmnrstv>ier",
        "i");
    put(
        "es",
        false,
        "aciones acion adores ador adas ados ada ado amente mente ando iendo aron ieron"
            + " aba ar er ir es os as a o e s ces>z");
    put(
        "it",
        true,
        "azioni azione amenti amento ando endo ati ate ato ata are ere ire i e o a"
            + " che>c chi>c ghe>g ghi>g");
    put(
        "pt",
        false,
        "acoes acao oes>ao ns>m ais>al eis>el amentos amento adas ados ada ado ando endo"
            + " ar er ir es os as a o e s");
    put("ca", false, "acions acio ades ats ada at ar er ir es os as a o e s");
    STEMMERS.put("nl", Stems::dutch);
    put(
        "sv",
        true,
        "heterna heten heter orna arna erna ornas arnas ernas ande ade an ar or er en at et"
            + " ans ars ors ers ens ets as es a e n s t");
    put("no", true, "aene aen aer ene ane ens ets ers en et er ede te a e s r t");
    put("da", true, "aerne aen aer erne erns ens ets ers en et er ede te a e s r t");
    put(
        "fi",
        true,
        "issa ista illa ilta ille iksi ina ssa sta lla lta lle ksi na ta ja jen ien den"
            + " ten iden aan>a een>e iin>i oon>o uun>u yyn>y n t a",
        "a e i o u y");
    put(
        "hu",
        false,
        "ban ben bol nak nek val vel rol tol hoz hez ig ert ra re on en ot et at t n",
        "ok ek ak k ai ei ja je i",
        "a e o");
    put("is", false, "unum anna unni ins ar ir ur um in nn a i u");
    put("pl", false, "owie ami ach ow om em ego emu ej ymi imi ych ich rze>r ie ia y i a e o u");
    put("cs", false, "ami emi ach ich ech ovi ove eho emu ymi ou um am em y i a e o u");
    put("sk", false, "ami emi ach ich och ovi ove eho emu ymi ou om am em ej y i a e o u");
    put("ro", false, "iilor ului elor ilor ile ele ul lui ii ei le a e i");
    put("hr", false, "ima ama ova om em og eg oj a e i o u");
    put("sl", false, "ami ih om em ov ega emu a e i o u");
    put("et", false, "des test dele sse st le ga de te id t d s a e i o u");
    put("lv", false, "iem am as es is us os ai ei u a e i s");
    put("lt", false, "iams ams iai ais as es is us os ai ei ui u a e i o");
    put(
        "tr",
        false,
        "ndan nden nda nde dan den tan ten da de ta te nin nun in un yi yu ya ye si su"
            + " i u a e",
        "larimiz lerimiz lariniz leriniz lari leri lar ler imiz umuz",
        "a e i u");
    put("id", false, "nya kan lah");
    put(
        "ru",
        false,
        "иями ями ами иях ях ах ого его ому ему ыми ими ои еи ыи ии ая яя ое ее ую юю"
            + " ов ев еи ом ем ам ям ию ия ие ы и а я о е у ю ь");
    put(
        "uk",
        false,
        "ами ями ах ях ого ому ими ів їв ові еві ам ям ом ем ою ею ія ію ії и і а я о е"
            + " у ю ь");
    put("bg", false, "ите ата ята ето ото ове ът ят та те то а я и е о");
    put("sr", false, "има ама ова ом ем ог ег ој а е и о у");
    put("el", false, "ουσ ιων ιου ιο ια ων εσ ασ ησ οσ ου οι ματα μα>ματ α η ο ε ι ω υ σ");
    STEMMERS.put("ar", AFTER_ARABIC::stem);
    STEMMERS.put("fa", new Endings(false, "های ها ان ی")::stem);
    STEMMERS.put("he", word -> AFTER_HEBREW.stem(plainHebrew(word)));
  }

  private Stems() {}

  private static void put(String language, boolean doubled, String... rounds) {
    STEMMERS.put(language, new Endings(doubled, rounds)::stem);
  }

  /// The languages whose words are written like this one.
  static List<String> languages(String word) {
    Character.UnicodeScript script = Character.UnicodeScript.of(word.codePointAt(0));
    List<String> languages = new ArrayList<>();
    for (String language : STEMMERS.keySet()) {
      if (script == script(language)) {
        languages.add(language);
      }
    }
    return languages;
  }

  private static Character.UnicodeScript script(String language) {
    return switch (language) {
      case "ru", "uk", "bg", "sr" -> Character.UnicodeScript.CYRILLIC;
      case "el" -> Character.UnicodeScript.GREEK;
      case "ar", "fa" -> Character.UnicodeScript.ARABIC;
      case "he" -> Character.UnicodeScript.HEBREW;
      default -> Character.UnicodeScript.LATIN;
    };
  }

  /// The stems that a folded word may have: several, where its first letter may be a particle.
  static Set<String> of(String language, String word) {
    UnaryOperator<String> stemmer = STEMMERS.get(language);
    if (stemmer == null) {
      return Set.of(word);
    }
    String stem = stemmer.apply(word);
    List<String> particles = particles(language);
    if (particles.isEmpty()) {
      return Set.of(stem);
    }
    Set<String> stems = new HashSet<>(List.of(stem));
    for (String particle : particles) {
      if (word.startsWith(particle) && word.length() - particle.length() >= SHORTEST) {
        stems.add(stemmer.apply(word.substring(particle.length())));
      }
    }
    return stems;
  }

  /// Whether two words may be forms of one in a language.
  static boolean same(String language, String one, String other) {
    return !Collections.disjoint(of(language, one), of(language, other));
  }

  /// Whether a word of a text would be marked as what a word of a query found: a form of it in some
  /// language, a transcription, or a compound with it.
  static boolean related(String word, String there) {
    if (word.length() < SHORTEST || there.length() < SHORTEST) {
      return false;
    }
    if (word.length() > SHORTEST + 1 && there.contains(word)) {
      return true;
    }
    List<String> languages = languages(word);
    boolean alike = there.startsWith(word.substring(0, SHORTEST));
    for (String language : languages) {
      if ((alike || !particles(language).isEmpty()) && same(language, word, there)) {
        return true;
      }
    }
    return there.charAt(0) == word.charAt(0) && Variants.transcriptions(word).contains(there);
  }

  /// What may stand before a word without a space.
  static List<String> particles(String language) {
    return switch (language) {
      case "ar" -> ARABIC;
      case "he" -> HEBREW;
      default -> List.of();
    };
  }

  /// Whether words are joined to longer ones without a space.
  static boolean compounds(String language) {
    return Language.compounds(language);
  }

  /// Long vowels are written once or twice, depending on what follows, and f and s turn to v and z.
  private static String dutch(String word) {
    StringBuilder stem = new StringBuilder(AFTER_DUTCH.stem(word));
    int last = stem.length() - 1;
    switch (stem.charAt(last)) {
      case 'v' -> stem.setCharAt(last, 'f');
      case 'z' -> stem.setCharAt(last, 's');
      default -> {}
    }
    if (last > 2
        && stem.charAt(last - 1) == stem.charAt(last - 2)
        && "aeou".indexOf(stem.charAt(last - 1)) >= 0) {
      stem.deleteCharAt(last - 1);
    }
    return stem.toString();
  }

  /// Letters at the end of a word have forms of their own.
  private static String plainHebrew(String word) {
    return word.replace('ך', 'כ')
        .replace('ם', 'מ')
        .replace('ן', 'נ')
        .replace('ף', 'פ')
        .replace('ץ', 'צ');
  }
}
