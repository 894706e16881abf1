package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes the tokens of a response apart (RFC 3501 section 9) and forgives what servers get wrong:
/// it never throws for what it reads, and every call gets further or reaches the end.
final class Tokens {

  private final byte[] line;
  private final int end;
  private final List<Content> literals;
  private int position;
  private int nextLiteral;

  Tokens(byte[] line, int start, int end, List<Content> literals) {
    this.line = line;
    this.position = start;
    this.end = end;
    this.literals = literals;
  }

  /// Skips blanks and tells whether anything follows.
  boolean more() {
    while (position < end && (line[position] == ' ' || line[position] == 0)) {
      position++;
    }
    return position < end;
  }

  /// Takes the character if it is next, after blanks.
  boolean take(char c) {
    if (more() && line[position] == c) {
      position++;
      return true;
    }
    return false;
  }

  /// Whether the character is next, after blanks.
  boolean at(char c) {
    return more() && line[position] == c;
  }

  /// Takes whatever character is next.
  void skip() {
    if (position < end) {
      position++;
    }
  }

  /// An unquoted word, up to a blank or a parenthesis; brackets hold together, as in
  /// `BODY[HEADER.FIELDS (DATE)]`. Empty where none is next.
  String word() {
    more();
    int start = position;
    int brackets = 0;
    while (position < end) {
      byte b = line[position];
      if (b == '[') {
        brackets++;
      } else if (b == ']') {
        brackets--;
      } else if (brackets <= 0 && (b == ' ' || b == '(' || b == ')')) {
        break;
      }
      position++;
    }
    return new String(line, start, position - start, StandardCharsets.ISO_8859_1);
  }

  /// A number, 0 where none is next; what is no number is passed over.
  long number() {
    String word = word();
    try {
      return word.startsWith("-") ? 0 : Long.parseLong(word);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /// A string in any of its forms (atom, quoted, literal), one char a byte; null for NIL.
  @Nullable String string() {
    if (at('"')) {
      return quoted();
    }
    if (at('{')) {
      Content literal = literal();
      return literal == null
          ? null
          : new String(literal.toByteArray(), StandardCharsets.ISO_8859_1);
    }
    String word = word();
    return word.equalsIgnoreCase("NIL") ? null : word;
  }

  /// The bytes of a string in any of its forms; null for NIL or anything else.
  @Nullable Content content() {
    if (at('{')) {
      return literal();
    }
    if (at('"')) {
      return Content.of(quoted().getBytes(StandardCharsets.ISO_8859_1));
    }
    skipValue();
    return null;
  }

  /// The words of a list in parentheses; null if there is no list.
  @Nullable List<String> list() {
    if (!take('(')) {
      skipValue();
      return null;
    }
    List<String> words = new ArrayList<>();
    while (more() && !take(')')) {
      if (at('(')) {
        skipValue();
      } else {
        String word = string();
        if (word != null && !word.isEmpty()) {
          words.add(word);
        }
      }
    }
    return words;
  }

  /// A list of flags as it stands, up to the first closing parenthesis, as flags hold none; empty
  /// if there is no list.
  String rawList() {
    if (!at('(')) {
      skipValue();
      return "";
    }
    int start = position;
    while (position < end && line[position] != ')') {
      position++;
    }
    skip();
    return new String(line, start, position - start, StandardCharsets.ISO_8859_1);
  }

  /// Passes over one value of any form, lists with all that is in them.
  void skipValue() {
    int depth = 0;
    do {
      if (!more()) {
        return;
      }
      switch (line[position]) {
        case '(' -> {
          depth++;
          position++;
        }
        case ')' -> {
          if (depth == 0) {
            return;
          }
          depth--;
          position++;
        }
        case '"' -> {
          String _ = quoted();
        }
        case '{' -> {
          Content _ = literal();
        }
        default -> {
          if (word().isEmpty()) {
            position++;
          }
        }
      }
    } while (depth > 0);
  }

  /// What is left of the line, with brackets and all.
  String rest() {
    more();
    String rest = new String(line, position, end - position, StandardCharsets.ISO_8859_1);
    position = end;
    return rest;
  }

  /// Where the next token is; with [#back(int)] a way to look ahead.
  int mark() {
    return position;
  }

  void back(int mark) {
    position = mark;
  }

  private @Nullable Content literal() {
    while (position < end && line[position] != '}') {
      position++;
    }
    skip();
    return nextLiteral < literals.size() ? literals.get(nextLiteral++) : null;
  }

  private String quoted() {
    position++;
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (position < end && line[position] != '"') {
      if (line[position] == '\\' && position + 1 < end) {
        position++;
      }
      text.write(line[position++]);
    }
    skip();
    return text.toString(StandardCharsets.ISO_8859_1);
  }
}
