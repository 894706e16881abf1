package dev.mailcask.message;

import dev.mailcask.message.Passage.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Entities;

/// Turns HTML into the text that a reader sees, in one pass and without building a tree.
///
/// Mail HTML is rarely valid, so this is a scanner for tags rather than a parser: scripts, styles
/// and comments are left out, blocks begin new lines, entities are decoded (with jsoup's table of
/// their names), the alternative text of images is kept. What is quoted, a signature or not visible
/// is kept apart ([HtmlRegions]). For searching and snippets only: what is shown as HTML goes
/// through a sanitizer.
final class HtmlText {

  private static final Set<String> SKIPPED =
      Set.of("script", "style", "title", "template", "noscript", "object");

  private static final Set<String> INLINE =
      Set.of(
          "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i",
          "img", "ins", "kbd", "mark", "o:p", "q", "s", "samp", "small", "span", "strike", "strong",
          "sub", "sup", "tt", "u", "var", "wbr");

  private static final int MAX_ENTITY = 32;

  private final String html;
  private final int limit;
  private final StringBuilder visible;
  private final StringBuilder hidden = new StringBuilder();
  private final HtmlRegions regions = new HtmlRegions();
  private final List<Cut> cuts = new ArrayList<>(2);
  private StringBuilder out;
  private Kind kind = Kind.OWN;
  private boolean links;
  private final Set<String> unclosed = new HashSet<>();
  private boolean quotesMatter = true;
  private int at;

  private HtmlText(String html, int limit) {
    this.html = html;
    this.limit = limit;
    this.visible = new StringBuilder(Math.min(limit, html.length() / 2) + 16);
    this.out = visible;
  }

  /// From here on the visible text is of another kind.
  private record Cut(int at, Kind kind) {}

  /// Takes the text of HTML apart, at most `limit` chars of what is visible and of what is not.
  ///
  /// @return whether the visible text has links
  static boolean take(String html, int limit, PlainText into) {
    HtmlText text = new HtmlText(html, limit);
    text.run();
    text.passTo(into);
    return text.links;
  }

  private void passTo(PlainText into) {
    int start = 0;
    Kind kind = Kind.OWN;
    for (Cut cut : cuts) {
      pass(into, kind, start, cut.at(), cut.kind());
      start = cut.at();
      kind = cut.kind();
    }
    pass(into, kind, start, visible.length(), Kind.OWN);
    if (!hidden.isEmpty()) {
      into.take(Kind.HIDDEN, hidden.toString());
    }
  }

  private void pass(PlainText into, Kind kind, int from, int to, Kind next) {
    if (from == to) {
      return;
    }
    String text = visible.substring(from, to);
    if (kind != Kind.OWN) {
      into.take(kind, text);
    } else if (next == Kind.QUOTED) {
      into.takeBeforeQuote(text);
    } else {
      into.take(text);
    }
  }

  private void run() {
    while (at < html.length() && visible.length() < limit && hidden.length() < limit) {
      char c = html.charAt(at);
      if (c == '<') {
        markup();
      } else if (c == '&') {
        entity();
      } else {
        at++;
        text(c);
      }
    }
  }

  private void text(char c) {
    if (c > ' ' && c != 0xA0) {
      if (c != 0xAD && c != 0x200B && c != 0x200C && c != 0xFEFF) { // invisible within words
        out.append(c);
      }
    } else if (!out.isEmpty() && out.charAt(out.length() - 1) > ' ') {
      out.append(' ');
    }
  }

  private void newLine() {
    int last = out.length() - 1;
    if (last >= 0 && out.charAt(last) == ' ') {
      out.setCharAt(last, '\n');
    } else if (last >= 0 && out.charAt(last) != '\n') {
      out.append('\n');
    }
  }

  private void markup() {
    if (html.startsWith("<!--", at)) {
      skipPast("-->", at + 4);
      return;
    }
    int name = at + 1;
    boolean closing = name < html.length() && html.charAt(name) == '/';
    if (closing) {
      name++;
    }
    char first = name < html.length() ? html.charAt(name) : ' ';
    boolean declaration = first == '!' || first == '?';
    if (!declaration && !isLetter(first)) { // a less-than sign that means itself
      at++;
      text('<');
      return;
    }
    int nameEnd = name;
    while (nameEnd < html.length() && isNameChar(html.charAt(nameEnd))) {
      nameEnd++;
    }
    String tag = html.substring(name, nameEnd).toLowerCase(Locale.ROOT);
    int attributes = nameEnd;
    skipTag(nameEnd);
    if (closing) {
      regions.close(tag);
    } else if (!declaration) {
      open(tag, attributes);
    }
    if (tag.equals("img")) {
      alternative(attributes, at);
    } else if (!closing && SKIPPED.contains(tag)) {
      skipElement(tag);
    } else if (tag.equals("td") || tag.equals("th")) {
      text(' ');
    } else if (!declaration && !INLINE.contains(tag)) {
      newLine();
    }
    if (regions.kind() != kind) {
      turn(regions.kind());
    }
  }

  private void open(String tag, int attributes) {
    regions.open(tag, html, attributes, at);
    if (!links && tag.equals("a") && regions.kind() != Kind.HIDDEN) {
      int href = html.indexOf("http", attributes, at);
      links = href >= 0 || html.indexOf("www.", attributes, at) >= 0;
    }
  }

  private void turn(Kind next) {
    if (next == Kind.HIDDEN) {
      out = hidden;
      newLine();
    } else {
      out = visible;
      Kind last = cuts.isEmpty() ? Kind.OWN : cuts.getLast().kind();
      if (next != last) {
        cuts.add(new Cut(visible.length(), next));
      }
    }
    kind = next;
  }

  /// Moves past the end of the tag, minding quoted attributes; one that is never closed ends at the
  /// next tag.
  private void skipTag(int from) {
    char quote = 0;
    for (int i = from; quotesMatter && i < html.length(); i++) {
      char c = html.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '>') {
        at = i + 1;
        return;
      } else if ((c == '"' || c == '\'') && html.charAt(i - 1) == '=') {
        quote = c;
      }
    }
    quotesMatter = false;
    int close = html.indexOf('>', from);
    at = close < 0 ? html.length() : close + 1;
  }

  private void skipElement(String tag) {
    int from = at;
    while (!unclosed.contains(tag)) {
      int close = html.indexOf("</", from);
      if (close < 0) {
        unclosed.add(tag); // better the script's text than losing the message's
        return;
      }
      if (html.regionMatches(true, close + 2, tag, 0, tag.length())) {
        skipTag(close + 2 + tag.length());
        return;
      }
      from = close + 2;
    }
  }

  private void skipPast(String end, int from) {
    int found = unclosed.contains(end) ? -1 : html.indexOf(end, from);
    int fallback = found >= 0 ? found : html.indexOf('>', from);
    if (found < 0) {
      unclosed.add(end);
    }
    at = found >= 0 ? found + end.length() : fallback >= 0 ? fallback + 1 : html.length();
  }

  private void alternative(int from, int to) {
    int alt = from;
    while (alt + 5 < to && !html.regionMatches(true, alt, " alt=", 0, 5)) {
      alt++;
    }
    char quote = alt + 5 < to ? html.charAt(alt + 5) : 0;
    int end = quote == '"' || quote == '\'' ? html.indexOf(quote, alt + 6) : -1;
    if (end > alt + 6 && end < to) {
      text(' ');
      int back = at;
      at = alt + 6;
      while (at < end) {
        char c = html.charAt(at);
        if (c == '&') {
          entity();
        } else {
          at++;
          text(c);
        }
      }
      at = back;
      text(' ');
    }
  }

  private void entity() {
    int end = at + 1;
    int max = Math.min(html.length(), at + MAX_ENTITY);
    while (end < max && (isNameChar(html.charAt(end)) || html.charAt(end) == '#')) {
      end++;
    }
    String decoded = decode(html.substring(at + 1, end));
    if (decoded.isEmpty()) {
      at++;
      text('&');
      return;
    }
    at = end < html.length() && html.charAt(end) == ';' ? end + 1 : end;
    for (int i = 0; i < decoded.length(); i++) {
      text(decoded.charAt(i));
    }
  }

  private static String decode(String name) {
    if (name.length() > 1 && name.charAt(0) == '#') {
      boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
      try {
        int code = Integer.parseInt(name, hex ? 2 : 1, name.length(), hex ? 16 : 10);
        boolean valid = Character.isValidCodePoint(code) && (code < 0xD800 || code > 0xDFFF);
        return valid ? Character.toString(code) : "\uFFFD";
      } catch (NumberFormatException e) {
        return "";
      }
    }
    return switch (name) {
      case "" -> "";
      case "nbsp" -> " ";
      case "amp" -> "&";
      case "lt" -> "<";
      case "gt" -> ">";
      case "quot" -> "\"";
      default -> Entities.getByName(name);
    };
  }

  private static boolean isLetter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  private static boolean isNameChar(char c) {
    return isLetter(c) || (c >= '0' && c <= '9') || c == ':';
  }
}
