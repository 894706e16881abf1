package dev.mailcask.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOON = Instant.parse("2026-11-23T11:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"every day", "0 0 2 * *", "0 61 2 * * ?", "0 0 0 30 2 ?"})
  void whatQuartzDoesNotUnderstandIsMisconfigured(String cron) {
    assertThatThrownBy(() -> Schedules.check(cron))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining(cron);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 17 2 * * ?", "0 0 */6 ? * MON-FRI", "0 0 0 29 2 ?"})
  void whatItUnderstandsIsFine(String cron) {
    assertThatCode(() -> Schedules.check(cron)).doesNotThrowAnyException();
  }

  @Test
  void theNextTimeIsInTheOwnersZone() {
    assertThat(Schedules.next("0 17 2 * * ?", NOON, BERLIN))
        .contains(Instant.parse("2026-11-24T01:17:00Z"));
    assertThat(Schedules.next("", NOON, BERLIN)).isEmpty();
  }

  @Test
  void thePreviousTimeIsFoundNearAndFar() {
    assertThat(Schedules.previous("0 17 2 * * ?", NOON, BERLIN))
        .contains(Instant.parse("2026-11-23T01:17:00Z"));
    assertThat(Schedules.previous("* * * * * ?", NOON, BERLIN)).contains(NOON);
    assertThat(Schedules.previous("0 0 12 1 1 ?", NOON, BERLIN))
        .contains(Instant.parse("2026-01-01T11:00:00Z"));
    assertThat(Schedules.previous("0 0 12 29 2 ?", NOON, BERLIN))
        .contains(Instant.parse("2024-02-29T11:00:00Z"));
    assertThat(Schedules.previous("0 0 12 1 1 ? 2030", NOON, BERLIN)).isEmpty();
    assertThat(Schedules.previous("", NOON, BERLIN)).isEmpty();
  }
}
