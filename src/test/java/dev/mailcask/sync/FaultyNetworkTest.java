package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.FolderAt;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.imap.ImapConnector;
import dev.mailcask.mailbox.imap.ImapSettings;
import dev.mailcask.message.EnvelopeParser;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.FaultProxy;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Backups from a real server over a network that goes wrong at any byte, while somebody else uses
/// the mailbox. After each, one quiet run must make the archive agree with the server exactly, and
/// no message may have been placed or stored twice. In every other run there is a message of some
/// MB among them, so that large messages break off and later connections fetch the rest in pieces.
///
/// `mailcask.faults` says how many (`scripts/soak faults`), `mailcask.seed` repeats the choices of
/// an earlier trial, though not the moments.
class FaultyNetworkTest {

  private static final AccountId WORK = new AccountId("work");
  private static final int RUNS = Integer.getInteger("mailcask.faults", 12);

  /// In so many runs every kind of trouble may be expected.
  private static final int ENOUGH_FOR_ALL = 100;

  @TempDir private Path dir;

  private final SettableClock clock = new SettableClock().ticking(Duration.ofMillis(100));
  private final long seed = Long.getLong("mailcask.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final CountedPieces pieces = new CountedPieces();
  private int interrupted;

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void archiveAndServerAgreeWhateverTheNetworkDid() throws Exception {
    System.out.println("mailcask.seed=" + seed);
    try (DovecotServer server = DovecotServer.start();
        FaultProxy plain = FaultProxy.to(server.port());
        FaultProxy tls = FaultProxy.to(server.tlsPort());
        OtherClient other = new OtherClient(server, "work", new Random(random.nextLong()));
        PackedArchive archive =
            PackedArchive.open(new MemoryStorage(), ArchiveSettings.DEFAULT, clock);
        SqliteCatalog catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock)) {
      ImapConnector connector = new ImapConnector(impatient(dir).trusting(server.authority()));
      for (int run = 0; run < RUNS; run++) {
        boolean protectedByTls = random.nextBoolean();
        FaultProxy proxy = protectedByTls ? tls : plain;
        MailboxSettings settings =
            new MailboxSettings(
                WORK,
                DovecotServer.HOST,
                proxy.port(),
                protectedByTls ? Security.TLS : Security.NONE,
                "work");
        AccountBackup backup =
            backup(
                archive,
                catalog,
                () -> pieces.of(connector.connect(settings, DovecotServer.PASSWORD)));
        Random faults = new Random(random.nextLong());
        if (run % 2 == 1) {
          other.appendLarge();
          proxy.harm(faults, 0.95, OtherClient.LARGEST);
        } else {
          proxy.harm(faults, 0.8);
        }
        whileUsed(other, () -> interruptedRun(backup));
        proxy.heal();
        String where = "seed %d, run %d".formatted(seed, run);
        RunSummary summary = run(backup);
        assertThat(summary.outcome()).as("%s: %s", where, summary).isEqualTo("complete");
        assertThat(archived(archive, catalog)).as(where).isEqualTo(other.state());
        assertThat(placements(archive)).as(where).doesNotHaveDuplicates();
      }
      assertStoredOnce(archive, other);
      int faults = plain.happened() + tls.happened();
      System.out.println(
          RUNS + " runs, " + faults + " faults, " + interrupted + " runs ended early, " + pieces);
      assertThat(faults).as("the network went wrong").isPositive();
      if (RUNS >= ENOUGH_FOR_ALL) {
        assertThat(pieces.inSeveral()).as("large messages in several pieces").isPositive();
      }
    }
  }

  /// Gives up soon, so that a stalled connection costs a second.
  private static ImapSettings impatient(Path spool) {
    Duration patience = Duration.ofMillis(1500);
    return new ImapSettings(patience, patience, patience, null, spool, 40_000, 20, 200_000);
  }

  private AccountBackup backup(
      PackedArchive archive, SqliteCatalog catalog, java.util.function.Supplier<Mailbox> connect) {
    return new AccountBackup(
        new Means(
            archive,
            catalog,
            new FakeAccounts().with(WORK.name(), connect),
            new SyncSettings(2, 1 << 20, Duration.ofSeconds(1)),
            clock,
            _ -> {},
            EnvelopeParser::parse));
  }

  private RunSummary run(AccountBackup backup) {
    clock.advance(Duration.ofDays(40)); // whatever is to be tried again is due
    return backup.run(WORK, Progress.NONE).summary();
  }

  private void interruptedRun(AccountBackup backup) {
    try {
      if (!run(backup).outcome().equals("complete")) {
        interrupted++;
      }
    } catch (Failure e) {
      interrupted++;
    }
  }

  /// Lets the other client act before and during the work.
  private void whileUsed(OtherClient other, Runnable work) throws InterruptedException {
    for (int acts = random.nextInt(15); acts > 0; acts--) {
      other.act();
    }
    int acts = random.nextInt(10);
    int pause = random.nextInt(30);
    List<Throwable> problems = new ArrayList<>();
    Thread using =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < acts; i++) {
                      Thread.sleep(pause);
                      other.act();
                    }
                  } catch (RuntimeException | InterruptedException e) {
                    problems.add(e);
                  }
                });
    work.run();
    using.join();
    assertThat(problems).as("seed %d: the other client", seed).isEmpty();
  }

  private static SortedMap<String, SortedMap<Long, String>> archived(
      PackedArchive archive, SqliteCatalog catalog) {
    SortedMap<String, SortedMap<Long, String>> state = new TreeMap<>();
    for (FolderAt folder : catalog.folders(WORK, null)) {
      if (folder.gone() == null) {
        SortedMap<Long, String> messages = new TreeMap<>();
        catalog.eachMessage(
            WORK,
            folder.path(),
            null,
            message ->
                messages.put(
                    message.uid(),
                    OtherClient.words(
                        message.flags(),
                        message.internalDate(),
                        archive.read(message.id()).orElseThrow().toByteArray())));
        state.put(folder.path(), messages);
      }
    }
    return state;
  }

  private static List<String> placements(PackedArchive archive) {
    List<String> placements = new ArrayList<>();
    archive
        .journal(WORK)
        .readAfter(
            0,
            segment -> {
              for (JournalEvent event : segment.events()) {
                if (event instanceof Placed placed) {
                  placements.add(placed.folder() + " " + placed.uidValidity() + " " + placed.uid());
                }
              }
            });
    return placements;
  }

  private void assertStoredOnce(PackedArchive archive, OtherClient other) {
    List<Damage> damage = new ArrayList<>();
    long messages = archive.check(Sample.ALL, damage::add, _ -> {}).messages();
    assertThat(damage).as("seed %d", seed).isEmpty();
    assertThat(messages)
        .as("seed %d: no message is stored twice", seed)
        .isEqualTo(other.ever().stream().filter(archive::contains).count());
  }
}
