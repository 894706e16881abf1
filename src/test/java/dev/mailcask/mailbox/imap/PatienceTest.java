package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.FolderName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that ask for patience in ways that are easily missed.
class PatienceTest {

  private static final FolderName INBOX = new FolderName("INBOX");
  private static final String BACK_OFF =
      "BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds";

  @TempDir private Path spool;

  @Test
  void anOkThatAsksForPatienceCountsAndNothingMoreIsSent() {
    Scripted.inbox(
        spool,
        1,
        """
        C: UID FETCH 1 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {3}
        S: abc)
        S: $ OK [THROTTLED] Success
        """,
        folder -> {
          Map<Long, String> failed = new TreeMap<>();
          assertThat(Scripted.fetched(folder, failed, 1)).isEqualTo(Map.of(1L, "abc"));
          assertThat(failed).isEmpty();
          assertThatThrownBy(() -> folder.flags(1, 1))
              .isInstanceOf(Failure.Throttled.class)
              .hasMessageContaining("[THROTTLED]");
        });
  }

  @Test
  void commandsThatWereNotSentYetStayUnsentAndThoseThatWereAreHeard() {
    Map<Long, String> bodies = new TreeMap<>();
    Scripted.inbox(
        spool,
        151,
        """
        C: UID FETCH 1:50 (UID BODY.PEEK[])
        C: UID FETCH 51:100 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {1}
        S: a)
        S: $$ OK [THROTTLED] Success
        S: * 51 FETCH (UID 51 BODY[] {1}
        S: b)
        S: $ OK [THROTTLED] Success
        """,
        folder ->
            assertThatThrownBy(
                    () ->
                        folder.bodies(
                            Scripted.wanted(LongStream.rangeClosed(1, 151).toArray()),
                            (content, uid) -> bodies.put(uid, Scripted.text(content))))
                .isInstanceOf(Failure.Throttled.class));
    assertThat(bodies).isEqualTo(Map.of(1L, "a", 51L, "b"));
  }

  @Test
  void aRefusalThatAsksForPatienceIsNotTakenForAServerWithoutCondstore() {
    Scripted.mailbox(
        spool,
        "CONDSTORE",
        """
        C: EXAMINE INBOX (CONDSTORE)
        S: $ %s
        """
            .formatted(BACK_OFF),
        mailbox ->
            assertThatThrownBy(() -> mailbox.examine(INBOX)).isInstanceOf(Failure.Throttled.class));
  }

  @Test
  void norForOneThatCannotTellWhatChanged() {
    Scripted.mailbox(
        spool,
        "CONDSTORE",
        """
        C: EXAMINE INBOX (CONDSTORE)
        S: * 1 EXISTS
        S: * OK [UIDVALIDITY 7] valid
        S: * OK [UIDNEXT 2] predicted
        S: * OK [HIGHESTMODSEQ 100] highest
        S: $ OK [READ-ONLY] opened
        C: UID FETCH 1:1 (UID FLAGS) (CHANGEDSINCE 50)
        S: $ %s
        """
            .formatted(BACK_OFF),
        mailbox ->
            assertThatThrownBy(() -> mailbox.examine(INBOX).changes(50, new TreeSet<>()))
                .isInstanceOf(Failure.Throttled.class));
  }

  @Test
  void norForOneThatKnowsNoIdle() {
    Scripted.mailbox(
        spool,
        "IDLE",
        """
        C: EXAMINE INBOX
        S: * 1 EXISTS
        S: * OK [UIDVALIDITY 7] valid
        S: $ OK [READ-ONLY] opened
        C: IDLE
        S: $ %s
        """
            .formatted(BACK_OFF),
        mailbox ->
            assertThatThrownBy(() -> mailbox.examine(INBOX).await(Duration.ofSeconds(20)))
                .isInstanceOf(Failure.Throttled.class));
  }
}
