package dev.mailcask.search;

import dev.mailcask.index.Fields;
import java.util.List;

/// Where in a message words are looked for.
enum Where {
  ANYWHERE(
      "",
      "containing %s",
      false,
      List.of(
          Fields.SUBJECT,
          Fields.FROM,
          Fields.BODY,
          Fields.FILE,
          Fields.TO,
          Fields.CC,
          Fields.BCC,
          Fields.QUOTED,
          Fields.ATTACHED)),
  FROM("from", "from %s", true, List.of(Fields.FROM)),
  TO("to", "to %s", true, List.of(Fields.TO, Fields.CC, Fields.BCC)),
  CC("cc", "with a copy to %s", true, List.of(Fields.CC)),
  BCC("bcc", "with a blind copy to %s", true, List.of(Fields.BCC)),
  SUBJECT("subject", "with %s in the subject", false, List.of(Fields.SUBJECT)),
  BODY("body", "with %s in the text", false, List.of(Fields.BODY, Fields.QUOTED)),
  FILENAME("filename", "with %s in the name of an attachment", true, List.of(Fields.FILE)),
  LIST("list", "of the mailing list %s", true, List.of(Fields.LIST));

  private final String operator;
  private final String meaning;
  private final boolean beginnings;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of
  private final List<String> fields;

  Where(String operator, String meaning, boolean beginnings, List<String> fields) {
    this.operator = operator;
    this.meaning = meaning;
    this.beginnings = beginnings;
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

  /// Whether a word that is not quoted stands for all that begin so: parts of names and addresses
  /// are asked for more often than whole ones.
  boolean beginnings() {
    return beginnings;
  }

  /// The fields of the index, the most telling first.
  List<String> fields() {
    return fields;
  }
}
