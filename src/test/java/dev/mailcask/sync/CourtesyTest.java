package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CourtesyTest {

  private final SettableClock clock = new SettableClock();
  private final List<Duration> pauses = new ArrayList<>();
  private final Courtesy courtesy =
      new Courtesy(CommandPace.FREE, clock, this::sleep, "account work");
  private Runnable meanwhile = () -> {};

  private void sleep(Duration time) {
    pauses.add(time);
    clock.advance(time);
    Runnable its = meanwhile;
    meanwhile = () -> {};
    its.run();
  }

  @Test
  void asLongAsNobodyAsksItIsTheUsualPace() {
    for (int i = 0; i < 100; i++) {
      assertThat(courtesy.free()).isTrue();
      courtesy.await();
    }
    assertThat(pauses).isEmpty();
  }

  @Test
  void whatOneConnectionIsAskedForHoldsForAllAndTheRateIsLowerAfterwards() {
    courtesy.asked(Duration.ofMinutes(5));
    assertThat(courtesy.free()).as("nothing is sent ahead").isFalse();
    for (int i = 0; i < 3; i++) {
      courtesy.await();
    }
    assertThat(pauses)
        .containsExactly(Duration.ofMinutes(5), Duration.ofMillis(500), Duration.ofMillis(500));
    courtesy.asked(Duration.ofMinutes(1));
    courtesy.await();
    courtesy.await();
    assertThat(pauses.subList(3, 5)).containsExactly(Duration.ofMinutes(1), Duration.ofSeconds(1));
  }

  @Test
  void whoIsAskedAgainWhileItWaitsWaitsOn() {
    courtesy.asked(Duration.ofMinutes(1));
    meanwhile = () -> courtesy.asked(Duration.ofMinutes(2));
    courtesy.await();
    assertThat(pauses).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2));
  }

  @Test
  void theRateStaysAboveNothing() {
    for (int i = 0; i < 100; i++) {
      courtesy.asked(Duration.ZERO);
    }
    courtesy.await();
    pauses.clear();
    courtesy.await();
    assertThat(pauses).containsExactly(Duration.ofSeconds(8));
  }
}
