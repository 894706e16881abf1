package dev.mailcask.sync;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/// Messages of one folder to fetch on one connection. Keeps what is left of it in groups, so that a
/// lost connection costs nothing and another connection may go on; used by one thread at a time.
final class Chunk {

  /// Messages a chunk holds at most.
  private static final int LARGEST = 4_000;

  private static final int SMALLEST = 250;

  /// The first slice of a folder: soon done, so that each folder shows its newest mail early.
  private static final int FIRST = 500;

  /// Each slice is so many times as large as the one before.
  private static final int GROWTH = 4;

  /// Chunks that the work is cut into at least, where it is worth it: with two connections neither
  /// should wait long for the other at the end.
  private static final int SHARES = 8;

  private final FolderTally tally;
  private final boolean retry;
  private final int slice;
  private final Deque<List<Long>> groups = new ArrayDeque<>();

  private Chunk(FolderTally tally, List<Long> uids, int slice, boolean retry) {
    this.tally = tally;
    this.slice = slice;
    this.retry = retry;
    groups.add(uids);
  }

  /// Cuts all that is to be fetched into chunks: of each folder in turn its newest messages, then
  /// of each the next older ones, and so on; what failed before comes last, so that it stops
  /// nothing else.
  ///
  /// @param tallies the folders, the most important first
  static List<Chunk> cut(Collection<FolderTally> tallies) {
    long total = tallies.stream().mapToLong(tally -> tally.plan().fetch().size()).sum();
    int largest = Math.clamp(total / SHARES, SMALLEST, LARGEST);
    List<List<Chunk>> slices = new ArrayList<>();
    for (FolderTally tally : tallies) {
      slice(tally, largest, slices);
    }
    List<Chunk> chunks = new ArrayList<>();
    slices.forEach(chunks::addAll);
    for (FolderTally tally : tallies) {
      if (!tally.retryNow().isEmpty()) {
        chunks.add(new Chunk(tally, tally.retryNow(), 0, true));
      }
    }
    return chunks;
  }

  private static void slice(FolderTally tally, int largest, List<List<Chunk>> slices) {
    List<Long> fetch = tally.plan().fetch();
    int size = Math.min(FIRST, largest);
    int to = fetch.size();
    for (int slice = 0; to > 0; slice++) {
      if (slice == slices.size()) {
        slices.add(new ArrayList<>());
      }
      int from = to - size < SMALLEST ? 0 : to - size;
      slices.get(slice).add(new Chunk(tally, fetch.subList(from, to), slice, false));
      to = from;
      size = Math.min(size * GROWTH, largest);
    }
  }

  FolderTally tally() {
    return tally;
  }

  /// Which slice of its folder it is, from 0, the newest.
  int slice() {
    return slice;
  }

  /// Whether an earlier run could not fetch these.
  boolean retry() {
    return retry;
  }

  boolean isDone() {
    return groups.isEmpty();
  }

  /// The next group, ascending.
  List<Long> next() {
    return groups.removeFirst();
  }

  /// Puts a group back, to be fetched next.
  void putBack(List<Long> group) {
    if (!group.isEmpty()) {
      groups.addFirst(List.copyOf(group));
    }
  }

  /// Puts a group back, to be fetched after all others.
  void putLast(List<Long> group) {
    groups.addLast(List.copyOf(group));
  }

  /// Puts a group back in so many parts.
  void putBack(List<Long> group, int parts) {
    int size = Math.ceilDiv(group.size(), parts);
    for (int from = (group.size() - 1) / size * size; from >= 0; from -= size) {
      putBack(group.subList(from, Math.min(group.size(), from + size)));
    }
  }

  /// Gives up on what is left.
  List<Long> drain() {
    List<Long> rest = new ArrayList<>();
    groups.forEach(rest::addAll);
    groups.clear();
    return rest;
  }
}
