package dev.mailcask.sync;

import dev.mailcask.base.Sleeper;
import dev.mailcask.mailbox.CommandPace;
import java.time.Duration;
import java.time.InstantSource;

/// So many commands a minute and no more: a few at once, the others spread evenly. Thread-safe.
///
/// The bucket holds a sixth of them, and what drips in within a minute is the rest, so that there
/// is no minute, wherever it begins, in which more are sent. Who comes takes a token that is yet to
/// drip, and waits for it outside the lock: commands go in the order in which they came.
final class TokenBucket implements CommandPace {

  private static final long MINUTE = 60_000;

  private final InstantSource clock;
  private final Sleeper sleeper;
  private final String subject;
  private final double most;
  private final double perMilli;
  private double tokens;
  private long last;

  /// @param subject whom a cancelled wait is about
  TokenBucket(InstantSource clock, Sleeper sleeper, String subject, int perMinute) {
    this.clock = clock;
    this.sleeper = sleeper;
    this.subject = subject;
    this.most = Math.max(1, perMinute / 6);
    this.perMilli = Math.max(1, perMinute - most) / MINUTE;
    this.tokens = most;
    this.last = clock.millis();
  }

  @Override
  public void await() {
    long wait = take();
    if (wait > 0) {
      sleeper.pause(Duration.ofMillis(wait), subject);
    }
  }

  @Override
  public synchronized boolean free() {
    fill();
    return tokens >= 1;
  }

  private synchronized long take() {
    fill();
    tokens--;
    return tokens >= 0 ? 0 : (long) Math.ceil(-tokens / perMilli);
  }

  /// A clock that was set back drips nothing until it goes on.
  private void fill() {
    long now = clock.millis();
    tokens = Math.min(most, tokens + Math.max(0, now - last) * perMilli);
    last = now;
  }
}
