package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// One response as it came: its line, in which each literal is only announced (`{n}`), and the
/// literals in their order. The line lies in the reader's memory and is soon overwritten.
final class WireResponse {

  private final byte[] line;
  private final int length;
  private final boolean fetch;
  private final List<Content> literals;

  WireResponse(byte[] line, int length, boolean fetch, List<Content> literals) {
    this.line = line;
    this.length = length;
    this.fetch = fetch;
    this.literals = literals;
  }

  /// Whether it is `* n FETCH …`.
  boolean isFetch() {
    return fetch;
  }

  /// Whether it is an untagged response that starts with the word, such as `LIST`.
  boolean is(String word) {
    return wordAt(line, length, 2, word) && untagged(line, length);
  }

  /// Whether it is tagged with the tag.
  boolean isTagged(String tag) {
    return wordAt(line, length, 0, tag);
  }

  /// The tokens after the first `skip` characters of the line.
  Tokens tokens(int skip) {
    return new Tokens(line, Math.min(skip, length), length, literals);
  }

  /// The whole line, one char a byte.
  String text() {
    return new String(line, 0, length, StandardCharsets.ISO_8859_1);
  }

  static boolean isFetch(byte[] line, int length) {
    if (!untagged(line, length)) {
      return false;
    }
    int i = 2;
    while (i < length && line[i] >= '0' && line[i] <= '9') {
      i++;
    }
    return i > 2 && i < length && line[i] == ' ' && wordAt(line, length, i + 1, "FETCH");
  }

  /// Whether it is a status response or a continuation: what ends such a line is text.
  static boolean isStatus(byte[] line, int length) {
    if (length > 0 && line[0] == '+') {
      return true;
    }
    int word = 0;
    while (word < length && line[word] != ' ') {
      word++;
    }
    word++;
    return wordAt(line, length, word, "OK")
        || wordAt(line, length, word, "NO")
        || wordAt(line, length, word, "BAD")
        || wordAt(line, length, word, "BYE")
        || wordAt(line, length, word, "PREAUTH");
  }

  private static boolean untagged(byte[] line, int length) {
    return length > 2 && line[0] == '*' && line[1] == ' ';
  }

  private static boolean wordAt(byte[] line, int length, int start, String word) {
    int end = start + word.length();
    if (end > length || (end < length && line[end] != ' ')) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      int b = line[start + i];
      if ((b >= 'a' && b <= 'z' ? b - 32 : b) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
