package dev.mailcask.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Progress;
import dev.mailcask.base.Progress.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UnhurriedTest {

  private final List<Duration> pauses = new ArrayList<>();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final AtomicInteger others = new AtomicInteger();
  private final Progress progress =
      new Progress() {
        @Override
        public void at(Step step) {}

        @Override
        public boolean cancelled() {
          return cancelled.get();
        }
      };

  private Unhurried unhurried(long rate) {
    return new Unhurried(progress, rate, () -> others.getAndDecrement() > 0, pauses::add);
  }

  private static Step read(long bytes) {
    return new Step("reading", "", 0, -1, bytes);
  }

  private long paused() {
    return pauses.stream().mapToLong(Duration::toMillis).sum();
  }

  /// A hundred megabytes at ten a second are ten seconds, less what the test itself takes.
  @Test
  void readsNoFasterThanItMay() {
    Unhurried unhurried = unhurried(10_000_000);
    for (int i = 1; i <= 100; i++) {
      unhurried.at(read(i * 1_000_000L));
    }
    assertThat(paused()).isBetween(8_000L, 10_000L);
    pauses.clear();
    unhurried.at(read(0)); // the next stage reads nothing
    assertThat(paused()).isZero();
  }

  @Test
  void readsAsFastAsItCanWhereItMay() {
    unhurried(0).at(read(1L << 40));
    assertThat(pauses).isEmpty();
  }

  @Test
  void standsStillWhileOthersWork() {
    others.set(7);
    unhurried(0).at(read(1));
    assertThat(pauses).hasSize(7);
  }

  @Test
  void endsAtOnceWhenItsOwnerWants() {
    cancelled.set(true);
    others.set(1000);
    unhurried(1).at(read(1L << 40));
    assertThat(pauses).isEmpty();
  }
}
