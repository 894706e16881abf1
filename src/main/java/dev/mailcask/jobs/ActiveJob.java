package dev.mailcask.jobs;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A job that waits or runs: the progress its work reports to, and the wish to stop.
final class ActiveJob implements Progress {

  /// Ten steps a second are more than people can read.
  private static final long BETWEEN_STEPS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Consumer<Job> published;
  private final AtomicLong lastPublished = new AtomicLong(Long.MIN_VALUE);
  private final CompletableFuture<Job> end = new CompletableFuture<>();
  private volatile Job job;
  private volatile @Nullable Step step;
  private volatile boolean cancelled;
  private volatile boolean stopped;

  ActiveJob(String id, Work work, String trigger, Instant queued, Consumer<Job> published) {
    this.published = published;
    this.job =
        new Job(id, work, Status.QUEUED, trigger, queued, null, null, null, null, null, "", "");
  }

  @Override
  public void at(Step now) {
    step = now;
    long last = lastPublished.get();
    long nanos = System.nanoTime();
    if ((last == Long.MIN_VALUE || nanos - last >= BETWEEN_STEPS)
        && lastPublished.compareAndSet(last, nanos)) {
      published.accept(snapshot());
    }
  }

  @Override
  public boolean cancelled() {
    return cancelled || stopped;
  }

  /// The owner asked to stop.
  void cancel() {
    cancelled = true;
  }

  /// The appliance stops.
  void stop() {
    stopped = true;
  }

  /// Whether the appliance's stop, and not the owner, ended it.
  boolean interrupted() {
    return stopped && !cancelled;
  }

  Job snapshot() {
    Job j = job;
    return new Job(
        j.id(),
        j.work(),
        j.status(),
        j.trigger(),
        j.queued(),
        j.started(),
        j.ended(),
        step,
        j.result(),
        j.failure(),
        j.outcome(),
        j.hint());
  }

  Job begin(Instant now) {
    Job j = job;
    job =
        new Job(
            j.id(),
            j.work(),
            Status.RUNNING,
            j.trigger(),
            j.queued(),
            now,
            null,
            null,
            null,
            null,
            "",
            "");
    return snapshot();
  }

  Job end(Ended how, Instant now) {
    Job j = job;
    job =
        new Job(
            j.id(),
            j.work(),
            how.status(),
            j.trigger(),
            j.queued(),
            j.started(),
            now,
            step,
            how.result(),
            how.failure(),
            how.outcome(),
            how.hint());
    return job;
  }

  CompletableFuture<Job> end() {
    return end;
  }

  Work work() {
    return job.work();
  }

  String id() {
    return job.id();
  }

  boolean running() {
    return job.status() == Status.RUNNING;
  }

  /// Whether nobody waits for it: a verification that the clock asked for.
  boolean inBackground() {
    return work() instanceof Work.VerifyArchive
        && (job.trigger().equals("schedule") || job.trigger().equals("catch-up"));
  }

  /// Whether the two must not run at the same time: a journal has one writer, a copy too, and a
  /// rebuild turns everything over.
  boolean excludes(ActiveJob other) {
    if (work() instanceof Work.Rebuild || other.work() instanceof Work.Rebuild) {
      return true;
    }
    if (repairs(work()) || repairs(other.work())) {
      return true;
    }
    if (work() instanceof Work.CopyArchive && other.work() instanceof Work.CopyArchive) {
      return true;
    }
    if (rearranges(work()) && rearranges(other.work())) {
      return true;
    }
    Set<AccountId> both = accounts(work());
    both.retainAll(accounts(other.work()));
    return !both.isEmpty();
  }

  /// Whether it replaces packs, which one job at a time may do; everything else goes on beside it.
  private static boolean rearranges(Work work) {
    return work instanceof Work.CompactArchive || work instanceof Work.PruneArchive;
  }

  /// A repair replaces packs and segments of journals.
  private static boolean repairs(Work work) {
    return work instanceof Work.VerifyArchive(var request) && request.repair();
  }

  private static Set<AccountId> accounts(Work work) {
    Set<AccountId> accounts = new HashSet<>();
    switch (work) {
      case Work.BackupAccount backup -> accounts.add(backup.account());
      case Work.RestoreMail(var request) -> {
        accounts.add(request.from());
        if (request.to() != null) {
          accounts.add(request.to());
        }
      }
      case Work.VerifyArchive _ -> {}
      case Work.CopyArchive _ -> {}
      case Work.Rebuild _, Work.CompactArchive _, Work.PruneArchive _ -> {}
    }
    return accounts;
  }
}
