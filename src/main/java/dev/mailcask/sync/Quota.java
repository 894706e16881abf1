package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Counted;
import dev.mailcask.catalog.Run;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.DoubleSupplier;

/// How much may still be fetched of an account within 24 hours. Thread-safe.
///
/// What earlier runs fetched is in the journal, with the time of their end; a run that was killed
/// left no figure, and the provider's own refusal is waited for then. The window moves with the
/// clock: providers do not say when their day begins.
final class Quota {

  static final Duration DAY = Duration.ofHours(24);

  /// What was fetched is added up in pieces of so long.
  private static final Duration PIECE = Duration.ofMinutes(10);

  private record Taken(Instant at, long bytes) {}

  private final InstantSource clock;
  private final long bytesPerDay;
  private final String whose;
  private final Deque<Taken> window = new ArrayDeque<>();
  private long sum;

  /// @param bytesPerDay 0 for no limit
  /// @param whose words for who set that limit
  /// @param newestFirst the last runs
  Quota(InstantSource clock, long bytesPerDay, String whose, List<Run> newestFirst) {
    this.whose = whose;
    this.clock = clock;
    this.bytesPerDay = bytesPerDay;
    Instant since = clock.instant().minus(DAY);
    for (Run run : newestFirst.reversed()) {
      RunSummary summary = run.summary();
      Instant finished = run.finished();
      if (summary != null && finished != null && finished.isAfter(since)) {
        add(new Taken(finished, summary.bytesFetched()));
      }
    }
  }

  private void add(Taken taken) {
    if (taken.bytes > 0) {
      window.addLast(taken);
      sum += taken.bytes;
    }
  }

  /// Takes note of bytes that came.
  synchronized void took(long bytes) {
    Taken last = window.peekLast();
    Instant now = clock.instant();
    if (last != null && Duration.between(last.at, now).compareTo(PIECE) < 0) {
      window.removeLast();
      sum -= last.bytes;
      add(new Taken(last.at, last.bytes + bytes));
    } else {
      add(new Taken(now, bytes));
    }
  }

  /// Ends the run if no more may be fetched now.
  ///
  /// @param waiting messages that are still to be fetched
  /// @param mean size of a message, 0 where unknown
  /// @throws Enough if so
  synchronized void check(long waiting, DoubleSupplier mean) {
    if (bytesPerDay == 0) {
      return;
    }
    Instant now = clock.instant();
    forgetBefore(now.minus(DAY));
    if (sum < bytesPerDay) {
      return;
    }
    Instant until = until(sum);
    double meanSize = mean.getAsDouble();
    Instant done = until.plusSeconds(days(waiting * meanSize));
    throw new Enough(
        new Pause(
            "quota",
            until,
            meanSize > 0 ? done : null,
            Counted.of(Math.round(sum / 1e6))
                + " MB came within 24 hours, which is as much as "
                + whose));
  }

  private void forgetBefore(Instant since) {
    while (!window.isEmpty() && !window.getFirst().at.isAfter(since)) {
      sum -= window.removeFirst().bytes;
    }
  }

  /// How long it takes until so much more has come, 0 where it may all come now.
  synchronized long secondsFor(long bytes) {
    if (bytesPerDay == 0) {
      return 0;
    }
    Instant now = clock.instant();
    forgetBefore(now.minus(DAY));
    long later = sum + bytes - bytesPerDay;
    return later <= 0
        ? 0
        : Duration.between(now, until(Math.max(sum, bytesPerDay))).toSeconds()
            + days((double) later);
  }

  /// Seconds of the days over which these are spread.
  private long days(double bytes) {
    return Math.round(bytes / bytesPerDay * DAY.toSeconds());
  }

  /// When half of it may be fetched again: less is not worth a run.
  ///
  /// @param then what will have come by now and just now
  private Instant until(long then) {
    Instant now = clock.instant();
    long left = then;
    Instant until = now;
    for (Taken taken : window) {
      if (left <= bytesPerDay / 2) {
        return until;
      }
      left -= taken.bytes;
      until = taken.at.plus(DAY);
    }
    return left <= bytesPerDay / 2 ? until : now.plus(DAY);
  }
}
