package dev.mailcask.web;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A Quartz cron expression as a form shows it: hourly, daily and weekly schedules have fields and
/// words; whatever else an owner wrote stays an expression.
record ScheduleView(
    String mode,
    @Nullable Integer hour,
    @Nullable Integer minute,
    List<String> days,
    String cron,
    String words,
    String zone) {

  /// In the order of the week; Quartz counts from Sunday.
  static final List<String> DAYS = List.of("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN");

  private static final List<String> QUARTZ_DAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private static final Map<String, String> NAMES =
      Map.of(
          "MON", "Monday",
          "TUE", "Tuesday",
          "WED", "Wednesday",
          "THU", "Thursday",
          "FRI", "Friday",
          "SAT", "Saturday",
          "SUN", "Sunday");

  private static final Pattern SIMPLE =
      Pattern.compile("\\d{1,2} (\\d{1,2}) (\\*|\\d{1,2}) [*?] \\* ([A-Z0-9,*?-]+)");

  static ScheduleView of(String cron, ZoneId zone) {
    String id = zone.getId();
    if (cron.isEmpty()) {
      return new ScheduleView("off", null, null, List.of(), "", "no scheduled backups", id);
    }
    Matcher fields = SIMPLE.matcher(cron.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT));
    if (fields.matches()) {
      int minute = Integer.parseInt(fields.group(1));
      boolean everyDay = fields.group(3).equals("*") || fields.group(3).equals("?");
      List<String> days = everyDay ? List.of() : days(fields.group(3));
      if (fields.group(2).equals("*")) {
        if (everyDay) {
          String words = String.format(Locale.ROOT, "every hour, %d minutes past", minute);
          return new ScheduleView("hourly", null, minute, List.of(), cron, words, id);
        }
      } else if (everyDay || !days.isEmpty()) {
        int hour = Integer.parseInt(fields.group(2));
        String words =
            String.format(
                Locale.ROOT,
                "every %s at %02d:%02d",
                everyDay ? "day" : days.stream().map(NAMES::get).collect(Collectors.joining(", ")),
                hour,
                minute);
        return new ScheduleView(everyDay ? "daily" : "weekly", hour, minute, days, cron, words, id);
      }
    }
    return new ScheduleView("custom", null, null, List.of(), cron, "by the expression " + cron, id);
  }

  /// The days of a field such as `MON,WED` or `MON-FRI` or `2-6`, in the order of the week; empty
  /// where it says anything else.
  private static List<String> days(String field) {
    TreeSet<Integer> found = new TreeSet<>();
    for (String part : field.split(",", -1)) {
      String[] ends = part.split("-", -1);
      int first = quartzDay(ends[0]);
      int last = quartzDay(ends[ends.length - 1]);
      if (ends.length > 2 || first < 0 || last < 0) {
        return List.of();
      }
      int count = Math.floorMod(last - first, 7) + 1;
      IntStream.range(0, count)
          .map(i -> DAYS.indexOf(QUARTZ_DAYS.get((first + i) % 7)))
          .forEach(found::add);
    }
    return found.stream().map(DAYS::get).toList();
  }

  private static int quartzDay(String day) {
    return day.matches("[1-7]") ? Integer.parseInt(day) - 1 : QUARTZ_DAYS.indexOf(day);
  }

  /// What a form sends.
  record Input(
      String mode,
      @Nullable Integer hour,
      @Nullable Integer minute,
      @Nullable List<String> days,
      @Nullable String cron) {

    private static final List<String> MODES =
        List.of("nightly", "off", "hourly", "daily", "weekly", "custom");

    /// The schedule as a cron expression; whether a custom one makes sense, `jobs` says.
    ///
    /// @param nightly the account's own
    String toCron(String nightly) {
      return switch (mode) {
        case "nightly" -> nightly;
        case "off" -> "";
        case "hourly" -> "0 " + minuteOfHour() + " * * * ?";
        case "daily" -> "0 " + minuteOfHour() + " " + hourOfDay() + " * * ?";
        case "weekly" -> "0 " + minuteOfHour() + " " + hourOfDay() + " ? * " + daysOfWeek();
        case "custom" -> given(cron, "cron");
        default ->
            throw HttpProblem.badRequest(
                "field schedule.mode", "there is no such mode", "the modes are " + MODES);
      };
    }

    private int minuteOfHour() {
      return within(given(minute, "minute"), 59, "minute");
    }

    private int hourOfDay() {
      return within(given(hour, "hour"), 23, "hour");
    }

    private String daysOfWeek() {
      List<String> wanted = new ArrayList<>(DAYS);
      List<String> chosen = given(days, "days");
      if (chosen.isEmpty() || !DAYS.containsAll(chosen)) {
        throw HttpProblem.badRequest(
            "field schedule.days",
            chosen.isEmpty() ? "there is none" : "there is no such day",
            "choose from " + String.join(", ", DAYS));
      }
      wanted.retainAll(chosen);
      return String.join(",", wanted);
    }

    private static int within(int value, int max, String name) {
      if (value < 0 || value > max) {
        throw HttpProblem.badRequest(
            "field schedule." + name, "it is out of range", "give 0 to " + max);
      }
      return value;
    }

    private <T> T given(@Nullable T value, String name) {
      if (value == null) {
        throw HttpProblem.badRequest(
            "field schedule." + name, "it is missing", "a schedule that is " + mode + " needs it");
      }
      return value;
    }
  }
}
