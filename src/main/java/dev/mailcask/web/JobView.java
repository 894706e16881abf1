package dev.mailcask.web;

import dev.mailcask.archive.Maintenance;
import dev.mailcask.base.Progress;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.restore.Restore;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Touched;
import dev.mailcask.web.RunView.SummaryView;
import dev.mailcask.web.SearchResource.CoverageView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A job at one moment.
record JobView(
    String id,
    String kind,
    @Nullable String account,
    @Nullable TaskView restore,
    String status,
    String trigger,
    Instant queued,
    @Nullable Instant started,
    @Nullable Instant ended,
    Progress.@Nullable Step step,
    @Nullable ResultView result,
    String outcome,
    String hint) {

  /// What a restore was asked for.
  record TaskView(
      String from,
      List<String> folders,
      long messages,
      @Nullable Instant at,
      String to,
      @Nullable String into) {

    static TaskView of(Restore.Request r) {
      return new TaskView(
          r.from().name(),
          r.folders(),
          r.messages().size(),
          r.at(),
          Objects.requireNonNullElse(r.to(), r.from()).name(),
          r.into());
    }
  }

  /// What a job came to; `kind` tells which.
  sealed interface ResultView {
    record OfBackup(String kind, String account, long run, SummaryView summary, double seconds)
        implements ResultView {}

    record OfRestore(
        String kind,
        long planned,
        long appended,
        long alreadyThere,
        long failed,
        long verified,
        double seconds,
        List<ProblemView> failures,
        List<ProblemView> notes)
        implements ResultView {}

    record OfVerify(
        String kind,
        int shares,
        long foreignHeads,
        long blobs,
        long messages,
        long bytes,
        long placed,
        long segments,
        double seconds,
        long found,
        long repaired,
        long left,
        long broughtBack,
        long lost,
        List<DamageView> damaged)
        implements ResultView {}

    record OfCopy(
        String kind,
        String to,
        long files,
        long bytes,
        long removed,
        long checked,
        long mended,
        long filesInCopy,
        long bytesInCopy,
        double seconds,
        List<CopyProblemView> problems)
        implements ResultView {}

    record OfRebuild(String kind, long messages, double seconds, CoverageView coverage)
        implements ResultView {}

    record OfCompact(
        String kind,
        Maintenance.Figures before,
        Maintenance.Figures after,
        long replaced,
        long written,
        List<String> damaged,
        double seconds)
        implements ResultView {}

    record OfPrune(
        String kind,
        Maintenance.Figures before,
        Maintenance.Figures after,
        long dropped,
        long droppedBytes,
        double seconds)
        implements ResultView {}
  }

  record ProblemView(String id, String folder, String reason) {
    static List<ProblemView> of(List<Restore.Problem> problems) {
      return problems.stream()
          .map(p -> new ProblemView(p.id().toString(), p.folder(), p.reason()))
          .toList();
    }
  }

  record CopyProblemView(String file, String problem) {}

  record DamageView(
      String kind,
      String file,
      String problem,
      List<String> messages,
      List<DamagedPlace> places,
      long touched,
      boolean repaired,
      String remedy) {
    static DamageView of(Finding f) {
      return new DamageView(
          f.kind().name().toLowerCase(Locale.ROOT),
          f.file(),
          f.problem(),
          f.touched().stream().map(t -> t.id().toString()).toList(),
          f.touched().stream().flatMap(DamagedPlace::of).toList(),
          f.messages(),
          f.repaired(),
          f.remedy());
    }
  }

  record DamagedPlace(String id, String account, String folder, long uid) {
    static Stream<DamagedPlace> of(Touched message) {
      return message.places().stream()
          .map(
              p ->
                  new DamagedPlace(
                      message.id().toString(), p.account().name(), p.folder(), p.uid()));
    }
  }

  static JobView of(Job job) {
    Result result = job.result();
    return new JobView(
        job.id(),
        kind(job.work()),
        account(job.work()),
        job.work() instanceof Work.RestoreMail(var request) ? TaskView.of(request) : null,
        job.status().name().toLowerCase(Locale.ROOT),
        job.trigger(),
        job.queued(),
        job.started(),
        job.ended(),
        job.step(),
        result == null ? null : of(result),
        job.outcome(),
        job.hint());
  }

  private static String kind(Work work) {
    return switch (work) {
      case Work.BackupAccount _ -> "backup";
      case Work.RestoreMail _ -> "restore";
      case Work.VerifyArchive _ -> "verify";
      case Work.CopyArchive _ -> "copy";
      case Work.Rebuild _ -> "rebuild";
      case Work.CompactArchive _ -> "compact";
      case Work.PruneArchive _ -> "prune";
    };
  }

  private static @Nullable String account(Work work) {
    return switch (work) {
      case Work.BackupAccount backup -> backup.account().name();
      case Work.RestoreMail(var request) -> request.from().name();
      case Work.VerifyArchive _,
          Work.CopyArchive _,
          Work.Rebuild _,
          Work.CompactArchive _,
          Work.PruneArchive _ ->
          null;
    };
  }

  private static ResultView of(Result result) {
    return switch (result) {
      case Result.BackedUp(var r) ->
          new ResultView.OfBackup(
              "backup", r.account().name(), r.run(), SummaryView.of(r.summary()), r.seconds());
      case Result.RestoredMail(var r) ->
          new ResultView.OfRestore(
              "restore",
              r.planned(),
              r.appended(),
              r.alreadyThere(),
              r.failed(),
              r.verified(),
              r.seconds(),
              ProblemView.of(r.failures()),
              ProblemView.of(r.notes()));
      case Result.Verified(var r) ->
          new ResultView.OfVerify(
              "verify",
              r.shares(),
              r.foreignHeads(),
              r.blobs(),
              r.messages(),
              r.bytes(),
              r.placed(),
              r.segments(),
              r.seconds(),
              r.found(),
              r.repaired(),
              r.left(),
              r.broughtBack(),
              r.lost(),
              r.damaged().stream().map(DamageView::of).toList());
      case Result.Copied(var r) ->
          new ResultView.OfCopy(
              "copy",
              r.to(),
              r.files(),
              r.bytes(),
              r.removed(),
              r.checked(),
              r.mended(),
              r.filesInCopy(),
              r.bytesInCopy(),
              r.seconds(),
              r.problems().stream().map(p -> new CopyProblemView(p.file(), p.problem())).toList());
      case Result.Rebuilt(var messages, var seconds, var coverage) ->
          new ResultView.OfRebuild("rebuild", messages, seconds, CoverageView.of(coverage));
      case Result.Compacted(var c, var seconds) ->
          new ResultView.OfCompact(
              "compact", c.before(), c.after(), c.replaced(), c.written(), c.damaged(), seconds);
      case Result.Pruned(var p, var seconds) ->
          new ResultView.OfPrune(
              "prune", p.before(), p.after(), p.dropped(), p.droppedBytes(), seconds);
    };
  }
}
