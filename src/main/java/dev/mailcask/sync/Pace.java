package dev.mailcask.sync;

import dev.mailcask.base.Progress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Locale;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// How fast a run fetches, how long it still takes, and how much of the account is archived.
/// Thread-safe.
///
/// The time left is taken from the rate of the last minutes, in messages and in bytes, whichever is
/// slower: servers slow down, and folders differ in the size of their mail. Sizes of what waits are
/// not known before it is asked for, so the mean size of what came stands for them. Where only so
/// much may be fetched in a day, the days that it takes are the time left.
final class Pace {

  private static final Duration WINDOW = Duration.ofMinutes(3);
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /// As long says a rate nothing.
  private static final Duration SHORTEST = Duration.ofSeconds(4);

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private record Sample(Instant at, long messages, long bytes) {}

  private final InstantSource clock;
  private final Collection<FolderTally> tallies;
  private final long total;
  private final LongUnaryOperator allowance;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private long messages;
  private long bytes;
  private long secondsLeft = -1;
  private String coverage = "";

  /// @param total messages that the run is to fetch
  /// @param allowance how many seconds so many bytes take at the least
  Pace(
      InstantSource clock,
      Collection<FolderTally> tallies,
      long total,
      LongUnaryOperator allowance) {
    this.allowance = allowance;
    this.clock = clock;
    this.tallies = tallies;
    this.total = total;
    samples.add(new Sample(clock.instant(), 0, 0));
  }

  /// A message came.
  synchronized Progress.Step fetched(String folder, long size) {
    messages++;
    bytes += size;
    Instant now = clock.instant();
    if (!now.isBefore(samples.getLast().at.plus(BETWEEN))) {
      samples.add(new Sample(now, messages, bytes));
      Instant oldest = now.minus(WINDOW);
      while (samples.size() > 2 && samples.getFirst().at.isBefore(oldest)) {
        samples.removeFirst();
      }
      secondsLeft = left(samples.getFirst(), samples.getLast());
      coverage = coverage();
    } else if (messages == 1) {
      coverage = coverage();
    }
    return new Progress.Step("fetching", folder, messages, total, bytes, secondsLeft, coverage);
  }

  /// Messages that are still to come.
  synchronized long waiting() {
    return Math.max(0, total - messages);
  }

  /// Of those that came, 0 while none did.
  synchronized double meanSize() {
    return messages == 0 ? 0 : (double) bytes / messages;
  }

  /// Bytes of messages that came.
  synchronized long bytes() {
    return bytes;
  }

  private long left(Sample from, Sample to) {
    double seconds = Duration.between(from.at, to.at).toMillis() / 1e3;
    long waiting = total - messages;
    if (seconds < SHORTEST.toSeconds() || to.messages == from.messages) {
      return -1;
    }
    double byMessages = waiting * seconds / (to.messages - from.messages);
    double meanSize = (double) bytes / messages;
    double byBytes = waiting * meanSize * seconds / Math.max(1, to.bytes - from.bytes);
    long byAllowance = allowance.applyAsLong(Math.round(waiting * meanSize));
    return Math.max(byAllowance, Math.round(Math.max(byMessages, byBytes)));
  }

  /// "1,200 of 51,565 archived, newest first, back to March 2024".
  private String coverage() {
    long onServer = 0;
    long archived = 0;
    boolean everyFolder = true;
    Instant back = null;
    for (FolderTally tally : tallies) {
      onServer += tally.onServer();
      long has = tally.plan().known() + tally.placedCount();
      archived += has;
      if (has < tally.onServer() - tally.failedCount()) {
        Instant its = tally.backTo();
        everyFolder &= its != null;
        back = later(back, its);
      }
    }
    String figures =
        String.format(Locale.ROOT, "%,d of %,d archived, newest first", archived, onServer);
    return everyFolder && back != null ? figures + ", back to " + MONTH.format(back) : figures;
  }

  private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isAfter(a)) ? b : a;
  }
}
