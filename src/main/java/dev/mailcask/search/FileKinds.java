package dev.mailcask.search;

import dev.mailcask.index.AttachmentKind;
import java.util.List;
import java.util.stream.Stream;

/// What people call the kinds of attachments.
final class FileKinds {

  static final Names<AttachmentKind> NAMES =
      Names.of(List.of(AttachmentKind.values()), FileKinds::names);

  private FileKinds() {}

  /// What may stand behind the colon: the term of the index first.
  private static List<String> names(AttachmentKind kind) {
    return Stream.concat(Stream.of(kind.term()), others(kind).stream()).toList();
  }

  private static List<String> others(AttachmentKind kind) {
    return switch (kind) {
      case PDF -> List.of("pdfs");
      case IMAGE ->
          List.of(
              "images",
              "photo",
              "photos",
              "picture",
              "pictures",
              "bild",
              "bilder",
              "foto",
              "fotos");
      case DOCUMENT -> List.of("documents", "word", "dokument", "dokumente", "writer");
      case SPREADSHEET -> List.of("spreadsheets", "excel", "tabelle", "tabellen", "calc");
      case PRESENTATION ->
          List.of(
              "presentations", "powerpoint", "slides", "präsentation", "präsentationen", "folien");
      case ARCHIVE -> List.of("archives", "archiv", "archive_file", "compressed");
      case AUDIO -> List.of("music", "sound", "voicemail", "musik", "ton");
      case VIDEO -> List.of("videos", "movie", "film", "filme");
      case CALENDAR -> List.of("kalender", "termin", "appointment");
      case MESSAGE -> List.of("mail", "email", "nachricht");
      case CONTACT -> List.of("contacts", "vcard", "kontakt", "kontakte");
      case SIGNATURE -> List.of("signatures", "signatur");
      case TEXT -> List.of("texts", "texte");
      case OTHER -> List.of("andere", "sonstige");
    };
  }

  /// For people.
  static String meaning(AttachmentKind kind) {
    return switch (kind) {
      case PDF -> "a PDF";
      case IMAGE -> "an image";
      case DOCUMENT -> "a document";
      case SPREADSHEET -> "a spreadsheet";
      case PRESENTATION -> "a presentation";
      case ARCHIVE -> "an archive of files";
      case AUDIO -> "a sound";
      case VIDEO -> "a video";
      case CALENDAR -> "a calendar entry";
      case MESSAGE -> "another message";
      case CONTACT -> "a contact";
      case SIGNATURE -> "a signature";
      case TEXT -> "a text file";
      case OTHER -> "another kind of file";
    };
  }
}
