package dev.mailcask.archive.journal;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.AccountRemoved;
import dev.mailcask.archive.JournalEvent.AccountSet;
import dev.mailcask.archive.JournalEvent.AlarmsSeen;
import dev.mailcask.archive.JournalEvent.FetchFailed;
import dev.mailcask.archive.JournalEvent.FlagsChanged;
import dev.mailcask.archive.JournalEvent.FolderFailed;
import dev.mailcask.archive.JournalEvent.FolderGone;
import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.Repaired;
import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.message.Envelope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Events to JSON and back, as the table in `src/docs/archive-format.md` section 3 has them.
final class EventJson {

  private EventJson() {}

  static void write(JsonGenerator out, JournalEvent event) {
    out.writeStartObject();
    switch (event) {
      case AccountSet e -> {
        name(out, "accountSet");
        out.writeName("settings");
        settings(out, e.settings());
      }
      case AccountRemoved _ -> name(out, "accountRemoved");
      case RunStarted e -> {
        name(out, "runStarted");
        out.writeNumberProperty("run", e.run());
        out.writeStringProperty("at", e.at().toString());
      }
      case RunFinished e -> {
        name(out, "runFinished");
        out.writeNumberProperty("run", e.run());
        out.writeStringProperty("at", e.at().toString());
        SummaryJson.write(out, e.summary());
      }
      case FolderSeen e -> {
        folder(out, "folderSeen", e.folder());
        out.writeStringProperty("raw", e.raw());
        out.writeStringProperty("path", e.path());
        out.writeStringProperty("delimiter", e.delimiter());
        texts(out, "attributes", e.attributes());
        unlessEmpty(out, "mailboxId", e.mailboxId());
      }
      case FolderGone e -> folder(out, "folderGone", e.folder());
      case GenerationBegan e -> generation(out, "generationBegan", e.folder(), e.uidValidity());
      case Placed e -> placed(out, e);
      case FlagsChanged e -> {
        generation(out, "flagsChanged", e.folder(), e.uidValidity());
        out.writeNumberProperty("uid", e.uid());
        texts(out, "flags", e.flags());
      }
      case Gone e -> {
        generation(out, "gone", e.folder(), e.uidValidity());
        out.writeArrayPropertyStart("uids");
        e.uids().forEach(out::writeNumber);
        out.writeEndArray();
      }
      case FetchFailed e -> {
        generation(out, "fetchFailed", e.folder(), e.uidValidity());
        out.writeNumberProperty("uid", e.uid());
        out.writeStringProperty("reason", e.reason());
        time(out, "nextTry", e.nextTry());
      }
      case FolderListed e -> {
        generation(out, "folderListed", e.folder(), e.uidValidity());
        out.writeNumberProperty("uidNext", e.uidNext());
        out.writeNumberProperty("highestModSeq", e.highestModSeq());
        out.writeNumberProperty("exists", e.exists());
        out.writeNumberProperty("run", e.run());
        out.writeNumberProperty("provenRun", e.provenRun());
        out.writeStringProperty("provenAt", e.provenAt().toString());
        out.writeBooleanProperty("disproved", e.disproved());
      }
      case FolderFailed e -> {
        folder(out, "folderFailed", e.folder());
        out.writeStringProperty("reason", e.reason());
      }
      case AlarmsSeen e -> {
        name(out, "alarmsSeen");
        out.writeNumberProperty("run", e.run());
      }
      case Repaired e -> {
        name(out, "repaired");
        out.writeStringProperty("id", e.id().toString());
        out.writeStringProperty("from", e.from());
      }
      case Restored e -> {
        name(out, "restored");
        out.writeStringProperty("id", e.id().toString());
        out.writeStringProperty("folder", e.folder());
        out.writeStringProperty("toAccount", e.toAccount().name());
        out.writeStringProperty("toFolder", e.toFolder());
        out.writeNumberProperty("uidValidity", e.uidValidity());
        out.writeNumberProperty("uid", e.uid());
      }
    }
    out.writeEndObject();
  }

  private static void name(JsonGenerator out, String event) {
    out.writeStringProperty("event", event);
  }

  private static void folder(JsonGenerator out, String event, int folder) {
    name(out, event);
    out.writeNumberProperty("folder", folder);
  }

  private static void generation(JsonGenerator out, String event, int folder, long uidValidity) {
    folder(out, event, folder);
    out.writeNumberProperty("uidValidity", uidValidity);
  }

  static void texts(JsonGenerator out, String name, Iterable<String> values) {
    out.writeArrayPropertyStart(name);
    values.forEach(out::writeString);
    out.writeEndArray();
  }

  private static void placed(JsonGenerator out, Placed e) {
    generation(out, "placed", e.folder(), e.uidValidity());
    out.writeNumberProperty("uid", e.uid());
    out.writeStringProperty("id", e.id().toString());
    out.writeNumberProperty("size", e.size());
    out.writeStringProperty("internalDate", e.internalDate());
    texts(out, "flags", e.flags());
    Envelope envelope = e.envelope();
    time(out, "date", envelope.date());
    out.writeStringProperty("from", envelope.from());
    out.writeStringProperty("to", envelope.to());
    out.writeStringProperty("subject", envelope.subject());
    out.writeStringProperty("messageId", envelope.messageId());
    unlessEmpty(out, "objectId", e.objectId());
  }

  private static void unlessEmpty(JsonGenerator out, String name, String value) {
    if (!value.isEmpty()) {
      out.writeStringProperty(name, value);
    }
  }

  private static void settings(JsonGenerator out, AccountSettings s) {
    out.writeStartObject();
    out.writeStringProperty("kind", s.kind());
    out.writeStringProperty("host", s.host());
    out.writeNumberProperty("port", s.port());
    out.writeStringProperty("security", s.security());
    out.writeStringProperty("user", s.user());
    out.writeStringProperty("schedule", s.schedule());
    texts(out, "include", s.include());
    texts(out, "exclude", s.exclude());
    AccountSettings.OAuth oauth = s.oauth();
    if (oauth != null) {
      out.writeObjectPropertyStart("oauth");
      out.writeStringProperty("provider", oauth.provider());
      out.writeStringProperty("grant", oauth.grant());
      out.writeStringProperty("clientId", oauth.clientId());
      out.writeStringProperty("authorizeUrl", oauth.authorizeUrl());
      out.writeStringProperty("tokenUrl", oauth.tokenUrl());
      out.writeStringProperty("deviceUrl", oauth.deviceUrl());
      texts(out, "scopes", oauth.scopes());
      out.writeEndObject();
    }
    AccountSettings.Limits limits = s.limits();
    if (limits != null) {
      out.writeObjectPropertyStart("limits");
      out.writeNumberProperty("connections", limits.connections());
      out.writeNumberProperty("bytesPerDay", limits.bytesPerDay());
      out.writeNumberProperty("commandsPerMinute", limits.commandsPerMinute());
      out.writeEndObject();
    }
    List<String> watch = s.watch();
    if (watch != null) {
      texts(out, "watch", watch);
    }
    out.writeEndObject();
  }

  static void time(JsonGenerator out, String name, @Nullable Instant time) {
    if (time == null) {
      out.writeNullProperty(name);
    } else {
      out.writeStringProperty(name, time.toString());
    }
  }

  /// Reads an event, or gives null where it is one of a newer Mailcask, which may be skipped.
  ///
  /// @throws Fields.Malformed if a field is missing or of another type
  static @Nullable JournalEvent read(Fields f) {
    return switch (f.text("event")) {
      case "accountSet" -> new AccountSet(settings(f.object("settings")));
      case "accountRemoved" -> new AccountRemoved();
      case "runStarted" -> new RunStarted(f.number("run"), f.instant("at"));
      case "runFinished" -> new RunFinished(f.number("run"), f.instant("at"), SummaryJson.read(f));
      case "folderSeen" ->
          new FolderSeen(
              folder(f),
              f.text("raw"),
              f.text("path"),
              f.text("delimiter"),
              f.texts("attributes"),
              f.textOr("mailboxId", ""));
      case "folderGone" -> new FolderGone(folder(f));
      case "generationBegan" -> new GenerationBegan(folder(f), uidValidity(f));
      case "placed" -> placed(f);
      case "flagsChanged" ->
          new FlagsChanged(folder(f), uidValidity(f), f.number("uid"), f.texts("flags"));
      case "gone" -> new Gone(folder(f), uidValidity(f), f.numbers("uids"));
      case "fetchFailed" ->
          new FetchFailed(folder(f), uidValidity(f), f.number("uid"), f.text("reason"), nextTry(f));
      case "folderListed" ->
          new FolderListed(
              folder(f),
              uidValidity(f),
              f.number("uidNext"),
              f.number("highestModSeq"),
              f.number("exists"),
              f.number("run"),
              f.number("provenRun"),
              f.instant("provenAt"),
              f.truth("disproved"));
      case "folderFailed" -> new FolderFailed(folder(f), f.text("reason"));
      case "alarmsSeen" -> new AlarmsSeen(f.number("run"));
      case "repaired" -> new Repaired(f.id("id"), f.text("from"));
      case "restored" ->
          new Restored(
              f.id("id"),
              f.text("folder"),
              f.account("toAccount"),
              f.text("toFolder"),
              uidValidity(f),
              f.number("uid"));
      default -> null;
    };
  }

  private static int folder(Fields f) {
    return f.smallNumber("folder");
  }

  private static long uidValidity(Fields f) {
    return f.number("uidValidity");
  }

  private static @Nullable Instant nextTry(Fields f) {
    return f.has("nextTry") ? f.instantOrNull("nextTry") : null;
  }

  private static Placed placed(Fields f) {
    return new Placed(
        folder(f),
        uidValidity(f),
        f.number("uid"),
        f.id("id"),
        f.number("size"),
        f.text("internalDate"),
        f.texts("flags"),
        new Envelope(
            f.instantOrNull("date"),
            f.text("from"),
            f.text("to"),
            f.text("subject"),
            f.text("messageId")),
        f.textOr("objectId", ""));
  }

  private static AccountSettings settings(Fields f) {
    return new AccountSettings(
        f.text("kind"),
        f.text("host"),
        f.smallNumber("port"),
        f.text("security"),
        f.text("user"),
        f.text("schedule"),
        f.texts("include"),
        f.texts("exclude"),
        f.has("oauth") ? oauth(f.object("oauth")) : null,
        f.has("limits") ? limits(f.object("limits")) : null,
        f.has("watch") ? f.texts("watch") : null);
  }

  private static AccountSettings.Limits limits(Fields f) {
    return new AccountSettings.Limits(
        f.smallNumber("connections"), f.number("bytesPerDay"), f.smallNumber("commandsPerMinute"));
  }

  private static AccountSettings.OAuth oauth(Fields f) {
    return new AccountSettings.OAuth(
        f.text("provider"),
        f.text("grant"),
        f.text("clientId"),
        f.text("authorizeUrl"),
        f.text("tokenUrl"),
        f.text("deviceUrl"),
        f.texts("scopes"));
  }
}
