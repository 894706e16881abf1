package dev.mailcask.cli;

/// Words that came from outside, made harmless for a terminal: an escape sequence in a subject must
/// not paint the screen, nor a direction mark turn a name around.
final class Plain {

  private Plain() {}

  /// On one line: line ends and tabs become spaces, other controls a replacement character.
  static String line(String text) {
    return replace(text, false);
  }

  /// The same, with line ends and tabs as they are.
  static String text(String text) {
    return replace(text, true);
  }

  private static String replace(String text, boolean keepLines) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\t') {
                plain.append(keepLines ? (char) c : ' ');
              } else if (c == '\r') {
                plain.append(keepLines ? "" : " ");
              } else if (harmful(c)) {
                plain.append('\uFFFD');
              } else {
                plain.appendCodePoint(c);
              }
            });
    return plain.toString();
  }

  private static boolean harmful(int c) {
    return Character.isISOControl(c)
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069)
        || (c >= 0xD800 && c <= 0xDFFF);
  }
}
