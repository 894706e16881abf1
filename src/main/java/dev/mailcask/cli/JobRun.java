package dev.mailcask.cli;

import dev.mailcask.base.Failure;
import dev.mailcask.jobs.Jobs;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Starts jobs for a command, shows their progress and waits for them. Ctrl-C asks those it started
/// to stop; those it joined go on, and only the waiting ends.
final class JobRun {

  private static final String TRIGGER = "command line";

  private JobRun() {}

  /// @param ended called with each job, in the order of the work
  static void run(Session session, Jobs jobs, List<? extends Work> work, Consumer<Job> ended)
      throws InterruptedException {
    ProgressLine line =
        new ProgressLine(session.err(), session.terminal().live(), session.terminal().columns());
    Set<String> mine = ConcurrentHashMap.newKeySet();
    AutoCloseable watching =
        jobs.watch(
            job -> {
              if (mine.contains(job.id())) {
                line.show(job);
              }
            });
    try {
      List<Job> started = new ArrayList<>();
      for (Work one : work) {
        Job job = jobs.submit(one, TRIGGER);
        mine.add(job.id());
        started.add(job);
      }
      Waiting waiting = new Waiting(Thread.currentThread());
      session.terminal().onCancel(() -> cancel(jobs, started, waiting));
      for (Job job : started) {
        Job end = waiting.await(jobs, job);
        mine.remove(job.id());
        line.drop(end);
        ended.accept(end);
      }
    } finally {
      line.clear();
      close(watching);
    }
  }

  private static void cancel(Jobs jobs, List<Job> started, Waiting waiting) {
    started.stream()
        .filter(job -> job.trigger().equals(TRIGGER))
        .forEach(job -> jobs.cancel(job.id()));
    waiting.leave();
  }

  /// A wait that ends early where the job is somebody else's.
  private static final class Waiting {
    private final Thread thread;
    private @Nullable Job awaited;
    private boolean left;

    Waiting(Thread thread) {
      this.thread = thread;
    }

    Job await(Jobs jobs, Job job) throws InterruptedException {
      synchronized (this) {
        awaited = job;
        leaveIfJoined();
      }
      try {
        return jobs.await(job.id());
      } catch (InterruptedException e) {
        if (left) {
          throw new Failure.Cancelled("waiting for a job that others began and that goes on");
        }
        throw e;
      } finally {
        synchronized (this) {
          awaited = null;
        }
      }
    }

    synchronized void leave() {
      left = true;
      leaveIfJoined();
    }

    private void leaveIfJoined() {
      if (left && awaited != null && !awaited.trigger().equals(TRIGGER)) {
        thread.interrupt();
      }
    }
  }

  /// Runs one job; tells on standard error why, where it came to no result.
  static Job run(Session session, Jobs jobs, Work work) throws InterruptedException {
    List<Job> ends = new ArrayList<>();
    run(session, jobs, List.of(work), ends::add);
    Job end = ends.getFirst();
    if (end.result() == null) {
      session.failed("", end.outcome(), end.hint());
    }
    return end;
  }

  static void tell(Session session, Job job) {
    session.error(Plain.line(job.outcome() + (job.hint().isEmpty() ? "" : "; " + job.hint())));
  }

  /// The exit code of a job's end.
  static int exitCode(Job job) {
    if (job.status() == Status.DONE) {
      return 0;
    }
    if (job.status() == Status.PARTIAL) {
      return Commands.IN_PART;
    }
    return job.failure() == null ? 1 : job.failure().exitCode();
  }

  private static void close(AutoCloseable handle) {
    try {
      handle.close();
    } catch (Exception e) {
      throw new IllegalStateException("a watcher does not go", e);
    }
  }
}
