package dev.mailcask.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GivingWayTest {

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger othersFor = new AtomicInteger();
  private final AtomicLong rested = new AtomicLong();
  private final GivingWay way =
      new GivingWay(
          () -> othersFor.getAndDecrement() > 0,
          time -> {
            rested.addAndGet(time.toMillis());
            nanos.addAndGet(time.toNanos());
          },
          nanos::get);

  private long restAfter(Duration work) {
    rested.set(0);
    nanos.addAndGet(work.toNanos());
    way.rest();
    return rested.get();
  }

  @Test
  void worksAtFullSpeedAlone() {
    assertThat(restAfter(Duration.ofSeconds(10))).isZero();
  }

  @Test
  void worksAQuarterOfTheTimeBesideOthers() {
    othersFor.set(Integer.MAX_VALUE);
    assertThat(restAfter(Duration.ofMillis(100))).isEqualTo(300);
    assertThat(restAfter(Duration.ofSeconds(10))).isEqualTo(30_000);
    assertThat(restAfter(Duration.ZERO)).as("rest is no work").isZero();
  }

  @Test
  void goesOnAsSoonAsOthersEnd() {
    othersFor.set(7);
    assertThat(restAfter(Duration.ofSeconds(10))).isEqualTo(7 * 200);
  }

  @Test
  void neverRestsForLongHoweverLongItWorked() {
    othersFor.set(Integer.MAX_VALUE);
    assertThat(restAfter(Duration.ofHours(1))).isEqualTo(120_000);
  }
}
