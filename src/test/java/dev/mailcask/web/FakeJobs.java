package dev.mailcask.web;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;
import dev.mailcask.jobs.FailureTable;
import dev.mailcask.jobs.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Jobs that go on when the test says so.
final class FakeJobs implements Jobs {

  static final Instant QUEUED = Instant.parse("2026-11-23T02:17:00Z");

  final Map<Work, Instant> next = new ConcurrentHashMap<>();
  final Map<AccountId, String> watchProblems = new ConcurrentHashMap<>();
  final AtomicInteger rescheduled = new AtomicInteger();
  final Set<String> cancelled = ConcurrentHashMap.newKeySet();
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Set<Consumer<Job>> watchers = ConcurrentHashMap.newKeySet();

  int watchers() {
    return watchers.size();
  }

  synchronized void clear() {
    jobs.clear();
    cancelled.clear();
  }

  @Override
  public void start() {}

  @Override
  public synchronized Job submit(Work work, String trigger) {
    Job job =
        new Job(
            "job-" + (jobs.size() + 1),
            work,
            Status.QUEUED,
            trigger,
            QUEUED,
            null,
            null,
            null,
            null,
            null,
            "",
            "");
    put(job);
    return job;
  }

  /// Changes a job and tells the watchers.
  synchronized void update(String id, UnaryOperator<Job> change) {
    put(change.apply(job(id).orElseThrow()));
  }

  private void put(Job job) {
    jobs.put(job.id(), job);
    watchers.forEach(watcher -> watcher.accept(job));
  }

  static Job running(Job job, long done) {
    return new Job(
        job.id(),
        job.work(),
        Status.RUNNING,
        job.trigger(),
        job.queued(),
        QUEUED.plusSeconds(1),
        null,
        new Progress.Step("fetching", "INBOX", done, 100, done * 1000),
        null,
        null,
        "",
        "");
  }

  static Job ended(
      Job job, Status status, @Nullable Result result, @Nullable FailureTable failure) {
    return new Job(
        job.id(),
        job.work(),
        status,
        job.trigger(),
        job.queued(),
        QUEUED.plusSeconds(1),
        QUEUED.plusSeconds(9),
        job.step(),
        result,
        failure,
        failure == null ? "all done" : "the server went away",
        failure == null ? "" : "try again later");
  }

  @Override
  public Job await(String id) {
    throw new UnsupportedOperationException("the web waits for no job");
  }

  @Override
  public synchronized Optional<Job> job(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  @Override
  public synchronized List<Job> history(int limit) {
    return new ArrayList<>(jobs.values()).reversed().stream().limit(limit).toList();
  }

  @Override
  public void cancel(String id) {
    cancelled.add(id);
  }

  @Override
  public AutoCloseable watch(Consumer<Job> watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  @Override
  public Optional<Instant> next(Work work) {
    return Optional.ofNullable(next.get(work));
  }

  @Override
  public void reschedule() {
    rescheduled.incrementAndGet();
  }

  @Override
  public boolean busy() {
    return false;
  }

  @Override
  public Optional<String> watchProblem(AccountId account) {
    return Optional.ofNullable(watchProblems.get(account));
  }

  @Override
  public void close() {}
}
