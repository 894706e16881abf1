package dev.mailcask.archive.journal;

import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.archive.ArchiveEvent.Head;
import dev.mailcask.archive.ArchiveEvent.JournalsSeen;
import dev.mailcask.archive.ArchiveEvent.PacksReplaced;
import dev.mailcask.archive.ArchiveEvent.Reason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// Events of the archive's own journal to JSON and back.
final class ArchiveEventJson {

  private ArchiveEventJson() {}

  static void write(JsonGenerator out, ArchiveEvent event) {
    out.writeStartObject();
    switch (event) {
      case PacksReplaced e -> {
        out.writeStringProperty("event", "packsReplaced");
        EventJson.texts(out, "removed", e.removed());
        EventJson.texts(out, "by", e.by());
        out.writeStringProperty("reason", e.reason().name().toLowerCase(Locale.ROOT));
        out.writeNumberProperty("dropped", e.dropped());
        EventJson.texts(out, "lost", e.lost().stream().map(Object::toString).toList());
      }
      case JournalsSeen e -> {
        out.writeStringProperty("event", "journalsSeen");
        out.writeArrayPropertyStart("heads");
        for (Head head : e.heads()) {
          out.writeStartObject();
          out.writeStringProperty("account", head.account().name());
          out.writeNumberProperty("segment", head.segment());
          out.writeStringProperty("hash", head.hash());
          out.writeEndObject();
        }
        out.writeEndArray();
      }
    }
    out.writeEndObject();
  }

  /// Reads an event, or gives null where it is one of a newer Mailcask, which may be skipped.
  ///
  /// @throws Fields.Malformed if a field is missing or of another type
  static @Nullable ArchiveEvent read(Fields f) {
    return switch (f.text("event")) {
      case "packsReplaced" ->
          new PacksReplaced(
              f.texts("removed"), f.texts("by"), reason(f), f.number("dropped"), f.ids("lost"));
      case "journalsSeen" ->
          new JournalsSeen(
              f.objects(
                  "heads",
                  h -> new Head(h.account("account"), h.number("segment"), h.text("hash"))));
      default -> null;
    };
  }

  private static Reason reason(Fields f) {
    return switch (f.text("reason")) {
      case "compact" -> Reason.COMPACT;
      case "prune" -> Reason.PRUNE;
      case "repair" -> Reason.REPAIR;
      default -> throw new Fields.Malformed("reason");
    };
  }
}
