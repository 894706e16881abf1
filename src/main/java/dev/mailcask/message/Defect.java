package dev.mailcask.message;

/// What is wrong with a message; it is archived and shown all the same.
///
/// @param part the index of the part where it was found, the message itself being 0
public record Defect(Kind kind, int part) {

  /// The kinds of defects, each with what it means to the reader.
  public enum Kind {
    MALFORMED_HEADER("the header has lines that are no fields"),
    NO_BOUNDARY("the message says it has parts, but not where they begin"),
    UNCLOSED_MULTIPART("the message ends before its last part does"),
    TOO_DEEP("parts are nested too deeply; the innermost are not looked into"),
    TOO_MANY_PARTS("there are too many parts; the last ones are not looked into"),
    UNKNOWN_CHARSET("the text is in an unknown charset and was guessed"),
    UNKNOWN_ENCODING("the text is in an unknown encoding and is shown as it is"),
    TEXT_CUT("the text is very long; only its beginning is shown and searchable"),
    NOT_OPENED("what is packed inside a part is too large or too deep to be looked into"),
    ENCRYPTED("the text is encrypted");

    private final String meaning;

    Kind(String meaning) {
      this.meaning = meaning;
    }

    /// One sentence for people, in lower case and without a full stop.
    public String meaning() {
      return meaning;
    }
  }
}
