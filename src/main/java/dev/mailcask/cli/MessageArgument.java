package dev.mailcask.cli;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// ID on the command line: the SHA-256 in hexadecimal, or a prefix of it that only one message has.
final class MessageArgument {

  private static final Pattern HEX =
      Pattern.compile("[0-9a-f]{" + ContentId.MIN_PREFIX + "," + ContentId.HEX_DIGITS + "}");

  private MessageArgument() {}

  /// @throws dev.mailcask.base.Failure.Misconfigured if it is no such thing, or none or more than
  ///     one message has it
  static ContentId find(Catalog catalog, String text) {
    String hex = text.toLowerCase(Locale.ROOT);
    if (!HEX.matcher(hex).matches()) {
      throw Session.wrong(
          "message " + Plain.line(text),
          "it is not an ID",
          "give 8 to 64 hexadecimal digits, as 'mailcask list' and 'search' show them");
    }
    List<ContentId> found = catalog.byPrefix(hex);
    return switch (found.size()) {
      case 1 -> found.getFirst();
      case 0 ->
          throw Session.wrong(
              "message " + hex, "there is no such message", "look for it with 'mailcask search'");
      default ->
          throw Session.wrong(
              "message " + hex, "more than one message begins like this", "give more digits");
    };
  }
}
