package dev.mailcask.demo;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads one client command after the other, literals included (RFC 3501 section 9, RFC 7888).
final class CommandReader {

  private static final int MAX_LITERAL = 64 << 20;
  private static final int MAX_WORD = 64 << 10;
  private static final int MAX_ARGUMENTS = 1_000;

  /// A piece of a command.
  sealed interface Argument {
    /// An atom, a flag, a section: everything without quotes.
    record Word(String text) implements Argument {}

    /// A quoted string or a literal.
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    record Text(byte[] bytes) implements Argument {}

    /// A parenthesised list.
    record Group(List<Argument> items) implements Argument {}

    /// What it says, one char a byte.
    default String string() {
      return switch (this) {
        case Word word -> word.text();
        case Text text -> new String(text.bytes(), StandardCharsets.ISO_8859_1);
        case Group group -> String.join(" ", group.items().stream().map(Argument::string).toList());
      };
    }
  }

  /// Asks the client to go on with a synchronising literal.
  interface Continuation {
    void ask() throws IOException;
  }

  private final InputStream in;
  private final Continuation continuation;
  private int next = -2;
  private int groups;

  CommandReader(InputStream in, Continuation continuation) {
    this.in = in;
    this.continuation = continuation;
  }

  /// The arguments of the next command, its tag and name included; empty at the end of the stream.
  List<Argument> read() throws IOException {
    List<Argument> arguments = new ArrayList<>();
    groups = 0;
    if (peek() < 0) {
      return arguments;
    }
    while (true) {
      int c = peek();
      switch (c) {
        case -1 -> throw new EOFException();
        case ' ', '\r' -> take();
        case '\n' -> {
          take();
          return arguments;
        }
        case ')' -> throw new IOException("a parenthesis that nothing opened");
        default -> arguments.add(argument());
      }
      if (arguments.size() > MAX_ARGUMENTS) {
        throw new IOException("a command of more than " + MAX_ARGUMENTS + " arguments");
      }
    }
  }

  /// The rest of the line as it is, for the answers of an AUTHENTICATE exchange.
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int c;
    while ((c = take()) != '\n') {
      if (c < 0) {
        throw new EOFException();
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private Argument argument() throws IOException {
    return switch (peek()) {
      case '"' -> quoted();
      case '{' -> literal();
      case '(' -> group();
      default -> word();
    };
  }

  private Argument group() throws IOException {
    if (++groups > MAX_ARGUMENTS) {
      throw new IOException("lists nested or repeated more than " + MAX_ARGUMENTS + " times");
    }
    take();
    List<Argument> items = new ArrayList<>();
    while (peek() != ')') {
      if (peek() == ' ') {
        take();
      } else if (peek() < 0 || peek() == '\n') {
        throw new EOFException();
      } else {
        items.add(argument());
      }
      if (items.size() > MAX_ARGUMENTS) {
        throw new IOException("a list of more than " + MAX_ARGUMENTS + " items");
      }
    }
    take();
    return new Argument.Group(items);
  }

  private Argument quoted() throws IOException {
    take();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    int c;
    while ((c = take()) != '"') {
      if (c < 0 || text.size() > MAX_WORD) {
        throw new EOFException();
      }
      text.write(c == '\\' ? take() : c);
    }
    return new Argument.Text(text.toByteArray());
  }

  private Argument literal() throws IOException {
    take();
    StringBuilder digits = new StringBuilder();
    int c;
    while ((c = take()) >= '0' && c <= '9' && digits.length() < 9) {
      digits.append((char) c);
    }
    boolean synchronising = c != '+';
    while (c != '\n') {
      if (c < 0) {
        throw new EOFException();
      }
      c = take();
    }
    int length = digits.isEmpty() ? 0 : Integer.parseInt(digits.toString());
    if (length > MAX_LITERAL) {
      throw new IOException("a literal of " + length + " bytes");
    }
    if (synchronising) {
      continuation.ask();
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return new Argument.Text(bytes);
  }

  /// Up to the next blank or parenthesis, but a section in brackets is one piece:
  /// `BODY.PEEK[HEADER.FIELDS (DATE)]<0.100>`.
  private Argument word() throws IOException {
    StringBuilder word = new StringBuilder();
    int brackets = 0;
    while (true) {
      int c = peek();
      boolean ends = c == ' ' || c == '(' || c == ')';
      if (c < 0 || c == '\r' || c == '\n' || (ends && brackets == 0) || word.length() > MAX_WORD) {
        return new Argument.Word(word.toString());
      }
      brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
      word.append((char) take());
    }
  }

  private int peek() throws IOException {
    if (next == -2) {
      next = in.read();
    }
    return next;
  }

  private int take() throws IOException {
    int c = peek();
    next = -2;
    return c;
  }
}
