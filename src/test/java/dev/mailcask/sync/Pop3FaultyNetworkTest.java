package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.pop3.Pop3Connector;
import dev.mailcask.mailbox.pop3.Pop3Settings;
import dev.mailcask.message.EnvelopeParser;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.FaultProxy;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.RawImap;
import dev.mailcask.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups by POP3 over a network that goes wrong at any byte, between which somebody else uses the
/// mailbox. After each, one quiet run must make the archive agree with the server exactly, and no
/// message may have been placed twice.
class Pop3FaultyNetworkTest {

  private static final AccountId WORK = new AccountId("work");
  private static final int RUNS = Integer.getInteger("mailcask.faults", 8);

  @TempDir private Path dir;

  private final SettableClock clock = new SettableClock().ticking(Duration.ofMillis(100));
  private final long seed = Long.getLong("mailcask.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private int sent;

  @Test
  void archiveAndServerAgreeWhateverTheNetworkDid() {
    System.out.println("mailcask.seed=" + seed);
    try (DovecotServer server = DovecotServer.withPop3();
        FaultProxy proxy = FaultProxy.to(server.pop3Port());
        RawImap other = server.imap("work");
        PackedArchive archive =
            PackedArchive.open(new MemoryStorage(), ArchiveSettings.DEFAULT, clock);
        SqliteCatalog catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock)) {
      AccountBackup backup = backup(archive, catalog, proxy.port());
      int early = 0;
      for (int run = 0; run < RUNS; run++) {
        act(other);
        proxy.harm(new Random(random.nextLong()), 0.8);
        early += interrupted(backup) ? 1 : 0;
        proxy.heal();
        String where = "seed %d, run %d".formatted(seed, run);
        RunSummary summary = run(backup);
        assertThat(summary.outcome()).as("%s: %s", where, summary).isEqualTo("complete");
        assertThat(archived(archive, catalog)).as(where).isEqualTo(onServer(other));
      }
      assertThat(placements(archive)).as("seed %d", seed).doesNotHaveDuplicates();
      System.out.println(proxy.happened() + " faults, " + early + " runs ended early");
      assertThat(proxy.happened()).as("the network went wrong").isPositive();
    }
  }

  private AccountBackup backup(PackedArchive archive, SqliteCatalog catalog, int port) {
    Duration patience = Duration.ofMillis(1500);
    Pop3Connector connector =
        new Pop3Connector(new Pop3Settings(patience, patience, null, dir, 10_000));
    MailboxSettings place =
        new MailboxSettings(
            WORK, Protocol.POP3, DovecotServer.HOST, port, Security.NONE, WORK.name());
    AccountSettings settings =
        new AccountSettings("pop3", "h", 110, "none", "work", "", List.of(), List.of());
    FakeAccounts accounts =
        new FakeAccounts()
            .with("work", settings, () -> connector.connect(place, DovecotServer.PASSWORD));
    return new AccountBackup(
        new Means(
            archive,
            catalog,
            accounts,
            new SyncSettings(2, 1 << 20, Duration.ofSeconds(1)),
            clock,
            _ -> {},
            EnvelopeParser::parse));
  }

  private RunSummary run(AccountBackup backup) {
    clock.advance(Duration.ofDays(40)); // whatever is to be tried again is due
    return backup.run(WORK, Progress.NONE).summary();
  }

  private boolean interrupted(AccountBackup backup) {
    try {
      return !run(backup).outcome().equals("complete");
    } catch (Failure _) {
      return true;
    }
  }

  /// Some messages come, some go.
  private void act(RawImap other) {
    for (int i = 10 + random.nextInt(20); i > 0; i--) {
      other.append("INBOX", "", "", mail());
    }
    other.command("SELECT INBOX");
    for (long uid : uids(other)) {
      if (random.nextInt(8) == 0) {
        other.command("UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)");
      }
    }
    other.command("EXPUNGE");
  }

  private byte[] mail() {
    int lines = random.nextInt(6) == 0 ? random.nextInt(2_000) : random.nextInt(30);
    String line = random.nextBoolean() ? ".\r\n" : "..line of some text\r\n";
    String text = "Subject: " + sent++ + "\r\n\r\n" + line.repeat(lines);
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static List<Long> uids(RawImap other) {
    List<Long> uids = new ArrayList<>();
    for (String word : other.command("UID SEARCH ALL").getFirst().split(" ", -1)) {
      if (word.matches("\\d+")) {
        uids.add(Long.valueOf(word));
      }
    }
    return uids;
  }

  /// Contents, and how often each is there.
  private static Map<String, Integer> onServer(RawImap other) {
    Map<String, Integer> there = new TreeMap<>();
    for (long uid : uids(other)) {
      there.merge(ContentId.of(other.body("INBOX", uid)).toString(), 1, Integer::sum);
    }
    return there;
  }

  private static Map<String, Integer> archived(PackedArchive archive, SqliteCatalog catalog) {
    Map<String, Integer> there = new TreeMap<>();
    catalog.eachMessage(
        WORK,
        "INBOX",
        null,
        message -> {
          byte[] bytes = archive.read(message.id()).orElseThrow().toByteArray();
          there.merge(ContentId.of(bytes).toString(), 1, Integer::sum);
        });
    return there;
  }

  private static List<String> placements(PackedArchive archive) {
    List<String> placements = new ArrayList<>();
    archive
        .journal(WORK)
        .readAfter(
            0,
            segment ->
                segment.events().stream()
                    .filter(Placed.class::isInstance)
                    .map(Placed.class::cast)
                    .forEach(its -> placements.add(its.uidValidity() + " " + its.uid())));
    return placements;
  }
}
