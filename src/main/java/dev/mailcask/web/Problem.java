package dev.mailcask.web;

/// A problem as the client gets it (RFC 9457).
///
/// @param type a reference that names its kind: `/problems/refused`
/// @param title the kind in words
/// @param detail what happened
/// @param subject where it happened
/// @param hint what to do about it
record Problem(String type, String title, int status, String detail, String subject, String hint) {

  static final String MEDIA_TYPE = "application/problem+json";

  static Problem of(
      int status, String kind, String title, String subject, String detail, String hint) {
    return new Problem("/problems/" + kind, title, status, detail, subject, hint);
  }
}
