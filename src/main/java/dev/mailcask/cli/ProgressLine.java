package dev.mailcask.cli;

import dev.mailcask.base.Progress.Step;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Work;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The progress of running jobs on one line of standard error that is drawn anew: a bar, the rate,
/// the time left. Draws nothing where standard error is no terminal. Thread-safe.
final class ProgressLine {

  private static final int BAR = 16;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintStream err;
  private final boolean live;
  private final int columns;

  /// By job, in order of their first step.
  private final Map<String, Running> jobs = new LinkedHashMap<>();

  private boolean drawn;

  ProgressLine(PrintStream err, boolean live, int columns) {
    this.err = err;
    this.live = live;
    this.columns = columns == 0 ? 80 : columns;
  }

  /// Draws a step of work that is no job.
  synchronized void show(String name, Step step) {
    if (live) {
      jobs.computeIfAbsent(name, Running::new).at(step);
      draw();
    }
  }

  /// Draws the job's latest step.
  synchronized void show(Job job) {
    if (!live) {
      return;
    }
    if (job.status().ended()) {
      jobs.remove(job.id());
    } else if (job.step() != null) {
      jobs.computeIfAbsent(job.id(), _ -> new Running(name(job.work()))).at(job.step());
    }
    draw();
  }

  /// Forgets a job that ended and makes room for its words.
  synchronized void drop(Job job) {
    jobs.remove(job.id());
    clear();
  }

  synchronized void clear() {
    if (drawn) {
      err.print(CLEAR);
      err.flush();
      drawn = false;
    }
  }

  private void draw() {
    if (jobs.isEmpty()) {
      return;
    }
    Running first = jobs.values().iterator().next();
    String more = jobs.size() == 1 ? "" : "  (and %d more)".formatted(jobs.size() - 1);
    err.print(CLEAR + Table.cut(Plain.line(first.text() + more), columns - 1));
    err.flush();
    drawn = true;
  }

  private static String name(Work work) {
    return switch (work) {
      case Work.BackupAccount backup -> backup.account().name();
      case Work.RestoreMail restore -> "restore " + restore.request().from();
      case Work.VerifyArchive _ -> "verify";
      case Work.CopyArchive _ -> "copy";
      case Work.Rebuild _ -> "rebuild";
      case Work.CompactArchive _ -> "compact";
      case Work.PruneArchive _ -> "prune";
    };
  }

  /// One job's stage with the moment at which it began, for its rate.
  private static final class Running {
    private final String name;
    private @Nullable Step first;
    private Step last = new Step("", "", 0, -1, 0);
    private long began;

    Running(String name) {
      this.name = name;
    }

    void at(Step step) {
      if (first == null || !first.stage().equals(step.stage())) {
        first = step;
        began = System.nanoTime();
      }
      last = step;
    }

    String text() {
      double seconds = Math.max(1e-3, (System.nanoTime() - began) / 1e9);
      long begunWith = first == null ? 0 : first.done();
      long begunBytes = first == null ? 0 : first.bytes();
      return text(
          (last.done() - begunWith) / seconds, (last.bytes() - begunBytes) / seconds, seconds);
    }

    private String text(double rate, double byteRate, double seconds) {
      StringBuilder text = new StringBuilder(name).append(": ").append(last.stage());
      if (last.total() > 0) {
        double share = Math.clamp((double) last.done() / last.total(), 0, 1);
        int full = (int) (share * BAR);
        text.append(" [")
            .append("#".repeat(full))
            .append(".".repeat(BAR - full))
            .append("] ")
            .append((int) (share * 100))
            .append(" %");
      }
      double left = last.secondsLeft();
      if (left < 0 && seconds > 2 && rate > 0) {
        left = (last.total() - last.done()) / rate;
      }
      if (left >= 0 && last.total() > last.done()) {
        text.append(", ").append(Units.seconds(left)).append(" left");
      }
      if (!last.coverage().isEmpty()) {
        text.append("  ").append(last.coverage());
      } else if (last.done() > 0) {
        text.append("  ").append(Units.count(last.done()));
      }
      if (seconds > 1 && rate >= 1) {
        text.append("  ").append(Units.count((long) rate)).append("/s");
      }
      if (seconds > 1 && byteRate >= 1) {
        text.append("  ").append(Units.bytes((long) byteRate)).append("/s");
      }
      return text.append(last.detail().isEmpty() ? "" : "  " + last.detail()).toString();
    }
  }
}
