package dev.mailcask.mailbox.providers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConnectionsTest {

  @Test
  void whereNothingIsKnownTwoWorkAndThreeWait() {
    assertThat(Connections.of("mail.example.org", 0)).isEqualTo(new Connections(2, 3));
  }

  @Test
  void ofWhatAProviderAllowsForAllProgramsHalfIsLeftToTheOthers() {
    assertThat(Connections.of("imap.mail.me.com", 0)).isEqualTo(new Connections(2, 1));
    assertThat(Connections.of("imap.mail.yahoo.com", 0)).isEqualTo(new Connections(2, 1));
    assertThat(Connections.of("imap.gmail.com", 0)).isEqualTo(new Connections(2, 3));
  }

  @Test
  void theOwnersWordBindsBackupsRestoresAndTheWaiting() {
    assertThat(Connections.of("mail.example.org", 1)).isEqualTo(new Connections(1, 1));
    assertThat(Connections.of("imap.mail.me.com", 1)).isEqualTo(new Connections(1, 1));
    assertThat(Connections.of("mail.example.org", 2)).isEqualTo(new Connections(2, 3));
  }
}
