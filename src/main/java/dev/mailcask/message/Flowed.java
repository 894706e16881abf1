package dev.mailcask.message;

/// Joins the lines of `text/plain; format=flowed` (RFC 3676) to the paragraphs that were typed.
///
/// A line that ends with a space goes on in the next of the same quote depth; one space at the
/// beginning was stuffed in and is taken out again. Quoted paragraphs begin with as many `>` as
/// they are deep.
final class Flowed {

  private static final int MAX_DEPTH = 50;

  private Flowed() {}

  /// @param delSp whether the space at which a line was broken belongs to the break only, as in
  ///     languages that are written without spaces
  static String join(String text, boolean delSp) {
    char lineBreak = text.indexOf('\n') < 0 ? '\r' : '\n';
    StringBuilder out = new StringBuilder(text.length());
    int open = -1; // the depth of the paragraph that goes on
    int at = 0;
    while (at < text.length()) {
      int next = text.indexOf(lineBreak, at) + 1;
      next = next == 0 ? text.length() : next;
      int end = next;
      while (end > at && isBreak(text.charAt(end - 1))) {
        end--;
      }
      int from = at;
      while (from < end && text.charAt(from) == '>') {
        from++;
      }
      int depth = Math.min(from - at, MAX_DEPTH);
      boolean stuffed = from < end && text.charAt(from) == ' ';
      boolean looksQuoted = depth == 0 && stuffed && text.startsWith(">", from + 1);
      from += stuffed && !looksQuoted ? 1 : 0;
      boolean signature = end - from == 3 && text.startsWith("-- ", from);
      if (open >= 0 && (open != depth || signature)) {
        out.append('\n');
        open = -1;
      }
      if (open < 0 && depth > 0) {
        out.repeat('>', depth).append(' ');
      }
      boolean goesOn = end > from && text.charAt(end - 1) == ' ' && !signature;
      out.append(text, from, goesOn && delSp ? end - 1 : end);
      open = goesOn ? depth : -1;
      if (!goesOn && next > end) {
        out.append('\n');
      }
      at = next;
    }
    return out.toString();
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
