package dev.mailcask.cli;

import dev.mailcask.archive.JournalEvent.Evidence;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.FailedMessage;
import dev.mailcask.catalog.JournalDamage;
import dev.mailcask.catalog.RaisedAlarm;
import dev.mailcask.catalog.Run;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Troubles;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Shows how the accounts' backups stand.
@Command(
    name = "status",
    description =
        "Show how the backups of each account stand; of one account, its certificate as well."
            + " Ends with 3 where something is not archived or an alarm was not acknowledged.",
    sortOptions = false)
final class StatusCommand implements Callable<Integer> {

  /// How many runs are looked through for the last one that counted folders.
  private static final int RUNS = 20;

  private static final int ALL = Integer.MAX_VALUE;

  private final Session session;

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "The account; all if none.")
  @Nullable String name;

  StatusCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Rooms rooms = session.rooms();
    List<Account> accounts =
        name == null ? rooms.accounts().list() : List.of(rooms.accounts().get(new AccountId(name)));
    if (accounts.isEmpty() && !session.json()) {
      session.print("There is no account yet. Add one: mailcask account add --help");
    }
    Map<AccountId, List<JournalDamage>> damage =
        rooms.catalog().damage().stream()
            .filter(found -> name == null || found.account().name().equals(name))
            .collect(
                Collectors.groupingBy(JournalDamage::account, TreeMap::new, Collectors.toList()));
    boolean safe = true;
    for (Account account : accounts) {
      List<Run> runs = rooms.catalog().runs(account.id(), RUNS);
      Standing standing =
          new Standing(
              account,
              runs.isEmpty() ? null : runs.getFirst(),
              runs.stream()
                  .filter(run -> run.summary() != null && !run.summary().perFolder().isEmpty())
                  .findFirst()
                  .orElse(null),
              rooms.appliance() ? rooms.jobs().next(account.id()).orElse(null) : null,
              rooms.catalog().failed(account.id()),
              rooms.catalog().alarms(account.id()),
              Objects.requireNonNullElse(damage.remove(account.id()), List.of()));
      safe &= standing.safe();
      if (session.json()) {
        session.print(
            standing
                .json()
                .put("loginProblem", rooms.accounts().loginProblem(account.id()).orElse(null))
                .put("watchProblem", rooms.jobs().watchProblem(account.id()).orElse(null)));
      } else {
        print(standing, rooms);
      }
    }
    if (!session.json() && rooms.archive().encrypted()) {
      session.print(Openness.REMARK);
    }
    damage.forEach(this::printOfNoAccount);
    List<Job> troubles = name == null ? Troubles.of(rooms.jobs().history(ALL)) : List.of();
    troubles.forEach(job -> trouble(job, rooms));
    return safe && troubles.isEmpty() ? 0 : Commands.IN_PART;
  }

  /// Of the archive as a whole.
  private void trouble(Job job, Rooms rooms) {
    if (session.json()) {
      session.print(
          new Json()
              .put("trouble", job.outcome())
              .put("hint", job.hint())
              .put("at", job.ended())
              .put("job", job.id()));
      return;
    }
    session.print(
        "archive: WARNING of %s: %s"
            .formatted(
                Units.time(Objects.requireNonNullElse(job.ended(), job.queued()), rooms.zone()),
                Plain.line(job.outcome())));
    if (!job.hint().isEmpty()) {
      session.print("  " + Plain.line(job.hint()));
    }
  }

  /// Of accounts that were removed, or whose journal is gone altogether.
  private void printOfNoAccount(AccountId account, List<JournalDamage> damage) {
    if (session.json()) {
      session.print(new Json().put("account", account).put("warnings", Standing.json(damage)));
    } else {
      session.print(account + ": no account of this name is backed up");
      damage.forEach(this::warn);
    }
  }

  private void warn(JournalDamage damage) {
    session.print(
        "  WARNING: archive damaged: journal segment %d: %s%s; run 'mailcask verify --repair'"
            .formatted(
                damage.segment(),
                Plain.line(damage.problem()),
                damage.lost() ? "; what it tells is not shown here" : ""));
  }

  private void print(Standing standing, Rooms rooms) {
    AccountId id = standing.account().id();
    session.print("%s: %s".formatted(id, lastRun(standing.last(), rooms)));
    rooms.accounts().loginProblem(id).ifPresent(problem -> shut(standing.account(), problem));
    rooms
        .jobs()
        .watchProblem(id)
        .ifPresent(
            problem -> session.print("  new mail is not waited for: " + Plain.line(problem)));
    figures(standing);
    standing.alarms().forEach(raised -> alarm(standing, raised, rooms));
    standing.damage().forEach(this::warn);
    Pause pause = standing.pause();
    if (pause != null) {
      pause(pause, rooms);
    }
    String schedule = standing.account().settings().schedule();
    if (standing.next() != null) {
      session.print("  next backup " + Units.time(standing.next(), rooms.zone()));
    } else if (schedule.isEmpty()) {
      session.print("  no schedule");
    } else if (rooms.appliance()) {
      session.print("  the next backup is being planned");
    } else {
      session.print("  no backup planned while the appliance does not run ('mailcask serve')");
    }
    if (name != null) {
      certificate(standing, rooms);
    }
  }

  /// Nobody is let in until the owner has done something.
  private void shut(Account account, String problem) {
    session.print(
        "  CANNOT LOG IN: %s; %s"
            .formatted(
                Plain.line(problem),
                account.settings().oauth() == null
                    ? "enter its password again on the page Accounts"
                    : "sign in again: mailcask account sign-in " + account.id()));
  }

  private void alarm(Standing standing, RaisedAlarm raised, Rooms rooms) {
    session.print(
        "  ALARM of %s: %s; all of it is kept in the archive. If you know why: mailcask acknowledge %s"
            .formatted(
                Units.time(raised.at(), rooms.zone()),
                Plain.line(raised.alarm().problem()),
                standing.account().id()));
  }

  private void figures(Standing standing) {
    List<FolderCount> folders = standing.folders();
    if (folders.isEmpty()) {
      return;
    }
    long waiting = folders.stream().mapToLong(FolderCount::waiting).sum();
    long failed = folders.stream().mapToLong(FolderCount::failed).sum();
    long unread = folders.stream().filter(count -> !count.evidence().read()).count();
    session.print(
        "  %s of %s archived%s%s%s"
            .formatted(
                Units.count(folders.stream().mapToLong(FolderCount::archived).sum()),
                Units.count(
                    folders.stream().mapToLong(FolderCount::onServer).sum(), "message", "messages"),
                waiting == 0 ? "" : ", " + Units.count(waiting) + " waiting",
                failed == 0 ? "" : ", " + Units.count(failed) + " failed",
                unread == 0
                    ? ""
                    : ", " + Units.count(unread, "folder", "folders") + " could not be read"));
  }

  private void pause(Pause pause, Rooms rooms) {
    session.print(
        "  paused until %s: %s%s"
            .formatted(
                Units.time(pause.until(), rooms.zone()),
                Plain.line(pause.problem()),
                pause.done() == null
                    ? ""
                    : "; done by " + Units.time(pause.done(), rooms.zone()) + " by estimate"));
  }

  /// Folder by folder, and each message that failed.
  private void certificate(Standing standing, Rooms rooms) {
    if (!standing.folders().isEmpty()) {
      Table table =
          Table.indented("FOLDER", ">ON SERVER", ">ARCHIVED", ">WAITING", ">FAILED", "COUNTED");
      for (FolderCount count : standing.folders()) {
        table.row(
            standing.path(count),
            count.evidence().read() ? Units.count(count.onServer()) : "?",
            Units.count(count.archived()),
            Units.count(count.waiting()),
            Units.count(count.failed()),
            counted(count, rooms));
      }
      session.print(table);
    }
    for (FailedMessage one : standing.failed()) {
      session.print(
          "  not fetched: %s, UID %d: %s (%s since %s; next try %s)"
              .formatted(
                  Plain.line(one.path()),
                  one.uid(),
                  Plain.line(one.reason()),
                  Units.count(one.attempts(), "try", "tries"),
                  Units.time(one.first(), rooms.zone()),
                  one.next() == null
                      ? "at the next backup"
                      : "after " + Units.time(one.next(), rooms.zone())));
    }
    if (!standing.failed().isEmpty()) {
      session.print("  to try them all at once: mailcask backup " + name + " --retry");
    }
  }

  private static String counted(FolderCount count, Rooms rooms) {
    Evidence evidence = count.evidence();
    if (!evidence.read()) {
      return "not read" + (evidence.problem().isEmpty() ? "" : ": " + evidence.problem());
    }
    String text = evidence.counted();
    if (evidence.exists() >= 0) {
      text +=
          "; EXISTS %d, listed %d, held %d"
              .formatted(evidence.exists(), evidence.listed(), evidence.held());
    }
    if (evidence.backTo() != null) {
      text += "; newest first, back to " + Units.time(evidence.backTo(), rooms.zone());
    }
    return evidence.problem().isEmpty() ? text : text + "; " + evidence.problem();
  }

  private static String lastRun(@Nullable Run run, Rooms rooms) {
    if (run == null) {
      return "never backed up";
    }
    RunSummary summary = run.summary();
    String started = Units.time(run.started(), rooms.zone());
    if (summary == null) {
      return "backup of " + started + " is running or was cut off";
    }
    return "last backup "
        + started
        + ", "
        + summary.outcome()
        + (summary.problem().isEmpty() ? "" : ": " + Plain.line(summary.problem()));
  }
}
