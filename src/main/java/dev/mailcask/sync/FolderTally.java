package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.FolderCount;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// What a run found out about one folder, and what it did. Thread-safe.
final class FolderTally {

  private final SyncPlan.Folder folder;
  private final AtomicLong placed = new AtomicLong();
  private final AtomicLong vanished = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /// Listed messages that did not come, with the reason, until [#settle] finds out whether they are
  /// still there.
  private final SortedMap<Long, String> missing = new ConcurrentSkipListMap<>();

  private volatile FolderPlan plan = FolderPlan.NOTHING;
  private volatile long generation;
  private volatile boolean listed;
  private volatile boolean broken;
  private volatile @Nullable String problem;
  private volatile String counted = "";

  FolderTally(SyncPlan.Folder folder) {
    this.folder = folder;
  }

  SyncPlan.Folder folder() {
    return folder;
  }

  /// The folder was listed and planned.
  ///
  /// @param counted how, for people
  void listed(long generation, FolderPlan plan, String counted) {
    this.counted = counted;
    this.generation = generation;
    this.plan = plan;
    this.listed = true;
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

  void missing(long uid, String reason) {
    missing.put(uid, reason);
  }

  void vanished() {
    vanished.incrementAndGet();
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

  /// The UIDVALIDITY that UIDs are kept under, see [FolderVisit].
  long generation() {
    return generation;
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
    return plan.listed() - vanished.get();
  }

  long archived() {
    return plan.known() + placed.get();
  }

  long failedCount() {
    return failed.get();
  }

  /// Whether every message that the server lists is archived.
  boolean complete() {
    return listed && problem == null && archived() == onServer();
  }

  FolderCount count() {
    return count(archived());
  }

  /// @param archived how many of the listed messages are durable
  FolderCount count(long archived) {
    return new FolderCount(folder.number(), onServer(), archived, failedCount(), counted);
  }
}
