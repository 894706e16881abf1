package dev.mailcask.message;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message as people and the index read it. Immutable and thread-safe.
///
/// Holds on to the message's header, and decodes of it what is asked for.
public final class ParsedMessage {

  private static final int MAX_FIELD = 64 * 1024;

  private final RawHeader header;
  private final String text;
  private final Optional<String> html;
  private final List<Attachment> attachments;
  private final List<Defect> defects;

  ParsedMessage(
      RawHeader header,
      String text,
      Optional<String> html,
      List<Attachment> attachments,
      List<Defect> defects) {
    this.header = header;
    this.text = text;
    this.html = html;
    this.attachments = List.copyOf(attachments);
    this.defects = List.copyOf(defects);
  }

  /// A field of the header.
  ///
  /// @param name as it is written
  /// @param value decoded and on one line
  public record Field(String name, String value) {}

  /// The few fields by which people recognise the message.
  public Envelope envelope() {
    return EnvelopeParser.parse(header);
  }

  /// All fields of the header in their order, at most 64 K chars of each.
  public List<Field> fields() {
    Charset fallback = header.count() == 0 ? null : EnvelopeParser.charset(header);
    List<Field> fields = new ArrayList<>(header.count());
    for (int i = 0; i < header.count(); i++) {
      String value =
          HeaderText.decode(
              header.bytes(), header.valueStart(i), header.valueEnd(i), MAX_FIELD, fallback);
      fields.add(new Field(header.name(i), value));
    }
    return List.copyOf(fields);
  }

  /// The values of all fields of a name, which must be in lower case, decoded and joined by a
  /// comma; empty where there is none.
  public String header(String lowerName) {
    int field = header.find(lowerName);
    if (field < 0) {
      return "";
    }
    Charset fallback = EnvelopeParser.charset(header);
    String first = value(field, fallback);
    int next = header.find(lowerName, field + 1);
    if (next < 0) {
      return first;
    }
    StringBuilder all = new StringBuilder(first);
    for (; next >= 0 && all.length() < MAX_FIELD; next = header.find(lowerName, next + 1)) {
      all.append(", ").append(value(next, fallback));
    }
    return all.toString();
  }

  private String value(int field, @Nullable Charset fallback) {
    return HeaderText.decode(
        header.bytes(), header.valueStart(field), header.valueEnd(field), MAX_FIELD, fallback);
  }

  /// The text of the message: its plain text, and that of its HTML where this says more. Lines end
  /// as they do in the message.
  public String text() {
    return text;
  }

  /// The HTML of the message as it was sent, to be sanitized before anybody sees it.
  public Optional<String> html() {
    return html;
  }

  /// What is not text, in the order of the message.
  public List<Attachment> attachments() {
    return attachments;
  }

  /// What is wrong with the message.
  public List<Defect> defects() {
    return defects;
  }
}
