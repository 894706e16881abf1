package dev.mailcask.web;

import dev.mailcask.web.MarkedHtml.Marked;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.owasp.html.CssSchema;
import org.owasp.html.HtmlChangeListener;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;

/// Makes the HTML body of a message harmless.
///
/// What is left is text, tables, lists, plain styling, links that open in a new tab, and the images
/// that the message brings along, as `data:` URLs: the frame in which it is shown has no origin, so
/// nothing else could be loaded with the session's cookie. Scripts, forms, frames and style sheets
/// are gone, and nothing is loaded from elsewhere, so that no sender learns that a message was
/// read. This is the first of three walls; the others are the answer's own Content-Security-Policy
/// and the frame's `sandbox`.
final class MailHtml {

  private static final Pattern DATA_IMAGE =
      Pattern.compile(
          "data:image/(?:png|gif|jpe?g|webp|bmp);base64,[A-Za-z0-9+/=\\s]*+",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CSS_URL = Pattern.compile("url\\s*\\(", Pattern.CASE_INSENSITIVE);

  /// Elements that load something.
  private static final Set<String> LOADING =
      Set.of("link", "iframe", "frame", "video", "audio", "embed", "object", "source", "input");

  private static final String HEAD =
      """
      <!doctype html>
      <html>
      <head>
      <meta charset="utf-8">
      <meta name="referrer" content="no-referrer">
      <base target="_blank">
      <title>Message</title>
      <style>
      :root { color-scheme: light; background: #fff; color: #000; }
      body { margin: 16px 24px; font: 15px/1.5 sans-serif; overflow-wrap: break-word; }
      img { max-width: 100%; height: auto; }
      pre { white-space: pre-wrap; }
      mark { background: #ffe59a; color: #000; }
      mark:target { background: #ffb224; box-shadow: 0 2px #855000; scroll-margin: 30vh; }
      @media (max-width: 40rem) { body { margin: 12px; } table { max-width: 100%; } }
      @media print { body { margin: 0; } mark { background: none; box-shadow: none; } }
      .mailcask-head { margin: 0 0 1em; padding: 0 0 0.8em; border-bottom: 1px solid #888; }
      .mailcask-head h1 { margin: 0 0 0.4em; font-size: 1.4em; }
      .mailcask-head p { margin: 0; }
      blockquote { margin: 0.5em 0 0.5em 0.5em; padding-left: 0.8em; border-left: 2px solid #bbb; }
      </style>
      </head>
      <body>
      """;

  private final Function<String, @Nullable String> images;
  private int blocked;

  private MailHtml(Function<String, @Nullable String> images) {
    this.images = images;
  }

  /// @param document a whole document
  /// @param blocked how many things it wanted to load from elsewhere
  /// @param hits how many matches are marked in it, as `#hit-1` and so on
  record Shown(String document, int blocked, int hits) {}

  /// @param html as it was sent
  /// @param images the `data:` URL of the part with a Content-ID, or null if there is none to show
  /// @param find begins and ends of matches in a text, ascending
  static Shown show(
      String html,
      Function<String, @Nullable String> images,
      Function<String, List<Integer>> find) {
    MailHtml mail = new MailHtml(images);
    String body = mail.policy().sanitize(html, mail.new Discarded(), "");
    Marked marked = MarkedHtml.of(body, find);
    return new Shown(HEAD + marked.html() + "\n</body>\n</html>\n", mail.blocked, marked.hits());
  }

  /// The document with a title and lines above the message, to be printed or kept.
  ///
  /// @param title plain text, as are the lines
  static String headed(String document, String title, List<String> lines) {
    String named = escaped(title);
    StringBuilder head = new StringBuilder("<body>\n<div class=\"mailcask-head\">\n");
    head.append("<h1 dir=\"auto\">").append(named).append("</h1>\n");
    for (String line : lines) {
      head.append("<p dir=\"auto\">").append(escaped(line)).append("</p>\n");
    }
    int body = document.indexOf("<body>\n"); // the first one is ours
    return document.substring(0, body).replace("<title>Message<", "<title>" + named + "<")
        + head.append("</div>")
        + document.substring(body + "<body>".length());
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private PolicyFactory policy() {
    return new HtmlPolicyBuilder()
        .allowCommonBlockElements()
        .allowCommonInlineFormattingElements()
        .allowElements("a", "abbr", "address", "article", "aside", "caption", "center", "cite")
        .allowElements("col", "colgroup", "dd", "del", "dfn", "dl", "dt", "figcaption", "figure")
        .allowElements("font", "footer", "header", "hr", "img", "ins", "kbd", "main", "mark")
        .allowElements("pre", "q", "samp", "section", "span", "table", "tbody", "td", "tfoot")
        .allowElements("th", "thead", "tr", "var", "wbr")
        .allowWithoutAttributes("font", "img", "span")
        .disallowTextIn("title")
        .allowAttributes("align", "valign", "bgcolor", "color", "dir", "lang", "title")
        .globally()
        .allowAttributes("width", "height", "border", "cellpadding", "cellspacing", "hspace")
        .onElements("img", "table", "td", "th", "tr", "col", "colgroup", "hr")
        .allowAttributes("colspan", "rowspan", "nowrap", "scope")
        .onElements("td", "th")
        .allowAttributes("face", "size")
        .onElements("font")
        .allowAttributes("start", "type", "value")
        .onElements("ol", "ul", "li")
        .allowAttributes("alt")
        .onElements("img")
        .allowUrlProtocols("http", "https", "mailto", "cid", "data")
        .allowAttributes("href")
        .matching((element, attribute, value) -> link(value))
        .onElements("a")
        .requireRelsOnLinks("noopener", "noreferrer", "nofollow")
        .allowAttributes("src")
        .matching((element, attribute, value) -> image(value))
        .onElements("img")
        .allowAttributes("style")
        .matching((element, attribute, value) -> style(value))
        .globally()
        .allowStyling(CssSchema.DEFAULT)
        .toFactory();
  }

  private static @Nullable String link(String url) {
    String scheme = url.strip().toLowerCase(Locale.ROOT);
    boolean good =
        scheme.startsWith("http://")
            || scheme.startsWith("https://")
            || scheme.startsWith("mailto:");
    return good ? url : null;
  }

  private @Nullable String image(String url) {
    String given = url.strip();
    if (given.regionMatches(true, 0, "cid:", 0, 4)) {
      return images.apply(decoded(given.substring(4)));
    }
    if (DATA_IMAGE.matcher(given).matches()) {
      return given;
    }
    if (!given.isEmpty()) {
      blocked++;
    }
    return null;
  }

  private static String decoded(String cid) {
    try {
      return URLDecoder.decode(cid.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return cid;
    }
  }

  /// Counts what the styling policy will take away.
  private String style(String css) {
    blocked += (int) CSS_URL.matcher(css).results().count();
    return css;
  }

  /// Counts what loads by being an element, or by an attribute that is taken away.
  private final class Discarded implements HtmlChangeListener<String> {
    @Override
    public void discardedTag(@Nullable String context, String element) {
      if (LOADING.contains(element)) {
        blocked++;
      }
    }

    @Override
    public void discardedAttributes(
        @Nullable String context, String element, String... attributes) {
      for (String attribute : attributes) {
        if (attribute.equals("background") || attribute.equals("srcset")) {
          blocked++;
        }
      }
    }
  }
}
