package dev.mailcask.search;

import java.util.ArrayList;
import java.util.List;

/// Cuts a query into its tokens: words, phrases, parentheses, each with the place where it stands.
///
/// A word ends at white space, at a parenthesis or at a quotation mark. A phrase that is not closed
/// goes on to the end, so that a query can be tried while it is being typed.
final class Tokens {

  /// What a token is.
  enum Type {
    WORD,
    PHRASE,
    OPEN,
    CLOSE
  }

  /// @param text what was written, a phrase without its quotation marks
  /// @param at where it begins, counted from 0
  /// @param glued whether it follows the token before without white space
  record Token(Type type, String text, int at, boolean glued) {}

  private Tokens() {}

  static List<Token> of(String query) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    int lastEnd = -1;
    while (at < query.length()) {
      if (isBlank(query.charAt(at))) {
        at++;
        continue;
      }
      int end;
      Token token;
      boolean glued = at == lastEnd;
      char c = query.charAt(at);
      if (isQuote(c)) {
        int close = closingQuote(query, at + 1);
        token = new Token(Type.PHRASE, query.substring(at + 1, close), at, glued);
        end = Math.min(close + 1, query.length());
      } else if (c == '(' || c == ')') {
        end = at + 1;
        Type type = c == '(' ? Type.OPEN : Type.CLOSE;
        token = new Token(type, query.substring(at, end), at, glued);
      } else {
        end = wordEnd(query, at);
        token = new Token(Type.WORD, query.substring(at, end), at, glued);
      }
      tokens.add(token);
      at = end;
      lastEnd = end;
    }
    return tokens;
  }

  private static int wordEnd(String query, int from) {
    int end = from;
    while (end < query.length()) {
      char c = query.charAt(end);
      if (isBlank(c) || isQuote(c) || c == '(' || c == ')') {
        break;
      }
      end++;
    }
    return end;
  }

  private static int closingQuote(String query, int from) {
    int end = from;
    while (end < query.length() && !isQuote(query.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isBlank(char c) {
    return c <= ' ' || Character.isSpaceChar(c);
  }

  /// Also the marks that phones and word processors write.
  private static boolean isQuote(char c) {
    return c == '"'
        || c == '\u201C'
        || c == '\u201D'
        || c == '\u201E'
        || c == '\u00AB'
        || c == '\u00BB';
  }
}
