package dev.mailcask.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

  private static final List<String> KNOWN = List.of("listen.port", "listen.bind", "INBOX", "work");

  @Test
  void findsWhatIsAlmostRight() {
    assertThat(Nearest.of("listen.prot", KNOWN)).contains("listen.port");
    assertThat(Nearest.of("lisen.bind", KNOWN)).contains("listen.bind");
    assertThat(Nearest.of("Inbox", KNOWN)).contains("INBOX");
    assertThat(Nearest.of("wrok", KNOWN)).contains("work");
  }

  @Test
  void keepsSilentWhereNothingIsNear() {
    assertThat(Nearest.of("holiday", KNOWN)).isEmpty();
    assertThat(Nearest.of("", KNOWN)).isEmpty();
    assertThat(Nearest.of("x", List.of())).isEmpty();
  }
}
