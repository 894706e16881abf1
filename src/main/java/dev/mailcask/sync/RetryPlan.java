package dev.mailcask.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// When a message that could not be fetched is tried again by itself: at the next run, then after a
/// day, two, four, eight, and every sixteen days from then on. A message that costs the connection
/// each time does not cost it every night, and one that the server mends is not forgotten. From two
/// days on it may be up to a quarter sooner, so that what failed in one night does not come back in
/// one night.
final class RetryPlan {

  /// A nightly run that begins a little earlier than the one before counts as a day later.
  private static final Duration SLACK = Duration.ofHours(3);

  private static final int LONGEST = 4;

  private RetryPlan() {}

  /// @param attempts runs that tried it, this one included
  /// @param chance that is another one for each message
  /// @return before when it is not tried, null for the next run
  static @Nullable Instant next(int attempts, Instant now, SplittableRandom chance) {
    if (attempts < 2) {
      return null;
    }
    Duration wait = Duration.ofDays(1L << Math.min(attempts - 2, LONGEST));
    long sooner = attempts > 2 ? chance.nextLong(wait.toMillis() / 4) : 0;
    return now.plus(wait).minusMillis(sooner).minus(SLACK);
  }
}
