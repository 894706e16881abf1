package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.Evidence;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.FolderListed;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What a run found out about one folder, and what it did. Thread-safe.
///
/// What it says of messages that came is the run's own belief. What counts is [Certificate], which
/// asks the catalog after the last commit.
final class FolderTally {

  private final SyncPlan.Folder folder;
  private final AtomicLong placed = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /// Messages that were listed and left the server before they could be fetched.
  private final NavigableSet<Long> vanished = new ConcurrentSkipListSet<>();

  /// Listed messages that did not come, with the reason, until [#settle] finds out whether they are
  /// still there.
  private final SortedMap<Long, String> missing = new ConcurrentSkipListMap<>();

  private final Reach reach = new Reach();
  private volatile FolderPlan plan = FolderPlan.NOTHING;
  private volatile List<Long> retryNow = List.of();
  private volatile long generation;
  private volatile long exists = -1;
  private volatile boolean listed;
  private volatile boolean broken;
  private volatile @Nullable String problem;
  private volatile String counted = "";
  private volatile @Nullable FolderListed last;

  FolderTally(SyncPlan.Folder folder) {
    this.folder = folder;
    this.generation = folder.uidValidity();
  }

  SyncPlan.Folder folder() {
    return folder;
  }

  /// The folder was opened.
  ///
  /// @param exists how many messages the server says are in it
  void opened(long exists) {
    this.exists = exists;
  }

  /// The folder was listed and planned.
  ///
  /// @param counted how, for people
  /// @param notYet messages that failed before and are not to be tried now
  /// @param last what to remember of it once all that is in it is in the archive, or null
  void listed(
      long generation,
      FolderPlan plan,
      String counted,
      Set<Long> notYet,
      @Nullable FolderListed last) {
    this.counted = counted;
    this.last = last;
    this.generation = generation;
    this.plan = plan;
    this.retryNow = plan.retry().stream().filter(uid -> !notYet.contains(uid)).toList();
    this.listed = true;
    failedAgain(plan.retry().size() - retryNow.size());
  }

  /// Something is wrong with the folder as a whole; its messages are read all the same.
  void problem(String reason) {
    if (problem == null) {
      problem = reason;
    }
  }

  /// The folder cannot be read any further in this run.
  void breakOff(String reason) {
    broken = true;
    problem(reason);
  }

  void placed() {
    placed.incrementAndGet();
  }

  /// How far back it is archived.
  Reach reach() {
    return reach;
  }

  /// About back to when it is archived while messages wait, or null.
  @Nullable Instant backTo() {
    return reach.backTo();
  }

  /// What came is not all in the archive.
  void commitFailed() {
    reach.forget();
  }

  void missing(long uid, String reason) {
    missing.put(uid, reason);
  }

  void vanished(long uid) {
    vanished.add(uid);
  }

  /// @param still how many of the missing are on the server and count as failed
  void settle(long still) {
    missing.clear();
    failed.addAndGet(still);
  }

  /// Messages that failed before were not tried again.
  void failedAgain(long count) {
    failed.addAndGet(count);
  }

  SortedMap<Long, String> missing() {
    return missing;
  }

  FolderPlan plan() {
    return plan;
  }

  /// UIDs that an earlier run could not fetch and this one tries, ascending.
  List<Long> retryNow() {
    return retryNow;
  }

  /// UIDs that were to be fetched and did not leave the server meanwhile, ascending.
  NavigableSet<Long> expected() {
    NavigableSet<Long> expected = new TreeSet<>(plan.fetch());
    expected.addAll(plan.retry());
    expected.removeAll(vanished);
    return expected;
  }

  /// The UIDVALIDITY that UIDs are kept under, see [FolderVisit].
  long generation() {
    return generation;
  }

  /// Whether the folder was read, and the server says that there is no message in it.
  boolean isEmpty() {
    return listed && exists == 0;
  }

  /// What to remember of the folder once all that is in it is in the archive; null for nothing.
  @Nullable FolderListed last() {
    return last;
  }

  boolean wasListed() {
    return listed;
  }

  boolean broken() {
    return broken;
  }

  @Nullable String problem() {
    return problem;
  }

  long placedCount() {
    return placed.get();
  }

  long onServer() {
    return plan.listed() - vanished.size();
  }

  long failedCount() {
    return failed.get();
  }

  /// What the certificate says of this folder.
  ///
  /// @param archived how many of the messages on the server are durable
  /// @param held how many messages of the folder the archive holds
  FolderCount count(long archived, long held) {
    String reason = problem;
    Evidence evidence =
        new Evidence(
            counted,
            listed,
            exists,
            plan.listed(),
            held,
            reason == null ? "" : reason,
            archived + failedCount() < onServer() ? backTo() : null);
    return new FolderCount(folder.number(), onServer(), archived, failedCount(), evidence);
  }
}
