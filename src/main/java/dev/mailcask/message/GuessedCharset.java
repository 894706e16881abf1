package dev.mailcask.message;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Guesses the charset of bytes that are neither ASCII nor UTF-8 and have no label, or one that
/// cannot be.
///
/// Two measures that are certain come first: zeros at every second place are UTF-16, escape
/// sequences ISO 2022. Then ICU compares the frequencies of letters and the validity of pairs of
/// bytes. It is believed where much of the text is not ASCII, as in Cyrillic, Greek or Chinese;
/// where little is, as in the languages of western Europe, only when it is rather sure, because a
/// few accents look like anything.
final class GuessedCharset {

  private static final int SAMPLE = 2 * 1024;
  private static final int SURE = 40;
  private static final int LIKELY = 20;

  private GuessedCharset() {}

  /// The likeliest charset, or null where there is none.
  static @Nullable Charset of(byte[] bytes, int from, int to) {
    int start = firstHigh(bytes, from, to);
    byte[] sample = Arrays.copyOfRange(bytes, start, Math.min(to, start + SAMPLE));
    int enough = isMostlyForeign(sample, 0, sample.length) ? LIKELY : SURE;
    CharsetDetector detector = new CharsetDetector();
    detector.setText(sample);
    for (CharsetMatch match : detector.detectAll()) {
      String name = match.getName().toUpperCase(Locale.ROOT);
      if (match.getConfidence() < enough) {
        return null;
      }
      Charset charset =
          name.startsWith("UTF") || name.startsWith("IBM") ? null : Charsets.find(name);
      if (charset != null) {
        return charset;
      }
    }
    return null;
  }

  private static int firstHigh(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return Math.max(from, Math.min(at - 64, to - SAMPLE));
  }

  /// Whether at least a third of the letters are not ASCII: a text in the Latin alphabet is not so.
  static boolean isMostlyForeign(byte[] bytes, int from, int to) {
    int high = 0;
    int letters = 0;
    int end = Math.min(to, from + 4 * SAMPLE);
    for (int i = from; i < end; i++) {
      int c = bytes[i];
      high += c < 0 ? 1 : 0;
      letters += (c | 0x20) >= 'a' && (c | 0x20) <= 'z' ? 1 : 0;
    }
    return 2 * high > letters;
  }

  /// UTF-16 by its zeros, which Latin text has at every second place; null if it is not that.
  static @Nullable Charset utf16(byte[] bytes, int from, int to) {
    int[] zeros = new int[2];
    int length = Math.min(to - from, SAMPLE) & ~1;
    for (int i = 0; i < length; i++) {
      zeros[i & 1] += bytes[from + i] == 0 ? 1 : 0;
    }
    int few = length / 40;
    if (length < 4 || Math.max(zeros[0], zeros[1]) <= 4 * few) {
      return null;
    }
    if (zeros[0] <= few) {
      return StandardCharsets.UTF_16LE;
    }
    return zeros[1] <= few ? StandardCharsets.UTF_16BE : null;
  }

  /// A charset that switches by escape sequences (ISO 2022), or null if the bytes do not.
  static @Nullable Charset iso2022(byte[] bytes, int from, int to) {
    for (int i = from; i + 2 < to; i++) {
      if (bytes[i] != 0x1B) {
        continue;
      }
      byte first = bytes[i + 1];
      byte second = bytes[i + 2];
      byte third = i + 3 < to ? bytes[i + 3] : 0;
      if (first == '$' && second == ')') {
        return Charset.forName(third == 'C' ? "ISO-2022-KR" : "ISO-2022-CN");
      }
      boolean japanese = second == 'B' || second == '@' || second == '(';
      if ((first == '$' && japanese) || (first == '(' && (second == 'J' || second == 'I'))) {
        return Charset.forName("x-windows-iso2022jp");
      }
    }
    return null;
  }
}
