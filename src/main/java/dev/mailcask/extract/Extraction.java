package dev.mailcask.extract;

/// What became of a file.
public sealed interface Extraction {

  /// Its text.
  ///
  /// @param text at most 2 Mi chars, runs of white space as one
  /// @param cut whether the file has more, which is too long, took too long, or is damaged
  record Text(String text, boolean cut) implements Extraction {}

  /// It has no text, or is of a kind that has none for us: an image without OCR, a film, a program.
  record Nothing() implements Extraction {}

  /// It was not read to a use.
  record Refused(Reason reason) implements Extraction {}
}
