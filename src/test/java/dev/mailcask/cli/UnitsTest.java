package dev.mailcask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "0.42, 0.4 s",
    "59.4, 59 s",
    "200, 3:20 min",
    "3723, 1:02:03 h",
    "172799, 47:59:59 h",
    "172800, 2 days",
    "691199, 8 days"
  })
  void secondsAreReadAsPeopleSayThem(double seconds, String said) {
    assertThat(Units.seconds(seconds)).isEqualTo(said);
  }
}
