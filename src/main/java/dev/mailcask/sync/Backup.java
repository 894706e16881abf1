package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;

/// Backs up accounts. Thread-safe; one run an account at a time.
public interface Backup {

  /// Runs one backup: what is new is fetched and durable, what is gone is marked, when this
  /// returns. One bad message never stops the others, nor one bad folder. After a kill at any
  /// instant the next run goes on where the last commit was.
  ///
  /// @param insist whether to try all messages at once that could not be fetched before; else those
  ///     of them that are due, see `RetryPlan`
  /// @throws dev.mailcask.base.Failure if the run could not begin or had to end early; what was
  ///     committed stays, and the journal says how it ended where it still can
  Report run(AccountId account, boolean insist, Progress progress);

  /// Runs one backup that tries what failed before when it is due.
  default Report run(AccountId account, Progress progress) {
    return run(account, false, progress);
  }

  /// How a run ended.
  record Report(AccountId account, long run, RunSummary summary, double seconds) {}
}
