package dev.mailcask.mailbox.imap;

import java.util.Locale;

/// How the server ended a command (RFC 3501 section 7.1).
///
/// @param kind OK, NO or BAD; anything else counts as BAD
/// @param code the response code in brackets in upper case, such as `APPENDUID 38505 3955`, or
///     empty
/// @param text for people
record Completion(Kind kind, String code, String text) {

  enum Kind {
    OK,
    NO,
    BAD
  }

  /// Parses what follows the tag.
  static Completion of(String rest) {
    String[] words = rest.strip().split(" ", 2);
    Kind kind =
        switch (words[0].toUpperCase(Locale.ROOT)) {
          case "OK" -> Kind.OK;
          case "NO" -> Kind.NO;
          default -> Kind.BAD;
        };
    String text = words.length > 1 ? words[1].strip() : "";
    int end = text.indexOf(']');
    if (!text.startsWith("[") || end < 0) {
      return new Completion(kind, "", text);
    }
    return new Completion(
        kind, text.substring(1, end).toUpperCase(Locale.ROOT), text.substring(end + 1).strip());
  }

  boolean ok() {
    return kind == Kind.OK;
  }

  /// Whether the response code starts with the word.
  boolean hasCode(String word) {
    return code.equals(word) || code.startsWith(word + " ");
  }

  /// Whether code or text contain the word, which is in lower case.
  boolean mentions(String word) {
    return code.toLowerCase(Locale.ROOT).contains(word)
        || text.toLowerCase(Locale.ROOT).contains(word);
  }
}
