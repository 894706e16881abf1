package dev.mailcask.search;

import static dev.mailcask.search.QueryParser.refused;

import dev.mailcask.search.Expression.Received;
import dev.mailcask.search.Expression.Size;
import dev.mailcask.search.Tokens.Token;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the dates and sizes of a query.
///
/// A date is a year, a month or a day of ISO 8601 (`2024`, `2024-03`, `2024-03-05`). `after` begins
/// where it begins, and `before` ends there, so that `after:2024 before:2025` is the year 2024.
///
/// @param zone whose days are meant
record Limits(ZoneId zone) {

  private static final Pattern DATE =
      Pattern.compile("(\\d{4})(?:[-/](\\d{1,2})(?:[-/](\\d{1,2}))?)?");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})([kmg]?)(?:i?b)?");

  Received received(String operator, Token value) {
    Matcher date = DATE.matcher(value.text().strip());
    if (!date.matches()) {
      throw notADate(value);
    }
    boolean hasMonth = date.group(2) != null;
    boolean hasDay = date.group(3) != null;
    LocalDate first;
    try {
      first =
          LocalDate.of(
              Integer.parseInt(date.group(1)),
              hasMonth ? Integer.parseInt(date.group(2)) : 1,
              hasDay ? Integer.parseInt(date.group(3)) : 1);
    } catch (DateTimeException e) {
      throw notADate(value);
    }
    LocalDate next =
        first.plus(1, hasDay ? ChronoUnit.DAYS : hasMonth ? ChronoUnit.MONTHS : ChronoUnit.YEARS);
    Instant from = first.atStartOfDay(zone).toInstant();
    String written =
        operator
            + ":"
            + (hasDay ? first.toString() : first.toString().substring(0, hasMonth ? 7 : 4));
    return switch (operator) {
      case "after" -> new Received(from, Instant.MAX, written);
      case "before" -> new Received(Instant.MIN, from, written);
      default -> new Received(from, next.atStartOfDay(zone).toInstant(), written);
    };
  }

  private static RuntimeException notADate(Token value) {
    return refused(
        value.at(),
        "'" + value.text() + "' is not a date",
        "write a year, a month or a day: 2024, 2024-03 or 2024-03-05");
  }

  Size size(String operator, Token value) {
    Matcher size = SIZE.matcher(value.text().strip().toLowerCase(Locale.ROOT));
    if (!size.matches()) {
      throw refused(
          value.at(), "'" + value.text() + "' is not a size", "write bytes, or 500K, 5M, 1G");
    }
    int shift =
        switch (size.group(2)) {
          case "k" -> 10;
          case "m" -> 20;
          case "g" -> 30;
          default -> 0;
        };
    long bytes = Math.min(Long.parseLong(size.group(1)), Long.MAX_VALUE >> shift) << shift;
    String written = operator + ":" + size.group(1) + size.group(2).toUpperCase(Locale.ROOT);
    return operator.equals("larger")
        ? new Size(bytes, Long.MAX_VALUE, written)
        : new Size(0, bytes, written);
  }
}
