package dev.mailcask.message;

import dev.mailcask.message.Passage.Kind;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which stretches of HTML are quoted, a signature, or not visible.
///
/// Elements say it by name, class, id or inline style: `blockquote`, Gmail's `gmail_quote`,
/// Thunderbird's `moz-cite-prefix`, Outlook's `appendonsend`, after which everything is quoted, and
/// `display: none`. Style sheets are not read. There is no tree: an element that marks a region
/// ends where as many elements of its name have closed as have opened. Not thread-safe.
final class HtmlRegions {

  /// Regions that are open within each other; more are not told apart.
  private static final int MAX_OPEN = 50;

  private static final Set<String> VOID =
      Set.of("br", "hr", "img", "input", "meta", "link", "col", "area", "base", "wbr", "o:p");

  private static final Set<String> QUOTES =
      Set.of(
          "gmail_quote",
          "gmail_quote_container",
          "gmail_attr",
          "moz-cite-prefix",
          "moz-forward-container",
          "moz-email-headers-table",
          "yahoo_quoted",
          "protonmail_quote",
          "tutanota_quote",
          "zmail_extra",
          "outlookmessageheader",
          "replyforwardmessage",
          "reply-intro",
          "isreplycontent",
          "mail-editor-reference-message-container",
          "mail-editor-reference-message");

  /// After these everything is quoted, though they do not hold it.
  private static final Set<String> REST = Set.of("appendonsend", "divrplyfwdmsg", "stopspelling");

  private static final Set<String> SIGNATURES =
      Set.of(
          "gmail_signature",
          "gmail_signature_prefix",
          "moz-signature",
          "signature",
          "ms-outlook-mobile-signature",
          "protonmail_signature_block",
          "applemailsignature",
          "mobile-signature",
          "elementtoproof-signature");

  private final String[] tags = new String[MAX_OPEN];
  private final int[] depths = new int[MAX_OPEN];
  private final Kind[] kinds = new Kind[MAX_OPEN];
  private int open;
  private int hidden;
  private boolean restQuoted;

  /// Of what kind the text is that stands here.
  Kind kind() {
    if (hidden > 0) {
      return Kind.HIDDEN;
    }
    return restQuoted ? Kind.QUOTED : open == 0 ? Kind.OWN : kinds[0];
  }

  /// An element begins.
  ///
  /// @param from where its attributes begin in the HTML
  /// @param to where its tag ends
  void open(String tag, String html, int from, int to) {
    Kind marked = marked(tag, html, from, to);
    if (open == 0 && marked == null) {
      return;
    }
    if (VOID.contains(tag)) {
      return;
    }
    if (open > 0 && tag.equals("p")) {
      close(tag); // paragraphs end where the next begins
    }
    if (marked != null && open < MAX_OPEN && (marked == Kind.HIDDEN || kind() == Kind.OWN)) {
      tags[open] = tag;
      depths[open] = 1;
      kinds[open++] = marked;
      hidden += marked == Kind.HIDDEN ? 1 : 0;
      return;
    }
    int region = innermost(tag);
    if (region >= 0) {
      depths[region]++;
    }
  }

  /// An element ends.
  void close(String tag) {
    int region = open == 0 ? -1 : innermost(tag);
    if (region < 0 || --depths[region] > 0) {
      return;
    }
    while (open > region) {
      hidden -= kinds[--open] == Kind.HIDDEN ? 1 : 0;
    }
  }

  private int innermost(String tag) {
    int region = open - 1;
    while (region >= 0 && !tags[region].equals(tag)) {
      region--;
    }
    return region;
  }

  private @Nullable Kind marked(String tag, String html, int from, int to) {
    Kind marked = null;
    if (tag.equals("blockquote")) {
      boolean indents = html.indexOf("border:none", from, to) >= 0;
      marked = indents || html.indexOf("webkit-indent", from, to) >= 0 ? null : Kind.QUOTED;
    }
    int at = from;
    while (at < to) {
      int equals = html.indexOf('=', at, to);
      int nameEnd = equals < 0 ? to - 1 : equals;
      if (has(html, at, nameEnd, "hidden")) {
        return Kind.HIDDEN;
      }
      if (equals < 0) {
        return marked;
      }
      int start = equals + 1;
      while (start < to && html.charAt(start) <= ' ') {
        start++;
      }
      char quote = start < to ? html.charAt(start) : ' ';
      boolean quoted = quote == '"' || quote == '\'';
      int end = quoted ? html.indexOf(quote, start + 1, to) : unquotedEnd(html, start, to);
      end = end < 0 ? to : end;
      Kind said = said(html, at, nameEnd, quoted ? start + 1 : start, end);
      if (said == Kind.HIDDEN) {
        return said;
      }
      marked = said == null ? marked : said;
      at = quoted ? end + 1 : end;
    }
    return marked;
  }

  private static int unquotedEnd(String html, int start, int to) {
    int end = start;
    while (end < to && html.charAt(end) > ' ' && html.charAt(end) != '>') {
      end++;
    }
    return end;
  }

  /// Whether a word stands alone between two places: an attribute without a value.
  private static boolean has(String html, int from, int to, String word) {
    int at = from;
    while (at < to) {
      while (at < to && html.charAt(at) <= ' ') {
        at++;
      }
      int end = at;
      while (end < to && html.charAt(end) > ' ') {
        end++;
      }
      if (end - at == word.length() && html.regionMatches(true, at, word, 0, word.length())) {
        return true;
      }
      at = end;
    }
    return false;
  }

  /// What an attribute says.
  private @Nullable Kind said(String html, int nameFrom, int nameTo, int from, int to) {
    int nameEnd = nameTo;
    while (nameEnd > nameFrom && html.charAt(nameEnd - 1) <= ' ') {
      nameEnd--;
    }
    if (ends(html, nameFrom, nameEnd, "style")) {
      return InlineStyle.hides(html, from, to) ? Kind.HIDDEN : null;
    }
    if (ends(html, nameFrom, nameEnd, "class") || ends(html, nameFrom, nameEnd, "id")) {
      return named(html, from, to);
    }
    boolean cite = ends(html, nameFrom, nameEnd, "type") && html.startsWith("cite", from);
    return cite ? Kind.QUOTED : null;
  }

  private static boolean ends(String html, int from, int to, String name) {
    int start = to - name.length();
    return start > from
        && html.charAt(start - 1) <= ' '
        && html.regionMatches(true, start, name, 0, name.length());
  }

  private @Nullable Kind named(String html, int from, int to) {
    int at = from;
    while (at < to) {
      int end = at;
      while (end < to && html.charAt(end) > ' ') {
        end++;
      }
      String name = html.substring(at, end).toLowerCase(Locale.ROOT);
      while (name.startsWith("x_")) { // what Outlook makes of others' names
        name = name.substring(2);
      }
      if (QUOTES.contains(name)) {
        return Kind.QUOTED;
      }
      if (SIGNATURES.contains(name)) {
        return Kind.SIGNATURE;
      }
      restQuoted |= REST.contains(name);
      at = end + 1;
    }
    return null;
  }
}
