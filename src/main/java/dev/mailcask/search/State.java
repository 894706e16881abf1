package dev.mailcask.search;

import java.util.List;

/// What a message is in a folder: it can be read in one and unread in another.
enum State {
  UNREAD("unread", List.of("unread", "unseen", "new", "ungelesen", "neu")),
  READ("read", List.of("read", "seen", "gelesen")),
  FLAGGED("flagged", List.of("flagged", "starred", "markiert", "wichtig", "important")),
  REPLIED("replied to", List.of("replied", "answered", "beantwortet")),
  FORWARDED("forwarded", List.of("forwarded", "weitergeleitet")),
  DRAFT("drafts", List.of("draft", "drafts", "entwurf", "entwürfe")),
  CURRENT("still on the server", List.of("current", "vorhanden", "present")),
  GONE("gone from the server", List.of("gone", "deleted", "weg", "gelöscht", "verschwunden"));

  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of
  private final List<String> names;

  State(String meaning, List<String> names) {
    this.meaning = meaning;
    this.names = names;
  }

  /// In the query language.
  String written() {
    return "is:" + names.getFirst();
  }

  /// What may stand behind the colon.
  List<String> names() {
    return names;
  }

  /// For people.
  String meaning() {
    return meaning;
  }
}
