package dev.mailcask.cli;

import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.FailedMessage;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Backs up accounts now.
@Command(
    name = "backup",
    description = "Back up the accounts named, or all of them, now.",
    sortOptions = false)
final class BackupCommand implements Callable<Integer> {

  private static final RunSummary NOTHING =
      new RunSummary("failed", "", 0, 0, 0, 0, 0, 0, 0, 0, List.of());

  private final Session session;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "The accounts; all if none.")
  List<String> names = List.of();

  @Option(
      names = "--retry",
      description = "Try all messages at once that could not be fetched before.")
  boolean retry;

  BackupCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws InterruptedException {
    Rooms rooms = session.rooms();
    List<Work.BackupAccount> work =
        accounts(rooms).stream().map(account -> new Work.BackupAccount(account, retry)).toList();
    List<Job> ends = new ArrayList<>();
    JobRun.run(
        session,
        rooms.jobs(),
        work,
        job -> {
          ends.add(job);
          report(rooms, work.get(ends.size() - 1).account(), job);
        });
    return exitCode(ends);
  }

  private List<AccountId> accounts(Rooms rooms) {
    if (!names.isEmpty()) {
      return names.stream()
          .map(name -> rooms.accounts().get(new AccountId(name)).id())
          .distinct()
          .toList();
    }
    List<AccountId> all = rooms.accounts().list().stream().map(Account::id).toList();
    if (all.isEmpty()) {
      throw Session.wrong(
          "backup", "there is no account yet", "add one with 'mailcask account add'");
    }
    return all;
  }

  private void report(Rooms rooms, AccountId account, Job job) {
    RunSummary run = NOTHING;
    double seconds = 0;
    if (job.result() instanceof Result.BackedUp backedUp) {
      run = backedUp.report().summary();
      seconds = backedUp.report().seconds();
    } else {
      run = written(rooms, account, job).orElse(NOTHING);
    }
    List<FailedMessage> failed = run.failed() == 0 ? List.of() : rooms.catalog().failed(account);
    if (session.json()) {
      session.print(json(account, job, run, seconds, failed));
    } else if (job.result() != null || run.fetched() > 0) {
      session.print(
          "%s: %s: %s (%s in %s)"
              .formatted(
                  account,
                  run.outcome(),
                  job.result() == null ? run.fetched() + " new until then" : job.outcome(),
                  Units.bytes(run.bytesFetched()),
                  Units.seconds(seconds)));
      for (FailedMessage one : failed) {
        session.print(
            "  not fetched: %s, UID %d: %s"
                .formatted(Plain.line(one.path()), one.uid(), Plain.line(one.reason())));
      }
    }
    if (job.failure() != null || job.status() == Status.FAILED || job.result() == null) {
      JobRun.tell(session, job);
    }
  }

  /// What the journal says of a run that ended early: it is written there, and nowhere else.
  private static Optional<RunSummary> written(Rooms rooms, AccountId account, Job job) {
    Instant started = job.started();
    if (started == null) {
      return Optional.empty();
    }
    // The journal may keep times less finely.
    Instant since = started.truncatedTo(ChronoUnit.SECONDS);
    return rooms.catalog().runs(account, 1).stream()
        .filter(run -> !run.started().isBefore(since))
        .flatMap(run -> Stream.ofNullable(run.summary()))
        .findFirst();
  }

  private static Json json(
      AccountId account, Job job, RunSummary run, double seconds, List<FailedMessage> failed) {
    return new Json()
        .put("account", account)
        .put("outcome", run.outcome())
        .put("folders", run.folders())
        .put("new", run.fetched())
        .put("known", run.known())
        .put("gone", run.gone())
        .put("flagsChanged", run.flagsChanged())
        .put("failed", run.failed())
        .put("bytesFetched", run.bytesFetched())
        .put("seconds", seconds)
        .put("problem", job.status() == Status.DONE ? "" : job.outcome())
        .put(
            "failures",
            failed.stream()
                .map(
                    one ->
                        new Json()
                            .put("folder", one.path())
                            .put("uid", one.uid())
                            .put("reason", one.reason()))
                .toList());
  }

  /// All ended in the same way, or some of the work was done.
  private static int exitCode(List<Job> ends) {
    List<Integer> codes = ends.stream().map(JobRun::exitCode).distinct().toList();
    return codes.size() == 1 ? codes.getFirst() : Commands.IN_PART;
  }
}
