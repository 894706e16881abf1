package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.imap.ImapConnector;
import dev.mailcask.mailbox.imap.ImapSettings;
import dev.mailcask.message.EnvelopeParser;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.FaultProxy;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.RawImap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backup over a line that never lasts for the whole of a large message.
class ShortLivedConnectionsTest {

  private static final AccountId WORK = new AccountId("work");
  private static final InstantSource CLOCK = InstantSource.system();
  private static final int LINES = 150_000;
  private static final long CUT_AFTER = 1_400_000;

  @TempDir private Path dir;

  @Test
  void aMessageLargerThanAnyConnectionLastsForComesThroughInOneRun() {
    try (DovecotServer server = DovecotServer.start();
        FaultProxy proxy = FaultProxy.to(server.port());
        RawImap raw = server.imap("work");
        PackedArchive archive =
            PackedArchive.open(new MemoryStorage(), ArchiveSettings.DEFAULT, CLOCK);
        SqliteCatalog catalog = SqliteCatalog.open(dir.resolve("catalog.db"), CLOCK)) {
      raw.append("INBOX", "", "", "Subject: before\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      long uid = raw.append("INBOX", "", "", large());
      raw.append("INBOX", "", "", "Subject: behind\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      proxy.cutAfter(CUT_AFTER);

      RunSummary summary =
          backup(archive, catalog, proxy.port()).run(WORK, Progress.NONE).summary();

      assertThat(summary.outcome()).as(summary.problem()).isEqualTo("complete");
      assertThat(summary.fetched()).isEqualTo(3);
      assertThat(proxy.happened()).as("connections that were cut").isGreaterThan(2);
      assertThat(archive.contains(ContentId.of(raw.body("INBOX", uid)))).isTrue();
    }
  }

  private static byte[] large() {
    StringBuilder text = new StringBuilder("Subject: large\r\n\r\n");
    for (int line = 0; line < LINES; line++) {
      text.append("this is line ").append(line).append(" of a large message\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private AccountBackup backup(PackedArchive archive, SqliteCatalog catalog, int port) {
    Duration patience = Duration.ofSeconds(20);
    ImapConnector connector =
        new ImapConnector(
            new ImapSettings(patience, patience, patience, null, dir, 100_000, 50, 1 << 20));
    MailboxSettings settings =
        new MailboxSettings(WORK, DovecotServer.HOST, port, Security.NONE, "work");
    return new AccountBackup(
        new Means(
            archive,
            catalog,
            new FakeAccounts()
                .with(WORK.name(), () -> connector.connect(settings, DovecotServer.PASSWORD)),
            SyncSettings.DEFAULT,
            CLOCK,
            _ -> {},
            EnvelopeParser::parse));
  }
}
