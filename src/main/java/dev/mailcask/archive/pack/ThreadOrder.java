package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.message.Envelope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Puts messages beside those that they quote: threads in the order of their earliest message, and
/// inside a thread by date.
///
/// A thread is what has the same subject without `Re:` and the tags of lists; where that throws
/// together what does not belong together, nothing is lost but a little compression. Neighbours in
/// time share more than neighbours in the alphabet, so subjects are not sorted: that is 6 to 8 %
/// larger than no order at all (decision 0028). Not thread-safe.
final class ThreadOrder {

  private static final Pattern PREFIX =
      Pattern.compile(
          "^\\s*(?:(?:re|aw|sv|vs|fw|fwd|wg|tr|rv)(?:\\[\\d+\\])?\\s*:|\\[(?!patch)[^\\]]*\\])");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final List<Entry> entries = new ArrayList<>();
  private final Map<Long, Entry> first = new HashMap<>();

  /// @param at where it stands in its pack, for those without a date
  private record Entry(Place place, long thread, long date, long at) {

    boolean isBefore(Entry other) {
      return date < other.date;
    }
  }

  void add(Place place, Envelope envelope) {
    Instant date = envelope.date();
    long at = place.pack().rawAt(place.blob());
    long thread = threadOf(envelope.subject());
    if (thread == NO_SUBJECT) {
      thread = ~(long) entries.size(); // on its own
    }
    // who gives no date stands beside its neighbours in the pack
    long when = date != null ? date.getEpochSecond() : lastDate();
    Entry entry = new Entry(place, thread, when, at);
    first.merge(thread, entry, (a, b) -> b.isBefore(a) ? b : a);
    entries.add(entry);
  }

  private long lastDate() {
    return entries.isEmpty() ? 0 : entries.getLast().date;
  }

  /// The messages that were added, in order.
  List<Place> places() {
    entries.sort(
        Comparator.comparingLong((Entry e) -> begin(e).date)
            .thenComparingLong(Entry::thread)
            .thenComparingLong(Entry::date)
            .thenComparingLong(Entry::at));
    return entries.stream().map(Entry::place).toList();
  }

  private Entry begin(Entry entry) {
    Entry begin = first.get(entry.thread);
    return begin == null ? entry : begin;
  }

  private static final long NO_SUBJECT = 0;

  /// A number for the thread, 0 where there is no subject.
  static long threadOf(String subject) {
    String left = SPACE.matcher(subject.toLowerCase(Locale.ROOT)).replaceAll(" ");
    for (String shorter = strip(left); !shorter.equals(left); shorter = strip(left)) {
      left = shorter;
    }
    long hash = NO_SUBJECT;
    for (int i = 0; i < left.length(); i++) {
      hash = hash * 0x100000001b3L + left.charAt(i) + 1;
    }
    return hash & Long.MAX_VALUE;
  }

  private static String strip(String subject) {
    return PREFIX.matcher(subject).replaceFirst("").strip();
  }
}
