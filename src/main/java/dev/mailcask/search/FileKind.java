package dev.mailcask.search;

import java.util.List;

/// Kinds of attachments. The first name is the term in the index.
enum FileKind {
  PDF("a PDF", List.of("pdf", "pdfs")),
  IMAGE(
      "an image",
      List.of(
          "image",
          "images",
          "photo",
          "photos",
          "picture",
          "pictures",
          "bild",
          "bilder",
          "foto",
          "fotos")),
  DOCUMENT(
      "a document", List.of("document", "documents", "word", "dokument", "dokumente", "writer")),
  SPREADSHEET(
      "a spreadsheet",
      List.of("spreadsheet", "spreadsheets", "excel", "tabelle", "tabellen", "calc")),
  PRESENTATION(
      "a presentation",
      List.of(
          "presentation",
          "presentations",
          "powerpoint",
          "slides",
          "präsentation",
          "präsentationen",
          "folien")),
  ARCHIVE(
      "an archive of files",
      List.of("archive", "archives", "archiv", "archive_file", "compressed")),
  AUDIO("a sound", List.of("audio", "music", "sound", "voicemail", "musik", "ton")),
  VIDEO("a video", List.of("video", "videos", "movie", "film", "filme")),
  CALENDAR("a calendar entry", List.of("calendar", "kalender", "termin", "appointment")),
  MESSAGE("another message", List.of("message", "mail", "email", "nachricht")),
  CONTACT("a contact", List.of("contact", "contacts", "vcard", "kontakt", "kontakte")),
  SIGNATURE("a signature", List.of("signature", "signatures", "signatur")),
  TEXT("a text file", List.of("text", "texts", "texte")),
  OTHER("another kind of file", List.of("other", "andere", "sonstige"));

  private final String meaning;

  @SuppressWarnings("ImmutableEnumChecker") // from List.of
  private final List<String> names;

  FileKind(String meaning, List<String> names) {
    this.meaning = meaning;
    this.names = names;
  }

  /// In the query language and in the index.
  String written() {
    return names.getFirst();
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
