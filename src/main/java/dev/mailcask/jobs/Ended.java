package dev.mailcask.jobs;

import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.Maintenance;
import dev.mailcask.base.Counted;
import dev.mailcask.base.Failure;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.replica.Replica;
import dev.mailcask.restore.Restore;
import dev.mailcask.sync.Backup;
import dev.mailcask.verify.Verify;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a job ended, before it is known when.
record Ended(
    Status status,
    @Nullable Result result,
    @Nullable FailureTable failure,
    String outcome,
    String hint) {

  private static final String NOT_MENDED =
      "check the disk; each finding says what can be done, and everything else stays readable";

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String NEXT_RUN = "nothing to do: the next run tries them again";

  /// Likewise, but the heads of the journals could not be written down, which fails nothing.
  Ended withoutHeads(Failure why) {
    return new Ended(
        status,
        result,
        failure,
        outcome + "; the heads were not written down: " + why.subject() + ": " + why.problem(),
        hint.isEmpty() ? why.hint() : hint);
  }

  /// By being thrown out of its work.
  static Ended by(Throwable thrown) {
    FailureTable row = FailureTable.of(thrown);
    return thrown instanceof Failure failure
        ? new Ended(
            row.status(), null, row, failure.subject() + ": " + failure.problem(), failure.hint())
        : new Ended(
            row.status(),
            null,
            row,
            "internal error: " + thrown.getClass().getSimpleName(),
            "look into logs/mailcask.log and report it");
  }

  /// Because the appliance stopped. It takes up nothing by itself but what a schedule asks for.
  static Ended interrupted(Work work) {
    return new Ended(
        Status.INTERRUPTED,
        null,
        null,
        "the appliance stopped while it ran",
        switch (work) {
          case Work.BackupAccount _ ->
              "what was fetched is safe, and the next backup goes on from there: at the next start"
                  + " if the account has a schedule, else when you back it up";
          case Work.RestoreMail _ -> "restore again: it adds only what is missing";
          case Work.VerifyArchive _ -> "verify again, from the beginning";
          case Work.CopyArchive _ -> "copy again: it goes on where it stopped";
          case Work.Rebuild _ -> "rebuild again: the archive itself is untouched";
          case Work.CompactArchive _ ->
              "compact again: what was done stays done, and it goes on from there";
          case Work.PruneArchive _ -> "prune again when you like";
        });
  }

  static Ended of(Backup.Report report) {
    RunSummary run = report.summary();
    Result result = new Result.BackedUp(report);
    if (!run.alarms().isEmpty()) {
      String alarms =
          run.alarms().stream()
              .map(Alarm::problem)
              .collect(Collectors.joining("; ", "ALARM: ", ""));
      return new Ended(
          run.outcome().equals("failed") ? Status.FAILED : Status.PARTIAL,
          result,
          null,
          alarms + "; " + figures(run) + (run.problem().isEmpty() ? "" : "; " + run.problem()),
          "all of it is kept in the archive; find out what happened, and acknowledge the alarm");
    }
    Pause pause = run.pause();
    if (pause != null) {
      return new Ended(
          Status.PARTIAL,
          result,
          null,
          "%s; paused until %s UTC: %s"
              .formatted(figures(run), MINUTE.format(pause.until()), pause.problem()),
          "nothing to do: it goes on by itself while the appliance runs");
    }
    return switch (run.outcome()) {
      case "complete" -> new Ended(Status.DONE, result, null, figures(run), "");
      case "partial" ->
          new Ended(
              Status.PARTIAL,
              result,
              null,
              figures(run) + (run.problem().isEmpty() ? "" : "; " + run.problem()),
              NEXT_RUN);
      default -> new Ended(Status.FAILED, result, null, run.problem(), NEXT_RUN);
    };
  }

  /// The mail is safe, but cannot be searched yet.
  static Ended unsearchable(Backup.Report report, Throwable indexing) {
    Ended why = by(indexing);
    return new Ended(
        Status.PARTIAL,
        new Result.BackedUp(report),
        why.failure(),
        figures(report.summary()) + "; not searchable yet: " + why.outcome(),
        why.hint());
  }

  /// @param cancelled whether the owner asked to stop; what was restored until then is kept
  static Ended of(Restore.Report report, boolean cancelled) {
    String figures =
        "%s restored, %s already there"
            .formatted(Counted.of(report.appended()), Counted.of(report.alreadyThere()));
    long unequal = report.appended() - report.verified();
    if (unequal > 0) {
      figures += ", %s of them not read back as they were".formatted(Counted.of(unequal));
    }
    Result result = new Result.RestoredMail(report);
    if (report.failed() == 0) {
      return unequal <= 0
          ? new Ended(Status.DONE, result, null, figures, "")
          : new Ended(Status.PARTIAL, result, null, figures, "see the notes for what is different");
    }
    figures += ", %s failed".formatted(Counted.of(report.failed()));
    if (cancelled) {
      return new Ended(
          Status.CANCELLED,
          result,
          FailureTable.CANCELLED,
          "cancelled: " + figures,
          "start it again when you like; it adds only what is missing");
    }
    return new Ended(
        report.failed() == report.planned() ? Status.FAILED : Status.PARTIAL,
        result,
        null,
        figures,
        "see the list of failures; restoring again adds only what is missing");
  }

  static Ended of(Verify.Report report) {
    Result result = new Result.Verified(report);
    if (report.found() == 0) {
      return new Ended(Status.DONE, result, null, sound(report), "");
    }
    String figures =
        "damage found in %s, %s of them mended"
            .formatted(places(report), Counted.of(report.repaired()));
    if (report.left() == 0) {
      return new Ended(Status.DONE, result, null, figures, "check the disk that this happened on");
    }
    return report.repaired() > 0
        ? new Ended(Status.PARTIAL, result, FailureTable.CORRUPT, figures, NOT_MENDED)
        : new Ended(
            Status.FAILED,
            result,
            FailureTable.CORRUPT,
            "damage found in " + places(report),
            NOT_MENDED);
  }

  private static String places(Verify.Report report) {
    return Counted.of(report.found(), "place", "places");
  }

  private static String sound(Verify.Report report) {
    if (report.shares() == 0) {
      return Counted.of(report.segments(), "segment of journals is", "segments of journals are")
          + " whole";
    }
    String lost =
        report.lost() == 0
            ? ""
            : "; %s known to be lost since an earlier repair"
                .formatted(Counted.of(report.lost(), "message is", "messages are"));
    return (report.isSample() ? "a sample, one of %d parts: ".formatted(report.shares()) : "")
        + Counted.of(report.messages(), "message is whole", "messages are whole")
        + lost;
  }

  static Ended of(Replica.Report report) {
    Result result = new Result.Copied(report);
    String figures =
        "%s copied, %s removed, %s in the copy"
            .formatted(
                Counted.of(report.files(), "file", "files"),
                Counted.of(report.removed()),
                Counted.of(report.filesInCopy()));
    if (report.checked() > 0) {
      figures += ", %s read back".formatted(Counted.of(report.checked()));
    }
    if (report.mended() > 0) {
      figures +=
          ", %s damaged and written again"
              .formatted(Counted.of(report.mended(), "of them was", "of them were"));
    }
    return report.problems().isEmpty()
        ? new Ended(Status.DONE, result, null, figures, "")
        : new Ended(
            Status.PARTIAL,
            result,
            FailureTable.CORRUPT,
            figures + "; " + Counted.of(report.problems().size(), "problem", "problems"),
            "see the list; 'mailcask verify' tells what damage in the archive touches");
  }

  static Ended of(Result.Rebuilt rebuilt) {
    return new Ended(
        Status.DONE,
        rebuilt,
        null,
        Counted.of(rebuilt.messages(), "message", "messages") + " rebuilt",
        "");
  }

  /// What is damaged is no fault of the compaction, but nobody else may have told it yet.
  static Ended of(Result.Compacted compacted) {
    Maintenance.Compacted figures = compacted.figures();
    String outcome =
        figures.replaced() == 0
            ? "nothing to compact"
            : "%s became %s, %s"
                .formatted(
                    Counted.of(figures.before().packs(), "pack", "packs"),
                    Counted.of(figures.after().packs()),
                    change(figures.before(), figures.after()));
    if (figures.damaged().isEmpty()) {
      return new Ended(Status.DONE, compacted, null, outcome, "");
    }
    return new Ended(
        Status.PARTIAL,
        compacted,
        FailureTable.CORRUPT,
        outcome
            + "; %s damaged and left"
                .formatted(Counted.of(figures.damaged().size(), "pack is", "packs are")),
        "run 'mailcask verify' to see what it touches");
  }

  static Ended of(Result.Pruned pruned) {
    Maintenance.Pruned figures = pruned.figures();
    return new Ended(
        Status.DONE,
        pruned,
        null,
        figures.dropped() == 0
            ? "nothing to drop"
            : "%s dropped, %s"
                .formatted(
                    Counted.of(figures.dropped(), "blob", "blobs"),
                    change(figures.before(), figures.after())),
        "");
  }

  private static String change(Maintenance.Figures before, Maintenance.Figures after) {
    return String.format(
        Locale.ROOT,
        "%.1f MB before, %.1f MB after",
        before.storedBytes() / 1e6,
        after.storedBytes() / 1e6);
  }

  private static String figures(RunSummary run) {
    return "%s new, %s known, %s gone, %s with other flags"
            .formatted(
                Counted.of(run.fetched()),
                Counted.of(run.known()),
                Counted.of(run.gone()),
                Counted.of(run.flagsChanged()))
        + (run.failed() == 0 ? "" : ", " + Counted.of(run.failed()) + " failed");
  }
}
