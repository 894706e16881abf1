package dev.mailcask.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;

/// Attachments that open in the programs they are meant for, and messages that break the rules.
final class SampleFiles {

  private SampleFiles() {}

  /// A page with one line of text.
  static byte[] pdf(String line) {
    String stream = "BT /F1 20 Tf 72 760 Td (" + line.replaceAll("[()\\\\]", " ") + ") Tj ET";
    List<String> objects =
        List.of(
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
                + " /Resources << /Font << /F1 5 0 R >> >> >>",
            "<< /Length " + stream.length() + " >>\nstream\n" + stream + "\nendstream",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
    StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
    StringBuilder xref = new StringBuilder("xref\n0 6\n0000000000 65535 f \n");
    for (int i = 0; i < objects.size(); i++) {
      xref.append(String.format(Locale.ROOT, "%010d 00000 n \n", pdf.length()));
      pdf.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int start = pdf.length();
    pdf.append(xref).append("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n");
    return pdf.append(start).append("\n%%EOF\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// A picture of a house, in a colour of its own.
  static byte[] png(int variant) {
    int size = 240;
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int y = 0; y < size; y++) {
      rows.write(0);
      for (int x = 0; x < size; x++) {
        boolean roof = y > 40 && y < 110 && Math.abs(x - 120) < (y - 40) * 1.3;
        boolean wall = y >= 110 && y < 200 && x > 55 && x < 185;
        boolean door = wall && y > 145 && x > 105 && x < 135;
        int shade = door ? 70 : roof ? 120 : wall ? 190 : 245;
        rows.write(shade);
        rows.write(Math.clamp(shade - 6L * variant, 0, 255));
        rows.write(Math.clamp(shade - 25L + 5L * variant, 0, 255));
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] head =
        ByteBuffer.allocate(13).putInt(size).putInt(size).put(new byte[] {8, 2, 0, 0, 0}).array();
    chunk(png, "IHDR", head);
    chunk(png, "IDAT", deflate(rows.toByteArray()));
    chunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static byte[] deflate(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] body =
        ByteBuffer.allocate(4 + data.length)
            .put(type.getBytes(StandardCharsets.US_ASCII))
            .put(data)
            .array();
    CRC32 crc = new CRC32();
    crc.update(body);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(body);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  static byte[] csv(SplittableRandom random) {
    StringBuilder csv = new StringBuilder("Part;Länge mm;Stück\r\n");
    for (String part : List.of("Pfosten", "Sparren", "Riegel", "Diele", "Latte", "Schwelle")) {
      csv.append(part).append(';').append(600 + 10 * random.nextInt(340)).append(';');
      csv.append(1 + random.nextInt(48)).append("\r\n");
    }
    return csv.toString().getBytes(StandardCharsets.UTF_8);
  }

  static byte[] calendar(String title, ZonedDateTime date) {
    String day = DateTimeFormatter.BASIC_ISO_DATE.format(date.plusDays(9).toLocalDate());
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//demo//EN\r\nBEGIN:VEVENT\r\n"
            + "UID:"
            + date.toEpochSecond()
            + "@becker.example\r\n"
            + "DTSTAMP:"
            + day
            + "T080000Z\r\nDTSTART:"
            + day
            + "T090000Z\r\n"
            + "SUMMARY:"
            + title
            + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// One char a byte.
  static List<String> oddities() {
    return List.of(
        "From: \"You have won\" <prize@lucky.example>\r\nSubject: 1.000.000 EUR\r\n\r\n"
            + "No date, no Message-ID, and surely no prize.\r\n",
        "From: k\u00f6nig@umlaut.example\r\nSubject: 8-bit header: Gr\u00fc\u00dfe aus K\u00f6ln\r\n"
            + "Date: Tue, 2 Feb 2021 10:00:00 +0100\r\n\r\nAn old mail program wrote this header.\r\n",
        "Subject: a part that never ends\r\nFrom: broken@mime.example\r\n"
            + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
            + "Content-Type: text/plain\r\n\r\nThe last boundary is missing.\r\n",
        "\r\nA message without any header.\r\n",
        "From: scanner@office.example\r\nSubject: Scan\r\nDate: 31 Feb 2023 25:61:00 +9999\r\n"
            + "Content-Type: text/plain; charset=klingon\r\n\r\nA date and a charset of fantasy.\r\n",
        "From: =?utf-8?Q?half_an_encoded?= <w@example.org>\r\nSubject: =?utf-8?B?not base64!?=\r\n"
            + "Date: Fri, 6 Sep 2024 12:00:00 +0200\r\nContent-Type: text/html\r\n\r\n"
            + "<p>HTML <b>that <i>nobody</b> closed, and an image from far away "
            + "<img src=\"http://tracker.example/pixel.gif\">\r\n",
        "From: mac@classic.example\r\nSubject: bare line feeds\r\nDate: Mon, 1 Sep 2025 08:00:00 +0200"
            + "\r\n\r\none\ntwo\rthree\r\n");
  }
}
