package dev.mailcask.catalog;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads an INTERNALDATE (`date-time` of RFC 3501 section 9) for sorting. The raw text is kept and
/// restored as it is, so reading is lenient and may fail: servers are seen to send quotes, one
/// digit where two belong, years of two digits, no seconds, no zone or its name.
public final class InternalDate {

  private static final Pattern SHAPE =
      Pattern.compile(
          "\\s*\"?\\s*(\\d{1,2})-([A-Za-z]{3})-(\\d{4}|\\d{2})\\s+"
              + "(\\d{1,2}):(\\d{2})(?::(\\d{2}))?\\s*([+-]\\d{2}:?\\d{2}|[A-Za-z]{1,5})?\\s*\"?\\s*");

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  /// Nobody received mail on the first day of 1970; it stands for "unknown".
  private static final Instant EARLIEST = Instant.parse("1970-01-02T00:00:00Z");

  /// Four digits make a year.
  private static final Instant LAST = Instant.parse("9999-12-30T00:00:00Z");

  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ENGLISH);

  private static final Duration CLOCK_SKEW = Duration.ofDays(1);

  private InternalDate() {}

  /// The instant, or null where the text is none. A zone that is missing or unknown counts as UTC.
  public static @Nullable Instant parse(String raw) {
    Matcher m = SHAPE.matcher(raw);
    if (!m.matches()) {
      return null;
    }
    int month = MONTHS.indexOf(m.group(2).toLowerCase(Locale.ROOT)) + 1;
    int year = Integer.parseInt(m.group(3));
    if (m.group(3).length() == 2) {
      year += year < 70 ? 2000 : 1900;
    }
    int second = m.group(6) == null ? 0 : Integer.parseInt(m.group(6));
    try {
      return LocalDateTime.of(
              year,
              month,
              Integer.parseInt(m.group(1)),
              Integer.parseInt(m.group(4)),
              Integer.parseInt(m.group(5)),
              Math.min(second, 59)) // a leap second sorts with the one before it
          .toInstant(zone(m.group(7)));
    } catch (DateTimeException e) {
      return null; // the 31st of June, hour 25, month "Foo"
    }
  }

  /// What to restore a message with: its INTERNALDATE as the server sent it; where it sent none, as
  /// POP3 has none, the message's Date in that form, so that it does not lie among the mail of
  /// today; else nothing.
  static String orSent(String internalDate, @Nullable Instant sent) {
    return !internalDate.isEmpty() || !sensible(sent, LAST)
        ? internalDate
        : DATE_TIME.format(Objects.requireNonNull(sent).atOffset(ZoneOffset.UTC));
  }

  /// Whether a message that was archived at a time can have been received at another.
  static boolean sensible(@Nullable Instant received, Instant archived) {
    return received != null
        && !received.isBefore(EARLIEST)
        && !received.isAfter(archived.plus(CLOCK_SKEW));
  }

  private static ZoneOffset zone(@Nullable String zone) {
    if (zone == null || Character.isLetter(zone.charAt(0))) {
      return ZoneOffset.UTC;
    }
    String digits = zone.replace(":", "");
    int hours = Integer.parseInt(digits.substring(1, 3));
    int minutes = Integer.parseInt(digits.substring(3, 5));
    int seconds = (hours * 60 + minutes) * 60;
    return ZoneOffset.ofTotalSeconds(digits.charAt(0) == '-' ? -seconds : seconds);
  }
}
