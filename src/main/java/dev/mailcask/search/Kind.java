package dev.mailcask.search;

import dev.mailcask.index.Fields;

/// What a message can be or have.
enum Kind {
  ATTACHED("has:attachment", "with attachments", Fields.IS_ATTACHED),
  CURRENT("is:current", "still on the server", Fields.IS_CURRENT),
  GONE("is:gone", "gone from the server", Fields.IS_GONE),
  DEFECTIVE("is:defective", "not wholly readable", Fields.IS_DEFECTIVE);

  private final String written;
  private final String meaning;
  private final String term;

  Kind(String written, String meaning, String term) {
    this.written = written;
    this.meaning = meaning;
    this.term = term;
  }

  /// In the query language.
  String written() {
    return written;
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
