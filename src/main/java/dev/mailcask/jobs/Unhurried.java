package dev.mailcask.jobs;

import dev.mailcask.base.Progress;
import dev.mailcask.base.Sleeper;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Holds work back that nobody waits for: it stands still while other jobs are at work, and reads
/// no faster than it may. Work reports its progress often, and is held there.
final class Unhurried implements Progress {

  private static final Duration STEP = Duration.ofMillis(200);

  private final Progress progress;
  private final long bytesPerSecond;
  private final BooleanSupplier others;
  private final Sleeper sleeper;

  private long bytes;

  /// Nanoseconds of pause that the bytes read so far have earned and not had.
  private long owed;

  private long last = System.nanoTime();

  /// @param bytesPerSecond 0 for any rate
  /// @param others whether other jobs are at work
  Unhurried(Progress progress, long bytesPerSecond, BooleanSupplier others, Sleeper sleeper) {
    this.progress = progress;
    this.bytesPerSecond = bytesPerSecond;
    this.others = others;
    this.sleeper = sleeper;
  }

  @Override
  public void at(Step step) {
    progress.at(step);
    waitForOthers();
    slowDown(step.bytes());
  }

  private void waitForOthers() {
    while (others.getAsBoolean() && !cancelled()) {
      sleeper.pause(STEP, "background work");
    }
  }

  private synchronized void slowDown(long now) {
    long read = Math.max(0, now - bytes);
    bytes = now;
    long time = System.nanoTime();
    long passed = time - last;
    last = time;
    if (bytesPerSecond == 0) {
      return;
    }
    owed = Math.max(0, owed - passed) + read * 1_000_000_000L / bytesPerSecond;
    while (owed >= STEP.toNanos() && !cancelled()) {
      sleeper.pause(STEP, "background work");
      owed -= STEP.toNanos();
    }
    last = System.nanoTime();
  }

  @Override
  public boolean cancelled() {
    return progress.cancelled();
  }
}
