package dev.mailcask.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Hello, World!|hello world",
        "anna.b@mail.example.com|anna b mail example com",
        "https://example.com/a_b?c=D-1|https example com a b c d 1",
        "/dev/md0|dev md0",
        "Grüße aus München|grusse aus munchen",
        "GROẞE STRASSE|grosse strasse",
        "u\u0308ber Re\u0301sume\u0301|uber resume",
        "I İ ı|i i i",
        "ＦＵＬＬ ｗｉｄｔｈ ①|full width",
        "Привет Ёлка|привет елка",
        "東京タワー|東 京 タ ワ",
        "日本 mail 語|日 本 mail 語",
        "한국어 a|한 국 어 a",
        "ภาษาไทย|ภ า ษ า ไ ท ย",
        "soft\u00ADhyphen|softhyphen",
        "don't|don t",
        "۱۲۳|123",
        "'\uD83D\uDE00 smile \uD800'|smile",
      })
  void cutsAndFolds(String text, String words) {
    assertThat(String.join(" ", words(text))).isEqualTo(words);
  }

  @Test
  void cutsLongWordsButNeverACharacter() {
    assertThat(words("a".repeat(500))).containsExactly("a".repeat(Words.MAX_BYTES));
    assertThat(words("xд".repeat(500)))
        .allMatch(word -> word.length() == 42 || word.length() == 43);
  }

  @Test
  void saysWhereAWordStands() {
    Words words = new Words();
    words.reset("ab  Grüße!");
    assertThat(words.next()).isTrue();
    assertThat(words.next()).isTrue();
    assertThat(words.start()).isEqualTo(4);
    assertThat(words.end()).isEqualTo(9);
    assertThat(words.next()).isFalse();
  }

  @Test
  void anyTextGivesSoundWords() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 3000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(40); n >= 0; n--) {
        text.append((char) random.nextInt(random.nextBoolean() ? 0x300 : 0x10000));
      }
      assertThat(words(text.toString()))
          .as("seed %d", seed)
          .allSatisfy(
              word -> {
                assertThat(word).isNotEmpty();
                assertThat(word.getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThanOrEqualTo(Words.MAX_BYTES);
              });
    }
  }

  private static List<String> words(String text) {
    Words words = new Words();
    words.reset(text);
    List<String> all = new ArrayList<>();
    while (words.next()) {
      all.add(words.word());
    }
    return all;
  }
}
