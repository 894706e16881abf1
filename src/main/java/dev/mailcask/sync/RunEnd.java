package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.archive.JournalEvent.FolderFailed;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.KnownFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down how a run began and how it ended.
///
/// First all that the run fetched is made durable, then it is counted ([Certificate]), then the end
/// is written: it says "complete" only of what could be found in the archive. A run that is killed
/// has no end, and the next one goes on from what was committed.
final class RunEnd {

  private static final Logger LOG = LoggerFactory.getLogger(RunEnd.class);

  private final Means means;
  private final AccountId account;
  private final long number;
  private final Committer committer;
  private final RunStarted started;
  private final Losses losses;
  private final LostContent lost;

  /// @param lost what was lost when the run began
  RunEnd(Means means, AccountId account, long number, Committer committer, LostContent lost) {
    this.means = means;
    this.account = account;
    this.number = number;
    this.committer = committer;
    this.started = new RunStarted(number, means.clock().instant());
    this.losses = Losses.before(means.catalog(), account);
    this.lost = lost;
  }

  /// Of a run that begins. It is durable with the first that the run commits.
  void begin() {
    LOG.info("account {}: backup {} begins", account, number);
    committer.begin(started);
  }

  /// Of a run that went through all folders.
  RunSummary complete(Collection<FolderTally> tallies, long bytes) {
    for (FolderTally tally : tallies) {
      String problem = tally.problem();
      if (problem != null) {
        committer.record(new FolderFailed(tally.folder().number(), problem));
      }
    }
    committer.commitPending();
    Certificate certificate = certificate(tallies);
    certificate.whole(tallies).forEach(committer::record);
    RunSummary summary = Summaries.of(tallies, certificate, alarms(tallies), bytes);
    committer.record(new RunFinished(number, means.clock().instant(), summary));
    committer.commit();
    LOG.info(
        "account {}: backup {} {}: {} new, {} known, {} gone, {} failed",
        account,
        number,
        summary.outcome(),
        summary.fetched(),
        summary.known(),
        summary.gone(),
        summary.failed());
    return summary;
  }

  /// Of a run that stopped because the server, or its provider's rules, want it to go on later.
  RunSummary paused(Pause pause, Collection<FolderTally> tallies, long bytes) {
    committer.commitPending();
    RunSummary summary =
        Summaries.paused(tallies, certificate(tallies), alarms(tallies), bytes, pause);
    committer.record(new RunFinished(number, means.clock().instant(), summary));
    committer.commit();
    LOG.info(
        "account {}: backup {} paused until {}: {}",
        account,
        number,
        pause.until(),
        pause.problem());
    return summary;
  }

  /// Of a run that ended before: commits what was fetched, as far as that is possible, and says how
  /// it ended. What is counted as archived is what the catalog holds then: after a failed commit
  /// that may be less than was fetched. What fails here is added to the reason.
  void early(RuntimeException reason, Collection<FolderTally> tallies, long bytes) {
    try {
      if (!tallies.isEmpty()) {
        commitWhatThereIs(reason, tallies);
      }
      RunSummary summary =
          Summaries.early(tallies, certificate(durable(tallies)), alarms(tallies), bytes, reason);
      committer.record(new RunFinished(number, means.clock().instant(), summary));
      committer.commit();
      LOG.info("account {}: backup {} ended early: {}", account, number, summary.problem());
    } catch (RuntimeException e) {
      LOG.warn("account {}: how backup {} ended could not be written down", account, number, e);
      suppress(reason, e);
    }
  }

  /// A failed commit loses all that was pending, the beginning of the run perhaps with it.
  private void commitWhatThereIs(RuntimeException reason, Collection<FolderTally> tallies) {
    try {
      committer.commit();
    } catch (Failure e) {
      suppress(reason, e);
      committer.drop();
      tallies.forEach(FolderTally::commitFailed);
      if (!committer.committed()) {
        committer.record(started);
      }
    }
  }

  /// A folder whose first sight went down with a failed commit has no number that lasts.
  private List<FolderTally> durable(Collection<FolderTally> tallies) {
    Set<Integer> known =
        means.catalog().knownFolders(account).stream()
            .map(KnownFolder::number)
            .collect(Collectors.toSet());
    return tallies.stream().filter(tally -> known.contains(tally.folder().number())).toList();
  }

  private Certificate certificate(Collection<FolderTally> tallies) {
    LostContent still =
        lost.isEmpty()
            ? LostContent.NONE
            : LostContent.of(means.archive(), means.catalog(), account);
    return Certificate.of(means.catalog(), account, tallies, still);
  }

  private List<Alarm> alarms(Collection<FolderTally> tallies) {
    List<Alarm> alarms = new ArrayList<>(losses.alarms(tallies));
    alarms.addAll(lost.alarms(means.archive(), means.catalog(), account));
    return alarms;
  }

  /// A writer that failed throws the same failure again and again.
  @SuppressWarnings("ReferenceEquality") // the very same exception cannot suppress itself
  private static void suppress(RuntimeException reason, RuntimeException later) {
    if (later != reason) {
      reason.addSuppressed(later);
    }
  }
}
