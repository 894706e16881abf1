package dev.mailcask.config;

import dev.mailcask.base.Failure;
import dev.mailcask.jobs.Schedules;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads single values; every unit is written out, because a bare `30` says nothing.
final class Values {

  private static final Pattern WITH_UNIT = Pattern.compile("(\\d{1,9})\\s*([A-Za-z]+)");
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})\\s*%");
  private static final Map<String, Duration> DURATIONS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));
  private static final Map<String, Long> SIZES =
      Map.of("B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private Values() {}

  /// A value that cannot be read, and what it should look like.
  static final class Unreadable extends Exception {
    Unreadable(String wanted) {
      super(wanted);
    }
  }

  /// Checks that the value is of its kind.
  static void check(Key key, String value) throws Unreadable {
    switch (key.kind()) {
      case TEXT -> {
        if (value.isBlank()) {
          throw new Unreadable("write something");
        }
      }
      case PATH, LIST -> {}
      case TARGET -> target(value);
      case NUMBER -> number(value);
      case TRUTH -> truth(value);
      case DURATION -> duration(value);
      case SIZE -> size(value);
      case PERCENT -> percent(value);
      case CRON -> cron(value);
      case LEVEL -> {
        if (!LEVELS.contains(value)) {
          throw new Unreadable("write one of " + String.join(", ", LEVELS));
        }
      }
    }
  }

  private static void target(String value) throws Unreadable {
    if (value.startsWith("http://") || value.startsWith("https://")) {
      try {
        if (new URI(value).getHost() == null) {
          throw new Unreadable("write an address as https://host/path, or a file");
        }
      } catch (URISyntaxException e) {
        throw new Unreadable("write an address as https://host/path, or a file");
      }
    }
  }

  static int number(String value) throws Unreadable {
    if (!value.matches("\\d{1,9}")) {
      throw new Unreadable("write a whole number");
    }
    return Integer.parseInt(value);
  }

  static boolean truth(String value) throws Unreadable {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new Unreadable("write true or false");
    };
  }

  static List<String> list(String value) {
    return Arrays.stream(value.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  static Duration duration(String value) throws Unreadable {
    Matcher matcher = WITH_UNIT.matcher(value);
    if (matcher.matches()) {
      Duration unit = DURATIONS.get(matcher.group(2));
      if (unit != null) {
        return unit.multipliedBy(Long.parseLong(matcher.group(1)));
      }
    }
    throw new Unreadable("write it with its unit, ms, s, min or h, as in '20 s'");
  }

  static int percent(String value) throws Unreadable {
    Matcher matcher = PERCENT.matcher(value);
    int percent = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    if (percent < 1 || percent > 100) {
      throw new Unreadable("write a share from '1 %' to '100 %'");
    }
    return percent;
  }

  private static void cron(String value) throws Unreadable {
    try {
      Schedules.check(value);
    } catch (Failure e) {
      throw new Unreadable(e.hint() + " (" + e.problem() + "), or \"\" for never");
    }
  }

  static long size(String value) throws Unreadable {
    Matcher matcher = WITH_UNIT.matcher(value);
    if (matcher.matches()) {
      Long unit = SIZES.get(matcher.group(2));
      if (unit != null) {
        return unit * Long.parseLong(matcher.group(1));
      }
    }
    throw new Unreadable("write it with its unit, B, KiB, MiB or GiB, as in '32 MiB'");
  }
}
