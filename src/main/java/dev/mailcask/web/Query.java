package dev.mailcask.web;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads parameters of the query.
final class Query {

  static final int LIMIT = 1000;

  private Query() {}

  static int offset(Context ctx) {
    return number(ctx, "offset", 0, 0, Integer.MAX_VALUE);
  }

  static int limit(Context ctx) {
    return number(ctx, "limit", 50, 1, LIMIT);
  }

  /// The number in `run`, 0 where there is none.
  static int run(Context ctx) {
    return number(ctx, "run", 0, 1, Integer.MAX_VALUE);
  }

  /// Whether `name` is there and says so.
  static boolean flag(Context ctx, String name) {
    return "true".equals(ctx.queryParam(name));
  }

  static int number(Context ctx, String name, int otherwise, int min, int max) {
    String text = ctx.queryParam(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // answered below, like a number out of range
    }
    throw HttpProblem.badRequest(
        "parameter " + name, "it is not a number from " + min + " to " + max, "give one, or none");
  }

  static String required(Context ctx, String name) {
    String text = ctx.queryParam(name);
    if (text == null) {
      throw HttpProblem.badRequest("parameter " + name, "it is missing", "give it");
    }
    return text;
  }

  /// What stands in `name` between commas.
  static List<String> list(Context ctx, String name) {
    return List.of(required(ctx, name).split(",", -1));
  }

  /// The time in `at`: an instant, or a date, which means its end. Null where there is none.
  static @Nullable Instant at(Context ctx, ZoneId zone) {
    String text = ctx.queryParam("at");
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).plusDays(1).atStartOfDay(zone).toInstant().minusMillis(1)
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw HttpProblem.badRequest(
          "parameter at",
          "it is not a time",
          "give an instant such as 2026-11-23T02:00:00Z or a date such as 2026-11-23");
    }
  }
}
