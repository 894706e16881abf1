package dev.mailcask.web;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.JournalEvent.Evidence;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.FailedMessage;
import dev.mailcask.catalog.Run;
import dev.mailcask.sync.Alarms;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was backed up: past runs, and per folder what the server listed against what is safe.
final class StatusResource {

  /// So far back is a run looked for that got as far as listing folders.
  private static final int RUNS = 200;

  private final Accounts accounts;
  private final Catalog catalog;
  private final Archive archive;

  StatusResource(WebServices services) {
    accounts = services.accounts();
    catalog = services.catalog();
    archive = services.archive();
  }

  record RunList(List<RunView> runs) {}

  record StatusView(
      String account,
      boolean complete,
      @Nullable RunView run,
      List<FolderStatus> folders,
      List<AlarmView> alarms,
      List<WarningView> warnings) {}

  /// Something wrong with the account's journal.
  record WarningView(long segment, String problem, boolean lost) {}

  /// The certificate of a folder.
  record FolderStatus(
      String path,
      long onServer,
      long archived,
      long waiting,
      long failed,
      boolean read,
      String counted,
      @Nullable Long exists,
      long listed,
      long held,
      String problem,
      @Nullable Instant backTo,
      List<FailureView> failures) {}

  record FailureView(
      long uid, String reason, int attempts, Instant first, Instant last, @Nullable Instant next) {
    static FailureView of(FailedMessage f) {
      return new FailureView(f.uid(), f.reason(), f.attempts(), f.first(), f.last(), f.next());
    }
  }

  void install(RoutesConfig routes) {
    routes.get("/api/v1/accounts/{name}/runs", this::runs);
    routes.get("/api/v1/accounts/{name}/status", this::status);
    routes.post("/api/v1/accounts/{name}/acknowledge", this::acknowledge);
  }

  private void runs(Context ctx) {
    AccountId account = AccountsResource.account(ctx, accounts).id();
    ctx.json(new RunList(RunView.of(catalog.runs(account, Query.limit(ctx)))));
  }

  private void acknowledge(Context ctx) {
    AccountId account = AccountsResource.account(ctx, accounts).id();
    Alarms.acknowledge(archive, catalog, account);
    ctx.json(view(account, 0));
  }

  private void status(Context ctx) {
    AccountId account = AccountsResource.account(ctx, accounts).id();
    ctx.json(view(account, Query.run(ctx)));
  }

  /// @param number the run that it is to be about, 0 for the newest that counted folders
  private StatusView view(AccountId account, long number) {
    List<Run> runs = catalog.runs(account, number == 0 ? RUNS : Query.LIMIT);
    List<RunView> views = RunView.of(runs);
    for (int i = 0; i < runs.size(); i++) {
      RunSummary summary = runs.get(i).summary();
      boolean meant =
          number == 0
              ? summary != null && !summary.perFolder().isEmpty()
              : runs.get(i).number() == number;
      if (meant && summary != null) {
        boolean newest = number == 0 || i == 0;
        List<FolderStatus> folders = folders(account, runs.get(i), summary, newest);
        return new StatusView(
            account.name(),
            summary.outcome().equals("complete")
                && folders.stream().allMatch(f -> f.waiting == 0 && f.failed == 0),
            views.get(i),
            folders,
            AlarmView.of(catalog, account),
            warnings(account));
      }
    }
    if (number != 0) {
      throw HttpProblem.notFound(
          "run " + number, "it left no certificate", "choose one of the past backups");
    }
    return new StatusView(
        account.name(), false, null, List.of(), AlarmView.of(catalog, account), warnings(account));
  }

  private List<WarningView> warnings(AccountId account) {
    return catalog.damage().stream()
        .filter(damage -> damage.account().equals(account))
        .map(damage -> new WarningView(damage.segment(), damage.problem(), damage.lost()))
        .toList();
  }

  /// @param newest whether what failed then is what fails now
  private List<FolderStatus> folders(
      AccountId account, Run run, RunSummary summary, boolean newest) {
    Map<String, List<FailureView>> failures =
        (newest ? catalog.failed(account) : List.<FailedMessage>of())
            .stream()
                .collect(
                    Collectors.groupingBy(
                        FailedMessage::path,
                        LinkedHashMap::new,
                        Collectors.mapping(FailureView::of, Collectors.toList())));
    List<FolderStatus> folders = new ArrayList<>();
    for (FolderCount count : summary.perFolder()) {
      String path = run.folderPaths().getOrDefault(count.folder(), "folder " + count.folder());
      Evidence evidence = count.evidence();
      folders.add(
          new FolderStatus(
              path,
              count.onServer(),
              count.archived(),
              count.waiting(),
              count.failed(),
              evidence.read(),
              evidence.counted(),
              evidence.exists() < 0 ? null : evidence.exists(),
              evidence.listed(),
              evidence.held(),
              evidence.problem(),
              evidence.backTo(),
              failures.getOrDefault(path, List.of())));
    }
    return folders;
  }
}
