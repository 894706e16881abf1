package dev.mailcask.cli;

import dev.mailcask.archive.JournalEvent.Evidence;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.FailedMessage;
import dev.mailcask.catalog.JournalDamage;
import dev.mailcask.catalog.RaisedAlarm;
import dev.mailcask.catalog.Run;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the backups of an account stand.
///
/// @param last the newest run
/// @param counted the newest run that counted its folders
record Standing(
    Account account,
    @Nullable Run last,
    @Nullable Run counted,
    @Nullable Instant next,
    List<FailedMessage> failed,
    List<RaisedAlarm> alarms,
    List<JournalDamage> damage) {

  /// Whether all that the server listed is archived, and nothing asks for the owner.
  boolean safe() {
    return alarms.isEmpty()
        && last != null
        && last.summary() != null
        && last.summary().outcome().equals("complete");
  }

  /// Why the last run stopped before its time, null where it did not.
  @Nullable Pause pause() {
    return last == null || last.summary() == null ? null : last.summary().pause();
  }

  List<FolderCount> folders() {
    return counted == null || counted.summary() == null ? List.of() : counted.summary().perFolder();
  }

  String path(FolderCount count) {
    return counted == null
        ? ""
        : counted.folderPaths().getOrDefault(count.folder(), "folder " + count.folder());
  }

  Json json() {
    return new Json()
        .put("account", account.id())
        .put("lastRun", last == null ? null : json(last))
        .put("nextRun", next)
        .put("folders", folders().stream().map(this::json).toList())
        .put("safe", safe())
        .put("pause", pause() == null ? null : json(pause()))
        .put("alarms", alarms.stream().map(Standing::json).toList())
        .put("failures", failed.stream().map(Standing::json).toList())
        .put("warnings", json(damage));
  }

  static List<Json> json(List<JournalDamage> damage) {
    return damage.stream()
        .map(
            found ->
                new Json()
                    .put("segment", found.segment())
                    .put("problem", found.problem())
                    .put("lost", found.lost()))
        .toList();
  }

  private static Json json(Run run) {
    Json json =
        new Json()
            .put("number", run.number())
            .put("started", run.started())
            .put("finished", run.finished());
    RunSummary summary = run.summary();
    return summary == null
        ? json.put("outcome", null)
        : json.put("outcome", summary.outcome())
            .put("problem", summary.problem())
            .put("new", summary.fetched())
            .put("known", summary.known())
            .put("gone", summary.gone())
            .put("flagsChanged", summary.flagsChanged())
            .put("failed", summary.failed())
            .put("bytesFetched", summary.bytesFetched());
  }

  private static Json json(Pause pause) {
    return new Json()
        .put("kind", pause.kind())
        .put("until", pause.until())
        .put("done", pause.done())
        .put("problem", pause.problem());
  }

  private static Json json(RaisedAlarm raised) {
    return new Json()
        .put("run", raised.run())
        .put("at", raised.at())
        .put("kind", raised.alarm().kind())
        .put("folder", raised.path())
        .put("before", raised.alarm().before())
        .put("left", raised.alarm().left())
        .put("problem", raised.alarm().problem());
  }

  private Json json(FolderCount count) {
    Evidence evidence = count.evidence();
    return new Json()
        .put("folder", path(count))
        .put("onServer", count.onServer())
        .put("archived", count.archived())
        .put("waiting", count.waiting())
        .put("failed", count.failed())
        .put("read", evidence.read())
        .put("counted", evidence.counted())
        .put("exists", evidence.exists() < 0 ? null : evidence.exists())
        .put("listed", evidence.listed())
        .put("held", evidence.held())
        .put("backTo", evidence.backTo())
        .put("problem", evidence.problem());
  }

  private static Json json(FailedMessage one) {
    return new Json()
        .put("folder", one.path())
        .put("uid", one.uid())
        .put("reason", one.reason())
        .put("attempts", one.attempts())
        .put("first", one.first())
        .put("last", one.last())
        .put("next", one.next());
  }
}
