package dev.mailcask.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The few header fields by which people recognise a message, decoded (RFC 2047) and on one line
/// each.
///
/// @param date the Date field, or null where it is missing or makes no sense
/// @param from the From field as people read it, empty where missing
/// @param to the To field likewise
/// @param subject the Subject, empty where missing
/// @param messageId the Message-ID without its angle brackets, empty where missing
public record Envelope(
    @Nullable Instant date, String from, String to, String subject, String messageId) {

  /// Of a message without any header.
  public static final Envelope EMPTY = new Envelope(null, "", "", "", "");
}
