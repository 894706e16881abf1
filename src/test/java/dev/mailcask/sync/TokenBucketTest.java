package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {

  private final SettableClock clock = new SettableClock();

  private TokenBucket bucket(int perMinute) {
    return new TokenBucket(clock, clock::advance, "account work", perMinute);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 60, 240, 2_000})
  void inNoMinuteAreMoreSent(int perMinute) {
    long seed = System.nanoTime();
    SplittableRandom random = new SplittableRandom(seed);
    TokenBucket bucket = bucket(perMinute);
    List<Instant> sent = new ArrayList<>();
    for (int i = 0; i < 5 * perMinute; i++) {
      if (random.nextInt(perMinute) == 0) {
        clock.advance(Duration.ofSeconds(random.nextLong(90)));
      }
      bucket.await();
      sent.add(clock.instant());
    }
    for (int i = perMinute; i < sent.size(); i++) {
      assertThat(Duration.between(sent.get(i - perMinute), sent.get(i)))
          .as("seed %d, command %d", seed, i)
          .isGreaterThanOrEqualTo(Duration.ofSeconds(60));
    }
  }

  @Test
  void theFirstGoAtOnceAndTheOthersEvenly() {
    TokenBucket bucket = bucket(60);
    Instant begin = clock.instant();
    for (int i = 0; i < 10; i++) {
      assertThat(bucket.free()).isTrue();
      bucket.await();
    }
    assertThat(clock.instant()).isEqualTo(begin);
    assertThat(bucket.free()).isFalse();
    bucket.await();
    assertThat(Duration.between(begin, clock.instant())).isEqualTo(Duration.ofMillis(1_200));
  }

  @Test
  void aClockThatIsSetBackHoldsNothingUp() {
    TokenBucket bucket = bucket(60);
    for (int i = 0; i < 10; i++) {
      bucket.await();
    }
    clock.advance(Duration.ofDays(-1));
    Instant begin = clock.instant();
    bucket.await();
    assertThat(Duration.between(begin, clock.instant())).isEqualTo(Duration.ofMillis(1_200));
  }

  @Test
  void aWaitThatIsInterruptedEndsTheWork() {
    TokenBucket bucket =
        new TokenBucket(
            clock,
            time -> {
              throw new InterruptedException();
            },
            "account work",
            10);
    bucket.await();
    assertThatThrownBy(bucket::await).isInstanceOf(Failure.Cancelled.class);
    assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
  }
}
