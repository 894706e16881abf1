package dev.mailcask.message;

/// Whether the inline style of an element hides its text. Only what is certain counts: newsletters
/// hide the text that mailboxes show beside the subject, spam hides words for filters.
final class InlineStyle {

  private InlineStyle() {}

  /// @param from where the declarations begin in the HTML
  /// @param to where they end
  static boolean hides(String html, int from, int to) {
    return is(html, from, to, "display", "none")
        || is(html, from, to, "DISPLAY", "none") // Outlook shouts
        || is(html, from, to, "visibility", "hidden")
        || is(html, from, to, "mso-hide", "all")
        || isAtMost(html, from, to, "font-size", 1)
        || isAtMost(html, from, to, "opacity", 0)
        || (isAtMost(html, from, to, "max-height", 0) && is(html, from, to, "overflow", "hidden"))
        || isColourOfItsBackground(html, from, to);
  }

  private static boolean is(String html, int from, int to, String property, String value) {
    int at = value(html, from, to, property);
    return at >= 0 && html.regionMatches(true, at, value, 0, value.length());
  }

  private static boolean isAtMost(String html, int from, int to, String property, int max) {
    int at = value(html, from, to, property);
    if (at < 0 || at >= to || html.charAt(at) < '0' || html.charAt(at) > '0' + max) {
      return false;
    }
    int unit = at + 1;
    if (unit < to && html.charAt(unit) == '.') {
      do {
        unit++;
      } while (unit < to && html.charAt(unit) == '0');
    }
    boolean ends = unit >= to || html.charAt(unit) < '0' || html.charAt(unit) > '9';
    boolean pixels = html.startsWith("px", unit) || html.startsWith("pt", unit);
    return ends && (html.charAt(at) == '0' || pixels);
  }

  private static boolean isColourOfItsBackground(String html, int from, int to) {
    int background = value(html, from, to, "background-color");
    background = background < 0 ? value(html, from, to, "background") : background;
    int colour = background < 0 ? -1 : value(html, from, to, "color");
    if (colour < 0) {
      return false;
    }
    int end = colour;
    while (end < to && ";! \t\"'".indexOf(html.charAt(end)) < 0) {
      end++;
    }
    int length = end - colour;
    int after = background + length;
    return length > 2
        && html.regionMatches(true, colour, html, background, length)
        && (after >= to || ";! \t\"'".indexOf(html.charAt(after)) >= 0);
  }

  /// Where the value of a property begins, or -1.
  private static int value(String html, int from, int to, String property) {
    int at = from;
    while (true) {
      at = html.indexOf(property, at, to);
      if (at < 0) {
        return -1;
      }
      int colon = at + property.length();
      char before = at == from ? ';' : html.charAt(at - 1);
      while (colon < to && html.charAt(colon) == ' ') {
        colon++;
      }
      if (colon < to && html.charAt(colon) == ':' && (before == ';' || before <= ' ')) {
        int value = colon + 1;
        while (value < to && html.charAt(value) <= ' ') {
          value++;
        }
        return value;
      }
      at += property.length();
    }
  }
}
