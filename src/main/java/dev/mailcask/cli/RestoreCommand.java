package dev.mailcask.cli;

import dev.mailcask.base.AccountId;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.restore.Restore;
import dev.mailcask.restore.Restore.FolderPlan;
import dev.mailcask.restore.Restore.Plan;
import dev.mailcask.restore.Restore.Problem;
import dev.mailcask.restore.Restore.Report;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Puts mail back on a server.
@Command(
    name = "restore",
    description = {
      "Put an account's mail back on the server, as it was. What is there already is not added"
          + " again.",
      "Without --folder and --message: all folders."
    },
    sortOptions = false)
final class RestoreCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "The account whose archived mail is restored.")
  String name = "";

  @Option(names = "--folder", paramLabel = "F", description = "A folder's path; can be repeated.")
  List<String> folders = List.of();

  @Option(names = "--message", paramLabel = "ID", description = "A message; can be repeated.")
  List<String> messages = List.of();

  @Option(names = "--at", paramLabel = "TIME", description = "As it was at this time.")
  @Nullable String at;

  @Option(names = "--to", paramLabel = "ACCOUNT", description = "Restore to another account.")
  @Nullable String to;

  @Option(names = "--into", paramLabel = "FOLDER", description = "Restore into this folder.")
  @Nullable String into;

  @Option(names = "--dry-run", description = "Only say what would be done.")
  boolean dryRun;

  RestoreCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Rooms rooms = session.rooms();
    Restore.Request request =
        new Restore.Request(
            KnownAccount.of(rooms, name),
            folders,
            messages.stream().map(id -> MessageArgument.find(rooms.catalog(), id)).toList(),
            Times.parse(at, rooms.zone()),
            to == null ? null : rooms.accounts().get(new AccountId(to)).id(),
            into);
    if (dryRun) {
      show(rooms.restore().plan(request));
      return 0;
    }
    Job job = JobRun.run(session, rooms.jobs(), new Work.RestoreMail(request));
    if (job.result() instanceof Result.RestoredMail(Report report)) {
      show(report);
    }
    return JobRun.exitCode(job);
  }

  private void show(Plan plan) {
    if (session.json()) {
      session.print(
          new Json()
              .put("planned", plan.planned())
              .put("appended", 0)
              .put(
                  "alreadyThere", plan.folders().stream().mapToLong(FolderPlan::alreadyThere).sum())
              .put("failed", 0)
              .put("verified", 0)
              .put("seconds", 0.0)
              .put("failures", List.of())
              .put("dryRun", true)
              .put("to", plan.to())
              .put("folders", plan.folders().stream().map(RestoreCommand::json).toList()));
      return;
    }
    Table table = new Table("FROM", "TO", ">MESSAGES", ">THERE", ">TO ADD", ">SIZE", "");
    for (FolderPlan folder : plan.folders()) {
      table.row(
          folder.source(),
          folder.target(),
          Units.count(folder.planned()),
          Units.count(folder.alreadyThere()),
          Units.count(folder.missing()),
          Units.bytes(folder.bytes()),
          folder.exists() ? "" : "folder is created");
    }
    session.print(table);
    session.print("Nothing was changed.");
  }

  private static Json json(FolderPlan folder) {
    return new Json()
        .put("source", folder.source())
        .put("target", folder.target())
        .put("exists", folder.exists())
        .put("planned", folder.planned())
        .put("alreadyThere", folder.alreadyThere())
        .put("missing", folder.missing())
        .put("bytes", folder.bytes());
  }

  private void show(Report report) {
    if (session.json()) {
      session.print(
          new Json()
              .put("planned", report.planned())
              .put("appended", report.appended())
              .put("alreadyThere", report.alreadyThere())
              .put("failed", report.failed())
              .put("verified", report.verified())
              .put("seconds", report.seconds())
              .put("failures", report.failures().stream().map(RestoreCommand::json).toList())
              .put("notes", report.notes().stream().map(RestoreCommand::json).toList()));
      return;
    }
    session.print(
        "%s: %s added and %s of them read back and equal, %s there already, %s failed, in %s"
            .formatted(
                Units.count(report.planned(), "message", "messages"),
                Units.count(report.appended()),
                Units.count(report.verified()),
                Units.count(report.alreadyThere()),
                Units.count(report.failed()),
                Units.seconds(report.seconds())));
    report.failures().forEach(problem -> print("failed", problem));
    report.notes().forEach(problem -> print("note", problem));
  }

  private void print(String kind, Problem problem) {
    session.print(
        "  %s: %s in %s: %s"
            .formatted(
                kind, problem.id(), Plain.line(problem.folder()), Plain.line(problem.reason())));
  }

  private static Json json(Problem problem) {
    return new Json()
        .put("id", problem.id())
        .put("folder", problem.folder())
        .put("reason", problem.reason());
  }
}
