package dev.mailcask.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-23T02:00:00Z"));
  private final Throttle throttle = new Throttle(now::get);

  private void pass(Duration time) {
    now.updateAndGet(t -> t.plus(time));
  }

  @Test
  void theWaitNeverGrowsBeyondAMinute() {
    for (int i = 0; i < 40; i++) {
      throttle.attempt("ada");
      pass(Duration.ofMinutes(1));
    }
    throttle.attempt("ada");
    pass(Duration.ofSeconds(59));
    assertThatThrownBy(() -> throttle.attempt("ada")).isInstanceOf(Failure.Throttled.class);
    pass(Duration.ofSeconds(1));
    assertThatNoException().isThrownBy(() -> throttle.attempt("ada"));
  }

  @Test
  void anAttackOnOneNameDoesNotKeepAnotherOut() {
    int refused = 0;
    for (int i = 0; i < 50; i++) {
      try {
        throttle.attempt("ada");
      } catch (Failure.Throttled e) {
        refused++;
      }
    }
    assertThat(refused).isEqualTo(45);
    assertThatNoException().isThrownBy(() -> throttle.attempt("grace"));
  }

  @Test
  void manyNamesTogetherAreSlowedDownToo() {
    for (int i = 0; i < 300; i++) {
      throttle.attempt("user" + i);
    }
    assertThatThrownBy(() -> throttle.attempt("one more"))
        .isInstanceOf(Failure.Throttled.class)
        .hasMessageContaining("wait 600 seconds");
    pass(Duration.ofMinutes(10));
    assertThatNoException().isThrownBy(() -> throttle.attempt("one more"));
  }

  @Test
  void rightTriesDoNotCount() {
    for (int i = 0; i < 1000; i++) {
      throttle.attempt("ada");
      throttle.right("ada");
    }
    assertThatNoException().isThrownBy(() -> throttle.attempt("ada"));
  }
}
