package dev.mailcask.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.owasp.html.Encoding;

/// Wraps what was found in the text of sanitized HTML into `<mark>`.
///
/// What the sanitizer writes is regular: a `<` only ever begins a tag, a `>` only ever ends one, a
/// text has nothing else that would have to be understood but character references. So the text is
/// taken out with the place that each character came from, matches are looked for in it as in any
/// text, and the marks are written around the same places. A match that goes on behind a tag gets
/// one mark for each piece, so that tags stay nested; only its first one has an `id`, `hit-1` and
/// so on, to which a frame can be scrolled without any script.
final class MarkedHtml {

  /// Elements that may stand within a word; all others end it.
  private static final Set<String> WITHIN =
      Set.of(
          "a", "abbr", "b", "big", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "s",
          "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "wbr");

  private static final int LONGEST_REFERENCE = 12;

  /// @param html with marks
  /// @param hits how many there are
  record Marked(String html, int hits) {}

  private final String html;
  private final StringBuilder text = new StringBuilder();

  /// Where the character of the text begins in the HTML, and behind its last where it ends.
  private int[] begins = new int[1024];

  private int[] ends = new int[1024];

  private MarkedHtml(String html) {
    this.html = html;
  }

  /// @param html as the sanitizer writes it
  /// @param find begins and ends of matches in a text, ascending
  static Marked of(String html, Function<String, List<Integer>> find) {
    MarkedHtml marked = new MarkedHtml(html);
    marked.read();
    return marked.write(find.apply(marked.text.toString()));
  }

  private void read() {
    int at = 0;
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        int end = html.indexOf('>', at);
        end = end < 0 ? html.length() : end + 1;
        if (!WITHIN.contains(element(at, end))) {
          add('\n', at, at); // belongs to no place, so that nothing is ever marked by it
        }
        at = end;
      } else if (c == '&') {
        at = reference(at);
      } else {
        add(c, at, at + 1);
        at++;
      }
    }
  }

  private String element(int at, int end) {
    int from = html.startsWith("</", at) ? at + 2 : at + 1;
    int to = from;
    while (to < end && Character.isLetterOrDigit(html.charAt(to))) {
      to++;
    }
    return html.substring(from, to).toLowerCase(Locale.ROOT);
  }

  private int reference(int at) {
    int semicolon = html.indexOf(';', at);
    if (semicolon < 0 || semicolon - at > LONGEST_REFERENCE) {
      add('&', at, at + 1);
      return at + 1;
    }
    String meant = Encoding.decodeHtml(html.substring(at, semicolon + 1), false);
    for (int i = 0; i < meant.length(); i++) {
      add(meant.charAt(i), at, semicolon + 1);
    }
    return semicolon + 1;
  }

  private void add(char c, int begin, int end) {
    int at = text.length();
    if (at == begins.length) {
      begins = Arrays.copyOf(begins, at * 2);
      ends = Arrays.copyOf(ends, at * 2);
    }
    begins[at] = begin;
    ends[at] = end;
    text.append(c);
  }

  private Marked write(List<Integer> found) {
    StringBuilder out = new StringBuilder(html.length() + found.size() * 16);
    int written = 0;
    int hits = 0;
    for (int i = 0; i + 1 < found.size(); i += 2) {
      int pieces = 0;
      int at = found.get(i);
      while (at < found.get(i + 1)) {
        int end = pieceEnd(at, found.get(i + 1));
        if (begins[at] < ends[end - 1] && begins[at] >= written) {
          hits += pieces == 0 ? 1 : 0;
          out.append(html, written, begins[at])
              .append(pieces == 0 ? "<mark id=\"hit-" + hits + "\">" : "<mark>")
              .append(html, begins[at], ends[end - 1])
              .append("</mark>");
          written = ends[end - 1];
          pieces++;
        }
        at = end;
      }
    }
    return new Marked(out.append(html, written, html.length()).toString(), hits);
  }

  /// Where the text ends that begins there and has no tag in it.
  private int pieceEnd(int at, int end) {
    int last = at + 1;
    while (last < end && begins[last] <= ends[last - 1] && begins[last] < ends[last]) {
      last++;
    }
    return last;
  }
}
