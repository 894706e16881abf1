package dev.mailcask.demo;

import dev.mailcask.demo.CommandReader.Argument;
import dev.mailcask.demo.MailStore.Mail;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The data items of one FETCH (RFC 3501 section 6.4.5): UID, FLAGS, INTERNALDATE, RFC822.SIZE and
/// bodies, whole, header or text, with a partial range.
final class FetchItems {

  private static final Pattern BODY =
      Pattern.compile("BODY(\\.PEEK)?\\[(HEADER|TEXT|)](?:<(\\d+)\\.(\\d+)>)?");

  private final List<String> items = new ArrayList<>();

  private FetchItems() {}

  static FetchItems of(Argument wanted, boolean uid) {
    FetchItems fetch = new FetchItems();
    if (uid) {
      fetch.items.add("UID");
    }
    for (String item : wanted.string().toUpperCase(Locale.ROOT).split(" ", -1)) {
      switch (item) {
        case "ALL", "FAST", "FULL" ->
            fetch.items.addAll(List.of("FLAGS", "INTERNALDATE", "RFC822.SIZE"));
        case "UID" -> {
          if (!uid) {
            fetch.items.add(item);
          }
        }
        case "FLAGS", "INTERNALDATE", "RFC822.SIZE" -> fetch.items.add(item);
        default -> {
          if (!BODY.matcher(item).matches()) {
            throw new IllegalArgumentException("unknown item");
          }
          fetch.items.add(item);
        }
      }
    }
    return fetch;
  }

  /// Writes the answer for one message; reading a body without PEEK sets `\Seen`.
  void write(int sequence, Mail mail, boolean readOnly, OutputStream out) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.writeBytes(bytes("* " + sequence + " FETCH ("));
    String separator = "";
    for (String item : items) {
      line.writeBytes(bytes(separator));
      separator = " ";
      switch (item) {
        case "UID" -> line.writeBytes(bytes("UID " + mail.uid));
        case "FLAGS" -> line.writeBytes(bytes("FLAGS (" + String.join(" ", mail.flags) + ")"));
        case "INTERNALDATE" -> line.writeBytes(bytes("INTERNALDATE \"" + mail.internalDate + "\""));
        case "RFC822.SIZE" -> line.writeBytes(bytes("RFC822.SIZE " + mail.bytes.length));
        default -> body(item, mail, readOnly, line);
      }
    }
    line.writeBytes(bytes(")\r\n"));
    line.writeTo(out);
  }

  private static void body(String item, Mail mail, boolean readOnly, ByteArrayOutputStream line) {
    Matcher match = BODY.matcher(item);
    if (!match.matches()) {
      throw new IllegalArgumentException("unknown item");
    }
    if (match.group(1) == null && !readOnly) {
      mail.flags.add("\\Seen");
    }
    byte[] section = section(mail.bytes, match.group(2));
    String name = "BODY[" + match.group(2) + "]";
    if (match.group(3) != null) {
      int from = (int) Math.min(Long.parseLong(match.group(3)), section.length);
      int to = (int) Math.min(from + Long.parseLong(match.group(4)), section.length);
      section = Arrays.copyOfRange(section, from, to);
      name += "<" + match.group(3) + ">";
    }
    line.writeBytes(bytes(name + " {" + section.length + "}\r\n"));
    line.writeBytes(section);
  }

  private static byte[] section(byte[] message, String section) {
    if (section.isEmpty()) {
      return message;
    }
    int end = new String(message, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
    int border = end < 0 ? message.length : end + 4;
    return section.equals("HEADER")
        ? Arrays.copyOf(message, border)
        : Arrays.copyOfRange(message, border, message.length);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
