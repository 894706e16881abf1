package dev.mailcask.cli;

import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.FailedMessage;
import dev.mailcask.catalog.JournalDamage;
import dev.mailcask.catalog.Run;
import java.time.Instant;
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
    description = "Show the last and the next backup of each account, and its folders.",
    sortOptions = false)
final class StatusCommand implements Callable<Integer> {

  /// How many runs are looked through for the last one that counted folders.
  private static final int RUNS = 20;

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
              Objects.requireNonNullElse(damage.remove(account.id()), List.of()));
      if (session.json()) {
        session.print(standing.json());
      } else {
        print(standing, rooms);
      }
    }
    if (!session.json() && rooms.archive().encrypted()) {
      session.print(Openness.REMARK);
    }
    damage.forEach(this::printOfNoAccount);
    return 0;
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
    session.print("%s: %s".formatted(standing.account().id(), lastRun(standing.last(), rooms)));
    standing.damage().forEach(this::warn);
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
    if (standing.counted() != null) {
      Table table = Table.indented("FOLDER", ">ON SERVER", ">ARCHIVED", ">WAITING", ">FAILED");
      for (FolderCount count : standing.folders()) {
        table.row(
            standing.path(count),
            Units.count(count.onServer()),
            Units.count(count.archived()),
            Units.count(waiting(count)),
            Units.count(count.failed()));
      }
      session.print(table);
    }
    for (FailedMessage one : standing.failed()) {
      session.print(
          "  not fetched: %s, UID %d: %s"
              .formatted(Plain.line(one.path()), one.uid(), Plain.line(one.reason())));
    }
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

  private static long waiting(FolderCount count) {
    return Math.max(0, count.onServer() - count.archived() - count.failed());
  }

  /// @param last the newest run
  /// @param counted the newest run that counted its folders
  private record Standing(
      Account account,
      @Nullable Run last,
      @Nullable Run counted,
      @Nullable Instant next,
      List<FailedMessage> failed,
      List<JournalDamage> damage) {

    List<FolderCount> folders() {
      return counted == null || counted.summary() == null
          ? List.of()
          : counted.summary().perFolder();
    }

    String path(FolderCount count) {
      return counted == null
          ? ""
          : counted.folderPaths().getOrDefault(count.folder(), "folder " + count.folder());
    }

    Json json() {
      return new Json()
          .put("account", account.id())
          .put("lastRun", last == null ? null : json(last))
          .put("nextRun", next)
          .put("folders", folders().stream().map(this::json).toList())
          .put("failures", failed.stream().map(Standing::json).toList())
          .put("warnings", json(damage));
    }

    static List<Json> json(List<JournalDamage> damage) {
      return damage.stream()
          .map(
              found ->
                  new Json()
                      .put("segment", found.segment())
                      .put("problem", found.problem())
                      .put("lost", found.lost()))
          .toList();
    }

    private static Json json(Run run) {
      Json json =
          new Json()
              .put("number", run.number())
              .put("started", run.started())
              .put("finished", run.finished());
      RunSummary summary = run.summary();
      return summary == null
          ? json.put("outcome", null)
          : json.put("outcome", summary.outcome())
              .put("problem", summary.problem())
              .put("new", summary.fetched())
              .put("known", summary.known())
              .put("gone", summary.gone())
              .put("flagsChanged", summary.flagsChanged())
              .put("failed", summary.failed())
              .put("bytesFetched", summary.bytesFetched());
    }

    private Json json(FolderCount count) {
      return new Json()
          .put("folder", path(count))
          .put("onServer", count.onServer())
          .put("archived", count.archived())
          .put("waiting", waiting(count))
          .put("failed", count.failed());
    }

    private static Json json(FailedMessage one) {
      return new Json()
          .put("folder", one.path())
          .put("uid", one.uid())
          .put("reason", one.reason())
          .put("attempts", one.attempts())
          .put("last", one.last());
    }
  }
}
