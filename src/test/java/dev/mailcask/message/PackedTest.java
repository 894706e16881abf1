package dev.mailcask.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mailcask.base.Content;
import dev.mailcask.message.Defect.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is packed inside parts: signatures, winmail.dat, messages, files in text.
class PackedTest {

  private static final String INNER =
      """
      Content-Type: multipart/mixed; boundary=i

      --i

      signed words
      --i
      Content-Type: application/pdf; name=offer.pdf
      Content-Transfer-Encoding: base64

      UERG
      --i--
      """;

  private static Content mail(String type, byte[] body) {
    String head =
        "Subject: outer\nContent-Type: %s\nContent-Transfer-Encoding: base64\n\n".formatted(type);
    return Content.of(bytes(head + Base64.getMimeEncoder().encodeToString(body)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] part(Content message, int index) throws IOException {
    try (InputStream in = PartReader.open(message, index).orElseThrow()) {
      return in.readAllBytes();
    }
  }

  // S/MIME, as ASN.1

  private static byte[] element(int tag, byte[]... inner) {
    byte[] content = joined(inner);
    ByteBuffer out = ByteBuffer.allocate(content.length + 6);
    out.put((byte) tag).put((byte) 0x84).putInt(content.length).put(content);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static byte[] open(int tag, byte[]... inner) {
    return joined(new byte[] {(byte) tag, (byte) 0x80}, joined(inner), new byte[2]);
  }

  private static byte[] joined(byte[]... pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] piece : pieces) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  private static byte[] oid(int last) {
    return element(
        6, new byte[] {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 7, (byte) last});
  }

  private static byte[] definite(String content) {
    byte[] info = element(0x30, oid(1), element(0xA0, element(4, bytes(content))));
    byte[] data = element(0x30, element(2, new byte[] {1}), element(0x31, element(0x30)), info);
    return element(0x30, oid(2), element(0xA0, data));
  }

  private static byte[] indefinite(String content) {
    byte[] whole = bytes(content);
    int half = whole.length / 2;
    byte[] octets =
        open(
            0x24,
            element(4, Arrays.copyOf(whole, half)),
            open(0x24, element(4, Arrays.copyOfRange(whole, half, whole.length - 3))),
            element(0x24, element(4, Arrays.copyOfRange(whole, whole.length - 3, whole.length))));
    byte[] info = open(0x30, oid(1), open(0xA0, octets));
    byte[] digests = open(0x31, open(0x30, oid(5)));
    return open(0x30, oid(2), open(0xA0, open(0x30, element(2, new byte[] {1}), digests, info)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anOpaqueSignatureIsLookedInto(boolean definite) throws IOException {
    byte[] cms = definite ? definite(INNER) : indefinite(INNER);
    Content message = mail("application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", cms);
    ParsedMessage parsed = MessageParser.parse(message);

    assertThat(parsed.text()).isEqualTo("signed words");
    assertThat(parsed.signed()).isTrue();
    assertThat(parsed.attachments())
        .extracting(Attachment::part, Attachment::name, Attachment::inline)
        .containsExactly(tuple(0, "smime.p7m", true), tuple(3, "offer.pdf", false));
    assertThat(part(message, 3)).asString(StandardCharsets.UTF_8).isEqualTo("PDF");
    assertThat(part(message, 0)).isEqualTo(cms);
    assertThat(PartReader.open(message, 4)).isEmpty();
    assertThat(parsed.defects()).isEmpty();
  }

  @Test
  void encryptedAndMereCertificatesAreToldApart() {
    byte[] enveloped = element(0x30, oid(3), element(0xA0, element(0x30)));
    ParsedMessage encrypted = MessageParser.parse(mail("application/x-pkcs7-mime", enveloped));
    assertThat(encrypted.defects()).containsExactly(new Defect(Kind.ENCRYPTED, 0));
    assertThat(encrypted.signed()).isFalse();
    byte[] certificates = element(0x30, oid(2), element(0xA0, element(0x30, element(2))));
    assertThat(MessageParser.parse(mail("application/pkcs7-mime", certificates)).signed())
        .isFalse();
  }

  @Test
  void signaturesWithinSignaturesAreLookedIntoToADepth() {
    byte[] message = bytes("Subject: x\n\ninnermost");
    for (int i = 0; i < 30; i++) {
      String cms =
          Base64.getEncoder().encodeToString(definite(new String(message, StandardCharsets.UTF_8)));
      message =
          bytes(
              "Content-Type: application/pkcs7-mime\nContent-Transfer-Encoding: base64\n\n" + cms);
    }
    ParsedMessage parsed = MessageParser.parse(Content.of(message));
    assertThat(parsed.defects()).extracting(Defect::kind).containsExactly(Kind.NOT_OPENED);
  }

  // winmail.dat

  private static byte[] attribute(int id, byte[] content) {
    ByteBuffer out = ByteBuffer.allocate(content.length + 11).order(ByteOrder.LITTLE_ENDIAN);
    return out.put((byte) 1)
        .putInt(id)
        .putInt(content.length)
        .put(content)
        .putShort((short) 0)
        .array();
  }

  private static byte[] little(int... numbers) {
    ByteBuffer out = ByteBuffer.allocate(4 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      out.putInt(number);
    }
    return out.array();
  }

  private static byte[] property(int type, int id, byte[] content) {
    byte[] padding = new byte[-content.length & 3];
    return joined(little(id << 16 | type, 1, content.length), content, padding);
  }

  private static byte[] tnef(byte[]... attributes) {
    return joined(little(0x223E9F78), new byte[2], joined(attributes));
  }

  private static byte[] utf16(String text) {
    return (text + "\0").getBytes(StandardCharsets.UTF_16LE);
  }

  private static byte[] winmail() {
    return winmail("PDF");
  }

  private static byte[] winmail(String file) {
    byte[] named =
        joined(
            little(0x8001 << 16 | 3),
            new byte[16],
            little(1, 6),
            utf16("ab"),
            new byte[2],
            little(7));
    byte[] inner =
        tnef(
            attribute(
                0x00069003,
                joined(
                    little(2),
                    property(0x1F, 0x37, utf16("Inner subject")),
                    property(0x1F, 0x1000, utf16("Inner body")))));
    return tnef(
        attribute(0x00069007, little(1251, 0)),
        attribute(
            0x00069003,
            joined(
                little(3),
                named,
                property(0x1F, 0x1000, utf16("Внешний текст")),
                property(0x102, 0x1013, bytes("<p>outer body</p>")))),
        attribute(0x00069002, new byte[14]),
        attribute(0x00018010, "short.pdf\0".getBytes(StandardCharsets.ISO_8859_1)),
        attribute(0x0006800F, bytes(file)),
        attribute(
            0x00069005, joined(little(1), property(0x1F, 0x3707, utf16("Lange Übersicht.pdf")))),
        attribute(0x00069002, new byte[14]),
        attribute(
            0x00069005, joined(little(1), property(0x0D, 0x3701, joined(new byte[16], inner)))));
  }

  @Test
  void filesOfManyPacksAreOpenedInAnyOrder() throws IOException {
    String packs =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    "--x\nContent-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n"
                        + Base64.getMimeEncoder().encodeToString(winmail("PDF" + i))
                        + "\n")
            .collect(Collectors.joining());
    Content message =
        Content.of(bytes("Content-Type: multipart/mixed; boundary=x\n\n" + packs + "--x--\n"));
    List<Integer> files =
        MessageParser.parse(message).attachments().stream()
            .filter(file -> file.type().equals("application/pdf"))
            .map(Attachment::part)
            .toList();
    assertThat(files).hasSize(20);
    PartReader parts = new PartReader(message);
    for (int i : new int[] {3, 19, 0, 7, 8}) {
      try (InputStream in = parts.open(files.get(i)).orElseThrow()) {
        assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("PDF" + i);
      }
    }
    assertThat(parts.open(10_000)).isEmpty();
  }

  @Test
  void winmailIsTakenApart() throws IOException {
    Content message = mail("application/ms-tnef; name=winmail.dat", winmail());
    ParsedMessage parsed = MessageParser.parse(message);

    assertThat(parsed.text(Passage.Kind.OWN)).isEqualTo("Внешний текст");
    assertThat(parsed.text(Passage.Kind.QUOTED)).contains("Inner subject", "Inner body");
    assertThat(parsed.attachments())
        .extracting(Attachment::name)
        .containsExactly("winmail.dat", "Lange Übersicht.pdf", "");
    Attachment pdf = parsed.attachments().get(1);
    assertThat(pdf.type()).isEqualTo("application/pdf");
    assertThat(part(message, pdf.part())).asString(StandardCharsets.UTF_8).isEqualTo("PDF");
    assertThat(parsed.attachments().getFirst().inline()).isTrue();
  }

  @Test
  void rtfIsDecompressedAndReadAsText() {
    // the example of MS-OXRTFCP, section 4.1.1
    byte[] compressed =
        HexFormat.of()
            .parseHex(
                "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c09002062770"
                    + "5b06c647d0a800fa0");
    String rtf = new String(CompressedRtf.decompress(compressed, 1000), StandardCharsets.US_ASCII);
    assertThat(rtf).isEqualTo("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n");
    assertThat(RtfText.of(bytes(rtf), 1000)).isEqualTo("hello world");
    String unicode =
        "{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0 Arial;}}\\'cf\\'f0\\u8211?x\\par{\\*\\x no}"
            + "{\\*\\htmltag64 <p>}\\htmlrtf \\par\\htmlrtf0 y\\{}";
    assertThat(RtfText.of(bytes(unicode), 1000)).isEqualTo("Пр–x\ny{");
  }

  // messages, files, records

  @Test
  void encodedMessagesAreLookedInto() throws IOException {
    Content message =
        mail(
            "message/rfc822",
            bytes("Subject: =?utf-8?q?=C3=9Cber?=\nFrom: Anna <a@x>\n\ninner words"));
    ParsedMessage parsed = MessageParser.parse(message);
    assertThat(parsed.text(Passage.Kind.QUOTED)).isEqualTo("Über\nAnna <a@x>\ninner words");
    assertThat(parsed.text(Passage.Kind.OWN)).isEmpty();
  }

  @Test
  void uuencodedFilesAreAttachmentsAndNotText() throws IOException {
    String file = "begin 644 hello world.txt\n+2&5L;&\\@5V]R;&0\n`\nend\n";
    Content message =
        Content.of(bytes("Subject: x\n\nbefore\n" + file + "between\n" + file + "after\n"));
    ParsedMessage parsed = MessageParser.parse(message);
    assertThat(parsed.text()).isEqualTo("before\nbetween\nafter\n");
    assertThat(parsed.attachments())
        .extracting(Attachment::part, Attachment::name, Attachment::type)
        .containsExactly(
            tuple(1, "hello world.txt", "text/plain"), tuple(2, "hello world.txt", "text/plain"));
    assertThat(part(message, 2)).asString(StandardCharsets.UTF_8).isEqualTo("Hello World");

    ParsedMessage half =
        MessageParser.parse(Content.of(bytes("\nbefore\n" + file.substring(0, file.length() - 4))));
    assertThat(half.attachments()).as("half a file is none").isEmpty();
    assertThat(half.text(Passage.Kind.OWN)).isEqualTo("before\n");
    assertThat(half.text(Passage.Kind.DATA)).startsWith("begin 644");
    String words = "begin 644 words that only look so\nthis is no file\n";
    assertThat(MessageParser.parse(Content.of(bytes("\n" + words))).text(Passage.Kind.OWN))
        .isEqualTo(words);
  }

  @Test
  void invitationsAreText() {
    String calendar =
        """
        Content-Type: text/calendar; charset=utf-8; method=REQUEST

        BEGIN:VCALENDAR
        BEGIN:VTIMEZONE
        DTSTART:16010101T000000
        END:VTIMEZONE
        BEGIN:VEVENT
        SUMMARY:Review\\, second r
         ound
        DESCRIPTION;LANGUAGE=de:Erste Zeile\\nZweite
        LOCATION:Raum 5\\; links
        ORGANIZER;CN="Anna: Example":mailto:anna@example.org
        ATTENDEE;ROLE=X;CN=Ben:MAILTO:ben@example.org
        DTSTART;TZID=Berlin:20200504T101500
        X-OTHER:nothing
        END:VEVENT
        END:VCALENDAR
        """;
    ParsedMessage parsed = MessageParser.parse(Content.of(bytes(calendar)));
    assertThat(parsed.text(Passage.Kind.OWN))
        .isEqualTo(
            """
            Review, second round
            Erste Zeile
            Zweite
            Raum 5; links
            Anna: Example anna@example.org
            Ben ben@example.org
            2020-05-04 10:15
            """);
    assertThat(parsed.attachments()).hasSize(1);
  }

  @Test
  void addressCardsAndEnrichedTextAreText() {
    String card =
        "BEGIN:VCARD\nN:Example;Anna;;;\nFN;ENCODING=QUOTED-PRINTABLE:Anna =C3=9C=\nber\nitem1.EMAIL:a@x\nPHOTO:QUJD\n";
    assertThat(RecordText.of(card)).isEqualTo("Example Anna\nAnna Über\na@x\n");
    assertThat(EnrichedText.of("<bold>Now</bold> is 1 << 2<nl>and <x"))
        .isEqualTo("Now is 1 < 2\nand <x");
    String markdown = "Content-Type: text/markdown\n\n# Title";
    assertThat(MessageParser.parse(Content.of(bytes(markdown))).text()).isEqualTo("# Title");
  }

  // hostile bytes

  @Test
  void anythingAtAllIsRead() throws IOException {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    List<byte[]> kinds =
        List.of(
            winmail(),
            definite(INNER),
            indefinite(INNER),
            bytes(INNER),
            bytes("begin 644 x\n+2&5L;&\\@5V]R;&0\n`\nend\n"));
    List<String> types =
        List.of(
            "application/ms-tnef",
            "application/pkcs7-mime",
            "application/pkcs7-mime",
            "message/rfc822",
            "text/plain");
    for (int i = 0; i < 5000; i++) {
      int kind = i % kinds.size();
      byte[] mutated = kinds.get(kind).clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        int at = random.nextInt(mutated.length);
        mutated[at] =
            random.nextBoolean()
                ? (byte) random.nextInt()
                : (byte) (mutated[at] ^ 1 << random.nextInt(8));
      }
      if (random.nextInt(3) == 0) {
        mutated = Arrays.copyOf(mutated, random.nextInt(mutated.length));
      }
      Content message = mail(types.get(kind), mutated);
      ParsedMessage parsed = MessageParser.parse(message);
      assertThat(parsed.text()).as("seed %d", seed).isNotNull();
      for (Attachment attachment : parsed.attachments()) {
        assertThat(part(message, attachment.part())).as("seed %d", seed).isNotNull();
      }
      CompressedRtf.decompress(mutated, 10_000);
      RtfText.of(mutated, 10_000);
      RecordText.of(new String(mutated, StandardCharsets.ISO_8859_1));
    }
  }

  @Test
  void deepNestingEndsSomewhere() {
    byte[] eocless = new byte[200_000];
    Arrays.fill(eocless, (byte) 0x80);
    for (int i = 0; i < eocless.length; i += 2) {
      eocless[i] = 0x24;
    }
    byte[] cms =
        joined(
            new byte[] {0x30, (byte) 0x80},
            oid(2),
            new byte[] {(byte) 0xA0, (byte) 0x80, 0x30, (byte) 0x80},
            eocless);
    assertThat(MessageParser.parse(mail("application/pkcs7-mime", cms)).text()).isEmpty();
    assertThat(RtfText.of(bytes("{".repeat(20_000) + "x"), 100)).isEqualTo("x");
    String blocks = "<blockquote><div style=display:none>".repeat(20_000) + "x";
    assertThat(
            MessageParser.parse(Content.of(bytes("Content-Type: text/html\n\n" + blocks)))
                .text(Passage.Kind.HIDDEN))
        .contains("x");
  }

  @Test
  void aLineOfAHundredMegabytesIsCut() {
    byte[] head = bytes("Subject: x\nContent-Type: text/plain; format=flowed\n\n");
    Content message =
        new Content() {
          @Override
          public long size() {
            return 100_000_000;
          }

          @Override
          public InputStream open() {
            return new InputStream() {
              private int at;

              @Override
              public int read() {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0];
              }

              @Override
              public int read(byte[] target, int offset, int length) {
                int count = Math.min(length, 100_000_000 - at);
                for (int i = 0; i < count; i++, at++) {
                  target[offset + i] = at < head.length ? head[at] : (byte) 'x';
                }
                return count == 0 && length > 0 ? -1 : count;
              }
            };
          }
        };
    ParsedMessage parsed = MessageParser.parse(message);
    assertThat(parsed.text()).hasSize(MessageParser.MAX_TEXT);
  }
}
