package dev.mailcask.cli;

import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Message;
import dev.mailcask.catalog.Message.Place;
import dev.mailcask.message.Attachment;
import dev.mailcask.message.MessageParser;
import dev.mailcask.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Shows one message.
@Command(
    name = "show",
    description = "Show a message: where it was seen, its text, its attachments.",
    sortOptions = false)
final class ShowCommand implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "ID", description = "The message.")
  String id = "";

  @Option(
      names = "--raw",
      description = "The exact bytes of the message on standard output, and nothing else.")
  boolean raw;

  ShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Rooms rooms = session.rooms();
    ContentId message = MessageArgument.find(rooms.catalog(), id);
    if (raw) {
      try (InputStream bytes = content(rooms, message).open()) {
        session.copy(bytes);
      }
    } else {
      show(rooms, rooms.catalog().message(message).orElseThrow());
    }
    return 0;
  }

  private static Content content(Rooms rooms, ContentId id) {
    return rooms
        .archive()
        .read(id)
        .orElseThrow(
            () ->
                new Failure.Corrupt(
                    "message " + id,
                    "the journal lists it, but no pack holds it",
                    "run 'mailcask verify' and bring the missing pack back from a copy",
                    null));
  }

  private void show(Rooms rooms, Message message) {
    if (session.json()) {
      session.print(json(message));
      return;
    }
    session.print("ID:       " + message.id());
    session.print("Size:     " + Units.bytes(message.size()));
    for (Place place : message.places()) {
      session.print(
          "In:       %s, %s, UID %d%s%s"
              .formatted(
                  place.account(),
                  Plain.line(place.path()),
                  place.uid(),
                  place.flags().isEmpty() ? "" : ", " + String.join(" ", place.flags()),
                  place.gone() == null
                      ? ""
                      : ", gone since " + Units.time(place.gone(), rooms.zone())));
    }
    session.print("Date:     " + Units.time(message.envelope().date(), rooms.zone()));
    session.print("From:     " + Plain.line(message.envelope().from()));
    session.print("To:       " + Plain.line(message.envelope().to()));
    session.print("Subject:  " + Plain.line(message.envelope().subject()));
    ParsedMessage parsed = MessageParser.parse(content(rooms, message.id()));
    for (Attachment attachment : parsed.attachments()) {
      session.print(
          "Attached: %s (%s)"
              .formatted(
                  Plain.line(attachment.name().isEmpty() ? attachment.type() : attachment.name()),
                  Units.bytes(attachment.size())));
    }
    session.print("");
    session.print(Plain.text(parsed.text()).stripTrailing());
  }

  private static Json json(Message message) {
    return new Json()
        .put("id", message.id())
        .put("size", message.size())
        .put("date", message.envelope().date())
        .put("received", message.received())
        .put("from", message.envelope().from())
        .put("to", message.envelope().to())
        .put("subject", message.envelope().subject())
        .put("messageId", message.envelope().messageId())
        .put(
            "places",
            message.places().stream()
                .map(
                    place ->
                        new Json()
                            .put("account", place.account())
                            .put("folder", place.path())
                            .put("uid", place.uid())
                            .put("internalDate", place.internalDate())
                            .put("flags", place.flags())
                            .put("gone", place.gone()))
                .toList());
  }
}
