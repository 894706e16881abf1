package dev.mailcask.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The text of RTF, for searching: without fonts, pictures and formats, and without the HTML tags
/// that Outlook wraps in it (MS-OXRTFEX). Groups are counted, not recursed into. Not thread-safe.
final class RtfText {

  private static final int MAX_DEPTH = 1000;

  private static final Set<String> SKIPPED =
      Set.of(
          "fonttbl",
          "colortbl",
          "stylesheet",
          "info",
          "pict",
          "object",
          "header",
          "footer",
          "fldinst",
          "themedata",
          "colorschememapping",
          "datastore",
          "latentstyles",
          "htmltag");

  private final byte[] rtf;
  private final int limit;
  private final StringBuilder out = new StringBuilder();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final boolean[] skips = new boolean[MAX_DEPTH];
  private Charset charset = Charsets.WINDOWS_1252;
  private int depth;
  private int at;
  private boolean htmlRtf;
  private int unicodeSkip = 1;
  private int pendingSkip;

  private RtfText(byte[] rtf, int limit) {
    this.rtf = rtf;
    this.limit = limit;
  }

  /// At most so many chars.
  static String of(byte[] rtf, int limit) {
    RtfText text = new RtfText(rtf, limit);
    text.run();
    return text.out.toString();
  }

  private void run() {
    while (at < rtf.length && out.length() < limit) {
      byte c = rtf[at++];
      switch (c) {
        case '{' -> open();
        case '}' -> close();
        case '\\' -> control();
        case '\r', '\n' -> {}
        default -> text(c);
      }
    }
    flush();
  }

  private void open() {
    boolean skipped = isSkipped();
    depth++;
    if (depth < MAX_DEPTH) {
      skips[depth] = skipped;
    }
    pendingSkip = 0;
  }

  private void close() {
    depth = Math.max(0, depth - 1);
    pendingSkip = 0;
  }

  private boolean isSkipped() {
    return skips[Math.min(depth, MAX_DEPTH - 1)];
  }

  private void text(int c) {
    if (pendingSkip > 0) {
      pendingSkip--;
    } else if (!isSkipped() && !htmlRtf) {
      bytes.write(c);
    }
  }

  private void append(String text) {
    if (!isSkipped() && !htmlRtf) {
      flush();
      out.append(text);
    }
  }

  private void flush() {
    if (bytes.size() > 0) {
      out.append(bytes.toString(charset));
      bytes.reset();
    }
  }

  private void control() {
    if (at >= rtf.length) {
      return;
    }
    byte c = rtf[at];
    if (!isLetter(c)) {
      at++;
      symbol(c);
      return;
    }
    int start = at;
    while (at < rtf.length && isLetter(rtf[at]) && at - start < 32) {
      at++;
    }
    String word = new String(rtf, start, at - start, StandardCharsets.ISO_8859_1);
    Integer number = number();
    if (at < rtf.length && rtf[at] == ' ') {
      at++;
    }
    word(word, number);
  }

  private @Nullable Integer number() {
    int start = at;
    boolean negative = at < rtf.length && rtf[at] == '-';
    at += negative ? 1 : 0;
    int value = 0;
    int first = at;
    while (at < rtf.length && rtf[at] >= '0' && rtf[at] <= '9' && at - first < 9) {
      value = value * 10 + rtf[at++] - '0';
    }
    if (at == first) {
      at = start;
      return null;
    }
    return negative ? -value : value;
  }

  private void symbol(byte c) {
    switch (c) {
      case '\'' -> {
        int high = at < rtf.length ? Character.digit(rtf[at], 16) : -1;
        int low = at + 1 < rtf.length ? Character.digit(rtf[at + 1], 16) : -1;
        if (high >= 0 && low >= 0) {
          at += 2;
          text(high << 4 | low);
        }
      }
      case '*' -> ignore();
      case '~' -> append(" ");
      case '\r', '\n' -> append("\n");
      case '-', '_' -> {}
      default -> text(c);
    }
  }

  /// What follows is for programs that know it; of these, only a tag of HTML may have text.
  private void ignore() {
    if (depth < MAX_DEPTH) {
      skips[depth] = true;
    }
  }

  private void word(String word, @Nullable Integer number) {
    switch (word) {
      case "par", "line", "row", "sect", "page" -> append("\n");
      case "tab", "cell" -> append("\t");
      case "emdash" -> append("—");
      case "endash" -> append("–");
      case "bullet" -> append("•");
      case "lquote" -> append("‘");
      case "rquote" -> append("’");
      case "ldblquote" -> append("“");
      case "rdblquote" -> append("”");
      case "u" -> unicode(number);
      case "uc" -> unicodeSkip = number == null ? 1 : Math.clamp(number, 0, 16);
      case "ansicpg" -> codePage(number);
      case "htmlrtf" -> htmlRtf = number == null || number != 0;
      default -> {
        if (SKIPPED.contains(word)) {
          ignore();
        }
      }
    }
  }

  private void unicode(@Nullable Integer number) {
    if (number != null) {
      append(String.valueOf((char) (int) number));
      pendingSkip = unicodeSkip;
    }
  }

  private void codePage(@Nullable Integer number) {
    Charset named = number == null ? null : Charsets.ofCodePage(number);
    if (named != null) {
      flush();
      charset = named;
    }
  }

  private static boolean isLetter(byte c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }
}
