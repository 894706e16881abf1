package dev.mailcask.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the charset that mail means by a name, and reads bytes whose charset is wrong or unknown.
///
/// Names are taken as browsers take them (WHATWG Encoding Standard): software that says ISO-8859-1
/// writes windows-1252, and GB2312 is GB18030. Bytes that are valid UTF-8 are UTF-8 whatever a
/// single-byte label says; the chance that another text looks so is negligible.
final class Charsets {

  static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("utf8", "UTF-8"),
          Map.entry("utf_8", "UTF-8"),
          Map.entry("unicode-1-1-utf-8", "UTF-8"),
          Map.entry("cp65001", "UTF-8"),
          Map.entry("utf8mb4", "UTF-8"),
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("iso8859-1", "windows-1252"),
          Map.entry("iso_8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("latin-1", "windows-1252"),
          Map.entry("us-ascii", "windows-1252"),
          Map.entry("ascii", "windows-1252"),
          Map.entry("iso-8859-8-i", "ISO-8859-8"),
          Map.entry("iso-8859-8-e", "ISO-8859-8"),
          Map.entry("iso-8859-9", "windows-1254"),
          Map.entry("iso-8859-11", "x-windows-874"),
          Map.entry("tis-620", "x-windows-874"),
          Map.entry("gb2312", "GB18030"),
          Map.entry("gb_2312-80", "GB18030"),
          Map.entry("gbk", "GB18030"),
          Map.entry("cp936", "GB18030"),
          Map.entry("big5", "Big5-HKSCS"),
          Map.entry("x-big5", "Big5-HKSCS"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("ks_c_5601", "x-windows-949"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("sjis", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("iso-2022-jp", "x-windows-iso2022jp"),
          Map.entry("macintosh", "x-MacRoman"),
          Map.entry("x-mac-roman", "x-MacRoman"),
          Map.entry("cp-850", "IBM850"),
          Map.entry("koi8", "KOI8-R"));

  private Charsets() {}

  /// The charset meant by the name, or null if nobody knows.
  static @Nullable Charset find(String name) {
    if (name.equalsIgnoreCase("utf-8")) {
      return StandardCharsets.UTF_8;
    }
    String lower = name.strip().toLowerCase(Locale.ROOT);
    String meant = MEANT.getOrDefault(lower, lower);
    try {
      return Charset.forName(meant);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    } catch (IllegalArgumentException e) { // an empty name
      return null;
    }
  }

  /// The charset of a code page of Windows, or null if nobody knows.
  static @Nullable Charset ofCodePage(int number) {
    return switch (number) {
      case 65001 -> StandardCharsets.UTF_8;
      case 1200 -> StandardCharsets.UTF_16LE;
      case 28591, 20127 -> WINDOWS_1252;
      case 20866 -> find("koi8-r");
      case 21866 -> find("koi8-u");
      case 932 -> find("shift_jis");
      case 936, 54936 -> find("gbk");
      case 949 -> find("ks_c_5601-1987");
      case 950 -> find("big5");
      case 51932 -> find("euc-jp");
      case 50220, 50221, 50222 -> find("iso-2022-jp");
      default -> {
        if (number >= 28592 && number <= 28605) {
          yield find("iso-8859-" + (number - 28590));
        }
        yield number >= 1250 && number <= 1258
            ? find("windows-" + number)
            : number > 0 ? find("cp" + number) : null;
      }
    };
  }

  /// Reads bytes in the charset that was named, in UTF-8 if they are that, else in windows-1252.
  static String decode(byte[] bytes, int from, int to, @Nullable Charset named) {
    if (isAscii(bytes, from, to) && (named == null || isAsciiBased(named))) {
      return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
    if (named == null || named.equals(StandardCharsets.UTF_8) || isSingleByte(named)) {
      String utf8 = strictUtf8(bytes, from, to);
      if (utf8 != null) {
        return utf8;
      }
    }
    Charset charset =
        named == null || (named.equals(StandardCharsets.UTF_8) && !mostlyUtf8(bytes, from, to))
            ? WINDOWS_1252
            : named;
    return new String(bytes, from, to - from, charset);
  }

  static boolean isAscii(byte[] bytes, int from, int to) {
    int any = 0;
    for (int i = from; i < to; i++) {
      any |= bytes[i];
    }
    return any >= 0;
  }

  private static boolean isAsciiBased(Charset charset) {
    String name = charset.name();
    return !name.startsWith("UTF-16")
        && !name.startsWith("UTF-32")
        && !name.contains("2022")
        && !name.startsWith("IBM");
  }

  private static boolean isSingleByte(Charset charset) {
    String name = charset.name();
    return name.startsWith("windows-125") || name.startsWith("ISO-8859") || name.equals("US-ASCII");
  }

  private static @Nullable String strictUtf8(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /// Whether a text labelled UTF-8 is so but for a few damaged places, rather than windows-1252.
  private static boolean mostlyUtf8(byte[] bytes, int from, int to) {
    int good = 0;
    int bad = 0;
    for (int i = from; i < to; i++) {
      if (bytes[i] >= 0) {
        continue;
      }
      int more = (bytes[i] & 0xE0) == 0xC0 ? 1 : (bytes[i] & 0xF0) == 0xE0 ? 2 : 3;
      boolean lead = (bytes[i] & 0xFF) >= 0xC2 && (bytes[i] & 0xFF) <= 0xF4;
      int end = i;
      while (lead && end - i < more && end + 1 < to && (bytes[end + 1] & 0xC0) == 0x80) {
        end++;
      }
      if (lead && end - i == more) {
        good++;
      } else {
        bad++;
      }
      i = end;
    }
    return good > bad;
  }
}
