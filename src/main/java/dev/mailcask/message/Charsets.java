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
          Map.entry("koi8", "KOI8-R"),
          Map.entry("koi8r", "KOI8-R"),
          Map.entry("windows1251", "windows-1251"),
          Map.entry("windows1252", "windows-1252"),
          Map.entry("ansi_x3.4-1968", "windows-1252"),
          Map.entry("ansi", "windows-1252"),
          Map.entry("x-ansi", "windows-1252"),
          Map.entry("iso-ir-100", "windows-1252"),
          Map.entry("8859-1", "windows-1252"),
          Map.entry("cp932", "windows-31j"),
          Map.entry("ms_kanji", "windows-31j"),
          Map.entry("cn-gb", "GB18030"),
          Map.entry("euc-cn", "GB18030"),
          Map.entry("x-gbk", "GB18030"),
          Map.entry("cn-big5", "Big5-HKSCS"),
          Map.entry("big-5", "Big5-HKSCS"),
          Map.entry("ks_c_5601-1989", "x-windows-949"),
          Map.entry("cp949", "x-windows-949"),
          Map.entry("uhc", "x-windows-949"),
          Map.entry("cp50220", "x-windows-iso2022jp"),
          Map.entry("cp50221", "x-windows-iso2022jp"),
          Map.entry("iso-2022-jp-ms", "x-windows-iso2022jp"),
          Map.entry("csiso2022jp", "x-windows-iso2022jp"));

  private static final Map<String, Charset> OURS =
      Map.of(
          "utf-7", SevenBitCharset.UTF_7,
          "utf7", SevenBitCharset.UTF_7,
          "unicode-1-1-utf-7", SevenBitCharset.UTF_7,
          "x-unicode-2-0-utf-7", SevenBitCharset.UTF_7,
          "hz", SevenBitCharset.HZ,
          "hz-gb-2312", SevenBitCharset.HZ);

  private static final char ESCAPE = 0x1B;
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final int MAX_HTML_HEAD = 2048;

  /// Bytes above 127 that are hardly UTF-8 by chance.
  private static final int SOME_BYTES = 12;

  private Charsets() {}

  /// The charset meant by the name, or null if nobody knows.
  static @Nullable Charset find(String name) {
    if (name.equalsIgnoreCase("utf-8")) {
      return StandardCharsets.UTF_8;
    }
    String lower = bare(name).toLowerCase(Locale.ROOT);
    Charset ours = OURS.get(lower);
    if (ours != null) {
      return ours;
    }
    Charset known = known(lower);
    return known == null ? known(usual(lower)) : known;
  }

  private static @Nullable Charset known(String lower) {
    String meant = MEANT.getOrDefault(lower, lower);
    try {
      return Charset.forName(meant);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return null;
    } catch (IllegalArgumentException e) { // an empty name
      return null;
    }
  }

  /// `x-cp1251`, `cp-1251` and `win-1251` as they are written elsewhere.
  private static String usual(String lower) {
    String name = lower.startsWith("x-") ? lower.substring(2) : lower;
    return name.startsWith("win-") ? "windows-" + name.substring(4) : name.replace("cp-", "cp");
  }

  /// Without what careless programs put around it.
  private static String bare(String name) {
    int from = 0;
    int to = name.length();
    while (from < to && "\"'= ".indexOf(name.charAt(from)) >= 0) {
      from++;
    }
    while (to > from && "\"'; ".indexOf(name.charAt(to - 1)) >= 0) {
      to--;
    }
    return name.substring(from, to);
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

  /// Reads bytes in the charset that was named, in UTF-8 if they are that, else in the one that is
  /// likeliest, and windows-1252 in the end.
  static String decode(byte[] bytes, int from, int to, @Nullable Charset named) {
    boolean asciiBased = named == null || isAsciiBased(named);
    if (asciiBased && isAscii(bytes, from, to)) {
      String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
      return text.indexOf(ESCAPE) < 0 && text.indexOf('\0') < 0
          ? text
          : escaped(text, bytes, from, to);
    }
    if (named == null
        || named.equals(StandardCharsets.UTF_8)
        || hidesUtf8(named, bytes, from, to)) {
      String utf8 = strictUtf8(bytes, from, to);
      if (utf8 != null) {
        return utf8.startsWith(BYTE_ORDER_MARK) ? utf8.substring(1) : utf8;
      }
    }
    return new String(bytes, from, to - from, meant(bytes, from, to, named));
  }

  /// Seven bits that are no plain text: switched by escape sequences, or ASCII in UTF-16.
  private static String escaped(String text, byte[] bytes, int from, int to) {
    Charset meant = GuessedCharset.iso2022(bytes, from, to);
    meant = meant == null ? GuessedCharset.utf16(bytes, from, to) : meant;
    return meant == null ? text : new String(bytes, from, to - from, meant);
  }

  private static Charset meant(byte[] bytes, int from, int to, @Nullable Charset named) {
    if (named != null && named.name().equals("UTF-16") && !hasByteOrderMark(bytes, from, to)) {
      Charset utf16 = GuessedCharset.utf16(bytes, from, to);
      return utf16 == null ? named : utf16;
    }
    boolean wrongUtf8 =
        named != null && named.equals(StandardCharsets.UTF_8) && !mostlyUtf8(bytes, from, to);
    boolean unlikely =
        WINDOWS_1252.equals(named) && GuessedCharset.isMostlyForeign(bytes, from, to);
    if (named != null && !wrongUtf8 && !unlikely) {
      return named;
    }
    Charset utf16 = GuessedCharset.utf16(bytes, from, to);
    if (utf16 != null || hasByteOrderMark(bytes, from, to)) {
      return utf16 == null ? StandardCharsets.UTF_16 : utf16;
    }
    Charset guessed = GuessedCharset.of(bytes, from, to);
    return guessed == null ? WINDOWS_1252 : guessed;
  }

  private static boolean hasByteOrderMark(byte[] bytes, int from, int to) {
    return to - from > 1
        && (bytes[from] & bytes[from + 1]) == (byte) 0xFE
        && bytes[from] != bytes[from + 1];
  }

  /// The charset that HTML names in its head, or null; mail mostly names it outside.
  static @Nullable Charset ofHtml(byte[] bytes, int from, int to) {
    int end = Math.min(to, from + MAX_HTML_HEAD);
    String head =
        new String(bytes, from, end - from, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
    int at = head.indexOf("charset=");
    if (at < 0) {
      return null;
    }
    int start = at + "charset=".length();
    while (start < head.length() && "\"' ".indexOf(head.charAt(start)) >= 0) {
      start++;
    }
    int stop = start;
    while (stop < head.length() && "\"' ;/>\r\n".indexOf(head.charAt(stop)) < 0) {
      stop++;
    }
    Charset named = find(head.substring(start, stop));
    // whoever could read the head in ASCII knows that it is not in UTF-16
    return named != null && isAsciiBased(named) ? named : null;
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
        && !name.startsWith("UTF-7")
        && !name.startsWith("HZ");
  }

  /// Whether a text that has this label may still be UTF-8, which it would show by being valid: of
  /// one byte for a char always, of more when there are some.
  private static boolean hidesUtf8(Charset charset, byte[] bytes, int from, int to) {
    String name = charset.name();
    if (name.startsWith("UTF") || name.contains("2022") || name.startsWith("HZ")) {
      return false;
    }
    if (isSingleByte(name)) {
      return true;
    }
    int high = 0;
    for (int i = from; i < to && high < SOME_BYTES; i++) {
      high += bytes[i] < 0 ? 1 : 0;
    }
    return high == SOME_BYTES;
  }

  private static boolean isSingleByte(String name) {
    return name.startsWith("windows-125")
        || name.startsWith("ISO-8859")
        || name.startsWith("KOI8")
        || name.startsWith("x-Mac")
        || name.startsWith("IBM")
        || name.equals("US-ASCII");
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
