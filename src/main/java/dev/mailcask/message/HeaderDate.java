package dev.mailcask.message;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the Date field (RFC 5322, sections 3.3 and 4.3) and what is written there instead of it:
/// the order of C's `asctime`, ISO 8601, two-digit years, missing zones and seconds.
///
/// By hand, because a formatter per variant is slow and still misses some: the field is cut into
/// words, and each word says by its look what it is.
final class HeaderDate {

  private static final int MAX_LENGTH = 120;
  private static final Instant FIRST = Instant.parse("1970-01-02T00:00:00Z");
  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  /// The zones of RFC 5322, section 4.3, and a few that are met; in hours.
  private static final Map<String, Integer> ZONES =
      Map.ofEntries(
          Map.entry("est", -5),
          Map.entry("edt", -4),
          Map.entry("cst", -6),
          Map.entry("cdt", -5),
          Map.entry("mst", -7),
          Map.entry("mdt", -6),
          Map.entry("pst", -8),
          Map.entry("pdt", -7),
          Map.entry("bst", 1),
          Map.entry("cet", 1),
          Map.entry("met", 1),
          Map.entry("cest", 2),
          Map.entry("mest", 2),
          Map.entry("eet", 2),
          Map.entry("eest", 3),
          Map.entry("jst", 9));

  private int day = -1;
  private int month = -1;
  private int year = -1;
  private int @Nullable [] time;
  private int offsetSeconds;
  private boolean zoned;

  private HeaderDate() {}

  /// The instant, or null if the text names none between 1970 and 2100.
  static @Nullable Instant parse(String field) {
    if (field.isEmpty() || field.length() > MAX_LENGTH) {
      return null;
    }
    HeaderDate date = new HeaderDate();
    for (String word : words(field)) {
      date.take(word);
    }
    return date.instant();
  }

  /// Cuts at white space and commas, and drops comments.
  private static List<String> words(String field) {
    List<String> words = new ArrayList<>(8);
    int start = -1;
    int depth = 0;
    for (int i = 0; i <= field.length(); i++) {
      char c = i < field.length() ? field.charAt(i) : ' ';
      boolean within = depth == 0 && c > ' ' && c != ',' && c != '(' && c != ')';
      if (within && start < 0) {
        start = i;
      } else if (!within && start >= 0) {
        words.add(field.substring(start, i));
        start = -1;
      }
      depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
    }
    return words;
  }

  private void take(String word) {
    char first = word.charAt(0);
    if (first >= '0' && first <= '9') {
      takeNumber(word);
    } else if ((first == '+' || first == '-') && time != null) {
      takeOffset(word);
    } else {
      takeName(word.toLowerCase(Locale.ROOT));
    }
  }

  private void takeNumber(String word) {
    if (word.indexOf(':') > 0) {
      int t = word.indexOf('T');
      if (t > 0) {
        takeDashed(word.substring(0, t));
        takeTime(word.substring(t + 1));
      } else {
        takeTime(word);
      }
    } else if (word.indexOf('-') > 0 || word.indexOf('/') > 0) {
      takeDashed(word);
    } else {
      int number = number(word, 0, word.length());
      if (word.length() <= 2 && day < 0 && number >= 1) {
        day = number;
      } else if (number >= 0 && year < 0) {
        year = fullYear(number, word.length());
      }
    }
  }

  /// `2024-03-05`, `5-Mar-2024` and `5/Mar/24`.
  private void takeDashed(String word) {
    String[] parts = word.split("[-/]", -1);
    if (parts.length != 3) {
      return;
    }
    if (parts[0].length() == 4) {
      year = number(parts[0], 0, 4);
      month = number(parts[1], 0, parts[1].length());
      day = number(parts[2], 0, parts[2].length());
    } else {
      day = number(parts[0], 0, parts[0].length());
      takeName(parts[1].toLowerCase(Locale.ROOT));
      year = fullYear(number(parts[2], 0, parts[2].length()), parts[2].length());
    }
  }

  private void takeTime(String word) {
    int end = 0;
    while (end < word.length() && "0123456789:".indexOf(word.charAt(end)) >= 0) {
      end++;
    }
    String[] parts = word.substring(0, end).split(":", -1);
    if (parts.length < 2 || parts.length > 3 || time != null) {
      return;
    }
    int hour = number(parts[0], 0, parts[0].length());
    int minute = number(parts[1], 0, parts[1].length());
    int second = parts.length == 3 ? number(parts[2], 0, parts[2].length()) : 0;
    time = new int[] {hour, minute, Math.min(second, 59)}; // 60 is a leap second
    int zone = end;
    while (zone < word.length() && (word.charAt(zone) == '.' || isDigit(word.charAt(zone)))) {
      zone++;
    }
    if (zone < word.length() && (word.charAt(zone) == '+' || word.charAt(zone) == '-')) {
      takeOffset(word.substring(zone));
    }
  }

  private void takeOffset(String word) {
    String digits = word.substring(1).replace(":", "");
    int number = number(digits, 0, digits.length());
    if (number < 0 || zoned) {
      return;
    }
    int hours = digits.length() <= 2 ? number : number / 100;
    int minutes = digits.length() <= 2 ? 0 : number % 100;
    if (hours <= 14 && minutes < 60) {
      offsetSeconds = (word.charAt(0) == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
      zoned = true;
    }
  }

  private void takeName(String lower) {
    int at = lower.length() >= 3 ? MONTHS.indexOf(lower.substring(0, 3)) : -1;
    if (at >= 0 && at % 3 == 0 && month < 0) {
      month = at / 3 + 1;
      return;
    }
    Integer hours = ZONES.get(lower);
    if (hours != null && !zoned && time != null) {
      offsetSeconds = hours * 3600;
      zoned = true;
    }
  }

  private @Nullable Instant instant() {
    int[] clock = time == null ? new int[3] : time;
    try {
      Instant instant =
          LocalDateTime.of(year, month, day, clock[0], clock[1], clock[2])
              .toInstant(ZoneOffset.ofTotalSeconds(offsetSeconds));
      return instant.isBefore(FIRST) || instant.isAfter(LAST) ? null : instant;
    } catch (DateTimeException e) { // no such day or hour
      return null;
    }
  }

  /// RFC 5322, section 4.3: two digits below 50 are of this century, three count from 1900.
  private static int fullYear(int number, int digits) {
    if (digits >= 4 || number < 0) {
      return number;
    }
    return number + (digits == 2 && number < 50 ? 2000 : 1900);
  }

  private static int number(String text, int from, int to) {
    if (to - from < 1 || to - from > 6) {
      return -1;
    }
    int number = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
