package dev.mailcask.cli;

import dev.mailcask.jobs.Jobs;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Starts jobs for a command, shows their progress and waits for them. Ctrl-C asks those it started
/// to stop, not those it joined.
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
      session
          .terminal()
          .onCancel(
              () ->
                  started.stream()
                      .filter(job -> job.trigger().equals(TRIGGER))
                      .forEach(job -> jobs.cancel(job.id())));
      for (Job job : started) {
        Job end = jobs.await(job.id());
        mine.remove(job.id());
        line.drop(end);
        ended.accept(end);
      }
    } finally {
      line.clear();
      close(watching);
    }
  }

  /// Runs one job; tells on standard error why, where it came to no result.
  static Job run(Session session, Jobs jobs, Work work) throws InterruptedException {
    List<Job> ends = new ArrayList<>();
    run(session, jobs, List.of(work), ends::add);
    Job end = ends.getFirst();
    if (end.result() == null) {
      tell(session, end);
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
