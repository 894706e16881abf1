package dev.mailcask.web;

import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Message;
import dev.mailcask.message.Attachment;
import dev.mailcask.message.Envelope;
import dev.mailcask.message.MessageParser;
import dev.mailcask.message.ParsedMessage;
import dev.mailcask.search.Search;
import dev.mailcask.search.Search.Conversation;
import dev.mailcask.search.Search.Turn;
import dev.mailcask.web.MailHtml.Shown;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reading one message: as people see it, as it was sent, its HTML in a frame, its attachments.
final class MessagesResource {

  /// Chars of text that a page gets.
  private static final int MAX_TEXT = 512 * 1024;

  /// Messages in one zip file; their identities have to fit into an address.
  private static final int MAX_ZIP = 200;

  private final MessageLookup messages;
  private final Search search;

  MessagesResource(MessageLookup messages, Search search) {
    this.messages = messages;
    this.search = search;
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
      List<Mark> marks,
      boolean hasHtml,
      int htmlMarks,
      int remoteBlocked,
      List<AttachmentView> attachments,
      List<String> defects) {}

  /// @param preview how it can be looked at without saving it, null where it cannot
  record AttachmentView(
      int index, String name, String type, long size, boolean inline, @Nullable String preview) {
    static AttachmentView of(Attachment a) {
      String name = FileNames.safe(a.name(), a.part());
      Preview preview = Preview.of(a.type(), name);
      return new AttachmentView(
          a.part(),
          name,
          a.type(),
          a.size(),
          a.inline(),
          preview == null ? null : preview.name().toLowerCase(Locale.ROOT));
    }
  }

  record ConversationView(boolean complete, List<TurnView> messages) {}

  /// @param depth how many answers deep
  record TurnView(
      String id,
      int depth,
      Instant date,
      String from,
      String to,
      String subject,
      long size,
      List<PlaceView> places) {
    static TurnView of(Turn turn) {
      Message message = turn.message();
      return new TurnView(
          message.id().toString(),
          turn.depth(),
          message.received(),
          message.envelope().from(),
          message.envelope().to(),
          message.envelope().subject(),
          message.size(),
          PlaceView.of(message));
    }
  }

  void install(RoutesConfig routes) {
    routes.get("/api/v1/messages.zip", this::zip);
    routes.get("/api/v1/messages/{id}", this::show);
    routes.get("/api/v1/messages/{id}/conversation", this::conversation);
    routes.get("/api/v1/messages/{id}/raw", this::raw);
    routes.get("/api/v1/messages/{id}/html", this::html);
  }

  private void show(Context ctx) {
    Message message = messages.message(ctx.pathParam("id"));
    ParsedMessage parsed = MessageParser.parse(messages.content(message.id()));
    Envelope envelope = parsed.envelope();
    String whole = parsed.text();
    boolean cut = whole.length() > MAX_TEXT;
    String text = cut ? whole.substring(0, MAX_TEXT) : whole;
    Function<String, List<Integer>> find = finder(ctx);
    // Images of the message itself do not matter for counting what is blocked.
    Optional<Shown> html = parsed.html().map(given -> MailHtml.show(given, _ -> null, find));
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
            text.isBlank() ? null : text,
            cut,
            Mark.of(find.apply(text)),
            html.isPresent(),
            html.map(Shown::hits).orElse(0),
            html.map(Shown::blocked).orElse(0),
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
            "Content-Disposition", FileNames.disposition(fileName(messages.message(id.toString()))))
        .header("Content-Length", Long.toString(content.size()));
    try (InputStream in = content.open()) {
      in.transferTo(ctx.outputStream());
    }
  }

  private void zip(Context ctx) throws IOException {
    List<String> ids = Query.list(ctx, "ids");
    if (ids.size() > MAX_ZIP) {
      throw HttpProblem.badRequest(
          "parameter ids", "there are too many", "ask for at most " + MAX_ZIP + " at once");
    }
    List<Message> chosen = ids.stream().map(messages::message).toList();
    try (ZipAnswer zip = ZipAnswer.begin(ctx, "messages.zip")) {
      for (Message message : chosen) {
        zip.add(fileName(message), message.received(), () -> messages.content(message.id()).open());
      }
    }
  }

  /// Day and subject, as people would name it.
  private static String fileName(Message message) {
    String day = message.received().toString().substring(0, 10);
    String subject = message.envelope().subject();
    String words = subject.substring(0, Math.min(subject.length(), 80)).replace('/', '-');
    return FileNames.safe(day + " " + words.replace('\\', '-').strip() + ".eml", 0);
  }

  private void html(Context ctx) {
    Content content = messages.content(messages.id(ctx.pathParam("id")));
    ParsedMessage parsed = MessageParser.parse(content);
    Shown shown =
        MailHtml.show(
            parsed.html().orElseThrow(MessagesResource::noHtml),
            new InlineImages(content, parsed.attachments()),
            finder(ctx));
    ctx.header("X-Remote-Blocked", Integer.toString(shown.blocked()))
        .contentType("text/html; charset=utf-8");
    if (Query.flag(ctx, "print")) {
      SecurityHeaders.printed(ctx);
      String subject = parsed.envelope().subject();
      String title = subject.isEmpty() ? "(no subject)" : subject;
      ctx.result(MailHtml.headed(shown.document(), title, heading(parsed)));
    } else {
      SecurityHeaders.mail(ctx);
      ctx.result(shown.document());
    }
  }

  /// Marks what the query in `q` finds; nothing where there is none, or it makes no sense: then the
  /// message is still there to be read, and the search itself says what is wrong.
  private Function<String, List<Integer>> finder(Context ctx) {
    String query = ctx.queryParam("q");
    if (query == null || query.isBlank()) {
      return _ -> List.of();
    }
    return text -> {
      try {
        return search.marks(query, text);
      } catch (Failure.Misconfigured e) {
        return List.of();
      }
    };
  }

  private void conversation(Context ctx) {
    Conversation found = search.conversation(messages.id(ctx.pathParam("id")));
    ctx.json(
        new ConversationView(found.complete(), found.turns().stream().map(TurnView::of).toList()));
  }

  private static List<String> heading(ParsedMessage parsed) {
    return Stream.of("From", "To", "Cc", "Date")
        .map(name -> name + ": " + parsed.header(name.toLowerCase(Locale.ROOT)))
        .filter(line -> !line.endsWith(": "))
        .toList();
  }

  private static HttpProblem noHtml() {
    return HttpProblem.notFound("message", "it has no HTML body", "show its text");
  }
}
