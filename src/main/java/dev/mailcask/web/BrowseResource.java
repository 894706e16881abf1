package dev.mailcask.web;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.FolderAt;
import dev.mailcask.catalog.MessageAt;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Folders and their messages as of any time; of accounts that were removed, too.
final class BrowseResource {

  private final Catalog catalog;
  private final ZoneId zone;

  BrowseResource(WebServices services) {
    catalog = services.catalog();
    zone = services.zone();
  }

  record FolderList(String account, @Nullable Instant at, List<FolderView> folders) {}

  record FolderView(
      String path, List<String> attributes, long messages, long bytes, @Nullable Instant gone) {}

  record FolderMessages(
      String account,
      String folder,
      @Nullable Instant at,
      long total,
      int offset,
      List<FolderMessage> messages) {}

  record FolderMessage(
      String id,
      long uid,
      long size,
      String internalDate,
      List<String> flags,
      @Nullable Instant date,
      String from,
      String to,
      String subject) {

    static FolderMessage of(MessageAt m) {
      return new FolderMessage(
          m.id().toString(),
          m.uid(),
          m.size(),
          m.internalDate(),
          m.flags(),
          m.envelope().date(),
          m.envelope().from(),
          m.envelope().to(),
          m.envelope().subject());
    }
  }

  void install(RoutesConfig routes) {
    routes.get("/api/v1/accounts/{name}/folders", this::folders);
    routes.get("/api/v1/accounts/{name}/messages", this::messages);
  }

  private void folders(Context ctx) {
    AccountId account = account(ctx);
    Instant at = Query.at(ctx, zone);
    ctx.json(
        new FolderList(
            account.name(),
            at,
            catalog.folders(account, at).stream()
                .map(
                    f ->
                        new FolderView(f.path(), f.attributes(), f.messages(), f.bytes(), f.gone()))
                .toList()));
  }

  private void messages(Context ctx) {
    AccountId account = account(ctx);
    String path = Query.required(ctx, "folder");
    Instant at = Query.at(ctx, zone);
    int offset = Query.offset(ctx);
    FolderAt folder = folder(account, path, at);
    List<FolderMessage> messages =
        catalog.messages(account, path, at, offset, Query.limit(ctx)).stream()
            .map(FolderMessage::of)
            .toList();
    ctx.json(new FolderMessages(account.name(), path, at, folder.messages(), offset, messages));
  }

  /// Where several folders had the path in turn: the one that was there, else the last.
  private FolderAt folder(AccountId account, String path, @Nullable Instant at) {
    return catalog.folders(account, at).stream()
        .filter(f -> f.path().equals(path))
        .max(Comparator.comparing(f -> Objects.requireNonNullElse(f.gone(), Instant.MAX)))
        .orElseThrow(
            () ->
                HttpProblem.notFound(
                    "account " + account,
                    "it had no such folder at that time",
                    "choose one from the list of folders, or another time"));
  }

  private AccountId account(Context ctx) {
    try {
      return catalog
          .account(new AccountId(ctx.pathParam("name")))
          .map(Account::id)
          .orElseThrow(
              () ->
                  HttpProblem.notFound(
                      "account", "there is none of this name", "choose one from the list"));
    } catch (Failure.Misconfigured e) {
      throw HttpProblem.notFound(e.subject(), e.problem(), e.hint());
    }
  }
}
