package dev.mailcask.mailbox.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TroubleTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Request is throttled. Suggested Backoff Time: 299961 milliseconds",
        "Account exceeded command or bandwidth limits. (Failure)",
        "Too many simultaneous connections. (Failure)",
        "Too many connections from your address",
        "Too many concurrent sessions",
        "too many failed login attempts",
        "LIMIT CAPABILITY Rate limit hit.",
        "Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
        "Server Unavailable. 15",
        "Too many requests",
      })
  void whatServersSayWhenTheyWantPatienceIsHeard(String words) {
    assertThat(Trouble.asksForPatience(words)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "message has too many parts",
        "Too many nested MIME parts in the connection of parts",
        "too many headers",
        "Too many levels of folders",
        "Too many recipients",
        "no such folder: Throttle",
        "Too many invalid IMAP commands.",
        "UID FETCH Server error while fetching messages",
      })
  void whatIsWrongWithAMessageOrAFolderIsNotTakenForIt(String words) {
    assertThat(Trouble.asksForPatience(words)).isFalse();
  }
}
