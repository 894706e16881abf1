package dev.mailcask.cli;

import dev.mailcask.archive.Maintenance.Pruned;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Work;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Drops what no journal refers to.
@Command(
    name = "prune",
    description =
        "Drop what backups that were cut off left behind: messages and parts that no journal"
            + " refers to. Archived mail is never dropped, whether it is on the server or not."
            + " Waits for backups that run.",
    sortOptions = false)
final class PruneCommand implements Callable<Integer> {

  private final Session session;

  PruneCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Job job = JobRun.run(session, session.rooms().jobs(), new Work.PruneArchive());
    if (job.result() instanceof Result.Pruned(Pruned pruned, double seconds)) {
      show(pruned, seconds, job.outcome());
    }
    return JobRun.exitCode(job);
  }

  private void show(Pruned pruned, double seconds, String outcome) {
    PackFigures figures = new PackFigures(pruned.before(), pruned.after());
    if (session.json()) {
      Json json = new Json();
      figures.addTo(json);
      session.print(
          json.put("dropped", pruned.dropped())
              .put("droppedBytes", pruned.droppedBytes())
              .put("seconds", seconds));
      return;
    }
    session.print(figures.table());
    session.print("In %s: %s.".formatted(Units.seconds(seconds), outcome));
  }
}
