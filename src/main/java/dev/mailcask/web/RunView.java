package dev.mailcask.web;

import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.catalog.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A backup of an account, for history and for choosing a time to browse.
record RunView(
    long number,
    Instant started,
    @Nullable Instant finished,
    @Nullable SummaryView summary,
    @Nullable Instant browseAt) {

  record SummaryView(
      String outcome,
      String problem,
      int folders,
      long onServer,
      long fetched,
      long known,
      long gone,
      long flagsChanged,
      long failed,
      long bytesFetched,
      List<String> alarms,
      @Nullable PauseView pause) {

    static SummaryView of(RunSummary s) {
      return new SummaryView(
          s.outcome(),
          s.problem(),
          s.folders(),
          s.onServer(),
          s.fetched(),
          s.known(),
          s.gone(),
          s.flagsChanged(),
          s.failed(),
          s.bytesFetched(),
          s.alarms().stream().map(Alarm::problem).toList(),
          s.pause() == null ? null : PauseView.of(s.pause()));
    }
  }

  /// Why a run stopped before its time, and when it goes on.
  record PauseView(String kind, Instant until, @Nullable Instant done, String problem) {
    static PauseView of(Pause pause) {
      return new PauseView(pause.kind(), pause.until(), pause.done(), pause.problem());
    }
  }

  /// Views of an account's newest runs, newest first.
  ///
  /// What a run left is what was there just before the next one began: the journal's times are
  /// those of its commits, and the last commit of a run comes after the end that the run wrote into
  /// it.
  static List<RunView> of(List<Run> newestFirst) {
    List<RunView> views = new ArrayList<>();
    Instant browseAt = null;
    for (Run run : newestFirst) {
      RunSummary summary = run.summary();
      views.add(
          new RunView(
              run.number(),
              run.started(),
              run.finished(),
              summary == null ? null : SummaryView.of(summary),
              browseAt));
      browseAt = run.started().minus(Duration.ofMillis(1));
    }
    return views;
  }
}
