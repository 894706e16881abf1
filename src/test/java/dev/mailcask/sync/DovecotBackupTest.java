package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.imap.ImapConnector;
import dev.mailcask.mailbox.imap.ImapSettings;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.RawImap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backup from a real server whose sessions are killed again and again.
class DovecotBackupTest {

  private static final int MESSAGES = 1_500;

  @TempDir private Path dir;

  @Test
  void sessionsThatAreKilledCostNoMessage() {
    InstantSource clock = InstantSource.system();
    try (DovecotServer server = DovecotServer.start();
        PackedArchive archive =
            PackedArchive.open(new MemoryStorage(), ArchiveSettings.DEFAULT, clock);
        SqliteCatalog catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock)) {
      server.deliver("work", "INBOX", IntStream.range(0, MESSAGES).mapToObj(this::mail));
      MailboxSettings settings = server.settings("work", Security.NONE);
      ImapConnector connector = new ImapConnector(ImapSettings.defaults(dir));
      AccountId work = settings.account();
      FakeAccounts accounts =
          new FakeAccounts()
              .with("work", () -> connector.connect(settings, DovecotServer.PASSWORD));
      AccountBackup backup =
          new AccountBackup(archive, catalog, accounts, SyncSettings.DEFAULT, clock);

      AtomicInteger kills = new AtomicInteger();
      RunSummary first =
          backup
              .run(
                  work,
                  new Progress() {
                    @Override
                    public void at(Step step) {
                      if (step.stage().equals("fetching") && step.done() % 400 == 399) {
                        kills.incrementAndGet();
                        server.killSessions();
                      }
                    }

                    @Override
                    public boolean cancelled() {
                      return false;
                    }
                  })
              .summary();

      assertThat(kills.get()).isGreaterThanOrEqualTo(3);
      assertThat(first.outcome()).as(first.problem()).isEqualTo("complete");
      assertThat(first.fetched()).isEqualTo(MESSAGES);
      assertThat(backup.run(work, Progress.NONE).summary().fetched()).isZero();
      try (RawImap raw = server.imap("work")) {
        AtomicInteger compared = new AtomicInteger();
        catalog.eachMessage(
            work,
            "INBOX",
            null,
            message -> {
              if (message.uid() % 100 == 1) {
                assertThat(archive.read(message.id()).orElseThrow().toByteArray())
                    .isEqualTo(raw.body("INBOX", message.uid()));
                compared.incrementAndGet();
              }
            });
        assertThat(compared.get()).isEqualTo(MESSAGES / 100);
      }
    }
  }

  private byte[] mail(int i) {
    String text = "Subject: " + i + "\r\n\r\n" + ("line " + i + "\r\n").repeat(1 + i % 200);
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
