package dev.mailcask.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VariantsTest {

  @Test
  void umlautsAreSpeltOutAndTakenTogether() {
    assertThat(Variants.transcriptions("muller")).contains("mueller");
    assertThat(Variants.transcriptions("mueller")).contains("muller");
    assertThat(Variants.transcriptions("uberprufung")).contains("ueberpruefung");

    assertThat(Variants.transcriptions("quelle")).doesNotContain("qulle");
    assertThat(Variants.transcriptions("neue")).doesNotContain("neu");
    assertThat(Variants.transcriptions("привет")).isEmpty();
  }
}
