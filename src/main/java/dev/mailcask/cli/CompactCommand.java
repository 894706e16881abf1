package dev.mailcask.cli;

import dev.mailcask.archive.Maintenance.Compacted;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Work;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Makes the archive smaller.
@Command(
    name = "compact",
    description =
        "Merge small packs and compress anew, at a high level, what was fetched since the last"
            + " time. Backups, searches and restores go on meanwhile; stop it when you like.",
    sortOptions = false)
final class CompactCommand implements Callable<Integer> {

  private final Session session;

  CompactCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Job job = JobRun.run(session, session.rooms().jobs(), new Work.CompactArchive());
    if (job.result() instanceof Result.Compacted(Compacted compacted, double seconds)) {
      show(compacted, seconds, job.outcome());
    }
    return JobRun.exitCode(job);
  }

  private void show(Compacted compacted, double seconds, String outcome) {
    PackFigures figures = new PackFigures(compacted.before(), compacted.after());
    if (session.json()) {
      Json json = new Json();
      figures.addTo(json);
      session.print(
          json.put("replaced", compacted.replaced())
              .put("written", compacted.written())
              .put("damaged", compacted.damaged())
              .put("seconds", seconds));
      return;
    }
    session.print(figures.table());
    session.print("In %s: %s.".formatted(Units.seconds(seconds), outcome));
    for (String pack : compacted.damaged()) {
      session.print("  %s is damaged and was left as it is".formatted(pack));
    }
  }
}
