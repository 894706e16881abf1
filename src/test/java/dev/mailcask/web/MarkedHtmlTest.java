package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.web.MarkedHtml.Marked;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MarkedHtmlTest {

  private static Function<String, List<Integer>> word(String word) {
    return text -> {
      List<Integer> found = new ArrayList<>();
      Matcher matcher = Pattern.compile(Pattern.quote(word)).matcher(text);
      while (matcher.find()) {
        found.add(matcher.start());
        found.add(matcher.end());
      }
      return found;
    };
  }

  private static Marked mark(String html, String word) {
    return MarkedHtml.of(html, word(word));
  }

  @Test
  void textIsMarkedAndTagsAreNot() {
    assertThat(mark("<p title=\"boat\">a boat, boat</p>", "boat"))
        .isEqualTo(
            new Marked(
                "<p title=\"boat\">a <mark id=\"hit-1\">boat</mark>,"
                    + " <mark id=\"hit-2\">boat</mark></p>",
                2));
    assertThat(mark("<p>none</p>", "boat")).isEqualTo(new Marked("<p>none</p>", 0));
  }

  @Test
  void aMatchAcrossTagsStaysNested() {
    assertThat(mark("a <b>bo<i>at</i></b>s", "boats").html())
        .isEqualTo("a <b><mark id=\"hit-1\">bo</mark><i><mark>at</mark></i></b><mark>s</mark>");
  }

  @Test
  void blocksEndWords() {
    assertThat(mark("<td>bo</td><td>at</td>bo<br />at", "boat").hits()).isZero();
  }

  @Test
  void referencesAreOneCharacter() {
    assertThat(mark("R&amp;D &lt;b&gt; R&amp;D", "R&D").html())
        .isEqualTo("<mark id=\"hit-1\">R&amp;D</mark> &lt;b&gt; <mark id=\"hit-2\">R&amp;D</mark>");
    assertThat(mark("&#x1f600;x &#64;home", "@home").html())
        .isEqualTo("&#x1f600;x <mark id=\"hit-1\">&#64;home</mark>");
    assertThat(mark("&lt;b&gt;", "<b>").html()).isEqualTo("<mark id=\"hit-1\">&lt;b&gt;</mark>");
  }

  @Test
  void whateverTheSanitizerWritesStaysWhatItWas() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] pieces = {
      "<b>",
      "</b>",
      "<p>",
      "</p>",
      "<a href=\"http://x/?a=1&b=ab\">",
      "</a>",
      "ab",
      "a",
      "b",
      "&",
      "&amp;",
      "&#97;",
      "&nbsp;",
      " ",
      "<br>",
      "<table><tr><td>",
      "ä",
      "😀",
      "<img alt=ab>",
      "\"",
      "'"
    };
    for (int i = 0; i < 500; i++) {
      StringBuilder raw = new StringBuilder();
      for (int j = random.nextInt(30); j > 0; j--) {
        raw.append(pieces[random.nextInt(pieces.length)]);
      }
      String plain = MailHtml.show(raw.toString(), _ -> null, _ -> List.of()).document();
      MailHtml.Shown shown = MailHtml.show(raw.toString(), _ -> null, word("ab"));
      String unmarked = shown.document().replaceAll("</?mark(?: id=\"hit-\\d+\")?>", "");
      assertThat(unmarked).as("seed %d: %s", seed, raw).isEqualTo(plain);
      assertThat(shown.document().split("id=\"hit-", -1)).hasSize(shown.hits() + 1);
    }
  }
}
