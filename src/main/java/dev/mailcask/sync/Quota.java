package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.base.Counted;
import dev.mailcask.catalog.Catalog.Fetched;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.DoubleSupplier;

/// How much may still be fetched of an account within 24 hours. Thread-safe.
///
/// What earlier runs fetched is in the journal, with the time of their end; a run that was killed
/// left no figure, and the provider's own refusal is waited for then. The window moves with the
/// clock: providers do not say when their day begins.
///
/// Messages are counted before they are asked for, by the sizes that the server tells: what has
/// come counts there, whether it is kept here or not. A message that is larger than a whole day's
/// share is let in when nothing else came within the day, or it never would be.
final class Quota {

  static final Duration DAY = Duration.ofHours(24);

  /// What was fetched is added up in pieces of so long.
  private static final Duration PIECE = Duration.ofMinutes(10);

  /// How long one connection waits for what the other has asked for, at a time.
  private static final long MOMENT_MILLIS = 1_000;

  private record Taken(Instant at, long bytes) {}

  private final InstantSource clock;
  private final long bytesPerDay;
  private final String whose;
  private final Deque<Taken> window = new ArrayDeque<>();
  private long sum;

  /// What was asked for and may still come; while it comes it is in both sums.
  private long asked;

  /// @param bytesPerDay 0 for no limit
  /// @param whose words for who set that limit
  /// @param earlier what was fetched within the last day, in the order of time
  Quota(InstantSource clock, long bytesPerDay, String whose, List<Fetched> earlier) {
    this.whose = whose;
    this.clock = clock;
    this.bytesPerDay = bytesPerDay;
    earlier.forEach(its -> add(new Taken(its.at(), its.bytes())));
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

  /// Takes on the first of some messages, as many as may come now; [#done] takes back what they
  /// were announced with. Waits a moment where it depends on what the other connection has asked
  /// for.
  ///
  /// @param sizes in the order in which the messages are wanted
  /// @param waiting messages that are still to be fetched, all in all
  /// @param mean size of a message, 0 where unknown
  /// @return how many; none means to ask again
  /// @throws Enough if no more may be fetched now
  synchronized int ask(Collection<Long> sizes, long waiting, DoubleSupplier mean)
      throws InterruptedException {
    if (bytesPerDay == 0) {
      return sizes.size();
    }
    forgetBefore(clock.instant().minus(DAY));
    int count = 0;
    long next = 0;
    long before = asked;
    for (long size : sizes) {
      next = size;
      if (sum + asked > 0 && sum + asked + size > bytesPerDay) {
        break;
      }
      asked += size;
      count++;
    }
    if (count == 0 && !sizes.isEmpty()) {
      if (before == 0) {
        throw enough(next, waiting, mean.getAsDouble());
      }
      awaitOthers();
    }
    return count;
  }

  private synchronized void awaitOthers() throws InterruptedException {
    long end = System.nanoTime() + MOMENT_MILLIS * 1_000_000;
    long left = MOMENT_MILLIS;
    while (asked > 0 && left > 0) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }

  /// Takes note that what was asked for with these sizes came, or will not come.
  synchronized void done(Collection<Long> sizes) {
    if (bytesPerDay > 0) {
      asked -= sizes.stream().mapToLong(Long::longValue).sum();
      notifyAll();
    }
  }

  /// Ends the run if more came than was announced, and more is to come.
  ///
  /// @throws Enough if so
  synchronized void check(long waiting, DoubleSupplier mean) {
    if (bytesPerDay > 0 && waiting > 0 && sum > bytesPerDay) {
      throw enough(0, waiting, mean.getAsDouble());
    }
  }

  private Enough enough(long next, long waiting, double meanSize) {
    Instant until = until(sum, next);
    Instant done = until.plusSeconds(days(waiting * meanSize));
    String came = megabytes(sum) + " MB came within 24 hours, ";
    return new Enough(
        new Pause(
            "quota",
            until,
            meanSize > 0 ? done : null,
            sum > bytesPerDay / 10 * 9
                ? came + "which is as much as " + whose
                : "%sand with the next message, of %s MB, it would be more than %s"
                    .formatted(came, megabytes(next), whose)));
  }

  private static String megabytes(long bytes) {
    return Counted.of(Math.round(bytes / 1e6));
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
        : Duration.between(now, until(Math.max(sum, bytesPerDay), 0)).toSeconds()
            + days((double) later);
  }

  /// Seconds of the days over which these are spread.
  private long days(double bytes) {
    return Math.round(bytes / bytesPerDay * DAY.toSeconds());
  }

  /// When half of it may be fetched again: less is not worth a run.
  ///
  /// @param then what will have come by now and just now
  /// @param next what is to be fetched first, which may be more than half
  private Instant until(long then, long next) {
    long most = Math.max(0, Math.min(bytesPerDay / 2, bytesPerDay - next));
    Instant now = clock.instant();
    long left = then;
    Instant until = now;
    for (Taken taken : window) {
      if (left <= most) {
        return until;
      }
      left -= taken.bytes;
      until = taken.at.plus(DAY);
    }
    return left <= most ? until : now.plus(DAY);
  }
}
