package dev.mailcask.bench;

import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.imap.ImapConnector;
import dev.mailcask.mailbox.imap.ImapSettings;
import dev.mailcask.sync.AccountBackup;
import dev.mailcask.sync.SyncSettings;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// First backups of one account, each into an empty archive: fetched and durable, with the catalog
/// and without the index. The first of them is a new process's, the others are those of an
/// appliance that has been running.
final class PullBench {

  private final Path work;
  private final AccountId account;
  private final FakeAccounts accounts;

  private PullBench(int port, String user, Path work) {
    this.work = work;
    this.account = new AccountId(user);
    MailboxSettings settings = new MailboxSettings(account, "127.0.0.1", port, Security.NONE, user);
    ImapConnector connector = new ImapConnector(ImapSettings.defaults(work.resolve("spool")));
    this.accounts =
        new FakeAccounts().with(user, () -> connector.connect(settings, new Secret("secret")));
  }

  /// Usage, one of:
  ///
  /// - `backup PORT USER DIRECTORY RUNS`
  /// - `drain PORT USER MESSAGES RUNS`: what the server itself takes
  /// - `far PORT MILLISECONDS`: puts a network with such a round trip before the server, prints the
  ///   port at its near end, and stays until it is killed
  /// - `generate MESSAGES BYTES`: is a mail server with so many messages and one of so many bytes,
  ///   prints its port, and stays until it is killed
  public static void main(String[] args) throws IOException {
    int first = Integer.parseInt(args[1]);
    switch (args[0]) {
      case "backup" ->
          new PullBench(first, args[2], Path.of(args[3])).backUp(Integer.parseInt(args[4]));
      case "drain" ->
          drain(new Drain(first, args[2], Integer.parseInt(args[3])), Integer.parseInt(args[4]));
      case "far" -> beFar(first, Duration.ofMillis(Integer.parseInt(args[2])));
      case "generate" -> generate(first, Long.parseLong(args[2]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void generate(long messages, long largest) throws IOException {
    try (GeneratedMailbox server = new GeneratedMailbox(messages, largest)) {
      System.out.println(server.port());
      stay();
    }
  }

  private static void stay() {
    while (true) {
      LockSupport.park();
    }
  }

  private static void drain(Drain drain, int runs) {
    for (int connections : new int[] {1, 2, 4}) {
      Timings timings = new Timings("drain" + connections);
      for (int run = 0; run < runs; run++) {
        timings.measure(() -> drain.run(connections));
      }
      timings.print();
    }
  }

  private void backUp(int runs) throws IOException {
    Timings timings = new Timings("pull");
    for (int run = 0; run < runs; run++) {
      backUp(timings);
    }
    timings.print();
  }

  private static void beFar(int port, Duration roundTrip) {
    try (FaultProxy proxy = FaultProxy.to(port)) {
      proxy.latency(roundTrip.dividedBy(2));
      System.out.println(proxy.port());
      stay();
    }
  }

  private void backUp(Timings timings) throws IOException {
    Path archiveAt = work.resolve("archive");
    Path catalogAt = work.resolve("catalog.db");
    ArchiveBench.delete(archiveAt);
    ArchiveBench.delete(catalogAt);
    Files.createDirectories(work);
    try (PackedArchive archive = ArchiveBench.open(archiveAt, ArchiveSettings.DEFAULT);
        SqliteCatalog catalog = SqliteCatalog.open(catalogAt, ArchiveBench.CLOCK)) {
      AccountBackup backup =
          new AccountBackup(archive, catalog, accounts, SyncSettings.DEFAULT, ArchiveBench.CLOCK);
      timings.measure(
          () -> {
            RunSummary summary = backup.run(account, Progress.NONE).summary();
            ArchiveBench.check(
                summary.outcome().equals("complete"), "the backup ended " + summary.outcome());
          });
    }
  }
}
