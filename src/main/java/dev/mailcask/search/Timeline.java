package dev.mailcask.search;

import dev.mailcask.search.LongCounts.Counted;
import dev.mailcask.search.Search.Bar;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Bars of days, months or years, whichever there are few enough of to look at.
final class Timeline {

  private static final int MAX_DAYS = 62;
  private static final int MAX_MONTHS = 144;

  private Timeline() {}

  /// The bars from the first message to the last one.
  ///
  /// @param days counts by days since 1970
  /// @param step each counted message stands for so many
  static List<Bar> of(List<Counted> days, int step) {
    if (days.isEmpty()) {
      return List.of();
    }
    LocalDate first = LocalDate.ofEpochDay(days.stream().mapToLong(Counted::key).min().orElse(0));
    LocalDate last = LocalDate.ofEpochDay(days.stream().mapToLong(Counted::key).max().orElse(0));
    ChronoUnit unit = unit(first, last);
    Map<LocalDate, Long> counts = new TreeMap<>();
    LocalDate end = begin(last, unit);
    for (LocalDate at = begin(first, unit); !at.isAfter(end); at = at.plus(1, unit)) {
      counts.put(at, 0L);
    }
    for (Counted each : days) {
      counts.merge(begin(LocalDate.ofEpochDay(each.key()), unit), (long) each.count(), Long::sum);
    }
    List<Bar> bars = new ArrayList<>();
    counts.forEach((from, count) -> bars.add(new Bar(from, from.plus(1, unit), count * step)));
    return bars;
  }

  private static ChronoUnit unit(LocalDate first, LocalDate last) {
    if (ChronoUnit.DAYS.between(first, last) < MAX_DAYS) {
      return ChronoUnit.DAYS;
    }
    return ChronoUnit.MONTHS.between(first, last) < MAX_MONTHS
        ? ChronoUnit.MONTHS
        : ChronoUnit.YEARS;
  }

  private static LocalDate begin(LocalDate day, ChronoUnit unit) {
    return switch (unit) {
      case DAYS -> day;
      case MONTHS -> day.withDayOfMonth(1);
      default -> day.withDayOfYear(1);
    };
  }
}
