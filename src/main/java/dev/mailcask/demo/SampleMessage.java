package dev.mailcask.demo;

import dev.mailcask.demo.SampleText.Person;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Puts one sample message together (RFC 5322, RFC 2045 to 2047, RFC 2231).
final class SampleMessage {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

  private final StringBuilder header = new StringBuilder();
  private final String id;
  private final List<Attachment> attachments = new ArrayList<>();
  private String text = "";
  private @Nullable String html;

  @SuppressWarnings("ArrayRecordComponent") // written out once, never compared
  private record Attachment(String name, String type, byte[] bytes) {}

  SampleMessage(String id, Person from, Person to, ZonedDateTime date) {
    this.id = id;
    header("Date", DATE.format(date));
    header("From", address(from));
    header("To", address(to));
    header("Message-ID", "<" + id + ">");
  }

  String id() {
    return id;
  }

  SampleMessage header(String name, String value) {
    header.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  SampleMessage subject(String subject) {
    return header("Subject", encoded(subject));
  }

  SampleMessage references(List<String> ids) {
    if (!ids.isEmpty()) {
      header("In-Reply-To", "<" + ids.getLast() + ">");
      header("References", "<" + String.join(">\r\n <", ids) + ">");
    }
    return this;
  }

  SampleMessage text(String body) {
    text = body;
    return this;
  }

  SampleMessage html(String body) {
    html = body;
    return this;
  }

  SampleMessage attach(String name, String type, byte[] bytes) {
    attachments.add(new Attachment(name, type, bytes));
    return this;
  }

  /// The message with CRLF line ends.
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    write(out, header + "MIME-Version: 1.0\r\n");
    String boundary = "=_" + id.replaceAll("[^0-9A-Za-z]", "");
    if (attachments.isEmpty()) {
      body(out, boundary + "a");
      return out.toByteArray();
    }
    write(
        out,
        "Content-Type: multipart/mixed; boundary=\""
            + boundary
            + "\"\r\n\r\n--"
            + boundary
            + "\r\n");
    body(out, boundary + "a");
    for (Attachment attachment : attachments) {
      write(out, "\r\n--" + boundary + "\r\n");
      write(out, "Content-Type: " + attachment.type() + "\r\n");
      write(out, "Content-Disposition: attachment; " + fileName(attachment.name()) + "\r\n");
      base64(out, attachment.bytes());
    }
    write(out, "\r\n--" + boundary + "--\r\n");
    return out.toByteArray();
  }

  private void body(ByteArrayOutputStream out, String boundary) {
    if (html == null) {
      part(out, "plain", text);
      return;
    }
    write(
        out,
        "Content-Type: multipart/alternative; boundary=\""
            + boundary
            + "\"\r\n\r\n--"
            + boundary
            + "\r\n");
    part(out, "plain", text);
    write(out, "\r\n--" + boundary + "\r\n");
    part(out, "html", html);
    write(out, "\r\n--" + boundary + "--\r\n");
  }

  private static void part(ByteArrayOutputStream out, String subtype, String body) {
    String lines = body.replace("\n", "\r\n") + "\r\n";
    boolean ascii = lines.chars().allMatch(c -> c < 128);
    write(
        out,
        "Content-Type: text/" + subtype + "; charset=" + (ascii ? "us-ascii" : "utf-8") + "\r\n");
    if (ascii) {
      write(out, "Content-Transfer-Encoding: 7bit\r\n\r\n" + lines);
    } else {
      write(out, "Content-Transfer-Encoding: 8bit\r\n\r\n" + lines);
    }
  }

  private static void base64(ByteArrayOutputStream out, byte[] bytes) {
    write(out, "Content-Transfer-Encoding: base64\r\n\r\n");
    out.writeBytes(Base64.getMimeEncoder(76, new byte[] {'\r', '\n'}).encode(bytes));
    write(out, "\r\n");
  }

  private static String fileName(String name) {
    if (name.chars().allMatch(c -> c < 128)) {
      return "filename=\"" + name + "\"";
    }
    StringBuilder encoded = new StringBuilder("filename*=utf-8''");
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain =
          (b >= '0' && b <= '9')
              || (b >= 'A' && b <= 'Z')
              || (b >= 'a' && b <= 'z')
              || b == '.'
              || b == '-';
      encoded.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b & 0xff));
    }
    return encoded.toString();
  }

  private static String address(Person person) {
    return encoded(person.name()) + " <" + person.address() + ">";
  }

  private static String encoded(String text) {
    return text.chars().allMatch(c -> c < 128)
        ? text
        : "=?utf-8?B?"
            + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
            + "?=";
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
