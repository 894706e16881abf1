package dev.mailcask.sync;

import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.OpenFolder;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;

/// The messages of an open folder, listed in ranges of UIDs and planned range by range, so that a
/// folder of a million messages is never listed in memory as a whole.
///
/// @param plan what there is to do
/// @param whole whether as many messages were listed as the folder said it holds
record Listing(FolderPlan plan, boolean whole) {

  /// How a folder was counted, for people.
  static final String IN_FULL = "every UID was listed";

  /// Messages a range holds on average.
  private static final long RANGE = 20_000;

  /// Lists the folder and plans it.
  ///
  /// @param split whether to list a small folder in two ranges as well: a server that does not list
  ///     all that it holds is a failure where the whole is asked for, and then a part is better
  ///     than nothing
  /// @param known what the archive holds of this generation
  /// @param failed what earlier runs could not fetch of it
  /// @param safePoint called between ranges; may throw
  /// @throws Failure if the server does not list the folder
  static Listing of(
      OpenFolder folder,
      SortedMap<Long, List<String>> known,
      NavigableSet<Long> failed,
      boolean split,
      Runnable safePoint) {
    FolderState state = folder.state();
    if (state.exists() == 0) {
      return new Listing(FolderPlan.of(new TreeMap<>(), known, failed), true);
    }
    long largest = folder.largestUid();
    long width = split ? half(state, largest) : width(state, largest);
    // Nothing is asked for above the last message: some servers never answer (Yahoo).
    long end = width < largest && state.uidNext() > 0 ? state.uidNext() - 1 : largest;
    FolderPlan plan = FolderPlan.NOTHING;
    long counted = 0;
    for (long first = 1; first <= end; first += width) {
      safePoint.run();
      long last = Math.min(end, first + width - 1);
      SortedMap<Long, List<String>> listed = folder.flags(first, last);
      counted += known(state, listed);
      plan = plan.plus(range(listed, known, failed, first, last));
    }
    plan = plan.plus(range(new TreeMap<>(), known, failed, end + 1, largest));
    return new Listing(plan, counted >= state.exists());
  }

  /// How many of these the folder counted when it was opened: one that came since must not stand in
  /// for one that the server leaves out.
  private static long known(FolderState state, SortedMap<Long, List<String>> listed) {
    return state.uidNext() > 0 ? listed.headMap(state.uidNext()).size() : listed.size();
  }

  private static long half(FolderState state, long largest) {
    return Math.max(1, (state.uidNext() > 0 ? state.uidNext() : largest) / 2);
  }

  private static FolderPlan range(
      SortedMap<Long, List<String>> listed,
      SortedMap<Long, List<String>> known,
      NavigableSet<Long> failed,
      long first,
      long last) {
    return FolderPlan.of(
        listed, known.subMap(first, last + 1), failed.subSet(first, true, last + 1, false));
  }

  /// One range for a folder of usual size, or where the server does not say how far its UIDs go.
  private static long width(FolderState state, long largest) {
    if (state.exists() <= RANGE || state.uidNext() <= state.exists()) {
      return largest;
    }
    return Math.max(RANGE, state.uidNext() / state.exists() * RANGE);
  }
}
