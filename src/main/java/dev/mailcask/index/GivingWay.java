package dev.mailcask.index;

import dev.mailcask.base.Sleeper;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Holds work back while others are at theirs: it rests three times as long as it has worked, so
/// that it takes no more than a quarter of anything, and still comes to its end where others never
/// do. Used by one thread.
final class GivingWay {

  private static final int SHARE = 3;
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration STEP = Duration.ofMillis(200);

  private final BooleanSupplier others;
  private final Sleeper sleeper;
  private final LongSupplier nanos;
  private long began;

  /// @param others whether others are at work; asked several times a second
  /// @param nanos a clock like [System#nanoTime]
  GivingWay(BooleanSupplier others, Sleeper sleeper, LongSupplier nanos) {
    this.others = others;
    this.sleeper = sleeper;
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  /// Called between two pieces of work; rests for the one before, as long as others are at work.
  void rest() {
    long worked = nanos.getAsLong() - began;
    long left = Math.min(worked, LONGEST.toNanos() / SHARE) * SHARE;
    while (left > 0 && others.getAsBoolean()) {
      long step = Math.min(left, STEP.toNanos());
      sleeper.pause(Duration.ofNanos(step), "reading attachments");
      left -= step;
    }
    began = nanos.getAsLong();
  }
}
