package dev.mailcask.jobs;

import dev.mailcask.base.Failure;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/// Schedules as Quartz cron expressions: six or seven fields, seconds first.
public final class Schedules {

  /// How far back the previous time is looked for, nearest first, so that a schedule that fires
  /// every second is not walked through for a year.
  private static final List<Duration> WINDOWS =
      List.of(
          Duration.ofHours(1),
          Duration.ofDays(1),
          Duration.ofDays(8),
          Duration.ofDays(32),
          Duration.ofDays(367),
          Duration.ofDays(4 * 366 + 1));

  private Schedules() {}

  /// Checks an expression; empty means no schedule and is fine.
  ///
  /// @throws Failure.Misconfigured if Quartz does not understand it, or it never fires
  public static void check(String cron) {
    if (!cron.isEmpty()
        && parse(cron, ZoneId.of("UTC")).getNextValidTimeAfter(Date.from(Instant.EPOCH)) == null) {
      throw new Failure.Misconfigured(
          "schedule '" + cron + "'", "there is no such day", "name a day that the calendar has");
    }
  }

  /// The first time strictly after the given one, or empty if there is none or no schedule.
  public static Optional<Instant> next(String cron, Instant after, ZoneId zone) {
    if (cron.isEmpty()) {
      return Optional.empty();
    }
    return Optional.ofNullable(parse(cron, zone).getNextValidTimeAfter(Date.from(after)))
        .map(Date::toInstant);
  }

  /// The last time at or before the given one, at most four years back, or empty if there is none.
  public static Optional<Instant> previous(String cron, Instant notAfter, ZoneId zone) {
    if (cron.isEmpty()) {
      return Optional.empty();
    }
    CronExpression expression = parse(cron, zone);
    for (Duration window : WINDOWS) {
      Instant last = null;
      Date at = expression.getNextValidTimeAfter(Date.from(notAfter.minus(window)));
      while (at != null && !at.toInstant().isAfter(notAfter)) {
        last = at.toInstant();
        at = expression.getNextValidTimeAfter(at);
      }
      if (last != null) {
        return Optional.of(last);
      }
    }
    return Optional.empty();
  }

  private static CronExpression parse(String cron, ZoneId zone) {
    try {
      CronExpression expression = new CronExpression(cron);
      expression.setTimeZone(TimeZone.getTimeZone(zone));
      return expression;
    } catch (ParseException | RuntimeException e) {
      throw new Failure.Misconfigured(
          "schedule '" + cron + "'",
          "it is not a cron expression: " + e.getMessage(),
          "give seconds, minutes, hours, day of month, month and day of week,"
              + " as in '0 30 2 * * ?' for every night at 2:30");
    }
  }
}
