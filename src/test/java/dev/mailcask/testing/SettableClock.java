package dev.mailcask.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that stands still until it is moved, or goes on by a step each time it is asked.
/// Thread-safe.
public final class SettableClock implements InstantSource {

  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private Duration step = Duration.ZERO;

  /// Goes on by this each time it is asked.
  public synchronized SettableClock ticking(Duration by) {
    step = by;
    return this;
  }

  /// Moves on.
  public synchronized Instant advance(Duration by) {
    now = now.plus(by);
    return now;
  }

  @Override
  public synchronized Instant instant() {
    now = now.plus(step);
    return now;
  }
}
