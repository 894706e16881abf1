package dev.mailcask.mailbox.pop3;

import java.io.IOException;
import java.util.Locale;

/// The first line of an answer (RFC 1939 section 3).
///
/// @param code the response code in brackets in upper case (RFC 2449 section 8), such as `IN-USE`
///     or `SYS/TEMP`, or empty
/// @param text for people, or the challenge of a login
record PopAnswer(Kind kind, String code, String text) {

  enum Kind {
    OK,
    /// The server wants to hear more before it says yes or no (RFC 5034).
    MORE,
    ERR
  }

  /// Parses a line.
  ///
  /// @throws IOException if it is no answer at all
  static PopAnswer of(String line) throws IOException {
    String[] words = line.split(" ", 2);
    String rest = words.length > 1 ? words[1].strip() : "";
    Kind kind =
        switch (words[0].toUpperCase(Locale.ROOT)) {
          case "+OK" -> Kind.OK;
          case "+" -> Kind.MORE;
          case "-ERR" -> Kind.ERR;
          default -> throw new IOException("not an answer of POP3: " + line);
        };
    int end = rest.indexOf(']');
    if (kind != Kind.ERR || !rest.startsWith("[") || end < 0) {
      return new PopAnswer(kind, "", rest);
    }
    return new PopAnswer(
        kind, rest.substring(1, end).toUpperCase(Locale.ROOT), rest.substring(end + 1).strip());
  }

  boolean ok() {
    return kind == Kind.OK;
  }

  /// Whether the code is this one, or one below it: `SYS` has `SYS/TEMP` below it (RFC 3206).
  boolean hasCode(String word) {
    return code.equals(word) || code.startsWith(word + "/") || code.startsWith(word + " ");
  }

  /// All that the server said.
  String words() {
    return (code.isEmpty() ? "" : "[" + code + "] ") + text;
  }
}
