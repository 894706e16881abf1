package dev.mailcask.search;

import dev.mailcask.index.Fields;
import java.util.List;

/// What a message has or is by itself, wherever it lies.
enum Kind {
  ATTACHED(
      "has",
      "with attachments",
      Fields.IS_ATTACHED,
      List.of("attachment", "attachments", "anhang", "anhänge", "file", "files")),
  LINK("has", "with links", Fields.IS_LINKED, List.of("link", "links")),
  INVITATION(
      "has",
      "with an invitation",
      Fields.IS_INVITATION,
      List.of("invitation", "einladung", "event")),
  ENCRYPTED("is", "encrypted", Fields.IS_ENCRYPTED, List.of("encrypted", "verschlüsselt")),
  SIGNED("is", "signed", Fields.IS_SIGNED, List.of("signed", "signiert", "unterschrieben")),
  DEFECTIVE(
      "is",
      "not wholly readable",
      Fields.IS_DEFECTIVE,
      List.of("defective", "defekt", "damaged", "beschädigt"));

  private final String operator;
  private final String meaning;
  private final String term;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of
  private final List<String> names;

  Kind(String operator, String meaning, String term, List<String> names) {
    this.operator = operator;
    this.meaning = meaning;
    this.term = term;
    this.names = names;
  }

  /// In the query language.
  String written() {
    return operator + ":" + names.getFirst();
  }

  /// What may stand behind the colon.
  List<String> names() {
    return names;
  }

  /// For people.
  String meaning() {
    return meaning;
  }

  /// In the index.
  String term() {
    return term;
  }
}
