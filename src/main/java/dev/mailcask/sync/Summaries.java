package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Failure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The figures of a run and what they come to.
final class Summaries {

  /// Folders that a summary names at most.
  private static final int NAMED = 3;

  private Summaries() {}

  /// Of a run that came to its end.
  static RunSummary of(
      Collection<FolderTally> tallies, Certificate certificate, List<Alarm> alarms, long bytes) {
    return summary(
        certificate.complete() ? "complete" : "partial",
        certificate.complete() ? "" : problems(tallies),
        tallies,
        certificate.folders(),
        alarms,
        tallies.stream().mapToLong(FolderTally::placedCount).sum(),
        bytes,
        null);
  }

  /// Of a run that had to end before.
  static RunSummary early(
      Collection<FolderTally> tallies,
      Certificate certificate,
      List<Alarm> alarms,
      long bytes,
      RuntimeException reason) {
    String problem =
        reason instanceof Failure failure
            ? failure.getMessage()
            : "an internal error; the log has the details";
    List<FolderCount> counts = certificate.folders();
    long archived = counts.stream().mapToLong(FolderCount::archived).sum();
    long known = tallies.stream().mapToLong(tally -> tally.plan().known()).sum();
    return summary(
        reason instanceof Failure.Cancelled ? "partial" : "failed",
        String.valueOf(problem),
        tallies,
        counts,
        alarms,
        Math.max(0, archived - known),
        bytes,
        null);
  }

  /// Of a run that goes on later by itself.
  static RunSummary paused(
      Collection<FolderTally> tallies,
      Certificate certificate,
      List<Alarm> alarms,
      long bytes,
      Pause pause) {
    return summary(
        "partial",
        pause.problem(),
        tallies,
        certificate.folders(),
        alarms,
        tallies.stream().mapToLong(FolderTally::placedCount).sum(),
        bytes,
        pause);
  }

  private static RunSummary summary(
      String outcome,
      String problem,
      Collection<FolderTally> tallies,
      List<FolderCount> counts,
      List<Alarm> alarms,
      long fetched,
      long bytes,
      @Nullable Pause pause) {
    return new RunSummary(
        outcome,
        problem,
        tallies.size(),
        tallies.stream().mapToLong(FolderTally::onServer).sum(),
        fetched,
        tallies.stream().mapToLong(tally -> tally.plan().known()).sum(),
        tallies.stream().mapToLong(tally -> tally.plan().gone().size()).sum(),
        tallies.stream().mapToLong(tally -> tally.plan().flagsChanged().size()).sum(),
        tallies.stream().mapToLong(FolderTally::failedCount).sum(),
        bytes,
        counts,
        alarms,
        pause);
  }

  private static String problems(Collection<FolderTally> tallies) {
    List<String> problems = new ArrayList<>();
    long failed = tallies.stream().mapToLong(FolderTally::failedCount).sum();
    if (failed > 0) {
      problems.add(
          failed
              + (failed == 1 ? " message" : " messages")
              + " could not be fetched; the list says when each is tried again");
    }
    List<FolderTally> broken = tallies.stream().filter(tally -> tally.problem() != null).toList();
    broken.stream()
        .limit(NAMED)
        .forEach(tally -> problems.add("folder " + tally.folder().path() + ": " + tally.problem()));
    if (broken.size() > NAMED) {
      problems.add((broken.size() - NAMED) + " more folders could not be read");
    }
    if (problems.isEmpty()) {
      problems.add("not all messages that the server lists are in the archive; run it again");
    }
    return String.join("; ", problems);
  }
}
