package dev.mailcask.jobs;

import dev.mailcask.catalog.Run;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decides at the start of the appliance whether an account's backup was missed.
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
    Optional<Instant> due = Schedules.previous(cron, now, zone);
    return due.isPresent() && last.started().isBefore(due.get());
  }
}
