package dev.mailcask.cli;

import dev.mailcask.base.Counted;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Figures as people read them, the same in every locale.
final class Units {

  private static final String[] BINARY = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

  private Units() {}

  /// Three significant digits at the least: `512 B`, `1.46 KiB`, `35.2 MiB`, `120 GiB`.
  static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 1024 && unit < BINARY.length - 1) {
      value /= 1024;
      unit++;
    }
    String format = value < 10 ? "%.2f %s" : value < 100 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, format, value, BINARY[unit]);
  }

  /// With thousands separated.
  static String count(long count) {
    return Counted.of(count);
  }

  /// A count with its noun.
  static String count(long count, String one, String many) {
    return Counted.of(count, one, many);
  }

  /// `0.4 s`, `12 s`, `3:20 min`, `1:02:03 h`, `5 days`.
  static String seconds(double seconds) {
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    Duration time = Duration.ofSeconds(Math.round(seconds));
    if (time.toMinutes() == 0) {
      return time.toSeconds() + " s";
    }
    if (time.toDays() > 1) {
      return time.plusHours(12).toDays() + " days";
    }
    return time.toHours() == 0
        ? String.format(Locale.ROOT, "%d:%02d min", time.toMinutes(), time.toSecondsPart())
        : String.format(
            Locale.ROOT,
            "%d:%02d:%02d h",
            time.toHours(),
            time.toMinutesPart(),
            time.toSecondsPart());
  }

  /// To the minute, in the given zone; a dash for null.
  static String time(@Nullable Instant time, ZoneId zone) {
    return time == null ? "-" : MINUTE.format(time.atZone(zone));
  }
}
