package dev.mailcask.base;

import java.time.Duration;

/// Waits, so that tests need not.
@FunctionalInterface
public interface Sleeper {

  /// Really waits.
  Sleeper REAL = Thread::sleep;

  /// Waits for the time given.
  void sleep(Duration time) throws InterruptedException;

  /// Waits for the time given, or ends the work if the thread was interrupted.
  ///
  /// @throws Failure.Cancelled if so; the thread stays interrupted
  default void pause(Duration time, String subject) {
    try {
      sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Cancelled(subject);
    }
  }
}
