package dev.mailcask.sync;

import dev.mailcask.base.Sleeper;
import dev.mailcask.mailbox.CommandPace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The pace of a run whose server may ask for patience at any time. Thread-safe.
///
/// What it says to one connection holds for all: none sends anything until the wait is over. From
/// then on commands come one at a time, with a gap in between that doubles each time the server
/// asks again: waiting alone would bring the same rate back that was too much for it.
final class Courtesy implements CommandPace {

  private static final Duration FIRST_GAP = Duration.ofMillis(500);
  private static final Duration LARGEST_GAP = Duration.ofSeconds(8);

  private final CommandPace usual;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final String subject;
  private Instant until = Instant.MIN;
  private Instant next = Instant.MIN;
  private Duration gap = Duration.ZERO;

  /// @param usual the pace that is kept in any case
  /// @param subject whom a cancelled wait is about
  Courtesy(CommandPace usual, InstantSource clock, Sleeper sleeper, String subject) {
    this.usual = usual;
    this.clock = clock;
    this.sleeper = sleeper;
    this.subject = subject;
  }

  /// The server asked one connection to wait for so long.
  synchronized void asked(Duration wait) {
    Instant end = clock.instant().plus(wait);
    until = later(until, end);
    gap = gap.isZero() ? FIRST_GAP : gap.multipliedBy(2);
    gap = gap.compareTo(LARGEST_GAP) > 0 ? LARGEST_GAP : gap;
  }

  @Override
  public void await() {
    Instant now = clock.instant();
    Instant turn = turn(now);
    while (turn.isAfter(now)) {
      sleeper.pause(Duration.between(now, turn), subject);
      now = turn;
      turn = notBefore(turn); // the server may have asked again meanwhile
    }
    usual.await();
  }

  @Override
  public boolean free() {
    return unhurried() && usual.free();
  }

  private synchronized boolean unhurried() {
    return gap.isZero();
  }

  /// When the next command may be sent, which counts as sent then.
  private synchronized Instant turn(Instant now) {
    Instant turn = later(now, later(until, next));
    next = turn.plus(gap);
    return turn;
  }

  private synchronized Instant notBefore(Instant turn) {
    return later(turn, until);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
