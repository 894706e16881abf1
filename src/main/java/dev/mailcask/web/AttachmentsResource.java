package dev.mailcask.web;

import dev.mailcask.base.Content;
import dev.mailcask.message.Attachment;
import dev.mailcask.message.MessageParser;
import dev.mailcask.message.PartReader;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;

/// Attachments: saved alone or all in one file, and looked at where that is harmless.
final class AttachmentsResource {

  /// Bytes of a text that are shown.
  static final int MAX_TEXT = 200_000;

  private final MessageLookup messages;

  AttachmentsResource(MessageLookup messages) {
    this.messages = messages;
  }

  record TextView(String text, boolean cut) {}

  void install(RoutesConfig routes) {
    String one = "/api/v1/messages/{id}/attachments/{index}";
    routes.get("/api/v1/messages/{id}/attachments", this::all);
    routes.get(one, this::save);
    routes.get(one + "/view", this::view);
    routes.get(one + "/text", this::text);
  }

  private void save(Context ctx) throws IOException {
    Content content = content(ctx);
    Attachment found = find(ctx, content);
    try (InputStream in = open(content, found)) {
      SecurityHeaders.foreign(ctx);
      ctx.disableCompression();
      ctx.contentType(FileNames.mediaType(found.type()))
          .header("Content-Disposition", FileNames.disposition(name(found)));
      in.transferTo(ctx.outputStream());
    }
  }

  /// An image or a PDF, by what its bytes say that it is.
  private void view(Context ctx) throws IOException {
    Content content = content(ctx);
    Attachment found = find(ctx, content);
    try (InputStream in = new BufferedInputStream(open(content, found))) {
      in.mark(Preview.HEAD);
      String type = Preview.mediaType(in.readNBytes(Preview.HEAD));
      in.reset();
      if (type == null) {
        throw notShown("it is neither an image nor a PDF, whatever its name says");
      }
      if (type.equals("application/pdf")) {
        SecurityHeaders.pdf(ctx);
      } else {
        SecurityHeaders.foreign(ctx);
      }
      ctx.disableCompression();
      ctx.contentType(type)
          .header("Content-Disposition", FileNames.disposition(name(found), "inline"));
      in.transferTo(ctx.outputStream());
    }
  }

  private void text(Context ctx) throws IOException {
    Content content = content(ctx);
    Attachment found = find(ctx, content);
    try (InputStream in = open(content, found)) {
      byte[] bytes = in.readNBytes(MAX_TEXT + 1);
      boolean cut = bytes.length > MAX_TEXT;
      String text = Preview.text(cut ? Arrays.copyOf(bytes, MAX_TEXT) : bytes);
      if (text == null) {
        throw notShown("it is no text");
      }
      ctx.json(new TextView(text, cut));
    }
  }

  /// What the message lists as its files, and what belongs to its text.
  private void all(Context ctx) throws IOException {
    Content content = content(ctx);
    List<Attachment> files = MessageParser.parse(content).attachments();
    if (files.isEmpty()) {
      throw noAttachment();
    }
    String id = messages.id(ctx.pathParam("id")).toString();
    try (ZipAnswer zip = ZipAnswer.begin(ctx, id.substring(0, 12) + "-attachments.zip")) {
      for (Attachment file : files) {
        zip.add(name(file), null, () -> open(content, file));
      }
    }
  }

  private Content content(Context ctx) {
    return messages.content(messages.id(ctx.pathParam("id")));
  }

  private static Attachment find(Context ctx, Content content) {
    String index = ctx.pathParam("index");
    return MessageParser.parse(content).attachments().stream()
        .filter(a -> Integer.toString(a.part()).equals(index))
        .findFirst()
        .orElseThrow(AttachmentsResource::noAttachment);
  }

  private static InputStream open(Content content, Attachment found) throws IOException {
    return PartReader.open(content, found.part()).orElseThrow(AttachmentsResource::noAttachment);
  }

  private static String name(Attachment attachment) {
    return FileNames.safe(attachment.name(), attachment.part());
  }

  private static HttpProblem noAttachment() {
    return HttpProblem.notFound(
        "message", "it has no such attachment", "choose one that the message lists");
  }

  private static HttpProblem notShown(String why) {
    return HttpProblem.of(
        415, "not-shown", "It cannot be shown", "attachment", why, "save it and open it with care");
  }
}
