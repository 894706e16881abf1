package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.AppendSession;
import dev.mailcask.mailbox.AppendSession.Outcome;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.testing.ScriptedImapServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// APPEND to servers that do what real servers were seen to do.
class OddAppendTest {

  private static final String DATE = "17-Jul-1996 02:44:25 -0700";

  private static final String SELECTED =
      """
      C: SELECT Target
      S: * 1 EXISTS
      S: * OK [UIDVALIDITY 7] valid
      S: * OK [UIDNEXT 5] next
      S: * OK [PERMANENTFLAGS (\\\\Seen \\\\Flagged \\\\Deleted)] no keywords
      S: $ OK [READ-WRITE] done
      """;

  @TempDir private Path spool;

  private void append(String script, Consumer<AppendSession> test) {
    String all = ScriptedImapServer.login("UIDPLUS") + SELECTED + script;
    try (ScriptedImapServer server = ScriptedImapServer.play(all);
        Mailbox mailbox = Scripted.connect(server, spool);
        AppendSession session = mailbox.append(new FolderName("Target"))) {
      test.accept(session);
    }
  }

  private static Content message(String text) {
    return Content.of(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void sendsWhatTheFolderKeepsAndSaysWhatItDoesNot() {
    append(
        """
        C: APPEND Target (\\\\Seen) "17-Jul-1996 02:44:25 -0700" {5}
        S: + go on
        L: 5
        c:
        S: $ OK [APPENDUID 7 12] done
        """
            .replace("\\\\", "\\"),
        session ->
            assertThat(
                    session.append(
                        message("a\nb\r\n"), List.of("\\Seen", "$Junk", "\\Deleted"), DATE))
                .isEqualTo(new Outcome.Appended(12, List.of("$Junk", "\\Deleted"))));
  }

  @Test
  void padsTheDayAsAppendWantsItAndLeavesNonsenseOut() {
    append(
        """
        C: APPEND Target " 7-Jul-1996 02:44:25 -0700" {1}
        S: + go on
        L: 1
        c:
        S: $ OK [APPENDUID 7 12] done
        C: APPEND Target {1}
        S: + go on
        L: 1
        c:
        S: $ OK [APPENDUID 7 13] done
        """,
        session -> {
          session.append(message("a"), List.of(), "7-Jul-1996 02:44:25 -0700");
          session.append(message("a"), List.of(), "00-Jan-0000 \r\nx LOGOUT");
        });
  }

  @Test
  void triesWithFewerFlagsWhereTheyAreRefused() {
    append(
        """
        C: APPEND Target (\\\\Seen \\\\Flagged) {1}
        S: $ BAD Invalid system flag
        C: APPEND Target {1}
        S: + go on
        L: 1
        c:
        S: $ OK [APPENDUID 7 12] done
        """
            .replace("\\\\", "\\"),
        session ->
            assertThat(session.append(message("a"), List.of("\\Seen", "\\Flagged"), ""))
                .isEqualTo(new Outcome.Appended(12, List.of("\\Seen", "\\Flagged"))));
  }

  @Test
  void rejectsOneMessageAndTakesTheNext() {
    append(
        """
        C: APPEND Target {1}
        S: $ NO [TOOBIG] Message too large
        C: APPEND Target {1}
        S: + go on
        L: 1
        c:
        S: $ NO Message contains bare newlines
        C: APPEND Target {1}
        S: + go on
        L: 1
        c:
        S: $ OK [APPENDUID 7 12] done
        """,
        session -> {
          assertThat(session.append(message("a"), List.of(), ""))
              .isInstanceOfSatisfying(
                  Outcome.Rejected.class, it -> assertThat(it.reason()).contains("too large"));
          assertThat(session.append(message("b"), List.of(), ""))
              .isInstanceOf(Outcome.Rejected.class);
          assertThat(session.append(message("c"), List.of(), ""))
              .isInstanceOf(Outcome.Appended.class);
        });
  }

  @Test
  void stopsWhereTheAccountIsFull() {
    append(
        """
        C: APPEND Target {1}
        S: $ NO [OVERQUOTA] Quota exceeded
        """,
        session ->
            assertThatThrownBy(() -> session.append(message("a"), List.of(), ""))
                .isInstanceOf(Failure.OutOfSpace.class));
  }

  @Test
  void makesAFolderThatWentAway() {
    append(
        """
        C: APPEND Target {1}
        S: $ NO [TRYCREATE] no such mailbox
        C: CREATE Target
        S: $ OK
        C: SUBSCRIBE Target
        S: $ OK
        """
            + SELECTED
            + """
            C: APPEND Target {1}
            S: + go on
            L: 1
            c:
            S: $ OK [APPENDUID 7 12] done
            """,
        session ->
            assertThat(session.append(message("a"), List.of(), ""))
                .isEqualTo(new Outcome.Appended(12, List.of())));
  }

  @Test
  void findsTheUidWhereTheServerDoesNotSay() {
    append(
        """
        C: APPEND Target {3}
        S: + go on
        L: 3
        c:
        S: * 3 EXISTS
        S: $ OK done
        C: UID FETCH 5:4294967295 (UID RFC822.SIZE)
        S: * 2 FETCH (UID 8 RFC822.SIZE 3)
        S: * 3 FETCH (UID 9 RFC822.SIZE 4)
        S: $ OK
        C: UID FETCH 8:9 (UID BODY.PEEK[])
        S: * 2 FETCH (UID 8 BODY[] {3}
        S: new)
        S: * 3 FETCH (UID 9 BODY[] {4}
        S: a
        S: b)
        S: $ OK
        """,
        session ->
            assertThat(session.append(message("a\nb"), List.of(), ""))
                .isEqualTo(new Outcome.Appended(9, List.of())));
  }

  private static final String LOST =
      """
      C: APPEND Target {3}
      S: + go on
      L: 3
      ! accept
      """;

  private static final String AGAIN =
      """
      C: UID FETCH 5:4294967295 (UID RFC822.SIZE)
      S: * 1 FETCH (UID 4 RFC822.SIZE 3)
      %s
      S: $ OK
      """;

  @Test
  void doesNotSendAgainWhatArrivedAlthoughTheAnswerWasLost() {
    append(
        LOST
            + ScriptedImapServer.login("UIDPLUS")
            + SELECTED
            + AGAIN.formatted("S: * 2 FETCH (UID 5 RFC822.SIZE 3)")
            + """
            C: UID FETCH 5 (UID BODY.PEEK[])
            S: * 2 FETCH (UID 5 BODY[] {3}
            S: abc)
            S: $ OK
            C: APPEND Target {3}
            S: + go on
            L: 3
            c:
            S: $ OK [APPENDUID 7 6] done
            """,
        session -> {
          assertThat(session.append(message("abc"), List.of(), ""))
              .isEqualTo(new Outcome.Appended(5, List.of()));
          assertThat(session.append(message("abc"), List.of(), ""))
              .isEqualTo(new Outcome.Appended(6, List.of()));
        });
  }

  @Test
  void sendsAgainWhatDidNotArrive() {
    append(
        LOST
            + ScriptedImapServer.login("UIDPLUS")
            + SELECTED
            + AGAIN.formatted("S: * OK nothing")
            + """
            C: APPEND Target {3}
            S: + go on
            L: 3
            c:
            S: $ OK [APPENDUID 7 5] done
            """,
        session ->
            assertThat(session.append(message("abc"), List.of(), ""))
                .isEqualTo(new Outcome.Appended(5, List.of())));
  }

  @Test
  void givesUpAMessageThatCostsTheConnectionTwice() {
    String lostAndLookedFor =
        LOST + ScriptedImapServer.login("UIDPLUS") + SELECTED + AGAIN.formatted("S: * OK nothing");
    append(
        lostAndLookedFor + lostAndLookedFor,
        session ->
            assertThat(session.append(message("abc"), List.of(), ""))
                .isInstanceOf(Outcome.Rejected.class));
  }

  @Test
  void failsWhereTheFolderIsAnotherOneAfterTheLoss() {
    append(
        LOST
            + ScriptedImapServer.login("UIDPLUS")
            + SELECTED.replace("UIDVALIDITY 7", "UIDVALIDITY 8"),
        session ->
            assertThatThrownBy(() -> session.append(message("abc"), List.of(), ""))
                .isInstanceOf(Failure.Unreachable.class)
                .hasMessageContaining("replaced"));
  }
}
