package dev.mailcask.archive.journal;

import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.archive.JournalEvent.Evidence;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/// The end of a run to JSON and back. Fields that came later are missing in earlier journals, and
/// what they would say is not known then.
final class SummaryJson {

  private SummaryJson() {}

  static void write(JsonGenerator out, RunSummary s) {
    out.writeStringProperty("outcome", s.outcome());
    out.writeStringProperty("problem", s.problem());
    out.writeNumberProperty("folders", s.folders());
    out.writeNumberProperty("onServer", s.onServer());
    out.writeNumberProperty("fetched", s.fetched());
    out.writeNumberProperty("known", s.known());
    out.writeNumberProperty("gone", s.gone());
    out.writeNumberProperty("flagsChanged", s.flagsChanged());
    out.writeNumberProperty("failed", s.failed());
    out.writeNumberProperty("bytesFetched", s.bytesFetched());
    out.writeArrayPropertyStart("perFolder");
    for (FolderCount c : s.perFolder()) {
      out.writeStartObject();
      out.writeNumberProperty("folder", c.folder());
      out.writeNumberProperty("onServer", c.onServer());
      out.writeNumberProperty("archived", c.archived());
      out.writeNumberProperty("failed", c.failed());
      evidence(out, c.evidence());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeArrayPropertyStart("alarms");
    for (Alarm a : s.alarms()) {
      out.writeStartObject();
      out.writeStringProperty("kind", a.kind());
      out.writeNumberProperty("folder", a.folder());
      out.writeNumberProperty("before", a.before());
      out.writeNumberProperty("left", a.left());
      out.writeStringProperty("problem", a.problem());
      out.writeEndObject();
    }
    out.writeEndArray();
    pause(out, s.pause());
  }

  private static void evidence(JsonGenerator out, Evidence e) {
    out.writeStringProperty("counted", e.counted());
    out.writeBooleanProperty("read", e.read());
    out.writeNumberProperty("exists", e.exists());
    out.writeNumberProperty("listed", e.listed());
    out.writeNumberProperty("held", e.held());
    out.writeStringProperty("problem", e.problem());
    EventJson.time(out, "backTo", e.backTo());
  }

  private static void pause(JsonGenerator out, @Nullable Pause pause) {
    if (pause == null) {
      out.writeNullProperty("pause");
      return;
    }
    out.writeObjectPropertyStart("pause");
    out.writeStringProperty("kind", pause.kind());
    out.writeStringProperty("until", pause.until().toString());
    EventJson.time(out, "done", pause.done());
    out.writeStringProperty("problem", pause.problem());
    out.writeEndObject();
  }

  /// @throws Fields.Malformed if a field is missing or of another type
  static RunSummary read(Fields f) {
    return new RunSummary(
        f.text("outcome"),
        f.text("problem"),
        f.smallNumber("folders"),
        f.number("onServer"),
        f.number("fetched"),
        f.number("known"),
        f.number("gone"),
        f.number("flagsChanged"),
        f.number("failed"),
        f.number("bytesFetched"),
        f.objects("perFolder", SummaryJson::readCount),
        f.has("alarms") ? f.objects("alarms", SummaryJson::readAlarm) : List.of(),
        f.has("pause") && !f.isNull("pause") ? readPause(f.object("pause")) : null);
  }

  private static FolderCount readCount(Fields c) {
    return new FolderCount(
        c.smallNumber("folder"),
        c.number("onServer"),
        c.number("archived"),
        c.number("failed"),
        c.has("held") ? readEvidence(c) : Evidence.NONE);
  }

  private static Evidence readEvidence(Fields c) {
    return new Evidence(
        c.text("counted"),
        c.truth("read"),
        c.number("exists"),
        c.number("listed"),
        c.number("held"),
        c.text("problem"),
        c.instantOrNull("backTo"));
  }

  private static Alarm readAlarm(Fields a) {
    return new Alarm(
        a.text("kind"),
        a.smallNumber("folder"),
        a.number("before"),
        a.number("left"),
        a.text("problem"));
  }

  private static Pause readPause(Fields p) {
    return new Pause(
        p.text("kind"), p.instant("until"), p.instantOrNull("done"), p.text("problem"));
  }
}
