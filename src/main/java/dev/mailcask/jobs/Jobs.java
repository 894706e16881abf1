package dev.mailcask.jobs;

import dev.mailcask.archive.Maintenance;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;
import dev.mailcask.index.Indexer;
import dev.mailcask.replica.Replica;
import dev.mailcask.restore.Restore;
import dev.mailcask.sync.Backup;
import dev.mailcask.verify.Verify;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Starts, watches, cancels and remembers jobs. Thread-safe.
public interface Jobs extends AutoCloseable {

  /// Begins to run the schedules of accounts and of the archive's upkeep, catches up what was
  /// missed while the appliance was down, and keeps the index in step with the catalog.
  void start();

  /// Starts work and returns at once. A backup of an account whose backup waits or runs joins that
  /// one, and so does a copy like one that waits or runs; a backup for new mail joins one that
  /// waits only. Jobs that touch the same account wait for each other; a rebuild waits for all.
  ///
  /// @param trigger who asked, see [Job]
  Job submit(Work work, String trigger);

  /// Starts work that a user asked for.
  default Job submit(Work work) {
    return submit(work, "user");
  }

  /// Waits until the job has ended.
  Job await(String id) throws InterruptedException;

  /// A job, running or remembered.
  Optional<Job> job(String id);

  /// The newest jobs, newest first.
  List<Job> history(int limit);

  /// Asks a job to stop; it ends at the next safe point.
  void cancel(String id);

  /// Calls the watcher with every change of any job until the returned handle is closed; slow
  /// watchers miss steps in between, never the last.
  AutoCloseable watch(Consumer<Job> watcher);

  /// When the account's next scheduled backup begins, if one is planned.
  default Optional<Instant> next(AccountId account) {
    return next(new Work.BackupAccount(account));
  }

  /// When work of this kind begins by schedule the next time, if it is planned.
  Optional<Instant> next(Work work);

  /// Plans the schedules anew after an account was added, changed or removed.
  void reschedule();

  /// Whether a job runs for which somebody waits; one that is itself held back while others run
  /// does not count. Asked often by what gives way to jobs.
  boolean busy();

  /// Why new mail of the account is not waited for although it should be, for people; empty while
  /// nothing stands in the way.
  Optional<String> watchProblem(AccountId account);

  @Override
  void close();

  /// What can be done as a job.
  sealed interface Work {
    /// A backup of one account.
    ///
    /// @param insist whether to try all messages again that failed before, whenever they are due
    record BackupAccount(AccountId account, boolean insist) implements Work {
      /// A backup as the clock wants it.
      public BackupAccount(AccountId account) {
        this(account, false);
      }
    }

    /// A restore.
    record RestoreMail(Restore.Request request) implements Work {}

    /// Reading everything back, or a part of it, and perhaps mending what is damaged.
    record VerifyArchive(Verify.Request request) implements Work {}

    /// Bringing the second copy up to date.
    record CopyArchive(Replica.Request request) implements Work {}

    /// Building catalog or index anew.
    record Rebuild(boolean catalog, boolean index) implements Work {}

    /// Merging small packs and compressing them anew.
    record CompactArchive() implements Work {}

    /// Dropping what no journal refers to.
    record PruneArchive() implements Work {}
  }

  /// What a job came to.
  sealed interface Result {
    /// Of a backup.
    record BackedUp(Backup.Report report) implements Result {}

    /// Of a restore.
    record RestoredMail(Restore.Report report) implements Result {}

    /// Of a verification.
    record Verified(Verify.Report report) implements Result {}

    /// Of copying.
    record Copied(Replica.Report report) implements Result {}

    /// Of a rebuild.
    record Rebuilt(long messages, double seconds, Indexer.Coverage coverage) implements Result {}

    /// Of a compaction.
    record Compacted(Maintenance.Compacted figures, double seconds) implements Result {}

    /// Of a pruning.
    record Pruned(Maintenance.Pruned figures, double seconds) implements Result {}
  }

  /// The state of a job.
  enum Status {
    QUEUED,
    RUNNING,
    /// All was done.
    DONE,
    /// Done in part; the result lists what failed.
    PARTIAL,
    FAILED,
    CANCELLED,
    /// The appliance stopped while it ran; the hint says how to go on.
    INTERRUPTED;

    /// Whether nothing more happens to the job.
    public boolean ended() {
      return this != QUEUED && this != RUNNING;
    }
  }

  /// A job at one moment.
  ///
  /// @param trigger `schedule`, `catch-up`, `resume`, `new mail`, `user` or `command line`
  /// @param step the latest progress, null before the first
  /// @param result null until the work has come to one; of jobs remembered from an earlier start
  ///     only restores, verifications and copies have theirs, with the first 1,000 entries of its
  ///     lists
  /// @param failure the kind of failure that ended it, null where none did
  /// @param outcome one line for people once it has ended, else empty
  /// @param hint what the owner can do about a failure, else empty
  record Job(
      String id,
      Work work,
      Status status,
      String trigger,
      Instant queued,
      @Nullable Instant started,
      @Nullable Instant ended,
      Progress.@Nullable Step step,
      @Nullable Result result,
      @Nullable FailureTable failure,
      String outcome,
      String hint) {}
}
