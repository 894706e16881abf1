package dev.mailcask.jobs;

import dev.mailcask.catalog.Run;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides at the start of the appliance whether work by schedule was missed.
final class MissedRuns {

  private MissedRuns() {}

  /// Whether a backup should run now: because the schedule's last time passed without a run having
  /// begun since, because the last run was killed, or because the appliance stopped in the middle
  /// of one. An account that never ran counts as missed, else a machine that is off at night would
  /// never back it up.
  ///
  /// @param cron empty for no schedule, and then nothing is ever missed
  /// @param last the account's newest run, null if there was none
  /// @param job the account's newest remembered backup job, null if there is none
  static boolean missed(
      String cron, @Nullable Run last, @Nullable Job job, Instant now, ZoneId zone) {
    if (cron.isEmpty()) {
      return false;
    }
    if (last == null || last.finished() == null) {
      return true;
    }
    if (job != null && job.status() == Status.INTERRUPTED) {
      return true;
    }
    return dueSince(cron, last.started(), now, zone);
  }

  /// Whether upkeep should run now. In an appliance that never did any, what was due before it did
  /// anything at all was not missed.
  ///
  /// @param job the newest remembered job of this work, null if there is none
  /// @param oldest the oldest remembered job of any kind, null if there is none
  static boolean missed(
      String cron, @Nullable Job job, @Nullable Job oldest, Instant now, ZoneId zone) {
    if (job != null && job.status() == Status.INTERRUPTED && !cron.isEmpty()) {
      return true;
    }
    Job since = job != null ? job : oldest;
    return since != null && dueSince(cron, since.queued(), now, zone);
  }

  private static boolean dueSince(String cron, Instant since, Instant now, ZoneId zone) {
    Optional<Instant> due = Schedules.previous(cron, now, zone);
    return due.isPresent() && since.isBefore(due.get());
  }
}
