package dev.mailcask.search;

import static dev.mailcask.search.QueryParser.refused;

import dev.mailcask.search.Expression.Received;
import dev.mailcask.search.Tokens.Token;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the dates of a query: a year, a month or a day, as they are usually written.
///
/// `after` begins where the date begins, and `before` ends there, so that `after:2024 before:2025`
/// is the year 2024.
///
/// @param today what "yesterday" and "7d" are reckoned from
record Dates(LocalDate today) {

  private static final Pattern ISO =
      Pattern.compile("(\\d{4})(?:[-/.](\\d{1,2})(?:[-/.](\\d{1,2}))?)?");
  private static final Pattern GERMAN =
      Pattern.compile("(?:(\\d{1,2})\\.\\s*)?(\\d{1,2})[./]\\s*(\\d{4})");
  private static final Pattern AMERICAN = Pattern.compile("(\\d{1,2})[/-](\\d{1,2})[/-](\\d{4})");
  private static final Pattern NAMED =
      Pattern.compile("(?:(\\d{1,2})[.\\s-]*)?(\\p{L}{3,9})\\.?(?:[\\s,./-]*(\\d{4}))?");
  private static final Pattern AGE = Pattern.compile("(\\d{1,5})\\s*(\\p{L}+)");

  /// The first three letters of months in English and German, umlauts spelt out.
  private static final String MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec ";

  private static final String MONATE = "jan feb mae apr mai jun jul aug sep okt nov dez ";

  private static final LocalDate FIRST = LocalDate.of(1, 1, 1);

  /// A day, a month or a year.
  private record Span(LocalDate from, LocalDate before) {
    static Span day(LocalDate day) {
      return new Span(day, day.plusDays(1));
    }

    static Span month(YearMonth month) {
      return new Span(month.atDay(1), month.plusMonths(1).atDay(1));
    }

    /// @param month null for a year, day null for a month
    static Span of(String year, @Nullable String month, @Nullable String day) {
      int y = Integer.parseInt(year);
      if (month == null) {
        return new Span(LocalDate.of(y, 1, 1), LocalDate.of(y + 1, 1, 1));
      }
      YearMonth m = YearMonth.of(y, Integer.parseInt(month));
      return day == null ? month(m) : day(m.atDay(Integer.parseInt(day)));
    }
  }

  Received received(Operator operator, Token value) {
    Span span = span(value);
    return switch (operator) {
      case AFTER -> new Received(span.from(), null);
      case BEFORE -> new Received(null, span.from());
      default -> new Received(span.from(), span.before());
    };
  }

  /// So many days, weeks, months or years ago.
  Received age(Operator operator, Token value) {
    String written = value.text().strip().toLowerCase(Locale.ROOT);
    Matcher age = AGE.matcher(written);
    if (!age.matches()) {
      if (written.matches("\\d{1,5}")) {
        throw refused(
            value.at(), value.length(), "'" + written + "' has no unit", written + "d", "");
      }
      throw notAnAge(value);
    }
    int number = Integer.parseInt(age.group(1));
    LocalDate then =
        switch (age.group(2)) {
          case "d", "t", "day", "days", "tag", "tage", "tagen" -> today.minusDays(number);
          case "w", "week", "weeks", "woche", "wochen" -> today.minusWeeks(number);
          case "m", "month", "months", "monat", "monate", "monaten" -> today.minusMonths(number);
          case "y", "j", "year", "years", "jahr", "jahre", "jahren" -> today.minusYears(number);
          default -> throw notAnAge(value);
        };
    LocalDate day = then.isBefore(FIRST) ? FIRST : then;
    return operator == Operator.OLDER ? new Received(null, day) : new Received(day, null);
  }

  private static NotUnderstood notAnAge(Token value) {
    return refused(
        value,
        "'" + value.text() + "' is not a time",
        "write days, weeks, months or years: 7d, 2w, 3m or 1y");
  }

  private Span span(Token value) {
    try {
      String written = value.text().strip().toLowerCase(Locale.ROOT);
      switch (Names.plain(written)) {
        case "today", "heute" -> {
          return Span.day(today);
        }
        case "yesterday", "gestern" -> {
          return Span.day(today.minusDays(1));
        }
        default -> {}
      }
      Matcher iso = ISO.matcher(written);
      if (iso.matches()) {
        return Span.of(iso.group(1), iso.group(2), iso.group(3));
      }
      Matcher german = GERMAN.matcher(written);
      if (german.matches()) {
        return Span.of(german.group(3), german.group(2), german.group(1));
      }
      Matcher american = AMERICAN.matcher(written);
      if (american.matches()) {
        return either(value, american);
      }
      Matcher named = NAMED.matcher(written);
      if (named.matches()) {
        return named(value, named);
      }
    } catch (DateTimeException e) {
      throw notADate(value);
    }
    throw notADate(value);
  }

  /// Day before month, or month before day: only where one of them makes sense.
  private static Span either(Token value, Matcher date) {
    int one = Integer.parseInt(date.group(1));
    int two = Integer.parseInt(date.group(2));
    int year = Integer.parseInt(date.group(3));
    if (one <= 12 && two <= 12 && one != two) {
      throw refused(
          value.at(),
          value.length(),
          "'" + value.text() + "' can be two days",
          LocalDate.of(year, two, one).toString(),
          " Or '" + LocalDate.of(year, one, two) + "'?");
    }
    return Span.day(one > 12 ? LocalDate.of(year, two, one) : LocalDate.of(year, one, two));
  }

  /// A month by its name; the last one of that name, where the year is not said.
  private Span named(Token value, Matcher date) {
    String name = Names.plain(date.group(2));
    int english = MONTHS.indexOf(name.substring(0, 3) + " ");
    int german = MONATE.indexOf(name.substring(0, 3) + " ");
    if (english < 0 && german < 0) {
      throw notADate(value);
    }
    int month = Math.max(english, german) / 4 + 1;
    YearMonth thisMonth = YearMonth.from(today);
    YearMonth wanted =
        date.group(3) != null
            ? YearMonth.of(Integer.parseInt(date.group(3)), month)
            : thisMonth.withMonth(month);
    if (wanted.isAfter(thisMonth) && date.group(3) == null) {
      wanted = wanted.minusYears(1);
    }
    return date.group(1) == null
        ? Span.month(wanted)
        : Span.day(wanted.atDay(Integer.parseInt(date.group(1))));
  }

  private static NotUnderstood notADate(Token value) {
    return refused(
        value,
        "'" + value.text() + "' is not a date",
        "write a year, a month or a day: 2024, 2024-03 or 2024-03-05");
  }
}
