package dev.mailcask.web;

import org.jspecify.annotations.Nullable;

/// A problem as the client gets it (RFC 9457).
///
/// @param type a reference that names its kind: `/problems/refused`
/// @param title the kind in words
/// @param detail what happened
/// @param subject where it happened
/// @param hint what to do about it
/// @param place the part of a query that was not understood, null where it is about something else
record Problem(
    String type,
    String title,
    int status,
    String detail,
    String subject,
    String hint,
    @Nullable Place place) {

  static final String MEDIA_TYPE = "application/problem+json";

  /// @param at where it begins, in UTF-16 units
  /// @param length 0 where something is missing
  /// @param suggestion what was probably meant to stand there, null where nobody knows
  record Place(int at, int length, @Nullable String suggestion) {}

  static Problem of(
      int status, String kind, String title, String subject, String detail, String hint) {
    return new Problem("/problems/" + kind, title, status, detail, subject, hint, null);
  }

  Problem at(Place there) {
    return new Problem(type, title, status, detail, subject, hint, there);
  }
}
