package dev.mailcask.mailbox.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// A set of UIDs as a server writes it (`41,43:116`), which may be as large as all UIDs there are:
/// it is never spelt out.
///
/// @param ranges each with its smaller end first
/// @param sound whether all of it could be read
record UidRanges(List<Range> ranges, boolean sound) {

  private static final int DIGITS = 10;

  /// From the first to the last UID, both included.
  record Range(long first, long last) {}

  static UidRanges of(String text) {
    List<Range> ranges = new ArrayList<>();
    boolean sound = true;
    for (String part : text.strip().split(",", -1)) {
      String[] ends = part.split(":", -1);
      if (ends.length > 2 || !isUid(ends[0]) || !isUid(ends[ends.length - 1])) {
        sound = false;
        continue;
      }
      long a = Long.parseLong(ends[0]);
      long b = Long.parseLong(ends[ends.length - 1]);
      ranges.add(new Range(Math.min(a, b), Math.max(a, b)));
    }
    return new UidRanges(ranges, sound);
  }

  private static boolean isUid(String text) {
    return !text.isEmpty()
        && text.length() <= DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /// How many UIDs there are, if no two ranges overlap.
  long count() {
    return ranges.stream().mapToLong(range -> range.last - range.first + 1).sum();
  }

  /// Those of the UIDs that are in here.
  SortedSet<Long> among(SortedSet<Long> uids) {
    SortedSet<Long> found = new TreeSet<>();
    ranges.forEach(range -> found.addAll(uids.subSet(range.first, range.last + 1)));
    return found;
  }
}
