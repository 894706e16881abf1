package dev.mailcask.message;

/// The text of `text/enriched` (RFC 1896) and `text/richtext`: without commands in angle brackets,
/// and `<<` as the one that it means.
final class EnrichedText {

  private static final int MAX_COMMAND = 64;

  private EnrichedText() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '<') {
        out.append(c);
        at++;
        continue;
      }
      if (text.startsWith("<<", at)) {
        out.append('<');
        at += 2;
        continue;
      }
      int end = text.indexOf('>', at, Math.min(text.length(), at + MAX_COMMAND));
      boolean line = text.startsWith("<nl>", at) || text.startsWith("<paragraph>", at);
      out.append(line ? "\n" : end < 0 ? "<" : "");
      at = end < 0 ? at + 1 : end + 1;
    }
    return out.toString();
  }
}
