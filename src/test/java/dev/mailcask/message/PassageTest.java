package dev.mailcask.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Content;
import dev.mailcask.message.Passage.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whose text is whose.
class PassageTest {

  private static ParsedMessage plain(String text) {
    return parse("Subject: x\nContent-Type: text/plain; charset=utf-8\n\n" + text);
  }

  private static ParsedMessage html(String html) {
    return parse("Subject: x\nContent-Type: text/html; charset=utf-8\n\n" + html);
  }

  private static ParsedMessage parse(String message) {
    return MessageParser.parse(Content.of(message.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aPlainReplyIsTakenApart() {
    String text =
        """
        Hello Anna,

        On Mon, 4 May 2020 at 10:15, Anna Example
        <anna@example.org> wrote:
        > first
        >
        > second
        yes to both

        > third
        no
        --\s
        Ben
        """;
    ParsedMessage parsed = plain(text);
    assertThat(parsed.text()).isEqualTo(text);
    assertThat(parsed.text(Kind.OWN)).isEqualTo("Hello Anna,\n\nyes to both\n\nno\n");
    assertThat(parsed.text(Kind.QUOTED))
        .startsWith("On Mon,")
        .contains("wrote:\n> first\n>\n> second\n> third\n");
    assertThat(parsed.text(Kind.SIGNATURE)).isEqualTo("-- \nBen\n");
    assertThat(parsed.passages())
        .extracting(Passage::kind)
        .containsExactly(Kind.OWN, Kind.QUOTED, Kind.OWN, Kind.QUOTED, Kind.OWN, Kind.SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "On Mon, May 4, 2020 at 10:15 AM Anna <anna@example.org> wrote:\n\n> ",
        "Am 04.05.20 um 10:15 schrieb Anna Example:\n> ",
        "Anna schrieb:\n\n> ",
        "Le lun. 4 mai 2020 à 10:15, Anna <anna@example.org> a\nécrit :\n> ",
        "Le 04/05/2020 à 10:15, Anna a écrit\u00a0:\n> ",
        "El lun, 4 may 2020 a las 10:15, Anna (<anna@example.org>)\nescribió:\n\n> ",
        "Il 04/05/2020 10:15, Anna ha scritto:\n> ",
        "Op ma 4 mei 2020 om 10:15 schreef Anna <anna@example.org>:\n\n> ",
        "Em seg., 4 de mai. de 2020 às 10:15, Anna <\nanna@example.org> escreveu:\n\n> ",
        "Den 2020-05-04 kl. 10:15, skrev Anna:\n> ",
        "4 мая 2020 г., в 10:15, Anna <anna@example.org> написал(а):\n\n> ",
        "W dniu 04.05.2020 o 10:15, Anna pisze:\n> ",
        "Anna <anna@example.org>于2020年5月4日周一 10:15写道：\n\n> ",
        "2020年5月4日(月) 10:15 Anna <anna@example.org>:\n\n> ",
        "-----Original Message-----\nFrom: Anna\nSent: Monday\n\n",
        " -----Original Message-----\n\n",
        "  \tFrom: Anna\n  \tSent: Monday\n  \tTo: Ben\n\n",
        "-----Ursprüngliche Nachricht-----\nVon: Anna\nGesendet: Montag\n\n",
        "-------- Original-Nachricht --------\n\n",
        "---------- Forwarded message ---------\nFrom: Anna\n\n",
        "________________________________\nFrom: Anna\nSent: Monday\nTo: Ben\nSubject: x\n\n",
        "Von: Anna <anna@example.org>\nGesendet: Montag\nAn: Ben\nBetreff: x\n\n",
        "De : Anna\nEnvoyé : lundi\nÀ : Ben\nObjet : x\n\n",
        "*From:* Anna\n*Sent:* Monday\n*To:* Ben\n*Subject:* x\n\n",
        "发件人: Anna\n发送时间: 2020年5月4日\n收件人: Ben\n主题: x\n\n",
        "差出人: Anna\n送信日時: 2020年5月4日\n宛先: Ben\n件名: x\n\n",
        "От: Anna\nОтправлено: 4 мая\nКому: Ben\nТема: x\n\n",
        "Begin forwarded message:\n\nFrom: Anna\n\n",
        "On Mon, May 4, 2020 at 10:15 AM Anna <anna@example.org> wrote:\n\n"
      })
  void whatIntroducesAQuotationIsQuoted(String introduction) {
    for (String lineEnd : new String[] {"\n", "\r\n", "\r"}) {
      String text = "mine\n\n" + introduction + "theirs\n";
      ParsedMessage parsed = plain(text.replace("\n", lineEnd));
      assertThat(parsed.text(Kind.OWN).strip()).isEqualTo("mine");
      assertThat(parsed.text(Kind.QUOTED)).endsWith("theirs" + lineEnd);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "He wrote:\n\nDear all\n",
        "From: is the first field of a header, and\nDate: comes\nlater\n",
        ">From the beginning it was clear\n",
        "see below:\nitem --\n---\nmore\n",
        "std::vector<int> a;\nif (a > b)\n",
        "The page says: 10:15, 2020, so we meet then:\n\nat the station\n",
        "-- no signature, a sentence\n",
        "-- \nall that there is\n",
        "The output:\n-- \n-- Configuring\n-- Done\n",
      })
  void whatIsInDoubtIsTheSendersOwn(String text) {
    assertThat(plain(text).text(Kind.OWN)).isEqualTo(text);
  }

  @Test
  void anIntroductionAboveMarkedLinesDoesNotTakeTheRest() {
    String intro = "On Mon, May 4, 2020 at 10:15 AM Anna <anna@example.org> wrote:\n";
    ParsedMessage parsed = plain(intro + "[...]\n> theirs\n\nmine\n");
    assertThat(parsed.text(Kind.OWN)).contains("mine").doesNotContain("theirs");
    String separator = "----- Original Message -----\n";
    assertThat(plain(separator + "> From: Anna\n> theirs\nmine\n").text(Kind.OWN))
        .isEqualTo("mine\n");
  }

  @Test
  void footersOfMailingListsAreSignatures() {
    ParsedMessage parsed =
        plain("text\n" + "_".repeat(47) + "\nxyz mailing list\nhttps://lists.example.org/\n");
    assertThat(parsed.text(Kind.OWN)).isEqualTo("text\n");
    assertThat(parsed.text(Kind.SIGNATURE)).contains("xyz mailing list");
    assertThat(parsed.hasLinks()).isFalse();
  }

  @Test
  void armourAndBase64AreData() {
    String blob = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2\n";
    ParsedMessage parsed = plain("before\n" + blob.repeat(5) + "QUJDREVGRw==\nafter\n");
    assertThat(parsed.text(Kind.OWN)).isEqualTo("before\nafter\n");
    assertThat(parsed.text(Kind.DATA)).isEqualTo(blob.repeat(5) + "QUJDREVGRw==\n");
    assertThat(plain("x\n" + blob.repeat(4)).text(Kind.DATA)).isEmpty();

    ParsedMessage signed =
        plain(
            """
            -----BEGIN PGP SIGNED MESSAGE-----
            Hash: SHA256

            Signed words
            -----BEGIN PGP SIGNATURE-----

            iQEzBAEBCAAdFiEE
            -----END PGP SIGNATURE-----
            after
            """);
    assertThat(signed.text(Kind.OWN)).isEqualTo("Signed words\nafter\n");
    assertThat(signed.signed()).isTrue();

    ParsedMessage encrypted =
        plain("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n=abcd\n-----END PGP MESSAGE-----\n");
    assertThat(encrypted.text(Kind.OWN)).isEmpty();
    assertThat(encrypted.defects()).extracting(Defect::kind).contains(Defect.Kind.ENCRYPTED);
    assertThat(encrypted.signed()).isFalse();
  }

  @Test
  void flowedLinesAreJoined() {
    String head = "Content-Type: text/plain; charset=utf-8; format=flowed";
    String text =
        "A long \nsentence.\n\n> quoted \n> words\n>> deeper \n> less\n >not quoted\n-- \nBen";
    ParsedMessage parsed = parse(head + "\n\n" + text);
    assertThat(parsed.text(Kind.OWN)).isEqualTo("A long sentence.\n\n >not quoted\n");
    assertThat(parsed.text(Kind.QUOTED)).isEqualTo("> quoted words\n>> deeper \n> less\n");
    assertThat(parse(head + "; delsp=yes\n\nconti \nnued").text()).isEqualTo("continued");
  }

  @Test
  void htmlIsTakenApart() {
    ParsedMessage gmail =
        html(
            """
            <div dir="ltr">own <a href="https://example.org">text</a><div><div>deep</div></div>
            <span style="display:none">preheader</span>
            <div class="gmail_signature" data-smartmail="x">Anna</div></div>
            <br><div class="gmail_quote"><div class="gmail_attr">On Monday Ben wrote:<br></div>
            <blockquote class="gmail_quote"><div>theirs <div>more</div></div></blockquote></div>
            <div>below</div>
            """);
    assertThat(gmail.text(Kind.OWN)).contains("own text", "deep", "below").doesNotContain("Anna");
    assertThat(gmail.text(Kind.QUOTED)).contains("On Monday", "theirs", "more");
    assertThat(gmail.text(Kind.SIGNATURE)).contains("Anna");
    assertThat(gmail.text(Kind.HIDDEN)).contains("preheader");
    assertThat(gmail.text()).doesNotContain("preheader").contains("own text", "theirs");
    assertThat(gmail.hasLinks()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<blockquote type=cite>theirs</blockquote>",
        "<BLOCKQUOTE TYPE=\"cite\">theirs</BLOCKQUOTE>",
        "<div class=\"moz-cite-prefix\">On 4.5.20 Anna wrote:<br></div><p class='yahoo_quoted'>theirs",
        "<div id=\"appendonsend\"></div><hr><div>From: Anna</div><div>theirs</div>",
        "<div id=\"x_divRplyFwdMsg\"><b>From:</b> Anna</div><div>theirs</div>",
        "<hr id=stopSpelling>theirs",
        "<p><b>From:</b> Anna<br><b>Sent:</b> Monday<br><b>To:</b> Ben<br></p><p>theirs</p>",
        "<div>Am 4.5.2020 um 10:15 schrieb Anna:</div><blockquote>theirs</blockquote>",
        "<p>-----Original Message-----</p><p>theirs</p>",
      })
  void quotationsInHtmlAreFound(String html) {
    ParsedMessage parsed = html("<html><body><p>mine</p>" + html + "</body></html>");
    assertThat(parsed.text(Kind.OWN).strip()).isEqualTo("mine");
    assertThat(parsed.text(Kind.QUOTED)).contains("theirs");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div style=\"display:none;max-height:0px\">secret</div>",
        "<div style='color:red; DISPLAY: none'><p>a</p>secret</div>",
        "<span style=\"visibility: hidden\">secret</span>",
        "<span style=\"font-size:0\">secret</span>",
        "<span style=\"font-size: 1px;color:#ffffff\">secret</span>",
        "<div hidden>secret</div>",
        "<div hidden=\"\" class=x>secret</div>",
        "<div style=\"mso-hide:all\">secret</div>",
        "<div style=\"opacity:0\">secret</div>",
        "<td style=\"background-color:#fff;color:#fff\">secret</td>",
      })
  void whatNobodySeesIsKeptApart(String html) {
    ParsedMessage parsed = html("<p>seen</p>" + html + "<p>also seen</p>");
    assertThat(parsed.text()).contains("seen\nalso seen").doesNotContain("secret");
    assertThat(parsed.text(Kind.HIDDEN)).contains("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<div style=\"font-size:0.9em\">seen</div>",
        "<div style=\"font-size:10px\">seen</div>",
        "<div style=\"text-decoration:none;opacity:0.5\">seen</div>",
        "<div class=\"hidden-xs\" title=\"hidden\">seen</div>",
        "<div style=\"background-color:#fff;color:#fff000\">seen</div>",
        "<input type=hidden>seen",
        "<br style=\"display:none\">seen",
        "<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">seen</blockquote>",
      })
  void whatIsSeenIsNotHidden(String html) {
    assertThat(html(html).text(Kind.OWN).strip()).isEqualTo("seen");
  }

  @Test
  void ofAlternativesOneCounts() {
    String head = "Content-Type: multipart/alternative; boundary=b\n\n--b\n\n%s\n--b\n";
    String html = "Content-Type: text/html\n\n<p>%s</p>\n--b--\n";
    ParsedMessage both = parse((head + html).formatted("same words", "same words"));
    assertThat(both.text()).isEqualTo("same words");
    assertThat(both.passages()).hasSize(1);
    ParsedMessage empty = parse((head + html).formatted(" ", "words"));
    assertThat(empty.text(Kind.OWN).strip()).isEqualTo("words");
  }

  @Test
  void headersForConversations() {
    ParsedMessage parsed =
        parse(
            """
            Subject: =?utf-8?q?AW=3A_[list]_Re=5B2=5D=3A__Gr=C3=BC=C3=9Fe?= (fwd)
            In-Reply-To: <b@x> from Anna <anna@x> of Monday
            References: <a@x>
            \t<b@x>
            List-Id: The List <Dev.Example.ORG>

            text
            """);
    assertThat(parsed.baseSubject()).isEqualTo(new BaseSubject("Grüße", true));
    assertThat(parsed.references()).containsExactly("anna@x", "a@x", "b@x");
    assertThat(parsed.inReplyTo()).containsExactly("b@x", "anna@x");
    assertThat(parsed.listId()).isEqualTo("dev.example.org");
    assertThat(MessageIds.in("<a@x>".repeat(3))).containsExactly("a@x");
  }

  @Test
  void referencesAreBounded() {
    StringBuilder ids = new StringBuilder("References:");
    for (int i = 0; i < 5000; i++) {
      ids.append(" <").append(i).append("@x>\n");
    }
    assertThat(parse(ids + "\n\n").references()).hasSize(200).startsWith("0@x").endsWith("4999@x");
  }

  @Test
  void baseSubjects() {
    assertThat(BaseSubject.of("Re: Fwd: WG: x")).isEqualTo(new BaseSubject("x", true));
    assertThat(BaseSubject.of("[list] x")).isEqualTo(new BaseSubject("x", false));
    assertThat(BaseSubject.of("[list]")).isEqualTo(new BaseSubject("[list]", false));
    assertThat(BaseSubject.of("[Fwd: [list] x]")).isEqualTo(new BaseSubject("x", true));
    assertThat(BaseSubject.of("RE : x")).isEqualTo(new BaseSubject("x", true));
    assertThat(BaseSubject.of("Re^2: x")).isEqualTo(new BaseSubject("x", true));
    assertThat(BaseSubject.of("回复：会议")).isEqualTo(new BaseSubject("会议", true));
    assertThat(BaseSubject.of("Antw.: x").reply()).isFalse();
    assertThat(BaseSubject.of("Reform: x")).isEqualTo(new BaseSubject("Reform: x", false));
    assertThat(BaseSubject.of("  ")).isEqualTo(BaseSubject.NONE);
    assertThat(BaseSubject.of("Re: ".repeat(2500)).text()).hasSizeLessThan(5);
  }

  /// Nothing of the text is lost, whatever it is.
  @Test
  void thePassagesOfPlainTextMakeTheText() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] lines = {
      "> q",
      "-- ",
      "--",
      "",
      "text",
      "On 4.5.2020 10:15 x@y wrote:",
      "_".repeat(30),
      "a mailing list",
      "From: a",
      "Sent: b",
      "To: c",
      "-----Original Message-----",
      "-----BEGIN PGP MESSAGE-----",
      "-----END PGP MESSAGE-----",
      "-----BEGIN PGP SIGNED MESSAGE-----",
      "QUJD".repeat(16),
      "QUJD",
      "Anna wrote:",
      ":",
      "AB> x",
      "- -- ",
      "begin 644 x"
    };
    for (int i = 0; i < 5000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n >= 0; n--) {
        text.append(lines[random.nextInt(lines.length)]).append(i % 2 == 0 ? "\n" : "\r\n");
      }
      ParsedMessage parsed = plain(text.toString());
      assertThat(parsed.text()).as("seed %d", seed).isEqualTo(text.toString());
    }
  }
}
