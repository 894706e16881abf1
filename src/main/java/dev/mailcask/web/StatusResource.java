package dev.mailcask.web;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.FailedMessage;
import dev.mailcask.catalog.Run;
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

  StatusResource(WebServices services) {
    accounts = services.accounts();
    catalog = services.catalog();
  }

  record RunList(List<RunView> runs) {}

  record StatusView(
      String account,
      boolean complete,
      @Nullable RunView run,
      List<FolderStatus> folders,
      List<WarningView> warnings) {}

  /// Something wrong with the account's journal.
  record WarningView(long segment, String problem, boolean lost) {}

  record FolderStatus(
      String path,
      long onServer,
      long archived,
      long waiting,
      long failed,
      List<FailureView> failures) {}

  record FailureView(long uid, String reason, int attempts, Instant last) {}

  void install(RoutesConfig routes) {
    routes.get("/api/v1/accounts/{name}/runs", this::runs);
    routes.get("/api/v1/accounts/{name}/status", this::status);
  }

  private void runs(Context ctx) {
    AccountId account = AccountsResource.account(ctx, accounts).id();
    ctx.json(new RunList(RunView.of(catalog.runs(account, Query.limit(ctx)))));
  }

  private void status(Context ctx) {
    AccountId account = AccountsResource.account(ctx, accounts).id();
    List<Run> runs = catalog.runs(account, RUNS);
    List<RunView> views = RunView.of(runs);
    for (int i = 0; i < runs.size(); i++) {
      RunSummary summary = runs.get(i).summary();
      if (summary != null && !summary.perFolder().isEmpty()) {
        List<FolderStatus> folders = folders(account, runs.get(i), summary);
        ctx.json(
            new StatusView(
                account.name(),
                summary.outcome().equals("complete")
                    && folders.stream().allMatch(f -> f.waiting == 0 && f.failed == 0),
                views.get(i),
                folders,
                warnings(account)));
        return;
      }
    }
    ctx.json(new StatusView(account.name(), false, null, List.of(), warnings(account)));
  }

  private List<WarningView> warnings(AccountId account) {
    return catalog.damage().stream()
        .filter(damage -> damage.account().equals(account))
        .map(damage -> new WarningView(damage.segment(), damage.problem(), damage.lost()))
        .toList();
  }

  private List<FolderStatus> folders(AccountId account, Run run, RunSummary summary) {
    Map<String, List<FailureView>> failures =
        catalog.failed(account).stream()
            .collect(
                Collectors.groupingBy(
                    FailedMessage::path,
                    LinkedHashMap::new,
                    Collectors.mapping(
                        f -> new FailureView(f.uid(), f.reason(), f.attempts(), f.last()),
                        Collectors.toList())));
    List<FolderStatus> folders = new ArrayList<>();
    for (FolderCount count : summary.perFolder()) {
      String path = run.folderPaths().getOrDefault(count.folder(), "folder " + count.folder());
      folders.add(
          new FolderStatus(
              path,
              count.onServer(),
              count.archived(),
              Math.max(0, count.onServer() - count.archived() - count.failed()),
              count.failed(),
              failures.getOrDefault(path, List.of())));
    }
    return folders;
  }
}
