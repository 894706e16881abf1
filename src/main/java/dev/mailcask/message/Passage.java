package dev.mailcask.message;

/// A stretch of a message's text, and whose it is.
///
/// @param text as it stands in the message, with its line breaks; never empty
public record Passage(Kind kind, String text) {

  /// Whose words these are, and whether a reader sees them.
  public enum Kind {
    /// Written in this message by its sender.
    OWN,
    /// Written by somebody before: quotations, forwarded and enclosed messages.
    QUOTED,
    /// What stands below every message: signatures, footers of mailing lists.
    SIGNATURE,
    /// In the message, and not shown by mail programs: invisible parts of HTML, the plain text that
    /// only says to look at the HTML.
    HIDDEN,
    /// No language at all: lines of base64, PGP armour. Not worth searching.
    DATA
  }

  /// Whether a mail program shows it.
  public boolean isShown() {
    return kind != Kind.HIDDEN;
  }
}
