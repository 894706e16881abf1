package dev.mailcask.search;

import dev.mailcask.index.Fields;
import java.util.List;

/// Where in a message words are looked for.
enum Where {
  ANYWHERE(
      "",
      "containing %s",
      List.of(
          Fields.SUBJECT, Fields.FROM, Fields.BODY, Fields.FILE, Fields.TO, Fields.CC, Fields.BCC)),
  FROM("from", "from %s", List.of(Fields.FROM)),
  TO("to", "to %s", List.of(Fields.TO, Fields.CC, Fields.BCC)),
  CC("cc", "with a copy to %s", List.of(Fields.CC)),
  BCC("bcc", "with a blind copy to %s", List.of(Fields.BCC)),
  SUBJECT("subject", "with %s in the subject", List.of(Fields.SUBJECT)),
  BODY("body", "with %s in the text", List.of(Fields.BODY)),
  FILENAME("filename", "with %s in the name of an attachment", List.of(Fields.FILE)),
  FOLDER("in", "in folder %s", List.of(Fields.FOLDER)),
  MESSAGE_ID("id", "with %s in the Message-ID", List.of(Fields.MESSAGE_ID));

  private final String operator;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of
  private final List<String> fields;

  Where(String operator, String meaning, List<String> fields) {
    this.operator = operator;
    this.meaning = meaning;
    this.fields = fields;
  }

  /// What stands before the colon, empty for words without an operator.
  String operator() {
    return operator;
  }

  /// For people, with `%s` for the words.
  String meaning() {
    return meaning;
  }

  /// The fields of the index, the most telling first.
  List<String> fields() {
    return fields;
  }
}
