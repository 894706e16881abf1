package dev.mailcask.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// Makes up mail with attachments, good and bad, the same for the same seed: multiparts in
/// multiparts, messages in messages, base64 of any line length and line end, and what broken
/// software and cut connections make of it. A few attachments come again and again.
public final class MailGenerator {

  private static final List<String> LINE_ENDS = List.of("\r\n", "\n", "\r", "\n\n", "\r\r\n", "");
  private static final List<String> PADDINGS = List.of("", "=", "==", "===", "A=", "=A==", "====");

  private final Random random;
  private final List<byte[]> attachments = new ArrayList<>();

  /// @param largest the length of the largest attachment
  public MailGenerator(Random random, int largest) {
    this.random = random;
    for (int i = 0; i < 12; i++) {
      attachments.add(attachment(1 + random.nextInt(largest)));
    }
  }

  /// Noise, or text, or a little of both.
  private byte[] attachment(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    int text = random.nextInt(3);
    for (int i = 0; i < length; i++) {
      if (text == 0 || (text == 1 && i < length / 2)) {
        bytes[i] = (byte) "etaoin shrdlu \r\n".charAt(bytes[i] & 0xf);
      }
    }
    return bytes;
  }

  /// The attachments that come again and again.
  public List<byte[]> attachments() {
    return attachments;
  }

  /// A message; one in two is as it should be.
  public byte[] next() {
    byte[] message =
        switch (random.nextInt(12)) {
          case 0 -> nested(1 + random.nextInt(1000));
          case 1 -> attachment(random.nextInt(20_000));
          default -> message(random.nextInt(4));
        };
    return random.nextBoolean() ? message : mutate(message);
  }

  /// A message with multiparts nested so deep at most.
  public byte[] message(int depth) {
    String end = random.nextInt(4) == 0 ? "\n" : "\r\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    put(out, "From: a@example.org" + end + "Subject: " + random.nextInt() + end);
    body(out, depth, end);
    return out.toByteArray();
  }

  /// The fields of a body and the body.
  private void body(ByteArrayOutputStream out, int depth, String end) {
    int kind = depth == 0 ? 2 + random.nextInt(4) : random.nextInt(6);
    switch (kind) {
      case 0, 1 -> multipart(out, depth, end);
      case 2 -> {
        put(out, "Content-Type: text/html; charset=utf-8" + end);
        put(out, "Content-Transfer-Encoding: 8bit" + end + end);
        put(out, "<p>grüße</p>".repeat(random.nextInt(300)) + end);
      }
      case 3 -> {
        put(out, "Content-Type: message/rfc822" + end + end);
        out.writeBytes(message(Math.max(0, depth - 1)));
      }
      default -> {
        put(out, "Content-Type: application/octet-stream" + end);
        put(out, "Content-Transfer-Encoding: Base64" + end + end);
        out.writeBytes(base64(end));
      }
    }
  }

  private void multipart(ByteArrayOutputStream out, int depth, String end) {
    String boundary = "b-" + random.nextInt(1000);
    put(out, "Content-Type: multipart/mixed; boundary=\"" + boundary + "\"" + end + end);
    for (int part = random.nextInt(4); part >= 0; part--) {
      put(out, end + "--" + boundary + end);
      body(out, depth - 1, end);
    }
    put(out, end + "--" + boundary + "--" + end);
  }

  private byte[] base64(String end) {
    byte[] bytes =
        random.nextBoolean()
            ? attachments.get(random.nextInt(attachments.size()))
            : attachment(random.nextInt(6000));
    if (random.nextInt(4) > 0) {
      return base64(bytes, 76, end);
    }
    int line = 1 + random.nextInt(200);
    return base64(bytes, line, LINE_ENDS.get(random.nextInt(LINE_ENDS.size())));
  }

  /// Bytes in base64, cut into lines of this length.
  public static byte[] base64(byte[] bytes, int line, String end) {
    String text = Base64.getEncoder().encodeToString(bytes);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i += line) {
      out.append(i == 0 ? "" : end).append(text, i, Math.min(text.length(), i + line));
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] nested(int depth) {
    StringBuilder out = new StringBuilder("Subject: deep\r\n");
    for (int i = 0; i < depth; i++) {
      out.append("Content-Type: multipart/mixed; boundary=b").append(i).append("\r\n\r\n--b");
      out.append(i).append("\r\n");
    }
    out.append("Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    out.append(new String(base64("\r\n"), StandardCharsets.ISO_8859_1));
    for (int i = depth - 1; i >= 0; i--) {
      out.append("\r\n--b").append(i).append("--");
    }
    return out.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// What became of a message on a bad way.
  public byte[] mutate(byte[] message) {
    byte[] bytes = message;
    for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      bytes =
          switch (random.nextInt(8)) {
            case 0 -> Arrays.copyOf(bytes, at);
            case 1 -> replaced(bytes, at, new byte[] {(byte) random.nextInt(256)}, 1);
            case 2 -> replaced(bytes, at, lineEnd(), random.nextInt(2));
            case 3 -> replaced(bytes, at, new byte[] {0, '\r', (byte) 0xfc}, 0);
            case 4 -> replaced(bytes, at, latin1(PADDINGS.get(random.nextInt(7))), 0);
            case 5 -> replaced(bytes, at, new byte[0], random.nextInt(200));
            case 6 -> replaced(bytes, bytes.length, latin1("\n_____\nlist footer\n"), 0);
            default -> replaced(bytes, at, latin1("\r\n--b-" + random.nextInt(1000) + "\r\n"), 0);
          };
    }
    return bytes;
  }

  private byte[] lineEnd() {
    return latin1(LINE_ENDS.get(random.nextInt(LINE_ENDS.size())));
  }

  private static byte[] replaced(byte[] bytes, int at, byte[] by, int cut) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + by.length);
    out.write(bytes, 0, at);
    out.writeBytes(by);
    int from = Math.min(bytes.length, at + cut);
    out.write(bytes, from, bytes.length - from);
    return out.toByteArray();
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void put(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
