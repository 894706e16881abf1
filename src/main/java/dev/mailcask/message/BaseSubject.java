package dev.mailcask.message;

import java.util.Locale;
import java.util.Set;

/// What a subject is about, without what mail programs put around it (RFC 5256, section 2.1, and
/// the prefixes of other languages).
///
/// @param text the base subject with single spaces, as it is written; empty where nothing is left
/// @param reply whether the subject is that of a reply or of a forwarded message
public record BaseSubject(String text, boolean reply) {

  /// Of a message without a subject.
  public static final BaseSubject NONE = new BaseSubject("", false);

  private static final int MAX_PREFIX = 12;
  private static final int MAX_BLOB = 80;

  private static final Set<String> PREFIXES =
      Set.of(
          "re",
          "fw",
          "fwd",
          "aw",
          "antw",
          "antwort",
          "wg",
          "wtr",
          "sv",
          "vs",
          "vb",
          "vl",
          "rv",
          "res",
          "enc",
          "rif",
          "ris",
          "r",
          "i",
          "inl",
          "tr",
          "réf",
          "ref",
          "doorst",
          "odp",
          "pd",
          "ynt",
          "ilt",
          "bls",
          "trs",
          "att",
          "ots",
          "továbbítás",
          "vá",
          "fs",
          "ang",
          "továbbí",
          "απ",
          "πρθ",
          "σχετ",
          "отв",
          "ответ",
          "пер",
          "на",
          "回复",
          "答复",
          "转发",
          "回覆",
          "轉寄",
          "返信",
          "転送",
          "답장",
          "회신",
          "전달",
          "hv",
          "تحويل",
          "رد",
          "השב",
          "הועבר");

  /// Takes the prefixes, the blobs in brackets before them and `(fwd)` after them away.
  public static BaseSubject of(String subject) {
    String rest = HeaderText.oneLine(subject, 10_000);
    boolean reply = false;
    while (true) {
      int end = trailerStart(rest);
      if (end < rest.length()) {
        reply = true;
        rest = rest.substring(0, end).strip();
        continue;
      }
      int from = afterPrefix(rest);
      if (from > 0) {
        reply = true;
        rest = rest.substring(from).strip();
        continue;
      }
      if (rest.startsWith("[Fwd:") && rest.endsWith("]")) {
        reply = true;
        rest = rest.substring(5, rest.length() - 1).strip();
        continue;
      }
      int blob = afterBlob(rest, 0);
      if (blob > 0 && blob < rest.length()) {
        rest = rest.substring(blob).strip();
        continue;
      }
      return new BaseSubject(rest, reply);
    }
  }

  private static int trailerStart(String subject) {
    int start = subject.length() - 5;
    boolean trailer = start >= 0 && subject.regionMatches(true, start, "(fwd)", 0, 5);
    return trailer ? start : subject.length();
  }

  /// Past `Re:`, `AW: `, `[list] Re[2]:` and the like; 0 where there is none.
  private static int afterPrefix(String subject) {
    int start = 0;
    for (int blob = afterBlob(subject, 0); blob > start; blob = afterBlob(subject, start)) {
      start = blob;
    }
    int end = start;
    while (end < subject.length()
        && end - start < MAX_PREFIX
        && Character.isLetter(subject.charAt(end))) {
      end++;
    }
    if (!PREFIXES.contains(subject.substring(start, end).toLowerCase(Locale.ROOT))) {
      return 0;
    }
    int at = afterCount(subject, end);
    while (at < subject.length() && subject.charAt(at) == ' ') {
      at++;
    }
    boolean colon = at < subject.length() && ":：".indexOf(subject.charAt(at)) >= 0;
    return colon ? at + 1 : 0;
  }

  /// Past `[2]`, `(2)` or `^2`, how some programs count replies.
  private static int afterCount(String subject, int from) {
    int at = from;
    while (at < subject.length()
        && at - from < 6
        && "[](){}^ 0123456789*".indexOf(subject.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /// Past `[name of the list] `; where there is none, `from`.
  private static int afterBlob(String subject, int from) {
    if (from >= subject.length() || subject.charAt(from) != '[') {
      return from;
    }
    int end = subject.indexOf(']', from);
    int nested = subject.indexOf('[', from + 1);
    if (end < 0 || end - from > MAX_BLOB || (nested >= 0 && nested < end)) {
      return from;
    }
    end++;
    while (end < subject.length() && subject.charAt(end) == ' ') {
      end++;
    }
    return end;
  }
}
