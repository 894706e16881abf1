package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.FolderAt;
import dev.mailcask.catalog.Run;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// When a run must stop although there is more to do, and when it may go on. Thread-safe.
final class Restraint {

  /// Runs that are looked at for what they fetched within a day.
  private static final int RUNS = 100;

  private final Means means;
  private final Account its;
  private final Manners manners;
  private final Quota quota;
  private final int sentAway;
  private final SplittableRandom random;

  /// @param number of the run
  Restraint(Means means, Account its, long number) {
    this.means = means;
    this.its = its;
    this.manners = Manners.of(its.settings(), means.settings());
    List<Run> runs = means.catalog().runs(its.id(), RUNS);
    this.quota = new Quota(means.clock(), manners.bytesPerDay(), manners.whose(), runs);
    this.sentAway = sentAway(runs);
    this.random = new SplittableRandom(31L * its.id().name().hashCode() + number);
  }

  /// How many of the last runs in a row were sent away by the server before they got anything.
  private static int sentAway(List<Run> newestFirst) {
    int count = 0;
    for (Run run : newestFirst) {
      RunSummary summary = run.summary();
      if (summary == null
          || summary.fetched() > 0
          || summary.pause() == null
          || !summary.pause().kind().equals("throttled")) {
        break;
      }
      count++;
    }
    return count;
  }

  Manners manners() {
    return manners;
  }

  /// Chance of its own for a connection.
  synchronized SplittableRandom random() {
    return random.split();
  }

  /// A message came and is about to be kept.
  ///
  /// @throws Enough if no more may be fetched now
  void take(long size, Pace pace) {
    quota.check(pace.waiting(), () -> meanSize(pace));
    quota.took(size);
  }

  /// How long these take at the least because only so much may be fetched in a day, 0 where it may
  /// all be fetched now.
  long secondsFor(long bytes) {
    return quota.secondsFor(bytes);
  }

  /// Of the messages that came, else of those that are archived.
  private double meanSize(Pace pace) {
    double came = pace.meanSize();
    if (came > 0) {
      return came;
    }
    long messages = 0;
    long bytes = 0;
    for (FolderAt folder : means.catalog().folders(its.id(), null)) {
      messages += folder.messages();
      bytes += folder.bytes();
    }
    return messages == 0 ? 0 : (double) bytes / messages;
  }

  /// The pause to make for what ended the run, or null where that is a failure.
  @Nullable Pause pause(RuntimeException reason) {
    return switch (reason) {
      case Enough enough -> enough.pause();
      case Failure.Throttled e ->
          new Pause(
              "throttled",
              means.clock().instant().plus(manners.pause(e.patience(), sentAway, random())),
              null,
              e.problem());
      default -> null;
    };
  }
}
