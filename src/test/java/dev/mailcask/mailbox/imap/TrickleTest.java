package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrickleTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Trickle trickle = new Trickle(Duration.ofMinutes(5), 1 << 10);

  @Test
  void whatTricklesIsNotWaitedForForDays() throws IOException {
    for (int second = 1; second < 300; second++) {
      trickle.came(1_000, SECOND);
    }
    assertThatThrownBy(() -> trickle.came(1_000, SECOND))
        .isInstanceOf(IOException.class)
        .hasMessage("the server let 300000 bytes through in 300 seconds");
  }

  @Test
  void aSlowLineIsBorne() throws IOException {
    for (int second = 0; second < 3_000; second++) {
      trickle.came(1_024, SECOND);
    }
  }

  @Test
  void eachTimeIsCountedByItself() throws IOException {
    trickle.came(100_000_000, 300 * SECOND);
    assertThatThrownBy(() -> trickle.came(200_000, 300 * SECOND)).isInstanceOf(IOException.class);
  }
}
