package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.MessageAt;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.pop3.Pop3Connector;
import dev.mailcask.mailbox.pop3.Pop3Settings;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.RawImap;
import dev.mailcask.testing.ScriptedImapServer;
import dev.mailcask.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// Backups of a POP3 account on a real server.
class Pop3BackupTest {

  private static DovecotServer server;

  @TempDir private Path dir;

  private final SettableClock clock = new SettableClock();
  private PackedArchive archive;
  private SqliteCatalog catalog;
  private AccountBackup backup;
  private AccountId account;
  private RawImap raw;

  @BeforeAll
  static void start() {
    server = DovecotServer.withPop3();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void open(TestInfo test) {
    String user = test.getTestMethod().orElseThrow().getName();
    MailboxSettings place = server.pop3Settings(user, Security.NONE);
    account = place.account();
    Pop3Connector connector =
        new Pop3Connector(
            new Pop3Settings(Duration.ofSeconds(5), Duration.ofSeconds(30), null, dir, 64 << 10));
    AccountSettings settings =
        new AccountSettings(
            "pop3", place.host(), place.port(), "none", user, "", List.of(), List.of());
    FakeAccounts accounts =
        new FakeAccounts()
            .with(user, settings, () -> connector.connect(place, DovecotServer.PASSWORD));
    archive = PackedArchive.open(new MemoryStorage(), ArchiveSettings.DEFAULT, clock);
    catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock);
    backup = new AccountBackup(archive, catalog, accounts, SyncSettings.DEFAULT, clock);
    raw = server.imap(user);
  }

  @AfterEach
  void close() {
    if (raw != null) {
      raw.close();
      catalog.close();
      archive.close();
    }
  }

  private RunSummary run(Progress progress) {
    clock.advance(Duration.ofDays(1));
    RunSummary summary = backup.run(account, progress).summary();
    catalog.catchUp(archive, account);
    return summary;
  }

  private static byte[] mail(int i) {
    String text = "Subject: " + i + "\r\n\r\n" + (".line " + i + "\r\n").repeat(1 + i % 200);
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private List<MessageAt> archived() {
    List<MessageAt> messages = new ArrayList<>();
    catalog.eachMessage(account, "INBOX", null, messages::add);
    return messages;
  }

  private Set<String> subjects() {
    Set<String> subjects = new HashSet<>();
    archived().forEach(message -> subjects.add(message.envelope().subject()));
    return subjects;
  }

  private void remove(String sequence) {
    raw.command("SELECT INBOX");
    raw.command("STORE " + sequence + " +FLAGS.SILENT (\\Deleted)");
    raw.command("EXPUNGE");
  }

  @Test
  void whatIsNewIsFetchedOnceAndWhatLeftStays() {
    server.deliver(account.name(), "INBOX", IntStream.range(0, 300).mapToObj(i -> mail(i)));
    RunSummary first = run(Progress.NONE);
    assertThat(first.outcome()).as(first.problem()).isEqualTo("complete");
    assertThat(first.fetched()).isEqualTo(300);
    for (MessageAt message : archived()) {
      assertThat(message.uid()).as("more than IMAP has").isBetween(1L, (1L << 52) - 1);
      int number = Integer.parseInt(message.envelope().subject());
      assertThat(archive.read(message.id()).orElseThrow().toByteArray()).isEqualTo(mail(number));
    }

    RunSummary second = run(Progress.NONE);
    assertThat(second.outcome()).isEqualTo("complete");
    assertThat(second.fetched()).isZero();
    assertThat(second.bytesFetched()).isZero();

    remove("1:10");
    raw.append("INBOX", "", "", mail(1_000));
    RunSummary third = run(Progress.NONE);
    assertThat(third.outcome()).isEqualTo("complete");
    assertThat(third.fetched()).isEqualTo(1);
    assertThat(archived()).hasSize(291);
    assertThat(subjects()).doesNotContain("3").contains("1000", "11");
    assertThat(archive.read(idOf(mail(3))).orElseThrow().toByteArray()).isEqualTo(mail(3));
  }

  private static ContentId idOf(byte[] message) {
    return ContentId.of(message);
  }

  @Test
  void aMailboxThatAnotherProgramEmptiesIsNoError() {
    server.deliver(account.name(), "INBOX", IntStream.range(0, 120).mapToObj(i -> mail(i)));
    assertThat(run(Progress.NONE).outcome()).isEqualTo("complete");
    remove("1:*");
    RunSummary emptied = run(Progress.NONE);
    assertThat(emptied.outcome()).as(emptied.problem()).isEqualTo("complete");
    assertThat(emptied.alarms()).extracting(Alarm::kind).contains("emptied");
    assertThat(archived()).isEmpty();
    assertThat(archive.read(idOf(mail(7)))).isPresent();
    RunSummary still = run(Progress.NONE);
    assertThat(still.outcome()).isEqualTo("complete");
    assertThat(still.alarms()).as("told once").isEmpty();
    raw.append("INBOX", "", "", mail(500));
    assertThat(run(Progress.NONE).fetched()).isEqualTo(1);
  }

  @Test
  void aMailboxInUseMakesTheRunPauseAndFailsNothing() {
    try (ScriptedImapServer busy =
        ScriptedImapServer.play(
            """
            S: +OK
            c: CAPA
            S: -ERR
            c: USER alice
            S: +OK
            c: PASS secret
            S: -ERR [IN-USE] another session
            """)) {
      MailboxSettings place = busy.settings(Protocol.POP3, Security.NONE);
      Pop3Connector connector =
          new Pop3Connector(
              new Pop3Settings(Duration.ofSeconds(5), Duration.ofSeconds(5), null, dir, 4 << 10));
      AccountSettings settings =
          new AccountSettings("pop3", "h", 110, "none", "alice", "", List.of(), List.of());
      FakeAccounts accounts =
          new FakeAccounts()
              .with("busy", settings, () -> connector.connect(place, new Secret("secret")));
      RunSummary summary =
          new AccountBackup(archive, catalog, accounts, SyncSettings.DEFAULT, clock)
              .run(new AccountId("busy"), Progress.NONE)
              .summary();
      JournalEvent.Pause pause = Objects.requireNonNull(summary.pause());
      assertThat(pause.problem()).contains("another program has the mailbox open");
      assertThat(pause.until()).isAfter(clock.instant().plus(Duration.ofMinutes(9)));
    }
  }

  @Test
  void theNewestComesFirst() {
    server.deliver(account.name(), "INBOX", IntStream.range(0, 1_600).mapToObj(i -> mail(i)));
    AtomicInteger done = new AtomicInteger();
    Assertions.assertThatThrownBy(
            () ->
                run(
                    new Progress() {
                      @Override
                      public void at(Step step) {
                        if (step.stage().equals("fetching")) {
                          done.set((int) step.done());
                        }
                      }

                      @Override
                      public boolean cancelled() {
                        return done.get() >= 150;
                      }
                    }))
        .isInstanceOf(Failure.Cancelled.class);
    catalog.catchUp(archive, account);
    assertThat(archived()).hasSizeBetween(100, 250);
    assertThat(subjects()).allMatch(subject -> Integer.parseInt(subject) >= 1_350);
    RunSummary rest = run(Progress.NONE);
    assertThat(rest.outcome()).as(rest.problem()).isEqualTo("complete");
    assertThat(archived()).hasSize(1_600);
  }

  @Test
  void sessionsThatAreKilledCostNoMessage() {
    server.deliver(account.name(), "INBOX", IntStream.range(0, 900).mapToObj(i -> mail(i)));
    AtomicInteger kills = new AtomicInteger();
    RunSummary summary =
        run(
            new Progress() {
              @Override
              public void at(Step step) {
                if (step.stage().equals("fetching") && step.done() % 250 == 249) {
                  kills.incrementAndGet();
                  server.killSessions();
                }
              }

              @Override
              public boolean cancelled() {
                return false;
              }
            });
    assertThat(kills.get()).isGreaterThanOrEqualTo(3);
    assertThat(summary.outcome()).as(summary.problem()).isEqualTo("complete");
    assertThat(summary.fetched()).isEqualTo(900);
    assertThat(archived()).hasSize(900);
    raw.close();
    raw = server.imap(account.name());
    assertThat(raw.command("STATUS INBOX (MESSAGES)").getFirst()).contains("MESSAGES 900");
  }
}
