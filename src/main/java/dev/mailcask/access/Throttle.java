package dev.mailcask.access;

import dev.mailcask.base.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Slows down guessing. Thread-safe; forgets at a restart.
///
/// A user name has five wrong tries; from then on each costs a wait that doubles up to a minute:
/// some 1,500 tries a day are nothing against ten characters, and the owner of a name that is being
/// guessed at waits a minute at most. All names together have 300 wrong tries in ten minutes,
/// against trying one password on many names; while somebody uses these up nobody else signs in
/// either, for ten minutes and longer if it goes on. Names that exist are not exempt, as then the
/// answer would tell which they are. Sessions are not touched by it.
final class Throttle {

  private static final int FREE_TRIES = 5;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Duration FORGET_AFTER = Duration.ofHours(1);
  private static final int OVERALL_TRIES = 300;
  private static final Duration OVERALL_WINDOW = Duration.ofMinutes(10);
  private static final int NAMES_KEPT = 1000;

  private final InstantSource clock;
  private final Map<String, Wrong> wrong = new LinkedHashMap<>();
  private final Deque<Instant> overall = new ArrayDeque<>();

  private record Wrong(int tries, Instant last) {}

  Throttle(InstantSource clock) {
    this.clock = clock;
  }

  /// Counts a try as a wrong one until [#right(String)] takes it back, so that many tries at once
  /// count as many.
  ///
  /// @throws Failure.Throttled if it is too early for another
  synchronized void attempt(String user) {
    Instant now = clock.instant();
    forget(now);
    Wrong before = wrong.get(key(user));
    if (before != null && before.tries >= FREE_TRIES) {
      Instant next = before.last.plus(waitAfter(before.tries));
      if (now.isBefore(next)) {
        throw tooMany(Duration.between(now, next));
      }
    }
    if (overall.size() >= OVERALL_TRIES) {
      throw tooMany(Duration.between(now, overall.getFirst().plus(OVERALL_WINDOW)));
    }
    overall.addLast(now);
    wrong.remove(key(user));
    wrong.put(key(user), new Wrong(before == null ? 1 : before.tries + 1, now));
    if (wrong.size() > NAMES_KEPT) {
      wrong.remove(wrong.keySet().iterator().next());
    }
  }

  /// The last try was right.
  synchronized void right(String user) {
    wrong.remove(key(user));
    overall.pollLast();
  }

  private void forget(Instant now) {
    while (!overall.isEmpty() && !now.isBefore(overall.getFirst().plus(OVERALL_WINDOW))) {
      overall.removeFirst();
    }
    wrong.values().removeIf(w -> !now.isBefore(w.last.plus(FORGET_AFTER)));
  }

  private static Duration waitAfter(int tries) {
    Duration wait = Duration.ofSeconds(1L << Math.min(tries - FREE_TRIES, 10));
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
  }

  private static Failure tooMany(Duration wait) {
    long seconds = Math.max(1, wait.plusMillis(999).toSeconds());
    return new Failure.Throttled(
        "sign-in",
        "too many wrong tries",
        "wait " + seconds + (seconds == 1 ? " second" : " seconds") + " and try again",
        null);
  }

  private static String key(String user) {
    return user.toLowerCase(Locale.ROOT);
  }
}
