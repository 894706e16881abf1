package dev.mailcask.cli;

import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.replica.Replica;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Brings the second copy up to date.
@Command(
    name = "copy",
    description = {
      "Bring the second copy of the archive up to date, in the directory that is configured as"
          + " copy.to.",
      "A copy is begun with --to. The key of the accounts' passwords, secrets/master.key, is not"
          + " copied: keep it elsewhere."
    },
    sortOptions = false)
final class CopyCommand implements Callable<Integer> {

  private final Session session;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "The directory of the copy; one is begun there if there is none yet.")
  @Nullable String to;

  @Option(
      names = "--check",
      description =
          "Also read the whole copy back: each pack is held against its SHA-256, each journal against"
              + " the archive's; what is damaged is written again.")
  boolean check;

  CopyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Rooms rooms = session.rooms();
    Replica.Request request =
        new Replica.Request(to == null ? null : session.terminal().resolve(to), check);
    Job job = JobRun.run(session, rooms.jobs(), new Work.CopyArchive(request));
    if (job.result() instanceof Result.Copied(Replica.Report report)) {
      show(report);
    }
    return JobRun.exitCode(job);
  }

  private void show(Replica.Report report) {
    if (session.json()) {
      session.print(
          new Json()
              .put("to", report.to())
              .put("files", report.files())
              .put("bytes", report.bytes())
              .put("removed", report.removed())
              .put("checked", report.checked())
              .put("mended", report.mended())
              .put("filesInCopy", report.filesInCopy())
              .put("bytesInCopy", report.bytesInCopy())
              .put("problems", report.problems().stream().map(CopyCommand::json).toList())
              .put("seconds", report.seconds()));
      return;
    }
    session.print(
        "%s copied (%s) in %s; %s now in the copy (%s)."
            .formatted(
                Units.count(report.files(), "file", "files"),
                Units.bytes(report.bytes()),
                Units.seconds(report.seconds()),
                Units.count(report.filesInCopy(), "file", "files"),
                Units.bytes(report.bytesInCopy())));
    if (report.removed() > 0) {
      session.print(
          "%s removed from it, because the archive put others in their place."
              .formatted(Units.count(report.removed(), "pack", "packs")));
    }
    if (report.checked() > 0) {
      session.print(
          "%s of the copy read back and checked%s."
              .formatted(
                  Units.count(report.checked(), "file", "files"),
                  report.mended() == 0
                      ? ""
                      : "; "
                          + Units.count(report.mended(), "was", "were")
                          + " damaged and written again"));
    }
    show(session, report.problems());
    if (to != null) {
      session.print(
          "Name it as copy.to in the configuration, and start the appliance again if it runs: it"
              + " reads the configuration when it starts.");
    }
  }

  static void show(Session session, Iterable<Replica.Problem> problems) {
    for (Replica.Problem problem : problems) {
      session.print("  %s: %s".formatted(problem.file(), Plain.line(problem.problem())));
    }
  }

  static Json json(Replica.Problem problem) {
    return new Json().put("file", problem.file()).put("problem", problem.problem());
  }
}
