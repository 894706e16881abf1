package dev.mailcask.sync;

import dev.mailcask.catalog.InternalDate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// How far back a folder is archived while it is fetched from its newest messages down. May be used
/// by several threads.
///
/// UIDs go up as mail arrives, but mail that was moved here has a new UID and an old date. So what
/// counts is the median date of the oldest messages in the slices that are done without a gap: one
/// old newsletter does not make the folder look archived back to 1999.
final class Reach {

  /// Messages whose dates are looked at in each slice.
  private static final int LOOKED_AT = 51;

  private final SortedMap<Integer, SortedMap<Long, Instant>> dates = new TreeMap<>();
  private final TreeSet<Integer> done = new TreeSet<>();

  /// A message of a slice came; slices are numbered from 0, the newest.
  synchronized void came(int slice, long uid, String internalDate) {
    Instant date = InternalDate.parse(internalDate);
    if (date == null) {
      return;
    }
    SortedMap<Long, Instant> lowest = dates.computeIfAbsent(slice, _ -> new TreeMap<>());
    lowest.put(uid, date);
    if (lowest.size() > LOOKED_AT) {
      lowest.remove(lowest.lastKey());
    }
  }

  /// All messages of a slice that could be fetched are there.
  synchronized void done(int slice) {
    done.add(slice);
  }

  /// What came may not have become durable.
  synchronized void forget() {
    done.clear();
  }

  /// About back to when the folder is archived, or null while that is not known.
  synchronized @Nullable Instant backTo() {
    SortedMap<Long, Instant> last = null;
    for (int slice = 0; done.contains(slice); slice++) {
      SortedMap<Long, Instant> its = dates.get(slice);
      last = its == null ? last : its;
    }
    if (last == null) {
      return null;
    }
    List<Instant> sorted = new ArrayList<>(last.values());
    sorted.sort(null);
    return sorted.get(sorted.size() / 2);
  }
}
