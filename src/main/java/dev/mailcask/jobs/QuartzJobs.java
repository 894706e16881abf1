package dev.mailcask.jobs;

import dev.mailcask.archive.AccountSettings.Limits;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Background;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Sleeper;
import dev.mailcask.catalog.Account;
import dev.mailcask.sync.NewMail;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// [Jobs] with Quartz as the clock.
///
/// Every job, whoever asked for it, goes through one queue. A job starts when fewer than the
/// allowed number run and no job before it, waiting or running, stands in its way
/// ([ActiveJob#excludes]); so nothing is overtaken by what it waits for, and a rebuild's turn
/// comes. Each running job has a thread of its own, and one lock guards queue and states; work is
/// never done under it.
///
/// Before [#start()] it runs what is submitted and nothing by itself: that is how the command line
/// uses it without the appliance.
public final class QuartzJobs implements Jobs {

  private static final Logger LOG = LoggerFactory.getLogger(QuartzJobs.class);

  private static final String NEW_MAIL = "new mail";
  private static final int REMEMBERED = 1000;

  private final JobRooms rooms;
  private final JobSettings settings;
  private final InstantSource clock;
  private final JobHistory history;
  private final JobWatchers watchers = new JobWatchers();
  private final IndexFollower follower;
  private final Workshop workshop;
  private final Resumption resumption;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  /// What waits and runs, in order of submission.
  private final Map<String, ActiveJob> active = new LinkedHashMap<>();

  private long lastId;
  private boolean closing;
  /// Of each account when schedules were last planned.
  private final Map<AccountId, Limits> limits = new ConcurrentHashMap<>();

  private @Nullable Timetable timetable;
  private final NewMail newMail;

  /// @param history the file in which jobs are remembered
  public QuartzJobs(JobRooms rooms, JobSettings settings, Path history, InstantSource clock) {
    this.rooms = rooms;
    this.settings = settings;
    this.clock = clock;
    this.history = new JobHistory(history, REMEMBERED);
    this.follower = new IndexFollower(rooms.indexer());
    this.workshop = new Workshop(rooms, follower);
    this.resumption = new Resumption(rooms);
    this.newMail =
        new NewMail(
            rooms.accounts(),
            this::backUpNewMail,
            account -> resumption.now(account, clock.instant()).map(Pause::until),
            clock);
  }

  @Override
  public void start() {
    Timetable fresh =
        new Timetable(
            "mailcask-" + System.identityHashCode(this), settings.zone(), this::due, this::resume);
    lock.lock();
    try {
      timetable = fresh;
    } finally {
      lock.unlock();
    }
    reschedule();
    Background.start("index-at-start", this::indexAtStart);
    catchUpMissed();
    resumePaused(fresh);
  }

  private void resumePaused(Timetable planned) {
    for (Account account : rooms.accounts().list()) {
      try {
        resumption
            .of(account.id())
            .ifPresent(pause -> planned.once(new Work.BackupAccount(account.id()), pause.until()));
      } catch (Failure e) {
        LOG.atLevel(FailureTable.of(e).level()).log("not resumed: {}", e.getMessage());
      }
    }
  }

  private void indexAtStart() {
    try {
      rooms.indexer().get().catchUp(new UntilClosing());
    } catch (Failure.Cancelled e) {
      LOG.info("the index catches up at the next start");
    } catch (RuntimeException e) {
      LOG.atLevel(FailureTable.of(e).level()).setCause(e).log("the index did not catch up");
    }
  }

  /// Stops when the appliance does.
  private final class UntilClosing implements Progress {
    @Override
    public void at(Step step) {}

    @Override
    public boolean cancelled() {
      lock.lock();
      try {
        return closing;
      } finally {
        lock.unlock();
      }
    }
  }

  private void catchUpMissed() {
    for (Account account : rooms.accounts().list()) {
      Work.BackupAccount work = new Work.BackupAccount(account.id());
      try {
        if (MissedRuns.missed(
            account.settings().schedule(),
            rooms.catalog().runs(account.id(), 1).stream().findFirst().orElse(null),
            history.newest(work),
            clock.instant(),
            settings.zone())) {
          submit(work, "catch-up");
        }
      } catch (Failure e) {
        LOG.atLevel(FailureTable.of(e).level()).log("not caught up: {}", e.getMessage());
      }
    }
    settings
        .upkeep()
        .works()
        .forEach(
            (work, cron) -> {
              Job oldest = history.oldest();
              Job last = history.newest(work);
              if (MissedRuns.missed(cron, last, oldest, clock.instant(), settings.zone())) {
                submit(work, "catch-up");
              }
            });
  }

  private void due(Work work) {
    if (work instanceof Work.BackupAccount backup
        && resumption.unwelcome(backup.account(), clock.instant())) {
      LOG.info("account {}: not backed up now, its server asked for patience", backup.account());
      return;
    }
    submit(work, "schedule");
  }

  /// Goes on with a backup that stopped for a while, unless another one has done so meanwhile.
  private void resume(Work work) {
    if (work instanceof Work.BackupAccount backup && resumption.isDue(backup.account())) {
      submit(work, "resume");
    }
  }

  private void planResumption(Ended how) {
    Timetable planned = timetable;
    if (planned != null
        && !closing
        && how.result() instanceof Result.BackedUp(var report)
        && report.summary().pause() != null) {
      planned.once(new Work.BackupAccount(report.account()), report.summary().pause().until());
    }
  }

  @Override
  public Job submit(Work work, String trigger) {
    lock.lock();
    try {
      if (closing) {
        throw new Failure.Cancelled("the appliance is stopping");
      }
      for (ActiveJob other : active.values()) {
        if (other.work().equals(work) && joins(work, trigger, other.running())) {
          return other.snapshot();
        }
      }
      Instant now = clock.instant();
      String id = freshId(now);
      ActiveJob job = new ActiveJob(id, work, trigger, now, watchers::publish);
      active.put(id, job);
      changed(job.snapshot());
      dispatch();
      return job.snapshot();
    } finally {
      lock.unlock();
    }
  }

  /// Whether work of this kind is not done twice when it is asked for twice; nothing is that the
  /// clock asks for. What runs may have passed by the folder in which new mail has come since.
  private static boolean joins(Work work, String trigger, boolean runs) {
    if (trigger.equals(NEW_MAIL)) {
      return !runs;
    }
    return work instanceof Work.BackupAccount
        || work instanceof Work.CopyArchive
        || trigger.equals("schedule")
        || trigger.equals("catch-up");
  }

  /// Ascending with time, and never one that is remembered, even where the clock was set back.
  private String freshId(Instant now) {
    lastId = Math.max(lastId + 1, now.toEpochMilli());
    while (history.job(Long.toString(lastId, 36)).isPresent()) {
      lastId++;
    }
    return Long.toString(lastId, 36);
  }

  /// Starts what can start; called under the lock whenever the queue changed.
  private void dispatch() {
    List<ActiveJob> before = new ArrayList<>();
    long running = active.values().stream().filter(ActiveJob::running).count();
    for (ActiveJob job : active.values()) {
      if (!job.running()
          && running < settings.parallel()
          && !closing
          && before.stream().noneMatch(job::excludes)) {
        running++;
        changed(job.begin(clock.instant()));
        Background.start("job-" + job.id(), () -> run(job));
      }
      before.add(job);
    }
  }

  private void run(ActiveJob job) {
    finish(job, workshop.perform(job.work(), job.inBackground() ? unhurried(job) : job));
  }

  private Progress unhurried(ActiveJob job) {
    return new Unhurried(job, settings.verifyRate(), this::busy, Sleeper.REAL);
  }

  @Override
  public boolean busy() {
    lock.lock();
    try {
      return active.values().stream().anyMatch(job -> job.running() && !job.inBackground());
    } finally {
      lock.unlock();
    }
  }

  private void finish(ActiveJob job, Ended how) {
    lock.lock();
    try {
      boolean stopped = how.failure() == FailureTable.CANCELLED && job.interrupted();
      Job last = job.end(stopped ? Ended.interrupted(job.work()) : how, clock.instant());
      active.remove(job.id());
      planResumption(how);
      changed(last);
      if (last.failure() != null) {
        LOG.atLevel(last.failure().level()).log("job {} {}", last.id(), last.outcome());
      }
      job.end().complete(last);
      ended.signalAll();
      dispatch();
    } finally {
      lock.unlock();
    }
  }

  private void changed(Job job) {
    LOG.info("job {} {} ({})", job.id(), job.status(), job.work().getClass().getSimpleName());
    history.record(job);
    watchers.publish(job);
  }

  @Override
  public Job await(String id) throws InterruptedException {
    ActiveJob job = activeJob(id);
    return job == null ? job(id).orElseThrow(() -> unknown(id)) : awaitEnd(job);
  }

  private static Job awaitEnd(ActiveJob job) throws InterruptedException {
    try {
      return job.end().get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a job's end never fails", e);
    }
  }

  private static Failure unknown(String id) {
    return new Failure.Misconfigured(
        "job " + id, "there is no such job", "look at the list of jobs");
  }

  private @Nullable ActiveJob activeJob(String id) {
    lock.lock();
    try {
      return active.get(id);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Job> job(String id) {
    ActiveJob job = activeJob(id);
    return job == null ? history.job(id) : Optional.of(job.snapshot());
  }

  @Override
  public List<Job> history(int limit) {
    return history.newest(limit).stream().map(job -> job(job.id()).orElse(job)).toList();
  }

  @Override
  public void cancel(String id) {
    lock.lock();
    try {
      ActiveJob job = active.get(id);
      if (job == null) {
        if (history.job(id).isEmpty()) {
          throw unknown(id);
        }
        return;
      }
      job.cancel();
      if (!job.running()) {
        finish(job, Ended.by(new Failure.Cancelled("job " + id)));
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public AutoCloseable watch(Consumer<Job> watcher) {
    return watchers.add(watcher);
  }

  @Override
  public Optional<Instant> next(Work work) {
    Timetable planned = timetable();
    return planned == null ? Optional.empty() : planned.next(work);
  }

  private @Nullable Timetable timetable() {
    lock.lock();
    try {
      return timetable;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void reschedule() {
    Timetable planned = timetable();
    if (planned == null) {
      return;
    }
    Map<Work, String> crons = new LinkedHashMap<>(settings.upkeep().works());
    for (Account account : rooms.accounts().list()) {
      String cron = account.settings().schedule();
      try {
        Schedules.check(cron);
      } catch (Failure e) {
        LOG.warn("account {} has no schedule: {}", account.id(), e.getMessage());
        continue;
      }
      if (!cron.isEmpty()) {
        crons.put(new Work.BackupAccount(account.id()), cron);
      }
    }
    planned.plan(crons);
    List<Account> accounts = rooms.accounts().list();
    limits.keySet().retainAll(accounts.stream().map(Account::id).toList());
    accounts.forEach(this::resumeWithOtherLimits);
    newMail.waitIn(NewMail.places(rooms.accounts().list(), settings.watch()));
  }

  /// A pause for the limits of before says nothing under others; the backup finds out what does.
  private void resumeWithOtherLimits(Account account) {
    Limits its = account.settings().limitsOrNone();
    Limits before = limits.put(account.id(), its);
    if (before != null
        && !before.equals(its)
        && resumption.overQuota(account.id(), clock.instant())) {
      Job _ = submit(new Work.BackupAccount(account.id()), "resume");
    }
  }

  @Override
  public Optional<String> watchProblem(AccountId account) {
    return newMail.problem(account);
  }

  boolean backUpNewMail(AccountId account) throws InterruptedException {
    if (resumption.now(account, clock.instant()).isPresent()) {
      return false; // it goes on by itself when the pause is over
    }
    Status status = await(submit(new Work.BackupAccount(account), NEW_MAIL).id()).status();
    return status == Status.DONE || status == Status.PARTIAL;
  }

  /// Stops planning, asks what runs to stop at a safe point, and waits for it. What still runs
  /// after the patience is left to the end of the process: killing it there loses nothing.
  @Override
  public void close() {
    Timetable planned = timetable();
    if (planned != null) {
      planned.close();
    }
    newMail.close();
    long left = settings.patience().toNanos();
    lock.lock();
    try {
      closing = true;
      for (ActiveJob job : List.copyOf(active.values())) {
        job.stop();
        if (!job.running()) {
          finish(job, Ended.by(new Failure.Cancelled("job " + job.id())));
        }
      }
      while (!active.isEmpty() && left > 0) {
        left = ended.awaitNanos(left);
      }
      if (!active.isEmpty()) {
        LOG.warn("{} jobs did not reach a safe point in time", active.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } finally {
      lock.unlock();
    }
    follower.awaitEnd();
  }
}
