package dev.mailcask.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tells in which language a text is, from the words that go into the index.
///
/// The script decides where it is that of one language. Among the languages of the Latin, Cyrillic
/// and Arabic scripts the one wins whose function words are there most often: "und", "the", "pour"
/// are a third of any text, and few of them make a mail in a language. A word that several
/// languages have counts for each, but less. What is not clear is undetermined; a guess would hide
/// a message from searches in its own language.
///
/// Words are compared as eight bytes in a number: one look into a table of longs a word, nothing
/// allocated. Not thread-safe; made to be used again.
public final class Language {

  /// The code of ISO 639 for a text whose language is not clear.
  public static final String UNDETERMINED = "und";

  private static final Set<String> COMPOUNDING =
      Set.of("de", "nl", "sv", "no", "da", "is", "fi", "hu");

  /// Words of a text that are looked at; enough to be sure.
  private static final int ENOUGH = 1000;

  /// What a word of one language alone counts.
  private static final int UNIQUE = 12;

  /// One unique word in that many is the least that tells a language.
  private static final int SPARSE = 40;

  /// Function words and greetings of each language, as they are written.
  private static final String[][] WORDS = {
    {
      "de",
      "der die das und ist nicht ein eine einen einem den dem des mit für auf von zu im sie wir ich"
          + " ihr ihre ihren ihnen uns wird werden wurde haben sind auch bei nach aus sich als oder"
          + " aber wenn dass zum zur über bitte danke hallo liebe lieber gruß grüße grüßen anbei"
          + " sehr kann noch nur um vielen herr frau"
    },
    {
      "en",
      "the and of to is in that for it you with on this are be have not was your we from at by or"
          + " as if will can our would there what which they their has been but please thanks"
          + " thank dear regards hello hi all any about do"
    },
    {
      "fr",
      "le la les des et est une un du pour que dans qui pas vous nous je sur avec par ce cette sont"
          + " votre vos notre être au aux ne plus mais bonjour merci cordialement cher chère ci"
          + " joint avez ou où leur elle il ils mon ma"
    },
    {
      "es",
      "el la los las de que y en un una por con no para es se su del al lo como más pero sus le ya"
          + " este esta está gracias hola saludos usted nos fue son muy hay cuando donde estimado"
          + " adjunto mi"
    },
    {
      "it",
      "il la di che e un una per non con sono del della dei delle gli le in da al alla nel è si lo"
          + " ha anche come più ma questo questa grazie ciao buongiorno saluti cordiali gentile"
          + " allegato nostro vostro suo ci mi"
    },
    {
      "pt",
      "o a os as de que e do da em um uma para com não por no na dos das se é ao mais você seu sua"
          + " foi está mas como são obrigado obrigada olá bom dia caro prezado atenciosamente anexo"
          + " também até nos pelo pela"
    },
    {
      "nl",
      "de het een en van is dat op te niet met voor zijn aan er die wij je ik u uw naar om ook als"
          + " bij door maar heeft worden wordt kan nog deze dit groeten bedankt beste hallo geachte"
          + " bijlage onze ons hebben uit over"
    },
    {
      "sv",
      "och att det som en på är av för med den till inte har de ett om jag vi du var från men kan"
          + " ska så nu hej tack vänlig hälsningar mvh eller vid efter också bifogar er ni"
    },
    {
      "no",
      "og å det som en på er av for med den til ikke har de et om jeg vi du var fra men kan skal så"
          + " nå hei takk vennlig hilsen eller ved etter også vedlagt deg meg ble noen dere"
    },
    {
      "da",
      "og at det som en på er af for med den til ikke har de et om jeg vi du var fra men kan skal"
          + " så nu hej tak venlig hilsen eller ved efter også vedhæftet dig mig blev nogle jer"
          + " kære"
    },
    {
      "fi",
      "ja on ei että se oli joka mutta myös hän tai kun niin olen sekä voi ovat jos nyt ole mukaan"
          + " terveisin kiitos hei hyvää mitä minä sinä te me liitteenä ystävällisin vielä sitten"
    },
    {
      "is",
      "og að er ekki við fyrir sem það til um með en því hann hún þú ég á í af frá kveðja takk"
    },
    {
      "pl",
      "i w na nie się z do to że jest o jak ale za po od tak przez dla oraz są ma czy już być"
          + " proszę dziękuję pozdrawiam witam dzień dobry szanowni państwo pan pani załączniku"
          + " tylko ten tym"
    },
    {
      "cs",
      "a je v na se že to s z do o jsem k i ale jako za pro by jsou po si které nebo už také prosím"
          + " děkuji dobrý den pozdravem vám vás máme jsme byl bylo příloze ve který jen"
    },
    {
      "sk",
      "a je v na sa že to s z do o som k i ale ako za pre by sú po si ktoré alebo už tiež prosím"
          + " ďakujem dobrý deň pozdravom vám vás máme sme bol bolo prílohe vo ktorý len"
    },
    {
      "hu",
      "a az és hogy nem is egy ez meg van csak de ha mint már volt vagy még azt el köszönöm kérem"
          + " üdvözlettel tisztelt kedves szia önnek lesz ki kell minden nagyon mellékelve"
    },
    {
      "ro",
      "de și în a la cu nu pe este un o să că din care mai pentru sunt al ale ca am ai fost dar"
          + " mulțumesc bună ziua salut vă rog stimate atașat sau prin după dumneavoastră"
    },
    {
      "hr",
      "i je u da se na za su što od a s ne kao ali iz bi ili to koji kako sam smo nije do po hvala"
          + " poštovani lijep pozdrav molim vas biti privitku"
    },
    {
      "sl",
      "in je v da se na za so ki od pa s ne kot ali iz bi to sem smo ni do po hvala spoštovani lep"
          + " pozdrav prosim vas biti tudi priponki še"
    },
    {
      "et", "ja on ei et see oli mis kui ka ma te me või aga siis oma tervist aitäh tere palun ning"
    },
    {"lv", "un ir no uz ar par ka to bet kas vai lai tas es jūs mēs paldies lūdzu sveiki cieņā"},
    {"lt", "ir yra kad su iš į ne tai bet kaip ar jūs mes ačiū prašome sveiki pagarbiai už apie"},
    {
      "tr",
      "ve bir bu da de için ile ne çok olarak daha gibi olan var ben sen biz siz mi ama kadar sonra"
          + " teşekkür ederim ederiz merhaba sayın saygılarımla lütfen değil en ki ekte"
    },
    {
      "id",
      "yang dan di dengan untuk ini itu dari pada tidak akan ke dalam adalah saya anda kami kita"
          + " terima kasih selamat bapak ibu mohon atau juga sudah bisa"
    },
    {
      "vi",
      "và của là không cho các những được trong một với tôi bạn có này đã để khi xin chào cảm ơn"
          + " người về anh chị"
    },
    {
      "ca",
      "el la els les de que i en un una per amb no és es al del dels més però aquest aquesta gràcies"
          + " salutacions són molt bon dia"
    },
    {
      "ru",
      "и в не на что с по это как для к но из у за от так же вы мы я он о то все если при или есть"
          + " уже ваш вас вам спасибо здравствуйте добрый день уважением письмо бы только"
    },
    {
      "uk",
      "і в не на що з по це як для до але із у за від так та ви ми я він про те все якщо при або є"
          + " вже ваш вас вам дякую добрий день повагою лист тільки й"
    },
    {
      "bg",
      "и в не на че с по това как за към но от у до така ви ние аз той о са се да е или при има"
          + " вече ваш вас благодаря здравейте добър ден уважение писмо само ще си"
    },
    {
      "sr",
      "и у не на да се је за су што од а с као али из би или то који како сам смо није до по хвала"
          + " поштовани поздрав молим вас бити"
    },
    {
      "ar",
      "في من على إلى أن عن مع هذا هذه التي الذي ما لا كل كان قد أو ثم بعد قبل لم شكرا مرحبا السلام"
          + " عليكم تحية السيد و هو هي إن"
    },
    {
      "fa",
      "در به از که این را با برای است آن یک می تا شما ما هم بر نیز بود شد سلام ممنون لطفا احترام"
          + " های خود و یا"
    },
    {"ur", "کے کی میں ہے اور سے کا کو نے پر یہ کہ ہیں آپ ہم نہیں شکریہ بھی ایک"},
  };

  // Scripts, and the languages of those that have one.
  private static final int LATIN = 0;
  private static final int CYRILLIC = 1;
  private static final int ARABIC = 2;
  private static final int OTHER = 3;
  private static final int HAN = 4;
  private static final int KANA = 5;
  private static final int HANGUL = 6;
  private static final int THAI = 7;
  private static final int GREEK = 8;
  private static final int HEBREW = 9;
  private static final int HINDI = 10;
  private static final int BENGALI = 11;
  private static final int TAMIL = 12;
  private static final int ARMENIAN = 13;
  private static final int GEORGIAN = 14;
  private static final List<String> OF_SCRIPT =
      List.of(
          "",
          "",
          "",
          UNDETERMINED,
          "zh",
          "ja",
          "ko",
          "th",
          "el",
          "he",
          "hi",
          "bn",
          "ta",
          "hy",
          "ka");

  private static final int SLOTS = 1 << 13;
  private static final long[] KEYS = new long[SLOTS];
  private static final long[] LANGUAGES = new long[SLOTS];

  static {
    Map<Long, Long> languages = new HashMap<>();
    Words words = new Words();
    for (int language = 0; language < WORDS.length; language++) {
      words.reset(WORDS[language][1]);
      while (words.next()) {
        if (words.length() <= Long.BYTES) {
          languages.merge(key(words.bytes(), words.length()), 1L << language, (a, b) -> a | b);
        }
      }
    }
    languages.forEach(
        (key, mask) -> {
          int slot = slot(key);
          while (KEYS[slot] != 0) {
            slot = (slot + 1) & (SLOTS - 1);
          }
          KEYS[slot] = key;
          LANGUAGES[slot] = mask;
        });
  }

  private final int[] scores = new int[WORDS.length];
  private final int[] bytesOf = new int[OF_SCRIPT.size()];
  private int words;

  /// Begins with another text.
  public void reset() {
    Arrays.fill(scores, 0);
    Arrays.fill(bytesOf, 0);
    words = 0;
  }

  /// Counts a word as [Words] gives it.
  public void word(byte[] bytes, int length) {
    if (words == ENOUGH || length == 0 || (bytes[0] >= 0 && bytes[0] < 'a')) {
      return;
    }
    words++;
    bytesOf[script(bytes, length)] += length;
    if (length <= Long.BYTES) {
      long key = key(bytes, length);
      int slot = slot(key);
      while (KEYS[slot] != 0) {
        if (KEYS[slot] == key) {
          count(LANGUAGES[slot]);
          return;
        }
        slot = (slot + 1) & (SLOTS - 1);
      }
    }
  }

  private void count(long languages) {
    int weight = UNIQUE / Math.min(UNIQUE, Long.bitCount(languages));
    for (long left = languages; left != 0; left &= left - 1) {
      scores[Long.numberOfTrailingZeros(left)] += weight;
    }
  }

  /// The language of the words so far: its code of ISO 639, of two letters, or [#UNDETERMINED].
  public String code() {
    int script = 0;
    for (int i = 1; i < bytesOf.length; i++) {
      script = bytesOf[i] > bytesOf[script] ? i : script;
    }
    if (words == 0) {
      return UNDETERMINED;
    }
    return switch (script) {
      case LATIN, CYRILLIC, ARABIC -> byWords();
      case HAN, KANA -> bytesOf[KANA] * 20 > bytesOf[HAN] ? "ja" : "zh";
      default -> OF_SCRIPT.get(script);
    };
  }

  private String byWords() {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      best = scores[i] > scores[best] ? i : best;
    }
    int second = 0;
    for (int i = 0; i < scores.length; i++) {
      second = i == best ? second : Math.max(second, scores[i]);
    }
    boolean enough = scores[best] >= UNIQUE && scores[best] * SPARSE >= words * UNIQUE;
    boolean clear = scores[best] * 8 >= second * 9;
    return enough && clear ? WORDS[best][0] : UNDETERMINED;
  }

  /// Whether a language writes compounds as one word, so that words are looked for by their ends.
  public static boolean compounds(String code) {
    return COMPOUNDING.contains(code);
  }

  /// All codes that a text can get.
  public static List<String> codes() {
    List<String> codes = new ArrayList<>();
    for (String[] language : WORDS) {
      codes.add(language[0]);
    }
    codes.addAll(OF_SCRIPT.subList(HAN, OF_SCRIPT.size()));
    return codes;
  }

  private static int script(byte[] bytes, int length) {
    int first = bytes[0] & 0xFF;
    if (first < 0xCD) {
      return LATIN;
    }
    if (first < 0xE0) {
      return first <= 0xCF
          ? GREEK
          : first <= 0xD3 ? CYRILLIC : first <= 0xD5 ? ARMENIAN : first <= 0xD7 ? HEBREW : ARABIC;
    }
    int second = length > 1 ? bytes[1] & 0xFF : 0;
    return switch (first) {
      case 0xE0 -> indic(second);
      case 0xE1 -> second == 0x83 ? GEORGIAN : second >= 0xB8 && second <= 0xBB ? LATIN : OTHER;
      case 0xE3 -> second >= 0x81 && second <= 0x83 ? KANA : HAN;
      case 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9 -> HAN;
      case 0xEA -> second >= 0xB0 ? HANGUL : OTHER;
      case 0xEB, 0xEC, 0xED -> HANGUL;
      default -> OTHER;
    };
  }

  private static int indic(int second) {
    return switch (second >> 1) {
      case 0xA4 >> 1 -> HINDI;
      case 0xA6 >> 1 -> BENGALI;
      case 0xAE >> 1 -> TAMIL;
      case 0xB8 >> 1 -> THAI;
      default -> OTHER;
    };
  }

  private static long key(byte[] bytes, int length) {
    long key = 0;
    for (int i = 0; i < length; i++) {
      key = key << 8 | (bytes[i] & 0xFF);
    }
    return key;
  }

  private static int slot(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 51);
  }
}
