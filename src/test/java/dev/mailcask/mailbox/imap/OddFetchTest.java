package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.OpenFolder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies from servers that do what real servers were seen to do; each transcript names it.
class OddFetchTest {

  @TempDir private Path spool;

  private final Map<Long, String> failed = new TreeMap<>();

  @Test
  void mergesAnswersInAnyOrderWithStrangersAmongThem() {
    Scripted.inbox(
        spool,
        3,
        """
        C: UID FETCH 1:3 (UID BODY.PEEK[])
        S: * 3 FETCH (BODY[] {3}
        S: abc UID 3)
        S: * 9 FETCH (UID 9 BODY[] {5}
        S: alien)
        S: * 1 FETCH (FLAGS (\\\\Seen) UID 1)
        S: * 4 EXISTS
        S: * OK still here
        S: * 2 FETCH (UID 2 BODY[] "quoted \\\\"text\\\\"")
        S: * 1 FETCH (UID 1 BODY[] {3}
        S: xyz)
        S: * 1 FETCH (UID 1 BODY[] {5}
        S: again)
        S: $ OK done
        """,
        folder ->
            assertThat(Scripted.fetched(folder, failed, 1, 2, 3))
                .isEqualTo(Map.of(1L, "xyz", 2L, "quoted \"text\"", 3L, "abc")));
    assertThat(failed).isEmpty();
  }

  @Test
  void keepsTheBodyAmongItemsThatNobodyKnows() {
    Scripted.inbox(
        spool,
        2,
        """
        C: UID FETCH 1:2 (UID BODY.PEEK[])
        S: * 1 FETCH (X-GM-LABELS ("\\\\\\\\Sent" "a (b") MODSEQ (-1) EMAILID (M6d99) XAOL.SPAM.REASON NIL UID 1 BODY[] {1}
        S: a XTAIL {2}
        S: )))
        S: * 2 FETCH (XNOVALUE UID 2 INTERNALDATE NIL ENVELOPE (NIL "x" ((NIL NIL "a" NIL))) BODY[] {1}
        S: b)
        S: $ OK done
        """,
        folder ->
            assertThat(Scripted.fetched(folder, failed, 1, 2)).isEqualTo(Map.of(1L, "a", 2L, "b")));
    assertThat(failed).isEmpty();
  }

  @Test
  void ignoresLinesThatAreNoResponses() {
    Scripted.inbox(
        spool,
        1,
        """
        C: UID FETCH 1 (UID BODY.PEEK[])
        S: * 0 FETCH (FLAGS ())
        S: Connection is throttled
        S: \\0\\0* OK hm
        S|\\n
        S: *
        S| * 1 FETCH (UID 1 BODY[] {3} \\r\\nabc)\\r\\n
        S: $ OK done
        """,
        folder -> assertThat(Scripted.fetched(folder, failed, 1)).isEqualTo(Map.of(1L, "abc")));
  }

  @Test
  void keepsNulAndEveryOtherByte() {
    Scripted.inbox(
        spool,
        1,
        """
        C: UID FETCH 1 (UID BODY.PEEK[])
        S| * 1 FETCH (UID 1 BODY[] {9}\\r\\n\\0a\\r\\0\\n)\\n\u00ff}
        S: )
        S: $ OK done
        """,
        folder ->
            assertThat(Scripted.fetched(folder, failed, 1))
                .isEqualTo(Map.of(1L, "\0a\r\0\n)\n\u00ff}")));
  }

  @Test
  void believesTheLiteralAndNotTheAnnouncedSize() {
    Scripted.inbox(
        spool,
        1,
        """
        C: UID FETCH 1 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {3}
        S: abc)
        S: $ OK done
        """,
        folder -> {
          List<Content> bodies = new ArrayList<>();
          assertThat(folder.bodies(new TreeMap<>(Map.of(1L, 4711L)), (c, uid) -> bodies.add(c)))
              .isEmpty();
          assertThat(bodies).hasSize(1);
        });
  }

  @Test
  void asksAgainForWhatAnOkLeftOut() {
    Scripted.inbox(
        spool,
        4,
        """
        C: UID FETCH 1:4 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {1}
        S: a)
        S: * 2 FETCH (BODY[] {7}
        S: whose?!)
        S: $ OK done
        C: NOOP
        S: * 4 EXPUNGE
        S: $ OK
        C: UID FETCH 2:4 (UID)
        S: * 2 FETCH (UID 2)
        S: * 3 FETCH (UID 3)
        S: $ OK
        C: UID FETCH 2 (UID BODY.PEEK[])
        S: * 2 FETCH (UID 2 BODY[] {1}
        S: b)
        S: $ OK
        C: UID FETCH 3 (UID BODY.PEEK[])
        S: $ OK nothing, as Exchange does
        """,
        folder ->
            assertThat(Scripted.fetched(folder, failed, 1, 2, 3, 4))
                .isEqualTo(Map.of(1L, "a", 2L, "b")));
    assertThat(failed).containsOnlyKeys(3L, 4L).containsEntry(4L, OpenFolder.VANISHED);
    assertThat(failed.get(3L)).contains("does not send its content");
  }

  @Test
  void doesNotTakeNilOrNothingOrASubstituteForAMessage() {
    String substitute =
        "From: \"Microsoft Exchange Server 2010\" <x@example.org>\\r\\nSubject: Retrieval using the"
            + " IMAP4 protocol failed for the following message: 7\\r\\n\\r\\nsorry\\r\\n";
    int length = substitute.replace("\\r\\n", "12").length();
    Scripted.inbox(
        spool,
        3,
        """
        C: UID FETCH 1:3 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] NIL)
        S: * 2 FETCH (UID 2 BODY[] {0}
        S: )
        S: * 3 FETCH (UID 3 BODY[] {%1$d}
        S| %2$s
        S: )
        S: $ OK
        C: NOOP
        S: $ OK
        C: UID FETCH 1:3 (UID)
        S: * 1 FETCH (UID 1)
        S: * 2 FETCH (UID 2)
        S: * 3 FETCH (UID 3)
        S: $ OK
        C: UID FETCH 1 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] NIL)
        S: $ OK
        C: UID FETCH 2 (UID BODY.PEEK[])
        S: * 2 FETCH (UID 2 BODY[] {0}
        S: )
        S: $ OK
        C: UID FETCH 3 (UID BODY.PEEK[])
        S: * 3 FETCH (UID 3 BODY[] {%1$d}
        S| %2$s
        S: )
        S: $ OK
        """
            .formatted(length, substitute),
        folder -> {
          List<Long> received = new ArrayList<>();
          failed.putAll(
              folder.bodies(
                  new TreeMap<>(Map.of(1L, 10L, 2L, 20L, 3L, 30L)), (c, uid) -> received.add(uid)));
          assertThat(received).isEmpty();
        });
    assertThat(failed.get(1L)).contains("NIL");
    assertThat(failed.get(2L)).contains("nothing for a message of 20 bytes");
    assertThat(failed.get(3L)).contains("Exchange");
  }

  @Test
  void halvesABatchUntilTheBadMessageStandsAlone() {
    Scripted.inbox(
        spool,
        4,
        """
        C: UID FETCH 1:4 (UID BODY.PEEK[])
        S: $ NO [UNAVAILABLE] UID FETCH Server error
        C: UID FETCH 1:2 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {1}
        S: a)
        S: * 2 FETCH (UID 2 BODY[] {1}
        S: b)
        S: $ OK
        C: UID FETCH 3:4 (UID BODY.PEEK[])
        S: * 4 FETCH (UID 4 BODY[] {1}
        S: d)
        S: $ BAD [UNAVAILABLE] UID FETCH Server error for ann@example.org
        """,
        folder ->
            assertThat(Scripted.fetched(folder, failed, 1, 2, 3, 4).keySet())
                .containsExactly(1L, 2L, 4L));
    assertThat(failed).containsOnlyKeys(3L);
    assertThat(failed.get(3L)).contains("Server error").doesNotContain("ann@example.org");
  }

  @Test
  void asksOneBatchAheadAndLooksIntoTroubleAfterwards() {
    Scripted.inbox(
        spool,
        3,
        """
        C: UID FETCH 1 (UID BODY.PEEK[])
        C: UID FETCH 2 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {1}
        S: a)
        S: $$ OK
        C: UID FETCH 3 (UID BODY.PEEK[])
        S: $$ NO [UNAVAILABLE] UID FETCH Server error
        S: * 3 FETCH (UID 3 BODY[] {1}
        S: c)
        S: $ OK
        """,
        folder -> {
          long size = 1L << 20; // as large as a batch may be
          List<Long> received = new ArrayList<>();
          failed.putAll(
              folder.bodies(
                  new TreeMap<>(Map.of(1L, size, 2L, size, 3L, size)),
                  (c, uid) -> received.add(uid)));
          assertThat(received).containsExactly(1L, 3L);
        });
    assertThat(failed).containsOnlyKeys(2L);
  }

  @Test
  void stopsWhenTheServerAsksForPatience() {
    Scripted.inbox(
        spool,
        2,
        """
        C: UID FETCH 1:2 (UID BODY.PEEK[])
        S: $ BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds
        """,
        folder ->
            assertThatThrownBy(() -> Scripted.fetched(folder, failed, 1, 2))
                .isInstanceOfSatisfying(
                    Failure.Throttled.class,
                    e -> assertThat(e.patience()).isEqualTo(Duration.ofMillis(299_961)))
                .hasMessageContaining("300 seconds"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NO [THROTTLED] Slow down",
        "NO [OVERQUOTA] Account exceeded command or bandwidth limits. (Failure)",
        "NO Server Unavailable. 15",
        "NO [LIMIT] UID FETCH Rate limit hit.",
        "NO [ALERT] Too many simultaneous connections. (Failure)",
        "NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded",
        "BAD Request is throttled. Suggested Backoff Time: 1 milliseconds"
      })
  void blamesNoMessageWhereTheServerAsksForPatience(String words) {
    Scripted.inbox(
        spool,
        2,
        """
        C: UID FETCH 1:2 (UID BODY.PEEK[])
        S: $ %s
        """
            .formatted(words),
        folder ->
            assertThatThrownBy(() -> Scripted.fetched(folder, failed, 1, 2))
                .isInstanceOf(Failure.Throttled.class));
    assertThat(failed).isEmpty();
  }

  @Test
  void sendsNoMoreThanTwoCommandsAhead() {
    Scripted.inbox(
        spool,
        3,
        """
        C: UID FETCH 1 (UID BODY.PEEK[])
        C: UID FETCH 2 (UID BODY.PEEK[])
        ! silent
        S: * 1 FETCH (UID 1 BODY[] {1}
        S: a)
        S: $$ OK
        C: UID FETCH 3 (UID BODY.PEEK[])
        S: * 2 FETCH (UID 2 BODY[] {1}
        S: b)
        S: $$ OK
        S: * 3 FETCH (UID 3 BODY[] {1}
        S: c)
        S: $ OK
        """,
        folder -> {
          long size = 1L << 20; // as large as a batch may be
          List<Long> received = new ArrayList<>();
          failed.putAll(
              folder.bodies(
                  new TreeMap<>(Map.of(1L, size, 2L, size, 3L, size)),
                  (c, uid) -> received.add(uid)));
          assertThat(received).containsExactly(1L, 2L, 3L);
        });
    assertThat(failed).isEmpty();
  }

  @Test
  void keepsWhatCameBeforeTheConnectionWasLost() {
    Scripted.inbox(
        spool,
        3,
        """
        C: UID FETCH 1:3 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {1}
        S: a)
        S: * 3 FETCH (UID 3 BODY[] {10}
        S| abc
        ! close
        """,
        folder -> {
          List<Long> received = new ArrayList<>();
          assertThatThrownBy(
                  () -> folder.bodies(Scripted.wanted(1, 2, 3), (c, uid) -> received.add(uid)))
              .isInstanceOf(Failure.Unreachable.class)
              .hasMessageContaining("account scripted, folder INBOX");
          assertThat(received).containsExactly(1L);
        });
  }

  @Test
  void givesUpOnALiteralThatDoesNotCome() {
    Scripted.inbox(
        spool,
        1,
        """
        C: UID FETCH 1 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {225752}
        S| only a little
        ! stall
        """,
        folder -> {
          assertThatThrownBy(() -> Scripted.fetched(folder, failed, 1))
              .isInstanceOf(Failure.Unreachable.class)
              .hasMessageContaining("stopped answering");
        });
    assertThat(spool.toFile().list()).isEmpty();
  }

  @Test
  void noticesALiteralThatIsLongerThanAnnounced() {
    Scripted.inbox(
        spool,
        2,
        """
        C: UID FETCH 1:2 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {3}
        S: abcd)
        S: * 2 FETCH (UID 2 BODY[] {3}
        S: xyz)
        S: $ OK
        """,
        folder -> {
          List<Long> received = new ArrayList<>();
          assertThatThrownBy(
                  () -> folder.bodies(Scripted.wanted(1, 2), (c, uid) -> received.add(uid)))
              .isInstanceOf(Failure.Unreachable.class)
              .hasMessageContaining("more bytes");
          assertThat(received).isEmpty();
        });
  }

  @Test
  void takesNothingForAnEmptyMessageOnlyIfTheServerSaysSo() {
    Scripted.inbox(
        spool,
        2,
        """
        C: UID FETCH 1:2 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {0}
        S: )
        S: * 2 FETCH (UID 2 BODY[] {0}
        S: )
        S: $ OK
        C: NOOP
        S: $ OK
        C: UID FETCH 1:2 (UID)
        S: * 1 FETCH (UID 1)
        S: * 2 FETCH (UID 2)
        S: $ OK
        C: UID FETCH 1 (UID RFC822.SIZE BODY.PEEK[])
        S: * 1 FETCH (UID 1 RFC822.SIZE 0 BODY[] {0}
        S: )
        S: $ OK
        C: UID FETCH 2 (UID RFC822.SIZE BODY.PEEK[])
        S: * 2 FETCH (UID 2 BODY[] {0}
        S: )
        S: $ OK
        """,
        folder -> assertThat(Scripted.fetched(folder, failed, 1, 2)).isEqualTo(Map.of(1L, "")));
    assertThat(failed).containsOnlyKeys(2L);
    assertThat(failed.get(2L)).contains("does not say it is empty");
  }

  @Test
  void doesNotReserveMemoryForWhatIsOnlyAnnounced() {
    Scripted.inbox(
        spool,
        1,
        """
        C: UID FETCH 1 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {999999999999999}
        S| only a little
        ! close
        """,
        folder ->
            assertThatThrownBy(() -> Scripted.fetched(folder, failed, 1))
                .isInstanceOf(Failure.Unreachable.class)
                .hasMessageContaining("more than the disk can hold"));
  }

  @Test
  void spoolsALargeMessageAndLeavesNothingBehind() {
    String large = "0123456789abcdef".repeat(20_000);
    List<Content> bodies = new ArrayList<>();
    Scripted.inbox(
        spool,
        1,
        """
        C: UID FETCH 1 (UID BODY.PEEK[])
        S: * 1 FETCH (UID 1 BODY[] {320000}
        S| %s
        S: )
        S: $ OK
        """
            .formatted(large),
        folder ->
            assertThat(
                    folder.bodies(
                        Scripted.wanted(1),
                        (body, uid) -> {
                          assertThat(body.size()).isEqualTo(320_000);
                          assertThat(Scripted.text(body)).isEqualTo(large);
                          assertThat(Scripted.text(body)).as("read once more").isEqualTo(large);
                          bodies.add(body);
                        }))
                .isEmpty());
    assertThat(spool.toFile().list()).isEmpty();
    assertThatThrownBy(() -> bodies.getFirst().toByteArray())
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void stopsWhenTheUidsAreNoLongerWhatTheyWere() {
    Scripted.inbox(
        spool,
        1,
        """
        C: UID FETCH 1 (UID BODY.PEEK[])
        S: * OK [UIDVALIDITY 8] changed
        S: * 1 FETCH (UID 1 BODY[] {1}
        S: a)
        S: $ OK
        """,
        folder ->
            assertThatThrownBy(() -> Scripted.fetched(folder, failed, 1))
                .isInstanceOf(Failure.Unreachable.class)
                .hasMessageContaining("UIDVALIDITY"));
  }

  @Test
  void saysWhyTheServerLeft() {
    Scripted.inbox(
        spool,
        1,
        """
        C: UID FETCH 1 (UID BODY.PEEK[])
        S: * BYE Session expired, please login again.
        ! stall
        """,
        folder ->
            assertThatThrownBy(() -> Scripted.fetched(folder, failed, 1))
                .isInstanceOf(Failure.Unreachable.class)
                .hasMessageContaining("Session expired"));
  }
}
