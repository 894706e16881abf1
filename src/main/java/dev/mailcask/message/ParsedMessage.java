package dev.mailcask.message;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A message as people and the index read it. Immutable and thread-safe.
///
/// Holds on to the message's header, and decodes of it what is asked for.
public final class ParsedMessage {

  private static final int MAX_FIELD = 64 * 1024;

  private final RawHeader header;
  private final MessageText text;
  private final Optional<String> html;
  private final List<Attachment> attachments;
  private final List<Defect> defects;
  private final boolean signed;

  ParsedMessage(
      RawHeader header,
      MessageText text,
      Optional<String> html,
      List<Attachment> attachments,
      List<Defect> defects,
      boolean signed) {
    this.header = header;
    this.text = text;
    this.html = html;
    this.attachments = List.copyOf(attachments);
    this.defects = List.copyOf(defects);
    this.signed = signed;
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

  /// The text of the message as people read it: its plain text, or that of its HTML where the plain
  /// text is missing or only says to look there. Lines end as they do in the message, but that
  /// those of flowed text are joined.
  public String text() {
    return text.shown();
  }

  /// The text of one kind, which is what is searched and highlighted; empty where there is none.
  public String text(Passage.Kind kind) {
    return text.of(kind);
  }

  /// The text, taken apart by whose it is, in its order.
  public List<Passage> passages() {
    return text.passages();
  }

  /// Whether the sender's own text has links to the web.
  public boolean hasLinks() {
    return text.links();
  }

  /// Whether the message, or a part of it, carries a signature of S/MIME or PGP. Nobody has checked
  /// whether it is right.
  public boolean signed() {
    return signed;
  }

  /// Which mailing list sent the message (RFC 2919): the identifier without the description, in
  /// lower case; empty where none did.
  public String listId() {
    int field = header.find("list-id");
    if (field < 0) {
      return "";
    }
    String value = value(field, null);
    int open = value.lastIndexOf('<');
    int close = value.indexOf('>', open + 1);
    String id = open >= 0 && close > open ? value.substring(open + 1, close) : value;
    return id.strip().toLowerCase(Locale.ROOT);
  }

  /// The ids of the messages that this one goes back to (References and In-Reply-To), the one it
  /// answers last; without angle brackets and at most 200, of more the first and the last.
  public List<String> references() {
    int answered = header.find("in-reply-to");
    int earlier = header.find("references");
    if (answered < 0 && earlier < 0) {
      return List.of();
    }
    // The one that is answered is the last of References; programs that write several ids, or
    // other ones, into In-Reply-To do so of messages that come before.
    String ids = answered < 0 ? "" : value(answered, null);
    return MessageIds.in(earlier < 0 ? ids : ids + " " + value(earlier, null));
  }

  /// The ids of the messages that this one answers, as In-Reply-To has them; mostly one.
  public List<String> inReplyTo() {
    int answered = header.find("in-reply-to");
    return answered < 0 ? List.of() : MessageIds.in(value(answered, null));
  }

  /// What the subject is about, without "Re:" and its like.
  public BaseSubject baseSubject() {
    return BaseSubject.of(header("subject"));
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
