package dev.mailcask.search;

import java.util.ArrayList;
import java.util.List;

/// Cuts a query into its tokens: words, phrases, parentheses and braces, each with the place where
/// it stands.
///
/// A word ends at white space, a parenthesis, a brace or a quotation mark. A phrase that is not
/// closed goes on to the end, so that a query can be tried while it is being typed.
final class Tokens {

  /// What a token is.
  enum Type {
    WORD,
    PHRASE,
    OPEN,
    CLOSE,
    /// `{`: any of what follows, up to `}`.
    OPEN_ANY,
    CLOSE_ANY
  }

  /// @param text what was written, a phrase without its quotation marks
  /// @param at where it begins, counted from 0
  /// @param end where it ends, exclusive
  record Token(Type type, String text, int at, int end) {

    /// A word that is the rest of this one.
    Token from(int offset) {
      return new Token(Type.WORD, text.substring(offset), at + offset, end);
    }

    int length() {
      return end - at;
    }

    boolean closes() {
      return type == Type.CLOSE || type == Type.CLOSE_ANY;
    }

    boolean opens() {
      return type == Type.OPEN || type == Type.OPEN_ANY;
    }
  }

  private Tokens() {}

  static List<Token> of(String query) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < query.length()) {
      char c = query.charAt(at);
      if (isBlank(c)) {
        at++;
        continue;
      }
      Token token;
      if (isQuote(c)) {
        int close = closingQuote(query, at + 1);
        int end = Math.min(close + 1, query.length());
        token = new Token(Type.PHRASE, query.substring(at + 1, close), at, end);
      } else if (isBracket(c)) {
        token = new Token(bracket(c), query.substring(at, at + 1), at, at + 1);
      } else {
        int end = wordEnd(query, at);
        token = new Token(Type.WORD, query.substring(at, end), at, end);
      }
      tokens.add(token);
      at = token.end();
    }
    return tokens;
  }

  private static int wordEnd(String query, int from) {
    int end = from;
    while (end < query.length()) {
      char c = query.charAt(end);
      if (isBlank(c) || isQuote(c) || isBracket(c)) {
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

  private static boolean isBracket(char c) {
    return c == '(' || c == ')' || c == '{' || c == '}';
  }

  private static Type bracket(char c) {
    return switch (c) {
      case '(' -> Type.OPEN;
      case ')' -> Type.CLOSE;
      case '{' -> Type.OPEN_ANY;
      default -> Type.CLOSE_ANY;
    };
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
