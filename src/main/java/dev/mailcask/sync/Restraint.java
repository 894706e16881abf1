package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.Catalog.Fetched;
import dev.mailcask.catalog.FolderAt;
import dev.mailcask.catalog.Run;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// When a run must stop although there is more to do, and when it may go on. Thread-safe.
final class Restraint {

  /// Runs that are looked at for having been sent away: more make no pause longer.
  private static final int RUNS = 8;

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
    List<Fetched> today =
        means.catalog().fetchedAfter(its.id(), means.clock().instant().minus(Quota.DAY));
    this.quota = new Quota(means.clock(), manners.bytesPerDay(), manners.whose(), today);
    this.sentAway = sentAway(means.catalog().runs(its.id(), RUNS));
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

  /// How many messages of these sizes, in their order, may be asked for now; none means to ask
  /// again. They are given back with [#done].
  ///
  /// @throws Enough if no more may be fetched now
  int ask(Collection<Long> sizes, Pace pace) throws InterruptedException {
    return quota.ask(sizes, pace.waiting(), () -> meanSize(pace));
  }

  /// What was asked for came, or will not.
  void done(Collection<Long> sizes) {
    quota.done(sizes);
  }

  /// A message came.
  void took(long size) {
    quota.took(size);
  }

  /// Ends the run where messages were larger than the server said.
  ///
  /// @throws Enough if no more may be fetched now
  void check(Pace pace) {
    quota.check(pace.waiting(), () -> meanSize(pace));
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
