package dev.mailcask.web;

import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Message;
import dev.mailcask.message.Attachment;
import dev.mailcask.message.Envelope;
import dev.mailcask.message.MessageParser;
import dev.mailcask.message.ParsedMessage;
import dev.mailcask.message.PartReader;
import dev.mailcask.web.MailHtml.Shown;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reading one message: as people see it, as it was sent, its HTML in a frame, its attachments.
final class MessagesResource {

  /// Chars of text that a page gets.
  private static final int MAX_TEXT = 512 * 1024;

  private final MessageLookup messages;

  MessagesResource(MessageLookup messages) {
    this.messages = messages;
  }

  record MessageView(
      String id,
      long size,
      String subject,
      String from,
      String to,
      String cc,
      String bcc,
      String replyTo,
      @Nullable Instant date,
      Instant received,
      String messageId,
      List<ParsedMessage.Field> headers,
      List<PlaceView> places,
      @Nullable String text,
      boolean textCut,
      boolean hasHtml,
      int remoteBlocked,
      List<AttachmentView> attachments,
      List<String> defects) {}

  record AttachmentView(int index, String name, String type, long size, boolean inline) {
    static AttachmentView of(Attachment a) {
      return new AttachmentView(
          a.part(), FileNames.safe(a.name(), a.part()), a.type(), a.size(), a.inline());
    }
  }

  void install(RoutesConfig routes) {
    routes.get("/api/v1/messages/{id}", this::show);
    routes.get("/api/v1/messages/{id}/raw", this::raw);
    routes.get("/api/v1/messages/{id}/html", this::html);
    routes.get("/api/v1/messages/{id}/attachments/{index}", this::attachment);
  }

  private void show(Context ctx) {
    Message message = messages.message(ctx.pathParam("id"));
    ParsedMessage parsed = MessageParser.parse(messages.content(message.id()));
    Envelope envelope = parsed.envelope();
    String text = parsed.text();
    boolean cut = text.length() > MAX_TEXT;
    ctx.json(
        new MessageView(
            message.id().toString(),
            message.size(),
            envelope.subject(),
            parsed.header("from"),
            parsed.header("to"),
            parsed.header("cc"),
            parsed.header("bcc"),
            parsed.header("reply-to"),
            envelope.date(),
            message.received(),
            envelope.messageId(),
            parsed.fields(),
            PlaceView.of(message),
            text.isBlank() ? null : cut ? text.substring(0, MAX_TEXT) : text,
            cut,
            parsed.html().isPresent(),
            // Images of the message itself do not matter for counting what is blocked.
            parsed.html().map(html -> MailHtml.show(html, _ -> null).blocked()).orElse(0),
            parsed.attachments().stream().map(AttachmentView::of).toList(),
            parsed.defects().stream().map(d -> d.kind().meaning()).distinct().toList()));
  }

  private void raw(Context ctx) throws IOException {
    ContentId id = messages.id(ctx.pathParam("id"));
    Content content = messages.content(id);
    SecurityHeaders.foreign(ctx);
    ctx.disableCompression();
    ctx.contentType("message/rfc822")
        .header(
            "Content-Disposition", FileNames.disposition(id.toString().substring(0, 16) + ".eml"))
        .header("Content-Length", Long.toString(content.size()));
    try (InputStream in = content.open()) {
      in.transferTo(ctx.outputStream());
    }
  }

  private void html(Context ctx) {
    Content content = messages.content(messages.id(ctx.pathParam("id")));
    ParsedMessage parsed = MessageParser.parse(content);
    Shown shown =
        MailHtml.show(
            parsed.html().orElseThrow(MessagesResource::noHtml),
            new InlineImages(content, parsed.attachments()));
    SecurityHeaders.mail(ctx);
    ctx.header("X-Remote-Blocked", Integer.toString(shown.blocked()))
        .contentType("text/html; charset=utf-8")
        .result(shown.document());
  }

  private static HttpProblem noHtml() {
    return HttpProblem.notFound("message", "it has no HTML body", "show its text");
  }

  private void attachment(Context ctx) throws IOException {
    Content content = messages.content(messages.id(ctx.pathParam("id")));
    String index = ctx.pathParam("index");
    Attachment found =
        MessageParser.parse(content).attachments().stream()
            .filter(a -> Integer.toString(a.part()).equals(index))
            .findFirst()
            .orElseThrow(MessagesResource::noAttachment);
    Optional<InputStream> opened = PartReader.open(content, found.part());
    try (InputStream in = opened.orElseThrow(MessagesResource::noAttachment)) {
      SecurityHeaders.foreign(ctx);
      ctx.disableCompression();
      ctx.contentType(FileNames.mediaType(found.type()))
          .header(
              "Content-Disposition",
              FileNames.disposition(FileNames.safe(found.name(), found.part())));
      in.transferTo(ctx.outputStream());
    }
  }

  private static HttpProblem noAttachment() {
    return HttpProblem.notFound(
        "message", "it has no such attachment", "choose one that the message lists");
  }
}
