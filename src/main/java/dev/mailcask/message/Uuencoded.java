package dev.mailcask.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Finds files that stand uuencoded in plain text, as programs sent them before there was MIME.
///
/// A file counts only when it is whole, from `begin 644 name` to `end`, and all lines between have
/// the length that they tell: half a file must not look like one.
final class Uuencoded {

  private static final String BEGIN = "begin ";
  private static final int MAX_FILES = 200;

  private Uuencoded() {}

  /// @param rest the text without the files
  record Split(String rest, Unpacked files) {}

  /// Takes the files out of a text; null where there are none, which is quickly found.
  static @Nullable Split take(String text) {
    if (!text.startsWith(BEGIN) && !text.contains("\n" + BEGIN)) {
      return null;
    }
    Unpacked.Builder files = new Unpacked.Builder();
    StringBuilder rest = new StringBuilder(text.length());
    int kept = 0;
    int begin = text.startsWith(BEGIN) ? 0 : next(text, 0);
    while (begin >= 0 && files.size() < MAX_FILES) {
      int end = end(text, begin);
      if (end > 0) {
        files.file(name(text, begin), Unpacked.UNKNOWN, decode(text, begin, end));
        rest.append(text, kept, begin);
        kept = nextLine(text, end);
      }
      begin = next(text, Math.max(begin, kept - 1));
    }
    if (files.isEmpty()) {
      return null;
    }
    return new Split(rest.append(text, kept, text.length()).toString(), files.build(false));
  }

  /// Whether a line begins a file, whole or not.
  static boolean begins(String text, int line, int lineEnd) {
    if (!text.startsWith(BEGIN, line)) {
      return false;
    }
    int at = line + BEGIN.length();
    int digits = at;
    while (digits < lineEnd && text.charAt(digits) >= '0' && text.charAt(digits) <= '7') {
      digits++;
    }
    boolean mode = digits - at == 3 || digits - at == 4;
    int next = nextLine(text, line);
    return mode
        && digits + 1 < lineEnd
        && text.charAt(digits) == ' '
        && count(text, next, lineEnd(text, next)) > 0;
  }

  private static int next(String text, int from) {
    int found = text.indexOf("\n" + BEGIN, from);
    return found < 0 ? -1 : found + 1;
  }

  /// Where the line `end` of the file begins, or -1.
  private static int end(String text, int begin) {
    if (!begins(text, begin, lineEnd(text, begin))) {
      return -1;
    }
    int line = nextLine(text, begin);
    while (line < text.length()) {
      int end = lineEnd(text, line);
      if (end - line == 3 && text.startsWith("end", line)) {
        return line;
      }
      if (end > line && count(text, line, end) < 0) {
        return -1;
      }
      line = nextLine(text, line);
    }
    return -1;
  }

  /// How many bytes a line tells it has; -1 if it has not that length.
  private static int count(String text, int line, int end) {
    if (line >= end) {
      return -1;
    }
    int count = text.charAt(line) - 32 & 63;
    int chars = end - line - 1;
    boolean printable = text.charAt(line) >= 32 && text.charAt(line) <= 96;
    // trailing spaces, which stand for zeros, get lost on the way
    boolean fits = printable && chars <= (count + 2) / 3 * 4 + 1 && (count > 0 || chars == 0);
    return fits ? count : -1;
  }

  private static String name(String text, int begin) {
    int space = text.indexOf(' ', begin + BEGIN.length());
    return text.substring(space + 1, lineEnd(text, begin)).strip();
  }

  private static byte[] decode(String text, int begin, int end) {
    byte[] lines = text.substring(nextLine(text, begin), end).getBytes(StandardCharsets.ISO_8859_1);
    byte[] padded = pad(lines);
    byte[] out = new byte[padded.length + 4];
    int length = TransferDecoder.of("x-uuencode").decode(padded, 0, padded.length, out);
    return Arrays.copyOf(out, length);
  }

  /// Puts the spaces back that were lost at the ends of lines.
  private static byte[] pad(byte[] lines) {
    StringBuilder whole = new StringBuilder(lines.length + 64);
    String text = new String(lines, StandardCharsets.ISO_8859_1);
    for (int line = 0; line < text.length(); line = nextLine(text, line)) {
      int end = lineEnd(text, line);
      int count = end == line ? 0 : text.charAt(line) - 32 & 63;
      int missing = (count + 2) / 3 * 4 - (end - line - 1);
      whole.append(text, line, end).repeat(' ', Math.max(0, missing)).append('\n');
    }
    return whole.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static int nextLine(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end + 1;
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    end = end < 0 ? text.length() : end;
    return end > from && text.charAt(end - 1) == '\r' ? end - 1 : end;
  }
}
