package dev.mailcask.index;

import dev.mailcask.catalog.Message;
import dev.mailcask.message.Attachment;
import dev.mailcask.message.BaseSubject;
import dev.mailcask.message.Defect;
import dev.mailcask.message.Envelope;
import dev.mailcask.message.ParsedMessage;
import dev.mailcask.message.Passage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Turns messages into documents. Each thread that indexes has its own, because the fields and
/// their word streams are used again for every message.
final class MessageDocument {

  private static final List<Defect.Kind> HIDING =
      List.of(Defect.Kind.TEXT_CUT, Defect.Kind.TOO_DEEP, Defect.Kind.TOO_MANY_PARTS);

  /// Chars of a text by which its language is told, and those that are enough.
  private static final int LANGUAGE_CHARS = 1500;

  private static final int ENOUGH_CHARS = 300;

  private static final AttachmentKind[] KINDS = AttachmentKind.values();

  private final List<IndexableField> fields = new ArrayList<>(32);
  private final BytesRef idBytes = new BytesRef();
  private final Field id = new StringField(Fields.ID, idBytes, Field.Store.NO);
  private final Field idValue = new BinaryDocValuesField(Fields.ID, idBytes);
  private final LongField received = new LongField(Fields.RECEIVED, 0, Field.Store.NO);
  private final LongPoint size = new LongPoint(Fields.SIZE, 0);
  private final NumericDocValuesField sender = new NumericDocValuesField(Fields.SENDER, 0);
  private final NumericDocValuesField kinds = new NumericDocValuesField(Fields.KINDS, 0);
  private final TextField from = new TextField(Fields.FROM);
  private final TextField to = new TextField(Fields.TO);
  private final TextField cc = new TextField(Fields.CC);
  private final TextField bcc = new TextField(Fields.BCC);
  private final TextField subject = new TextField(Fields.SUBJECT);
  private final TextField body = new TextField(Fields.BODY);
  private final TextField quoted = new TextField(Fields.QUOTED);
  private final TextField attached = new TextField(Fields.ATTACHED);
  private final TextField file = new TextField(Fields.FILE);
  private final TextField list = new TextField(Fields.LIST);
  private final Tails tails = new Tails();
  private final Field tail = new Field(Fields.TAIL, tails, Fields.BARE_WORDS);
  private final Language language = new Language();
  private final Words words = new Words();
  private final List<String> own = new ArrayList<>();
  private final List<String> others = new ArrayList<>();

  /// The document of a message, valid until the next one is asked for.
  ///
  /// @param state its placements, see [PlacementCodec]
  /// @param parsed null if the message cannot be read, so that it is found by its envelope only
  /// @param attached what its attachments gave, or null if they are to be read later
  List<IndexableField> of(
      Message message,
      BytesRef state,
      @Nullable ParsedMessage parsed,
      @Nullable Attached attached) {
    fields.clear();
    identity(message);
    fields.add(new BinaryDocValuesField(Fields.STATE, state));
    if (parsed == null) {
      envelope(message.envelope());
    } else {
      header(parsed);
      relations(parsed);
      text(parsed.passages());
      attachments(parsed.attachments());
      attached(parsed.attachments(), attached);
      defects(parsed);
    }
    return fields;
  }

  private void identity(Message message) {
    idBytes.bytes = message.id().bytes();
    idBytes.length = idBytes.bytes.length;
    received.setLongValue(message.received().toEpochMilli());
    size.setLongValue(message.size());
    sender.setLongValue(Senders.key(message.envelope().from()));
    fields.add(id);
    fields.add(idValue);
    fields.add(received);
    fields.add(size);
    fields.add(sender);
  }

  private void envelope(Envelope envelope) {
    from.add(envelope.from());
    to.add(envelope.to());
    subject.add(envelope.subject());
    exact(Fields.MESSAGE_ID, envelope.messageId());
    is(Fields.IS_DEFECTIVE);
    is(Fields.IS_UNREAD_BODY);
  }

  private void header(ParsedMessage parsed) {
    from.add(parsed.header("from"));
    to.add(parsed.header("to"));
    cc.add(parsed.header("cc"));
    bcc.add(parsed.header("bcc"));
    subject.add(parsed.header("subject"));
    list.add(parsed.listId());
  }

  /// What conversations are made of.
  private void relations(ParsedMessage parsed) {
    exact(Fields.MESSAGE_ID, parsed.envelope().messageId());
    List<String> references = parsed.references();
    for (String reference : references) {
      exact(Fields.REFERENCES, reference);
    }
    BaseSubject topic = parsed.baseSubject();
    exact(Fields.TOPIC, topic.text().toLowerCase(Locale.ROOT));
    if (topic.reply() && references.isEmpty()) {
      is(Fields.IS_ORPHANED);
    }
  }

  private void text(List<Passage> passages) {
    own.clear();
    others.clear();
    for (Passage passage : passages) {
      switch (passage.kind()) {
        case OWN -> own.add(passage.text());
        case QUOTED, SIGNATURE, HIDDEN -> others.add(passage.text());
        case DATA -> {}
      }
    }
    body.add(own);
    quoted.add(others);
    language();
  }

  /// Told by the beginning of the sender's own text; by what was quoted where he
  /// wrote little.
  private void language() {
    language.reset();
    int left = LANGUAGE_CHARS;
    for (List<String> texts : List.of(own, others)) {
      for (String text : texts) {
        String some = text.substring(0, Math.min(text.length(), left));
        left -= some.length();
        words.reset(some);
        while (words.next()) {
          language.word(words.bytes(), words.length());
        }
      }
      if (left < LANGUAGE_CHARS - ENOUGH_CHARS) {
        break;
      }
    }
    String code = language.code();
    if (!code.equals(Language.UNDETERMINED)) {
      fields.add(new StringField(Fields.LANGUAGE, code, Field.Store.NO));
    }
    if (Language.compounds(code)) {
      tails.values(own);
      fields.add(tail);
    }
  }

  /// What attachments gave.
  ///
  /// @param refused whether one of them was refused
  record Attached(List<String> texts, boolean refused) {}

  private void attached(List<Attachment> attachments, @Nullable Attached read) {
    if (read == null) {
      if (attachments.stream().anyMatch(AttachmentKind::isReadable)) {
        is(Fields.IS_WAITING);
      }
      return;
    }
    attached.add(read.texts());
    if (read.refused()) {
      is(Fields.IS_UNREAD_ATTACHMENT);
    }
  }

  private void attachments(List<Attachment> attachments) {
    if (attachments.isEmpty()) {
      return;
    }
    file.add(attachments.stream().map(Attachment::name).toList());
    if (attachments.stream().anyMatch(it -> AttachmentKind.of(it) == AttachmentKind.CALENDAR)) {
      is(Fields.IS_INVITATION);
    }
    long bits = 0;
    for (Attachment attachment : attachments) {
      if (!attachment.inline()) {
        bits |= AttachmentKind.of(attachment).bit();
      }
    }
    if (bits != 0) {
      is(Fields.IS_ATTACHED);
      kinds.setLongValue(bits);
      fields.add(kinds);
      for (AttachmentKind kind : KINDS) {
        if ((bits & kind.bit()) != 0) {
          fields.add(new StringField(Fields.KIND, kind.term(), Field.Store.NO));
        }
      }
    }
  }

  private void defects(ParsedMessage parsed) {
    List<Defect.Kind> kindsOfDefects = parsed.defects().stream().map(Defect::kind).toList();
    if (kindsOfDefects.stream().anyMatch(HIDING::contains)) {
      is(Fields.IS_DEFECTIVE);
    }
    if (kindsOfDefects.contains(Defect.Kind.ENCRYPTED)) {
      is(Fields.IS_ENCRYPTED);
    }
    if (parsed.signed()) {
      is(Fields.IS_SIGNED);
    }
    if (parsed.hasLinks()) {
      is(Fields.IS_LINKED);
    }
  }

  private void exact(String field, String text) {
    if (!text.isEmpty()) {
      fields.add(new StringField(field, Hashes.term(text), Field.Store.NO));
    }
  }

  private void is(String value) {
    fields.add(new StringField(Fields.IS, value, Field.Store.NO));
  }

  /// A field of words.
  private final class TextField {

    private final WordStream words = new WordStream();
    private final Field field;

    TextField(String name) {
      this.field = new Field(name, words, Fields.WORDS);
    }

    void add(String value) {
      if (!value.isEmpty()) {
        add(List.of(value));
      }
    }

    void add(List<String> values) {
      if (values.isEmpty()) {
        return;
      }
      words.values(values);
      fields.add(field);
    }
  }
}
