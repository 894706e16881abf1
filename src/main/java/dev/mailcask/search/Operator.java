package dev.mailcask.search;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that may stand before a colon: the one table from which the parser, the suggestions and the
/// guide are made.
enum Operator {
  FROM(Where.FROM, "from:jane", "name, address or domain of the sender", "from", "von"),
  TO(Where.TO, "to:example.org", "of who received it, openly or not", "to", "an"),
  CC(Where.CC, "cc:jane", "of who got a copy", "cc", "kopie"),
  BCC(Where.BCC, "bcc:jane", "of who got a blind copy", "bcc", "blindkopie"),
  SUBJECT(Where.SUBJECT, "subject:invoice", "in the subject", "subject", "betreff"),
  BODY(Where.BODY, "body:invoice", "in the text", "body", "text", "inhalt"),
  FILENAME(
      Where.FILENAME,
      "filename:invoice",
      "in the name of an attachment",
      "filename",
      "dateiname",
      "datei",
      "file"),
  LIST(Where.LIST, "list:linux-raid", "of a mailing list", "list", "liste"),
  HAS(null, "has:attachment", "with attachments, links or a kind of file", "has", "hat"),
  TYPE(null, "type:pdf", "with a kind of file, or with an extension", "type", "typ", "filetype"),
  IS(null, "is:unread", "state: unread, read, flagged, replied, gone", "is", "ist"),
  IN(null, "in:Projects/2024", "in a folder, or in one that was there", "in", "folder", "ordner"),
  ACCOUNT(null, "account:work", "of an account", "account", "konto"),
  LABEL(null, "label:urgent", "with a keyword, or in a folder of that name", "label", "etikett"),
  AFTER(null, "after:2024-03", "from a day, month or year on", "after", "since", "nach", "ab"),
  BEFORE(null, "before:2024-03", "before a day, month or year", "before", "until", "vor"),
  ON(null, "on:2024-03-05", "on a day, in a month or year", "on", "date", "am", "datum"),
  OLDER(
      null, "older_than:1y", "older than so many d, w, m or y", "older_than", "older", "älter_als"),
  NEWER(
      null, "newer_than:7d", "newer than so many d, w, m or y", "newer_than", "newer", "neuer_als"),
  LARGER(null, "larger:5M", "of at least that size", "larger", "bigger", "größer", "grosser"),
  SMALLER(null, "smaller:100K", "smaller than that", "smaller", "kleiner"),
  LANGUAGE(null, "lang:de", "written in a language", "lang", "language", "sprache"),
  ID(null, "rfc822msgid:m1@example.com", "with that Message-ID", "rfc822msgid", "id", "msgid"),
  THREAD(null, "thread:4f2a90c1", "the conversation of a message", "thread", "conversation");

  /// By all their names.
  static final Names<Operator> NAMES = Names.of(List.of(values()), Operator::names);

  private final @Nullable Where where;
  private final String example;
  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of
  private final List<String> names;

  Operator(@Nullable Where where, String example, String meaning, String... names) {
    this.where = where;
    this.example = example;
    this.meaning = meaning;
    this.names = List.copyOf(Arrays.asList(names));
  }

  /// What stands before the colon.
  String written() {
    return names.getFirst();
  }

  /// All that may stand before the colon.
  List<String> names() {
    return names;
  }

  /// For people.
  String example() {
    return example;
  }

  /// For people.
  String meaning() {
    return meaning;
  }

  /// Whether it limits the time of messages.
  boolean dated() {
    return switch (this) {
      case AFTER, BEFORE, ON, OLDER, NEWER -> true;
      default -> false;
    };
  }

  /// Where the words behind it are looked for; null if it takes something else.
  @Nullable Where where() {
    return where;
  }
}
