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

  /// Chunks that the work is cut into at least, where it is worth it: with two connections neither
  /// should wait long for the other at the end.
  private static final int SHARES = 8;

  private final FolderTally tally;
  private final boolean retry;
  private final Deque<List<Long>> groups = new ArrayDeque<>();

  private Chunk(FolderTally tally, List<Long> uids, boolean retry) {
    this.tally = tally;
    this.retry = retry;
    groups.add(uids);
  }

  /// Cuts all that is to be fetched into chunks; what failed before comes last, so that it stops
  /// nothing else.
  static List<Chunk> cut(Collection<FolderTally> tallies) {
    long total = tallies.stream().mapToLong(tally -> tally.plan().fetch().size()).sum();
    int size = Math.clamp(total / SHARES, SMALLEST, LARGEST);
    List<Chunk> chunks = new ArrayList<>();
    for (FolderTally tally : tallies) {
      List<Long> fetch = tally.plan().fetch();
      for (int from = 0; from < fetch.size(); from += size) {
        List<Long> share = fetch.subList(from, Math.min(fetch.size(), from + size));
        chunks.add(new Chunk(tally, share, false));
      }
    }
    for (FolderTally tally : tallies) {
      if (!tally.retryNow().isEmpty()) {
        chunks.add(new Chunk(tally, tally.retryNow(), true));
      }
    }
    return chunks;
  }

  FolderTally tally() {
    return tally;
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
