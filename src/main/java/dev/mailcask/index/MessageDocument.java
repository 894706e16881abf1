package dev.mailcask.index;

import dev.mailcask.catalog.Message;
import dev.mailcask.catalog.Message.Place;
import dev.mailcask.message.Attachment;
import dev.mailcask.message.Defect;
import dev.mailcask.message.ParsedMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Turns messages into documents. Each thread that indexes has its own, because the fields and
/// their word streams are used again for every message.
final class MessageDocument {

  private static final List<Defect.Kind> HIDING =
      List.of(Defect.Kind.TEXT_CUT, Defect.Kind.TOO_DEEP, Defect.Kind.TOO_MANY_PARTS);

  private final List<IndexableField> fields = new ArrayList<>(24);
  private final BytesRef idBytes = new BytesRef();
  private final Field id = new StringField(Fields.ID, idBytes, Field.Store.NO);
  private final Field idValue = new BinaryDocValuesField(Fields.ID, idBytes);
  private final LongField received = new LongField(Fields.RECEIVED, 0, Field.Store.NO);
  private final LongPoint size = new LongPoint(Fields.SIZE, 0);
  private final TextField from = new TextField(Fields.FROM);
  private final TextField to = new TextField(Fields.TO);
  private final TextField cc = new TextField(Fields.CC);
  private final TextField bcc = new TextField(Fields.BCC);
  private final TextField messageId = new TextField(Fields.MESSAGE_ID);
  private final TextField subject = new TextField(Fields.SUBJECT);
  private final TextField body = new TextField(Fields.BODY);
  private final TextField file = new TextField(Fields.FILE);
  private final TextField folder = new TextField(Fields.FOLDER);

  /// The document of a message, valid until the next one is asked for.
  ///
  /// @param parsed null if the message cannot be read, so that it is found by its envelope only
  List<IndexableField> of(Message message, @Nullable ParsedMessage parsed) {
    fields.clear();
    identity(message);
    if (parsed == null) {
      from.add(message.envelope().from());
      to.add(message.envelope().to());
      subject.add(message.envelope().subject());
      messageId.add(message.envelope().messageId());
      is(Fields.IS_DEFECTIVE);
    } else {
      content(parsed);
    }
    places(message.places());
    return fields;
  }

  private void identity(Message message) {
    idBytes.bytes = message.id().bytes();
    idBytes.length = idBytes.bytes.length;
    received.setLongValue(message.received().toEpochMilli());
    size.setLongValue(message.size());
    fields.add(id);
    fields.add(idValue);
    fields.add(received);
    fields.add(size);
  }

  private void content(ParsedMessage parsed) {
    from.add(parsed.header("from"));
    to.add(parsed.header("to"));
    cc.add(parsed.header("cc"));
    bcc.add(parsed.header("bcc"));
    subject.add(parsed.header("subject"));
    messageId.add(parsed.header("message-id"));
    body.add(parsed.text());
    if (!parsed.attachments().isEmpty()) {
      file.add(parsed.attachments().stream().map(Attachment::name).toList());
      if (!parsed.attachments().stream().allMatch(Attachment::inline)) {
        is(Fields.IS_ATTACHED);
      }
    }
    if (parsed.defects().stream().map(Defect::kind).anyMatch(HIDING::contains)) {
      is(Fields.IS_DEFECTIVE);
    }
  }

  private void places(List<Place> places) {
    Set<String> paths = new LinkedHashSet<>();
    Set<String> accounts = new LinkedHashSet<>();
    boolean current = false;
    for (Place place : places) {
      paths.add(place.path());
      accounts.add(place.account().name());
      current |= place.gone() == null;
    }
    folder.add(List.copyOf(paths));
    for (String account : accounts) {
      fields.add(new StringField(Fields.ACCOUNT, account, Field.Store.NO));
    }
    is(current ? Fields.IS_CURRENT : Fields.IS_GONE);
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
      words.values(values);
      fields.add(field);
    }
  }
}
