package dev.mailcask.cli;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.verify.Verify.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Reads everything back.
@Command(
    name = "verify",
    description = "Read the whole archive back and compare every message with its SHA-256.",
    sortOptions = false)
final class VerifyCommand implements Callable<Integer> {

  private final Session session;

  VerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Rooms rooms = session.rooms();
    Job job = JobRun.run(session, rooms.jobs(), new Work.VerifyArchive());
    if (job.result() instanceof Result.Verified(Report report)) {
      show(report);
    }
    return JobRun.exitCode(job);
  }

  private void show(Report report) {
    if (session.json()) {
      session.print(
          new Json()
              .put("blobs", report.blobs())
              .put("messages", report.messages())
              .put("bytes", report.bytes())
              .put("damaged", report.damaged().stream().map(VerifyCommand::json).toList())
              .put("repaired", 0)
              .put("seconds", report.seconds()));
      return;
    }
    session.print(
        "%s, %s, %s read in %s: %s"
            .formatted(
                Units.count(report.messages(), "message", "messages"),
                Units.count(report.blobs(), "blob", "blobs"),
                Units.bytes(report.bytes()),
                Units.seconds(report.seconds()),
                report.damaged().isEmpty()
                    ? "all as it was written"
                    : "DAMAGE in " + Units.count(report.damaged().size(), "place", "places")));
    for (Damage damage : report.damaged()) {
      session.print(
          "  %s: %s; %s"
              .formatted(
                  damage.file(),
                  Plain.line(damage.problem()),
                  Units.count(
                      damage.touched().size(),
                      "message cannot be read for it",
                      "messages cannot be read for it")));
    }
  }

  private static Json json(Damage damage) {
    return new Json()
        .put("file", damage.file())
        .put("problem", damage.problem())
        .put("messages", damage.touched());
  }
}
