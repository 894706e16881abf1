package dev.mailcask.web;

import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Message;
import dev.mailcask.index.Attachments;
import dev.mailcask.index.Attachments.Backlog;
import dev.mailcask.index.Attachments.Unread;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Attachments whose text cannot be found by a search: those that wait, and those that gave none.
final class UnreadResource {

  private final Attachments attachments;
  private final Catalog catalog;

  UnreadResource(WebServices services) {
    attachments = services.attachments();
    catalog = services.catalog();
  }

  record UnreadList(long waiting, long refused, int offset, List<UnreadView> attachments) {}

  /// @param name made safe; never empty
  /// @param reason for people
  record UnreadView(
      String message,
      String subject,
      String from,
      String name,
      String type,
      String reason,
      Instant since) {}

  void install(RoutesConfig routes) {
    routes.get("/api/v1/attachments/unread", this::list);
    routes.post("/api/v1/attachments/retry", this::retry);
  }

  private void list(Context ctx) {
    int offset = Query.offset(ctx);
    Backlog backlog = attachments.backlog();
    ctx.json(
        new UnreadList(
            backlog.waiting(),
            backlog.refused(),
            offset,
            attachments.unread(offset, Query.limit(ctx)).stream().map(this::view).toList()));
  }

  private UnreadView view(Unread unread) {
    Optional<Message> message = catalog.message(unread.message());
    return new UnreadView(
        unread.message().toString(),
        message.map(m -> m.envelope().subject()).orElse(""),
        message.map(m -> m.envelope().from()).orElse(""),
        FileNames.safe(unread.name(), 1),
        unread.type(),
        unread.reason().words(),
        unread.since());
  }

  /// They are read by and by, not within the request.
  private void retry(Context ctx) {
    attachments.retry();
    ctx.status(204);
  }
}
