package dev.mailcask.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of a header field into one line of text.
///
/// Decodes encoded words (RFC 2047) as liberally as mail programs do: also inside quotes, with
/// spaces in them, with a language tag (RFC 2231, section 5), and with a character split between
/// two adjacent words of the same charset. Bytes above 127 are UTF-8 if they can be (RFC 6532),
/// else in the charset of the message's body. White space and control characters become single
/// spaces.
final class HeaderText {

  /// Longer encoded words are taken as they are written; the standard allows 75 bytes.
  private static final int MAX_WORD = 8192;

  private HeaderText() {}

  /// Decodes a range, cut to at most `cap` chars.
  ///
  /// @param fallback the charset for raw bytes above 127 that are not UTF-8; null if unknown
  static String decode(byte[] bytes, int from, int to, int cap, @Nullable Charset fallback) {
    String plain = plain(bytes, from, to, cap);
    return plain != null
        ? plain
        : decodeWords(bytes, from, (int) Math.min(to, from + 16L * cap), cap, fallback);
  }

  private static String decodeWords(
      byte[] bytes, int from, int to, int cap, @Nullable Charset fallback) {
    StringBuilder out = new StringBuilder(Math.min(to - from, cap) + 16);
    int at = from;
    int pending = from;
    EncodedWord previous = null;
    ByteArrayOutputStream run = new ByteArrayOutputStream();
    while (at < to && out.length() <= cap) {
      EncodedWord word =
          bytes[at] == '=' && at + 1 < to && bytes[at + 1] == '?'
              ? EncodedWord.at(bytes, at, to)
              : null;
      if (word == null) {
        at++;
        continue;
      }
      boolean adjacent = previous != null && isBlank(bytes, pending, at);
      if (previous != null && (!adjacent || !word.sameCharset(previous))) {
        flush(run, previous, out);
      }
      if (!adjacent) {
        out.append(raw(bytes, pending, at, fallback));
      }
      word.decodeInto(run);
      previous = word;
      at = word.end();
      pending = at;
    }
    flush(run, previous, out);
    out.append(raw(bytes, pending, to, fallback));
    return oneLine(out, cap);
  }

  /// The common case: printable ASCII, perhaps folded, without encoded words. Null if it is not so.
  private static @Nullable String plain(byte[] bytes, int from, int to, int cap) {
    int start = from;
    int end = to;
    while (start < end && bytes[start] <= ' ' && bytes[start] >= 0) {
      start++;
    }
    while (start < end && bytes[end - 1] <= ' ' && bytes[end - 1] >= 0) {
      end--;
    }
    boolean clean = true;
    for (int i = start; i < end; i++) {
      byte c = bytes[i];
      if (c < 0 || c == 127 || c == 27 || (c == '=' && bytes[Math.min(i + 1, end - 1)] == '?')) {
        return null;
      }
      clean &= c > ' ' || (c == ' ' && bytes[i - 1] != ' ');
    }
    if (clean && end - start <= cap) {
      return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }
    return collapse(bytes, start, end, cap);
  }

  private static String collapse(byte[] bytes, int from, int to, int cap) {
    byte[] line = new byte[Math.min(to - from, cap + 1)];
    int length = 0;
    boolean space = false;
    for (int i = from; i < to && length < line.length; i++) {
      if (bytes[i] <= ' ') {
        space = true;
        continue;
      }
      if (space) {
        line[length++] = ' ';
        space = false;
        if (length == line.length) {
          break;
        }
      }
      line[length++] = bytes[i];
    }
    String text = new String(line, 0, length, StandardCharsets.ISO_8859_1);
    return length > cap ? cut(text, cap) : text;
  }

  private static void flush(
      ByteArrayOutputStream run, @Nullable EncodedWord word, StringBuilder out) {
    if (word != null && run.size() > 0) {
      byte[] decoded = run.toByteArray();
      out.append(Charsets.decode(decoded, 0, decoded.length, Charsets.find(word.charset())));
      run.reset();
    }
  }

  private static String raw(byte[] bytes, int from, int to, @Nullable Charset fallback) {
    return Charsets.decode(bytes, from, to, Charsets.isAscii(bytes, from, to) ? null : fallback);
  }

  private static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] > ' ' || bytes[i] < 0) {
        return false;
      }
    }
    return true;
  }

  /// Folds white space and control characters to single spaces and cuts to the cap.
  static String oneLine(CharSequence text, int cap) {
    StringBuilder line = new StringBuilder(Math.min(text.length(), cap + 1));
    boolean space = false;
    for (int i = 0; i < text.length() && line.length() <= cap; i++) {
      char c = text.charAt(i);
      if (c <= ' '
          || (c >= 0x7F && c <= 0xA0)
          || c == 0x2028
          || c == 0x2029
          || Character.isSpaceChar(c)) {
        space = !line.isEmpty();
      } else {
        if (space) {
          line.append(' ');
          space = false;
        }
        line.append(loneSurrogate(text, i) ? '\uFFFD' : c);
      }
    }
    return line.length() > cap ? cut(line, cap) : line.toString();
  }

  private static boolean loneSurrogate(CharSequence text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  /// The first chars, never half a character, with an ellipsis.
  private static String cut(CharSequence text, int cap) {
    int end = Math.min(cap - 1, text.length());
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.subSequence(0, end) + "…";
  }

  /// One `=?charset?encoding?text?=`.
  @SuppressWarnings("ArrayRecordComponent") // a view of the message, never compared
  private record EncodedWord(
      byte[] bytes, String charset, boolean base64, int textStart, int textEnd) {

    /// The word that begins here, or null if it is none.
    static @Nullable EncodedWord at(byte[] bytes, int start, int to) {
      int charsetEnd = indexOf(bytes, '?', start + 2, Math.min(to, start + 2 + 60));
      if (charsetEnd <= start + 2 || charsetEnd + 2 >= to || bytes[charsetEnd + 2] != '?') {
        return null;
      }
      int encoding = bytes[charsetEnd + 1] | 0x20;
      if (encoding != 'b' && encoding != 'q') {
        return null;
      }
      int textStart = charsetEnd + 3;
      int textEnd = textStart;
      int limit = Math.min(to, textStart + MAX_WORD);
      while (textEnd + 1 < limit && !(bytes[textEnd] == '?' && bytes[textEnd + 1] == '=')) {
        if (bytes[textEnd] == '\n' && encoding == 'b') {
          return null;
        }
        textEnd++;
      }
      if (textEnd + 1 >= limit) {
        return null;
      }
      String charset =
          new String(bytes, start + 2, charsetEnd - start - 2, StandardCharsets.ISO_8859_1);
      int language = charset.indexOf('*');
      return new EncodedWord(
          bytes,
          language < 0 ? charset : charset.substring(0, language),
          encoding == 'b',
          textStart,
          textEnd);
    }

    int end() {
      return textEnd + 2;
    }

    boolean sameCharset(EncodedWord other) {
      return charset.equalsIgnoreCase(other.charset) && base64 == other.base64;
    }

    void decodeInto(ByteArrayOutputStream out) {
      if (base64) {
        byte[] text = Arrays.copyOfRange(bytes, textStart, textEnd);
        out.writeBytes(lenientBase64(text));
      } else {
        quoted(out);
      }
    }

    private void quoted(ByteArrayOutputStream out) {
      for (int i = textStart; i < textEnd; i++) {
        byte c = bytes[i];
        if (c == '=' && i + 2 < textEnd) {
          int high = Character.digit(bytes[i + 1], 16);
          int low = Character.digit(bytes[i + 2], 16);
          if (high >= 0 && low >= 0) {
            out.write(high << 4 | low);
            i += 2;
            continue;
          }
        }
        out.write(c == '_' ? ' ' : c);
      }
    }

    private static byte[] lenientBase64(byte[] text) {
      byte[] kept = new byte[text.length];
      int length = 0;
      for (byte c : text) {
        if ((c >= '0' && c <= '9')
            || (c >= 'A' && c <= 'Z')
            || (c >= 'a' && c <= 'z')
            || c == '+'
            || c == '/') {
          kept[length++] = c;
        }
      }
      if (length % 4 == 1) {
        length--;
      }
      return Base64.getDecoder().decode(Arrays.copyOf(kept, length));
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
      for (int i = from; i < to; i++) {
        if (bytes[i] == wanted) {
          return i;
        }
        if (bytes[i] <= ' ') {
          return -1;
        }
      }
      return -1;
    }
  }
}
