package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.FolderAt;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.imap.ImapConnector;
import dev.mailcask.mailbox.imap.ImapSettings;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.RawImap;
import dev.mailcask.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A real server whose mail changes at random between the runs, while it offers what large
/// providers do: after each run the archive holds what a full listing shows, whichever way the run
/// took to find out.
class RandomChangesTest {

  private static final int RUNS = 24;
  private static final List<String> FOLDERS = List.of("INBOX", "A", "B", "A/C");

  private static final Pattern LISTED =
      Pattern.compile("\\* \\d+ FETCH \\(UID (\\d+) FLAGS \\(([^)]*)\\)");

  @TempDir private Path dir;
  private int written;

  @ParameterizedTest
  @CsvSource({
    "'ENABLE UIDPLUS NAMESPACE LIST-STATUS CONDSTORE QRESYNC', by",
    "'ENABLE UIDPLUS NAMESPACE QRESYNC', by",
    "'UIDPLUS NAMESPACE LIST-STATUS CONDSTORE', by",
    "'UIDPLUS', every"
  })
  void theArchiveHoldsWhatAFullListingShows(String offered, String way) {
    long seed = new Random().nextLong();
    System.out.println("RandomChangesTest seed " + seed);
    Random random = new Random(seed);
    SettableClock clock = new SettableClock();
    Set<String> ways = new HashSet<>();
    try (DovecotServer server = DovecotServer.offering("IMAP4rev1 SASL-IR " + offered);
        PackedArchive archive =
            PackedArchive.open(new MemoryStorage(), ArchiveSettings.DEFAULT, clock);
        SqliteCatalog catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock);
        RawImap raw = server.imap("work")) {
      ImapConnector connector = new ImapConnector(ImapSettings.defaults(dir));
      FakeAccounts accounts =
          new FakeAccounts()
              .with(
                  "work",
                  () ->
                      connector.connect(
                          server.settings("work", Security.NONE), DovecotServer.PASSWORD));
      AccountId work = new AccountId("work");
      AccountBackup backup =
          new AccountBackup(archive, catalog, accounts, SyncSettings.DEFAULT, clock);
      FOLDERS.forEach(folder -> raw.command("CREATE " + folder));
      server.deliver("work", "INBOX", IntStream.range(0, 1200).mapToObj(i -> mail()));
      for (int run = 0; run < RUNS; run++) {
        for (int change = random.nextInt(8); change > 0; change--) {
          change(raw, random);
        }
        clock.advance(Duration.ofHours(random.nextInt(60)));
        RunSummary summary = backup.run(work, Progress.NONE).summary();
        assertThat(summary.outcome()).as("seed %d, run %d", seed, run).isEqualTo("complete");
        for (FolderCount count : summary.perFolder()) {
          ways.add(count.evidence().counted().split(" ", -1)[0]);
        }
        for (FolderAt folder : catalog.folders(work, null)) {
          if (folder.gone() == null) {
            Map<Long, Set<String>> held = new TreeMap<>();
            catalog.eachMessage(
                work, folder.path(), null, its -> held.put(its.uid(), Set.copyOf(its.flags())));
            assertThat(held)
                .as("seed %d, run %d, folder %s", seed, run, folder.path())
                .isEqualTo(listed(raw, folder.path()));
          }
        }
      }
    }
    assertThat(ways).as("seed %d", seed).contains(way);
    assertThat(ways.contains("unchanged")).isEqualTo(way.equals("by"));
  }

  private byte[] mail() {
    return ("Subject: " + written++ + "\r\n\r\nmail\r\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static Map<Long, Set<String>> listed(RawImap raw, String folder) {
    raw.command("EXAMINE " + folder);
    Map<Long, Set<String>> listed = new TreeMap<>();
    for (String line : raw.command("UID FETCH 1:* (UID FLAGS)")) {
      Matcher message = LISTED.matcher(line);
      if (message.find()) {
        Set<String> flags = new HashSet<>(List.of(message.group(2).split(" ", -1)));
        flags.removeAll(List.of("", "\\Recent"));
        listed.put(Long.parseLong(message.group(1)), flags);
      }
    }
    return listed;
  }

  private void change(RawImap raw, Random random) {
    String folder = FOLDERS.get(random.nextInt(FOLDERS.size()));
    switch (random.nextInt(8)) {
      case 0, 1 -> raw.append(folder, random.nextBoolean() ? "\\Seen" : "", "", mail());
      case 2, 3 -> store(raw, random, folder, "FLAGS.SILENT (\\Flagged $x)");
      case 4 -> {
        store(raw, random, folder, "+FLAGS.SILENT (\\Deleted)");
        raw.command("EXPUNGE");
      }
      case 5 -> {
        String to = FOLDERS.get(random.nextInt(FOLDERS.size()));
        String some = some(raw, random, folder);
        if (!some.isEmpty()) {
          raw.command("UID COPY " + some + " " + to);
          raw.command("UID STORE " + some + " +FLAGS.SILENT (\\Deleted)");
          raw.command("EXPUNGE");
        }
      }
      case 6 -> {
        if (!folder.equals("INBOX") && random.nextInt(3) == 0) {
          raw.command("EXAMINE INBOX"); // a session does not live to see its folder go
          raw.command("DELETE " + folder);
          raw.command("CREATE " + folder);
        }
      }
      default -> store(raw, random, folder, "-FLAGS.SILENT (\\Flagged)");
    }
  }

  private static void store(RawImap raw, Random random, String folder, String what) {
    String some = some(raw, random, folder);
    if (!some.isEmpty()) {
      raw.command("UID STORE " + some + " " + what);
    }
  }

  /// One message, a few, or a range.
  private static String some(RawImap raw, Random random, String folder) {
    List<Long> uids = new ArrayList<>(listed(raw, folder).keySet());
    raw.command("SELECT " + folder);
    if (uids.isEmpty()) {
      return "";
    }
    long one = uids.get(random.nextInt(uids.size()));
    long other = uids.get(random.nextInt(uids.size()));
    return random.nextInt(4) == 0
        ? Math.min(one, other) + ":" + Math.min(Math.max(one, other), Math.min(one, other) + 40)
        : one + "," + other;
  }
}
