package dev.mailcask.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Content;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeParserTest {

  private static final String PLAIN =
      """
      Received: from a by b
      Date: Tue, 5 Mar 2024 10:20:30 +0100
      From: "Anna Beispiel" <anna@example.com>
      To: Bert <bert@example.org>,
       Cem <cem@example.org>
      Subject: Lunch
      Message-ID: <m1@example.com>

      Subject: not this one
      """;

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void readsTheFieldsWhateverTheLineEnds(String lineEnd) {
    Envelope envelope = parse(PLAIN.replace("\n", lineEnd));

    assertThat(envelope)
        .isEqualTo(
            new Envelope(
                Instant.parse("2024-03-05T09:20:30Z"),
                "\"Anna Beispiel\" <anna@example.com>",
                "Bert <bert@example.org>, Cem <cem@example.org>",
                "Lunch",
                "m1@example.com"));
  }

  @Test
  void passesOverAnMboxLine() {
    assertThat(parse("From anna@example.com Tue Mar  5 10:20:30 2024\n" + PLAIN))
        .isEqualTo(parse(PLAIN));
    assertThat(parse(">From anna@example.com Tue Mar  5 10:20:30 2024\n" + PLAIN))
        .isEqualTo(parse(PLAIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "\r\n\r\nSubject: body",
        "no header at all\nSubject: x\n",
        "\0\0\0",
        ":"
      })
  void aMessageWithoutHeaderHasAnEmptyEnvelope(String message) {
    assertThat(parse(message)).isEqualTo(Envelope.EMPTY);
  }

  @Test
  void aStrayLineInTheHeaderHidesNothing() {
    assertThat(parse("From: a@example.com\nbroken fold\nSubject: Still here\n\nbody").subject())
        .isEqualTo("Still here");
  }

  @Test
  void aBodyThatBeginsWithoutAnEmptyLineIsNotTheHeader() {
    assertThat(parse("From: a@example.com\nHello there,\nyes\n\nSubject: no\n").subject())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=|Grüße",
        "=?utf-8?B?R3LDvMOfZQ==?=|Grüße",
        "=?utf-8*de?B?R3LDvMOfZQ?=|Grüße",
        "=?ISO-8859-1?Q?M=FCller_&_S=F6hne?=|Müller & Söhne",
        "Re: =?iso-8859-1?q?a?= =?iso-8859-1?q?b?= c|Re: ab c",
        "=?utf-8?q?=C3?= =?utf-8?q?=BC?=|ü",
        "=?utf-8?b?w7w=?= and =?utf-8?b?w7w=?=|ü and ü",
        "=?utf-8?q?a b?=|a b",
        "\"=?utf-8?q?=C3=BC?=\" <a@b>|\"ü\" <a@b>",
        "=?x-unknown?q?=FC?=|ü",
        "=?gb2312?B?xOO6ww==?=|你好",
        "=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=|日本",
        "=?koi8-r?B?8NLJ18XU?=|Привет",
        "=?utf-8?q?open|=?utf-8?q?open",
        "=?utf-8?x?odd?=|=?utf-8?x?odd?=",
        "a=?b|a=?b",
        "=?utf-8?q?tab=09line=0D=0Aend?=|tab line end",
      })
  void decodesEncodedWords(String written, String read) {
    assertThat(parse("Subject: " + written + "\n\n").subject()).isEqualTo(read);
  }

  @Test
  void foldsToOneLine() {
    assertThat(parse("Subject:   a\r\n \tb\u0001 \u0007  c  \r\n\r\n").subject())
        .isEqualTo("a b c");
  }

  @Test
  void readsRawBytesInTheCharsetThatFits() {
    assertThat(parse("Subject: Grüße\n\n").subject()).isEqualTo("Grüße");
    assertThat(parse(bytes("Subject: Grüße\n\n", "windows-1252")).subject()).isEqualTo("Grüße");
    assertThat(
            parse(bytes("Subject: 会议通知\nContent-Type: text/plain; charset=gb2312\n\n", "GB18030"))
                .subject())
        .isEqualTo("会议通知");
  }

  @Test
  void cutsWhatIsTooLongBetweenCharacters() {
    String subject = parse("Subject: a" + "\uD83D\uDE00".repeat(2000) + "\n\n").subject();

    assertThat(subject).hasSizeLessThanOrEqualTo(1000).endsWith("\uD83D\uDE00…");
    assertThat(parse("Subject: " + "x".repeat(5000) + "\n\n").subject()).hasSize(1000);
  }

  @ParameterizedTest
  @CsvSource({
    "'Tue, 5 Mar 2024 10:20:30 +0100', 2024-03-05T09:20:30Z",
    "'5 Mar 2024 10:20 +0100', 2024-03-05T09:20:00Z",
    "'Tue, 05 Mar 24 10:20:30 GMT (comment (nested))', 2024-03-05T10:20:30Z",
    "'Tue Mar  5 10:20:30 2024', 2024-03-05T10:20:30Z",
    "'Tue, 5 Mar 2024 10:20:30 EST', 2024-03-05T15:20:30Z",
    "'2024-03-05T10:20:30.123+01:00', 2024-03-05T09:20:30Z",
    "'Fri, 31 Dec 1999 23:59:60 -0500', 2000-01-01T04:59:59Z",
    "'Mon, 1 Jan 99 00:00:00 +0000', 1999-01-01T00:00:00Z",
    "'Mon, 1 Jan 101 00:00:00 +0000', 2001-01-01T00:00:00Z",
    "'5-Mar-2024 10:20:30 +0530', 2024-03-05T04:50:30Z",
  })
  void readsDatesAsTheyAreWritten(String written, Instant read) {
    assertThat(parse("Date: " + written + "\n\n").date()).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "yesterday", "Tue, 31 Feb 2024 10:00:00 +0000", "Thu, 1 Jan 1970 00:00:00 +0000",
        "1 Jan 9999 00:00:00 +0000", "1 Jan 2024 25:00:00 +0000", "99999999999999", "+ - : , (",
      })
  void aDateThatMakesNoSenseIsNone(String written) {
    assertThat(parse("Date: " + written + "\n\n").date()).isNull();
  }

  @Test
  void readsOnlyTheBeginningOfALargeMessage() {
    Content large =
        new Content() {
          @Override
          public long size() {
            return 1L << 40;
          }

          @Override
          public InputStream open() {
            return new ByteArrayInputStream(PLAIN.getBytes(StandardCharsets.UTF_8));
          }
        };
    assertThat(EnvelopeParser.parse(large)).isEqualTo(parse(PLAIN));
  }

  @Test
  void anythingAtAllHasAnEnvelope() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] valid =
        (PLAIN
                + "Content-Type: text/plain; charset=utf-8\nSubject: =?utf-8?b?w7w=?= =?utf-8?q?=C3?=")
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = valid.clone();
      for (int n = random.nextInt(30); n >= 0; n--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      }
      Envelope envelope = parse(mutated);
      assertThat(envelope.subject() + envelope.from() + envelope.to() + envelope.messageId())
          .as("seed %d", seed)
          .hasSizeLessThanOrEqualTo(3500)
          .doesNotContainPattern("[\\u0000-\\u001f]");
    }
  }

  private static byte[] bytes(String text, String charset) {
    return text.getBytes(Charset.forName(charset));
  }

  private static Envelope parse(String message) {
    return parse(message.getBytes(StandardCharsets.UTF_8));
  }

  private static Envelope parse(byte[] message) {
    return EnvelopeParser.parse(Content.of(message));
  }
}
