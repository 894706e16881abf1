package dev.mailcask.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Content;
import dev.mailcask.message.Defect.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageParserTest {

  private static final String MIXED =
      """
      From: Anna <anna@example.com>
      Subject: Offer
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary="outer"

      This is a multi-part message; programs of today do not show this.
      --outer
      Content-Type: multipart/alternative; boundary=inner

      --inner
      Content-Type: text/plain; charset=iso-8859-1
      Content-Transfer-Encoding: quoted-printable

      Sch=F6ne Gr=FC=
      =DFe
      --inner
      Content-Type: text/html; charset=utf-8

      <p>Schöne Grüße<img src="cid:logo"></p>
      --inner--
      --outer
      Content-Type: image/png
      Content-ID: <logo>
      Content-Disposition: inline
      Content-Transfer-Encoding: base64

      iVBORw0KGgo=
      --outer
      Content-Type: application/pdf; name="=?utf-8?q?Angebot_M=C3=BCller=2Epdf?="
      Content-Disposition: attachment; filename*0*=utf-8''Angebot%20; filename*1*=M%C3%BCller.pdf
      Content-Transfer-Encoding: base64

      SGVsbG8g
      V29ybGQ=
      --outer--
      epilogue
      """;

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void readsTextAndAttachmentsWhateverTheLineEnds(String lineEnd) throws IOException {
    Content message = content(MIXED.replace("\n", lineEnd));
    ParsedMessage parsed = MessageParser.parse(message);

    assertThat(parsed.text()).isEqualTo("Schöne Grüße");
    assertThat(parsed.html()).contains("<p>Schöne Grüße<img src=\"cid:logo\"></p>");
    assertThat(parsed.attachments())
        .containsExactly(
            new Attachment(4, "", "image/png", 9, "logo", true),
            new Attachment(
                5,
                "Angebot Müller.pdf",
                "application/pdf",
                parsed.attachments().get(1).size(),
                "",
                false));
    assertThat(parsed.defects()).isEmpty();
    assertThat(part(message, 5)).asString(StandardCharsets.UTF_8).isEqualTo("Hello World");
    assertThat(part(message, 4)).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void readsALargeMessageFromAStreamAsItReadsItInMemory(@TempDir Path dir) throws IOException {
    String filler = "QUJD".repeat(18) + "\n";
    String large =
        MIXED.replace(
            "iVBORw0KGgo=\n", "iVBORw0KGgo=\n" + filler.repeat(6 * 1024 * 1024 / filler.length()));
    Path file = Files.writeString(dir.resolve("large.eml"), large);
    Content streamed = Content.of(file, Files.size(file));
    ParsedMessage fromStream = MessageParser.parse(streamed);
    ParsedMessage fromMemory = MessageParser.parse(content(large));

    assertThat(fromStream.text()).isEqualTo("Schöne Grüße").isEqualTo(fromMemory.text());
    assertThat(fromStream.attachments()).isEqualTo(fromMemory.attachments());
    assertThat(part(streamed, 5)).asString(StandardCharsets.UTF_8).isEqualTo("Hello World");
    assertThat(part(streamed, 4)).isEqualTo(part(content(large), 4)).hasSizeGreaterThan(4_000_000);
  }

  @Test
  void aBoundaryIsFoundWhereverTheWindowOfALargeMessageEnds(@TempDir Path dir) throws IOException {
    String head = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/x-long\n\n";
    String tail = "\n--b\nContent-Type: application/x-last\n\nlast\n--b--\n";
    for (int shift = 0; shift < 12; shift++) {
      // Windows are 1 MiB long; this puts the boundary around the end of one of them.
      int filler = 5 * 1024 * 1024 - head.length() - shift * 97;
      String message = head + "x".repeat(filler) + tail;
      Path file = Files.writeString(dir.resolve("large" + shift), message);
      Content content = Content.of(file, Files.size(file));

      assertThat(MimeScanner.scan(content).parts()).hasSize(3);
      assertThat(part(content, 1)).hasSize(filler);
      assertThat(part(content, 2)).asString(StandardCharsets.UTF_8).isEqualTo("last");
    }
  }

  @Test
  void showsHtmlAsTextWhereThereIsNoOther() {
    String html =
        """
        Content-Type: text/html; charset=utf-8

        <html><head><title>no</title><style>p { color: red }</style></head>
        <body><!-- hidden --><p>One&nbsp;&amp;&#32;two &Uuml;ber&shy;gang</p><div>3 < 4<br>5 &lt; 6</div>
        <script>if (a < b) { "</p>" }</script><img src=x alt="A &quot;cat&quot;">
        <table><tr><td>left</td><td>right</td></tr></table></body></html>
        """;
    assertThat(MessageParser.parse(content(html)).text())
        .isEqualTo("One & two Übergang\n3 < 4\n5 < 6\nA \"cat\"\nleft right\n");
  }

  @Test
  void takesTheTextOfHtmlWherePlainTextOnlySaysToLookThere() {
    String message =
        """
        Content-Type: multipart/alternative; boundary=b

        --b
        Content-Type: text/plain

        Please use another program.
        --b
        Content-Type: text/html

        <p>%s</p>
        --b--
        """
            .formatted("invoice ".repeat(60));
    ParsedMessage parsed = MessageParser.parse(content(message));
    assertThat(parsed.text()).startsWith("invoice invoice").doesNotContain("another program");
    assertThat(parsed.text(Passage.Kind.HIDDEN)).isEqualTo("Please use another program.");
  }

  @Test
  void repairsWrongCharsets() {
    assertThat(text("Content-Type: text/plain; charset=us-ascii\n\nGrüße", "UTF-8"))
        .isEqualTo("Grüße");
    assertThat(text("Content-Type: text/plain; charset=utf-8\n\nGrüße", "windows-1252"))
        .isEqualTo("Grüße");
    assertThat(text("\nGrüße – 5 €", "windows-1252")).isEqualTo("Grüße – 5 €");
    assertThat(text("Content-Type: text/plain; charset=gb2312\n\n会议", "GB18030")).isEqualTo("会议");
    assertThat(text("Content-Type: text/plain; charset=\"nonsense\"\n\nGrüße", "UTF-8"))
        .isEqualTo("Grüße");
  }

  @Test
  void looksIntoEnclosedMessages() throws IOException {
    String message =
        """
        Content-Type: multipart/digest; boundary=d

        --d

        Subject: Enclosed
        Content-Type: multipart/mixed; boundary=e

        --e

        inner text
        --d--
        """;
    ParsedMessage parsed = MessageParser.parse(content(message));

    assertThat(parsed.text()).isEqualTo("Enclosed\ninner text");
    assertThat(parsed.text(Passage.Kind.QUOTED)).isEqualTo(parsed.text());
    assertThat(parsed.attachments())
        .extracting(Attachment::name, Attachment::type)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("Enclosed.eml", "message/rfc822"));
    assertThat(parsed.defects()).extracting(Defect::kind).containsExactly(Kind.UNCLOSED_MULTIPART);
    assertThat(part(content(message), 1))
        .asString(StandardCharsets.UTF_8)
        .startsWith("Subject: Enclosed\n")
        .endsWith("inner text");
  }

  @Test
  void aNameNeverLeadsToAnotherDirectory() {
    String message =
        "Content-Type: application/x; name=\"../../etc/..\\\\C:\\\\passwd\"\n\ncontent\n";
    assertThat(MessageParser.parse(content(message)).attachments())
        .extracting(Attachment::name)
        .containsExactly("passwd");
  }

  @Test
  void readsUuencodeAndOddBase64() throws IOException {
    String uuencoded =
        """
        Content-Type: application/x-text
        Content-Transfer-Encoding: x-uuencode

        begin 644 hello.txt
        +2&5L;&\\@5V]R;&0
        `
        end
        """;
    assertThat(part(content(uuencoded), 0))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("Hello World");
    assertThat(part(content("Content-Transfer-Encoding: BASE64\n\nSGVs!bG8g\r\n\r\nV29y bGQ"), 0))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("Hello World");
  }

  @Test
  void deepNestingIsCutAndSaid() {
    StringBuilder bomb = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      bomb.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\n\n--b");
      bomb.append(i).append('\n');
    }
    assertThat(MessageParser.parse(content(bomb.toString())).defects())
        .extracting(Defect::kind)
        .contains(Kind.TOO_DEEP);
    String enclosed = "Content-Type: message/rfc822\n\n".repeat(100_000);
    assertThat(MessageParser.parse(content(enclosed)).defects())
        .extracting(Defect::kind)
        .containsExactly(Kind.TOO_DEEP);
  }

  @Test
  void manyPartsAreCutAndSaid() {
    String bomb = "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(50_000);
    ParsedMessage parsed = MessageParser.parse(content(bomb));

    assertThat(parsed.defects()).extracting(Defect::kind).contains(Kind.TOO_MANY_PARTS);
    assertThat(MimeScanner.scan(content(bomb)).parts()).hasSize(MimeScanner.MAX_PARTS);
  }

  @Test
  void longTextIsCutAndSaid() {
    ParsedMessage parsed = MessageParser.parse(content("\n" + "long text ".repeat(500_000)));

    assertThat(parsed.text()).hasSize(MessageParser.MAX_TEXT);
    assertThat(parsed.defects()).extracting(Defect::kind).containsOnly(Kind.TEXT_CUT);
  }

  /// Each would take hours if the work grew with the square of the length.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<a x=\"",
        "<a x=\">\" ",
        "<script></a>",
        "<!-- x>",
        "<!--",
        "<",
        "&",
        "&#1",
        "</",
        "<img alt=\"",
        "<style",
        "<b ='"
      })
  void longHtmlTakesNoLongerForBeingBroken(String piece) {
    String html = "Content-Type: text/html\n\n" + piece.repeat(400_000 / piece.length());
    assertThat(MessageParser.parse(content(html)).html()).isPresent();
  }

  @Test
  void longHeadersTakeNoLongerForBeingBroken() {
    for (String piece :
        new String[] {"=?a?q?", "=?utf-8?b?", "a;b=\"", "a*0*=", " \n ", "\n:", "\nx"}) {
      String header = "Subject: x\nContent-Type: " + piece.repeat(1_000_000 / piece.length());
      assertThat(MessageParser.parse(content(header)).fields()).isNotEmpty();
    }
  }

  @Test
  void manyTextPartsOfALargeMessageAreReadInOnePass() {
    String part = "--b\n\n" + "word ".repeat(400) + "\n";
    byte[] bytes =
        ("Content-Type: multipart/mixed; boundary=b\n\n" + part.repeat(5000))
            .getBytes(StandardCharsets.UTF_8);
    int[] opened = {0};
    Content streamed =
        new Content() {
          @Override
          public long size() {
            return bytes.length;
          }

          @Override
          public InputStream open() {
            opened[0]++;
            return new ByteArrayInputStream(bytes);
          }
        };
    ParsedMessage parsed = MessageParser.parse(streamed);
    assertThat(parsed.text()).hasSizeGreaterThan(MessageParser.MAX_TEXT - 1);
    assertThat(parsed.defects()).extracting(Defect::kind).contains(Kind.TEXT_CUT);
    assertThat(opened[0]).as("times opened: for the parts, then for their text").isEqualTo(2);
  }

  @Test
  void anythingAtAllIsRead() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] valid = MIXED.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 3000; i++) {
      byte[] mutated = valid.clone();
      for (int n = random.nextInt(40); n >= 0; n--) {
        int at = random.nextInt(mutated.length);
        int from = random.nextInt(mutated.length);
        int length = Math.min(random.nextInt(20), mutated.length - Math.max(at, from));
        if (random.nextBoolean()) {
          System.arraycopy(valid, from, mutated, at, length);
        } else {
          mutated[at] = (byte) random.nextInt();
        }
      }
      ParsedMessage parsed = MessageParser.parse(Content.of(mutated));
      assertThat(parsed.fields()).as("seed %d", seed).isNotNull();
      int parts = MimeScanner.scan(Content.of(mutated)).parts().size();
      for (int part = 0; part < parts; part++) {
        assertThat(part(Content.of(mutated), part))
            .as("seed %d", seed)
            .hasSizeLessThanOrEqualTo(mutated.length);
      }
    }
  }

  @Test
  void noPartBeyondTheLast() throws IOException {
    assertThat(PartReader.open(content(MIXED), 6)).isEmpty();
    assertThat(PartReader.open(content(MIXED), -1)).isEmpty();
  }

  private static String text(String message, String charset) {
    return MessageParser.parse(Content.of(message.getBytes(Charset.forName(charset)))).text();
  }

  private static byte[] part(Content message, int index) throws IOException {
    try (InputStream in = PartReader.open(message, index).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  private static Content content(String message) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    return new Content() { // not in memory, as far as the parser can see
      @Override
      public long size() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
