package dev.mailcask.message;

import dev.mailcask.base.Content;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/// Reads the few fields by which people recognise a message. Stateless and thread-safe.
///
/// Reads the header alone, and of that the first 256 KiB; whatever the bytes are, there is an
/// answer. Fast enough to be asked for every message that is fetched.
public final class EnvelopeParser {

  /// A header that is longer is cut.
  static final int MAX_HEADER = 256 * 1024;

  private static final int MAX_SUBJECT = 1000;
  private static final int MAX_ADDRESSES = 1000;
  private static final int MAX_MESSAGE_ID = 500;

  private EnvelopeParser() {}

  /// Reads the envelope of a raw message.
  ///
  /// @throws UncheckedIOException if the bytes cannot be read at all
  public static Envelope parse(Content message) {
    byte[] head = head(message);
    return parse(RawHeader.scan(head, 0, Math.min(head.length, MAX_HEADER)));
  }

  static Envelope parse(RawHeader header) {
    if (header.count() == 0) {
      return Envelope.EMPTY;
    }
    Charset fallback = charset(header);
    return new Envelope(
        HeaderDate.parse(text(header, "date", 200, null)),
        text(header, "from", MAX_ADDRESSES, fallback),
        text(header, "to", MAX_ADDRESSES, fallback),
        text(header, "subject", MAX_SUBJECT, fallback),
        messageId(text(header, "message-id", MAX_MESSAGE_ID, fallback)));
  }

  private static byte[] head(Content message) {
    if (message.size() <= MAX_HEADER || message instanceof Content.InMemory) {
      return message.toByteArray();
    }
    try (InputStream in = message.open()) {
      return in.readNBytes(MAX_HEADER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(RawHeader header, String name, int cap, @Nullable Charset fallback) {
    int field = header.find(name);
    return field < 0
        ? ""
        : HeaderText.decode(
            header.bytes(), header.valueStart(field), header.valueEnd(field), cap, fallback);
  }

  /// The charset of the body, in which careless programs write the header as well; looked up only
  /// where a header has such bytes.
  static @Nullable Charset charset(RawHeader header) {
    int last = header.count() - 1;
    if (Charsets.isAscii(header.bytes(), header.valueStart(0), header.valueEnd(last))) {
      return null;
    }
    String type = text(header, "content-type", 500, null);
    String name = Parameters.parse(type).get("charset");
    return name == null ? null : Charsets.find(name);
  }

  private static String messageId(String field) {
    int open = field.indexOf('<');
    int close = field.indexOf('>', open + 1);
    return open >= 0 && close > open ? field.substring(open + 1, close).strip() : field;
  }
}
