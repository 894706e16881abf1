package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.MessageAt;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.imap.ImapConnector;
import dev.mailcask.mailbox.imap.ImapSettings;
import dev.mailcask.message.EnvelopeParser;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.InMemoryArchive;
import dev.mailcask.testing.ScriptedImapServer;
import dev.mailcask.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole backups as they go over the wire, to the last command: a command that is not in the
/// transcript makes the server hang up, and the test fails.
class BackupTranscriptTest {

  private static final AccountId WORK = new AccountId("scripted");

  private static final String FOLDERS =
      """
      C: LIST "" ""
      S: * LIST (\\\\Noselect) "/" ""
      S: $ OK
      C: LIST "" "*"
      S: * LIST () "/" INBOX
      S: $ OK
      """;

  private static final String TWO_LISTED =
      """
      C: UID FETCH 1:4294967295 (UID FLAGS)
      S: * 1 FETCH (UID 1 FLAGS (\\\\Seen))
      S: * 2 FETCH (UID 2 FLAGS ())
      S: $ OK
      """;

  private static final String TWO_DESCRIBED =
      """
      C: UID FETCH 1:2 (UID FLAGS INTERNALDATE RFC822.SIZE)
      S: * 1 FETCH (UID 1 FLAGS (\\\\Seen) INTERNALDATE "17-Jul-2024 02:44:25 +0200" RFC822.SIZE 3)
      S: * 2 FETCH (UID 2 FLAGS () INTERNALDATE "17-Jul-2024 02:44:25 +0200" RFC822.SIZE 3)
      S: $ OK
      """;

  private static final String TWO_FETCHED =
      """
      C: UID FETCH 1:2 (UID BODY.PEEK[])
      S: * 1 FETCH (UID 1 BODY[] {3}
      S: abc)
      S: * 2 FETCH (UID 2 BODY[] {3}
      S: xyz)
      S: $ OK
      """;

  @TempDir private Path dir;

  private final SettableClock clock = new SettableClock();
  private final List<Duration> pauses = new ArrayList<>();
  private final InMemoryArchive archive = new InMemoryArchive(clock);
  private SqliteCatalog catalog;

  @BeforeEach
  void open() {
    catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock);
  }

  @AfterEach
  void close() {
    catalog.close();
    archive.close();
  }

  private static String examined(String how, String codes) {
    return """
        C: EXAMINE INBOX%s
        S: * 2 EXISTS
        S: * OK [UIDVALIDITY 7] valid
        %s
        S: $ OK [READ-ONLY] opened
        """
        .formatted(how, codes);
  }

  private RunSummary run(String transcript) {
    clock.advance(Duration.ofDays(1));
    Duration patience = Duration.ofSeconds(5);
    ImapConnector connector =
        new ImapConnector(
            new ImapSettings(patience, patience, patience, null, dir, 4 << 10, 50, 1 << 20));
    try (ScriptedImapServer server = ScriptedImapServer.play(transcript)) {
      return new AccountBackup(
              new Means(
                  archive,
                  catalog,
                  new FakeAccounts()
                      .with(
                          WORK.name(),
                          () ->
                              connector.connect(
                                  server.settings(Security.NONE), new Secret("secret"))),
                  new SyncSettings(1, 1 << 20, Duration.ofSeconds(10)),
                  clock,
                  pauses::add,
                  EnvelopeParser::parse))
          .run(WORK, Progress.NONE)
          .summary();
    }
  }

  private List<Long> archived() {
    List<Long> uids = new ArrayList<>();
    catalog.eachMessage(WORK, "INBOX", null, (MessageAt message) -> uids.add(message.uid()));
    return uids;
  }

  @Test
  void oneLoginAndNothingButListExamineAndUidFetchIsSent() {
    RunSummary summary =
        run(
            ScriptedImapServer.login("")
                + FOLDERS
                + examined("", "S: * OK [UIDNEXT 3] next")
                + TWO_LISTED
                + TWO_DESCRIBED
                + TWO_FETCHED
                + "C: LOGOUT\n");
    assertThat(summary.outcome()).as(summary.problem()).isEqualTo("complete");
    assertThat(archived()).containsExactly(1L, 2L);
  }

  @Test
  void withoutUidNextTheRangeReachesToTheLastUidOfAll() {
    RunSummary summary =
        run(
            ScriptedImapServer.login("")
                + FOLDERS
                + examined("", "S: * OK nothing more")
                + TWO_LISTED
                + TWO_DESCRIBED
                + TWO_FETCHED
                + "C: LOGOUT\n");
    assertThat(summary.outcome()).as(summary.problem()).isEqualTo("complete");
    assertThat(archived()).containsExactly(1L, 2L);
  }

  @Test
  void aServerThatSaysHowLongIsWaitedForSoLong() {
    RunSummary summary =
        run(
            ScriptedImapServer.login("")
                + FOLDERS
                + examined("", "S: * OK [UIDNEXT 3] next")
                + TWO_LISTED
                + """
                C: UID FETCH 1:2 (UID FLAGS INTERNALDATE RFC822.SIZE)
                S: $ BAD Request is throttled. Suggested Backoff Time: 299961 milliseconds
                ! accept
                """
                + ScriptedImapServer.login("")
                + examined("", "S: * OK [UIDNEXT 3] next")
                + TWO_DESCRIBED
                + TWO_FETCHED
                + "C: LOGOUT\n");
    assertThat(summary.outcome()).as(summary.problem()).isEqualTo("complete");
    assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isBetween(Duration.ofMillis(299_961), Duration.ofSeconds(375));
  }

  @Test
  void statusThatCountsMoreThanTheFolderHoldsIsNotBelieved() {
    // Gmail counts chats in STATUS, which no EXAMINE shows
    String offers = "CONDSTORE LIST-STATUS";
    String examined =
        examined(" (CONDSTORE)", "S: * OK [UIDNEXT 3] next\nS: * OK [HIGHESTMODSEQ 100]");
    run(
        ScriptedImapServer.login(offers)
            + FOLDERS
            + examined
            + TWO_LISTED
            + TWO_DESCRIBED
            + TWO_FETCHED
            + "C: LOGOUT\n");
    RunSummary summary =
        run(
            ScriptedImapServer.login(offers)
                + FOLDERS
                + """
                C: LIST "" "*" RETURN (STATUS (MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ))
                S: * STATUS INBOX (MESSAGES 17 UIDNEXT 3 UIDVALIDITY 7 HIGHESTMODSEQ 100)
                S: $ OK
                """
                + examined
                + """
                C: UID FETCH 1:2 (UID FLAGS) (CHANGEDSINCE 100)
                S: $ OK
                C: LOGOUT
                """);
    assertThat(summary.outcome()).as(summary.problem()).isEqualTo("complete");
    assertThat(summary.onServer()).isEqualTo(2);
    assertThat(archived()).containsExactly(1L, 2L);
  }
}
