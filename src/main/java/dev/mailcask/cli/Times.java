package dev.mailcask.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// TIME on the command line: an ISO 8601 instant, or a date, which means the end of that day.
final class Times {

  private Times() {}

  /// @param text null for no time given
  /// @throws dev.mailcask.base.Failure.Misconfigured if it is neither
  static @Nullable Instant parse(@Nullable String text, ZoneId zone) {
    if (text == null) {
      return null;
    }
    try {
      if (!text.contains("T")) {
        return LocalDate.parse(text).plusDays(1).atStartOfDay(zone).toInstant().minusNanos(1);
      }
      return text.matches(".*(Z|[+-]\\d\\d(:?\\d\\d)?)")
          ? OffsetDateTime.parse(text).toInstant()
          : LocalDateTime.parse(text).atZone(zone).toInstant();
    } catch (DateTimeException e) {
      throw Session.wrong(
          "time '" + Plain.line(text) + "'",
          "it is neither an ISO 8601 instant nor a date",
          "write it as 2026-11-23 or 2026-11-23T04:50:00Z");
    }
  }
}
