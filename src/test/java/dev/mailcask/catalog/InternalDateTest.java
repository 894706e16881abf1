package dev.mailcask.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InternalDateTest {

  @ParameterizedTest
  @CsvSource({
    "17-Jul-1996 02:44:25 -0700, 1996-07-17T09:44:25Z",
    "'\" 7-Jul-1996 02:44:25 +0545\"', 1996-07-06T20:59:25Z",
    "7-JUL-1996 2:44:25 +0000, 1996-07-07T02:44:25Z",
    "07-jun-96 02:44 GMT, 1996-06-07T02:44:00Z",
    "07-Apr-26 02:44:00, 2026-04-07T02:44:00Z",
    "31-Dec-2016 23:59:60 +00:00, 2016-12-31T23:59:59Z",
    "29-Feb-2024 12:00:00 +1400, 2024-02-28T22:00:00Z",
  })
  void readsWhatServersSend(String raw, Instant expected) {
    assertThat(InternalDate.parse(raw)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "NIL",
        "Wed, 17 Jul 1996 02:44:25 -0700",
        "31-Jun-1996 02:44:25 -0700",
        "17-Foo-1996 02:44:25 -0700",
        "17-Jul-1996 25:44:25 -0700",
        "17-Jul-1996 02:44:25 -9900",
        "17-Jul-19966 02:44:25 -0700"
      })
  void saysSoWhereItIsNone(String raw) {
    assertThat(InternalDate.parse(raw)).isNull();
  }

  @Test
  void mailIsReceivedAfterTheFirstDayOf1970AndNotLongAfterItIsArchived() {
    Instant archived = Instant.parse("2026-03-01T00:00:00Z");
    assertThat(InternalDate.sensible(null, archived)).isFalse();
    assertThat(InternalDate.sensible(Instant.EPOCH, archived)).isFalse();
    assertThat(InternalDate.sensible(Instant.EPOCH.plusSeconds(86_400), archived)).isTrue();
    assertThat(InternalDate.sensible(archived.plusSeconds(86_400), archived)).isTrue();
    assertThat(InternalDate.sensible(archived.plusSeconds(86_401), archived)).isFalse();
  }

  @Test
  void aMessageThatHasNoneIsRestoredWithItsDate() {
    Instant sent = Instant.parse("2020-03-01T10:00:00Z");
    String known = " 1-Feb-2024 00:00:00 +0000";
    assertThat(InternalDate.orSent(known, sent)).isEqualTo(known);
    assertThat(InternalDate.orSent("", sent)).isEqualTo("01-Mar-2020 10:00:00 +0000");
    assertThat(InternalDate.parse(InternalDate.orSent("", sent))).isEqualTo(sent);
    assertThat(InternalDate.orSent("", null)).isEmpty();
    assertThat(InternalDate.orSent("", Instant.parse("1970-01-01T00:00:00Z"))).isEmpty();
    assertThat(InternalDate.orSent("", Instant.parse("+10000-01-01T00:00:00Z"))).isEmpty();
  }
}
