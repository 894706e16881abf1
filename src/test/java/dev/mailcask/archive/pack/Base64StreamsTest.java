package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.MailGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Base64 is taken as far as encoding it again gives the same text, and no further.
class Base64StreamsTest {

  /// What was taken of a text.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Taken(byte[] bytes, Base64Lines lines, long leading, long length) {}

  private static Taken take(byte[] text) throws IOException {
    Base64Decoding in = new Base64Decoding(new ByteArrayInputStream(text), text.length);
    byte[] bytes = in.readAllBytes();
    return new Taken(bytes, in.lines(), in.leading(), in.textLength());
  }

  private static byte[] again(Taken taken) throws IOException {
    return new Base64Encoding(
            new ByteArrayInputStream(taken.bytes), taken.bytes.length, taken.lines)
        .readAllBytes();
  }

  /// Takes a text and proves that what was taken makes the same bytes.
  private static Taken exact(byte[] text) throws IOException {
    Taken taken = take(text);
    int from = (int) taken.leading;
    assertThat(again(taken)).isEqualTo(Arrays.copyOfRange(text, from, from + (int) taken.length));
    assertThat(taken.lines.encodedLength(taken.bytes.length)).isEqualTo(taken.length);
    return taken;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void anyLineLengthIsTakenWhole(String end) throws IOException {
    Random random = new Random(7);
    for (int line = 1; line <= 200; line++) {
      byte[] bytes = new byte[random.nextInt(2000)];
      random.nextBytes(bytes);
      Taken taken = exact(MailGenerator.base64(bytes, line, end));
      assertThat(taken.bytes).as("lines of %d", line).isEqualTo(bytes);
    }
  }

  @Test
  void chunksOfTheStreamsAreNoPlaceToStop() throws IOException {
    Random random = new Random(8);
    for (int line : new int[] {0, 1, 3, 64, 73, 76, 77, 998, 8000}) {
      byte[] bytes = new byte[300_000 + random.nextInt(5)];
      random.nextBytes(bytes);
      byte[] text = MailGenerator.base64(bytes, line == 0 ? 500_000 : line, "\r\n");
      Taken taken = exact(text);
      assertThat(taken.bytes).as("lines of %d", line).isEqualTo(bytes);
      assertThat(taken.length).isEqualTo(text.length);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // text with \ for LF, how many bytes of it are taken
    "QUJD\\, 4",
    "QUJDQUJD\\QUJD\\, 13",
    "QUJDQUJD\\QUJD\\\\QUJD, 13",
    "QUJDQUJD\\QUJDQUJDQUJD\\, 17",
    "QUJDQUJD\\QQ==\\, 13",
    "QUJDQUJD\\QR==\\, 8",
    "QUJDQUJD\\QUI=\\, 13",
    "QUJDQUJD\\QUJ=\\, 8",
    "QUJDQUJD\\QQ=\\, 8",
    "QUJDQUJD\\QQ===\\, 13",
    "QUJDQUJD\\QQ==QUJD, 13",
    "QUJDQUJD\\Q===\\, 8",
    "QUJDQUJD\\====\\, 8",
    "QUJDQUJD\\QUJD_list, 13",
    "QUJDQUJD\\QUJDQU-D\\, 13",
    "QUJDQUJD \\QUJD\\, 8",
    "QUJDQUJD, 8",
    "QUJDQU, 4",
    "QUJ\\DQU\\JDQ\\UJD\\, 15",
    "'>From', 0",
    "'', 0",
    "=, 0"
  })
  void itEndsWhereTheTextIsNotCanonical(String text, long taken) throws IOException {
    assertThat(exact(ascii(text.replace('\\', '\n'))).length).isEqualTo(taken);
  }

  @Test
  void emptyLinesBeforeItAreLeftOut() throws IOException {
    Taken taken = exact(ascii("\r\n\r\nQUJD\r\nQUJD\r\n"));
    assertThat(taken.leading).isEqualTo(4);
    assertThat(taken.bytes).isEqualTo(ascii("ABCABC"));
  }

  @Test
  void mixedLineEndsEndIt() throws IOException {
    assertThat(exact(ascii("QUJD\r\nQUJD\nQUJD\r\n")).length).isEqualTo(10);
    assertThat(exact(ascii("QUJD\nQUJD\r\nQUJD\n")).length).isEqualTo(9);
    assertThat(exact(ascii("QUJD\rQUJD\rQUJD")).length).isEqualTo(4);
  }

  @Test
  void whateverIsTakenIsExact() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    MailGenerator generator = new MailGenerator(random, 90_000);
    for (int i = 0; i < 3000; i++) {
      byte[] bytes = generator.attachments().get(random.nextInt(12));
      byte[] text = MailGenerator.base64(bytes, 1 + random.nextInt(100), "\r\n");
      exact(generator.mutate(text));
    }
  }
}
