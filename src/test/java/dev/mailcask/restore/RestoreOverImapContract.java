package dev.mailcask.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import dev.mailcask.restore.Restore.Report;
import dev.mailcask.restore.Restore.Request;
import dev.mailcask.sync.AccountBackup;
import dev.mailcask.sync.SyncSettings;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.RawImap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The main job against a real server: back up, lose a folder, restore it, compare over IMAP. The
/// server's own words before and after are held against each other, past the code under test.
abstract class RestoreOverImapContract {

  @TempDir private Path dir;

  /// A connector to the server.
  abstract MailboxConnector connector(Path spool);

  /// An empty account.
  abstract MailboxSettings account(String user);

  abstract Secret password();

  abstract RawImap client(MailboxSettings account);

  /// Whether the server keeps keywords of any name.
  abstract boolean keywords();

  /// How many messages to do it with.
  abstract int messages();

  @Test
  void aDeletedFolderComesBackByteForByte() {
    MailboxSettings home = account("home");
    MailboxConnector connector = connector(dir);
    AccountId id = home.account();
    FakeAccounts accounts =
        new FakeAccounts().with(id.name(), () -> connector.connect(home, password()));
    InstantSource clock = InstantSource.system();
    try (RawImap raw = client(home);
        PackedArchive archive =
            PackedArchive.open(new MemoryStorage(), ArchiveSettings.DEFAULT, clock);
        SqliteCatalog catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock)) {
      AccountBackup backup =
          new AccountBackup(archive, catalog, accounts, SyncSettings.DEFAULT, clock);
      MailboxRestore restore = new MailboxRestore(archive, catalog, accounts, clock);
      FolderName folder = make(connector, home, "Projects/Größe & more");
      fill(raw, folder.raw());
      List<String> before = words(connector, home, folder);
      assertThat(before).hasSize(messages());

      RunSummary first = backup.run(id, Progress.NONE).summary();
      assertThat(first.outcome()).isEqualTo("complete");
      assertThat(backup.run(id, Progress.NONE).summary().fetched()).isZero();

      raw.command("DELETE " + RawImap.quoted(folder.raw()));
      assertThat(backup.run(id, Progress.NONE).summary().outcome()).isEqualTo("complete");

      Request request =
          new Request(id, List.of("Projects/Größe & more"), List.of(), null, null, null);
      Report report = restore.run(request, Progress.NONE);
      assertThat(report.failures()).isEmpty();
      assertThat(report.notes()).isEmpty();
      assertThat(report.appended()).isEqualTo(messages());
      assertThat(report.verified()).isEqualTo(messages());
      assertThat(words(connector, home, folder)).isEqualTo(before);

      Report again = restore.run(request, Progress.NONE);
      assertThat(again.appended()).isZero();
      assertThat(again.alreadyThere()).isEqualTo(messages());
      RunSummary after = backup.run(id, Progress.NONE).summary();
      assertThat(after.outcome()).isEqualTo("complete");
      assertThat(archive.totals().blobs()).isEqualTo(new HashSet<>(bodies(before)).size());
    }
  }

  private FolderName make(MailboxConnector connector, MailboxSettings account, String path) {
    try (Mailbox mailbox = connector.connect(account, password())) {
      FolderName name = mailbox.nameFor(path);
      mailbox.create(name);
      return name;
    }
  }

  private void fill(RawImap raw, String folder) {
    Random random = new Random(42);
    String keyword = keywords() ? " $Project Label_1" : "";
    for (int i = 0; i < messages(); i++) {
      String flags =
          switch (i % 4) {
            case 0 -> "";
            case 1 -> "\\Seen \\Answered";
            case 2 -> "\\Flagged" + keyword;
            default -> "\\Draft";
          };
      String date =
          "%02d-Mar-19%02d 02:%02d:17 +0%d00".formatted(1 + i % 28, 80 + i % 20, i % 60, i % 5);
      raw.append(folder, flags, date, message(i, random));
    }
  }

  /// Messages with long lines, 8-bit bytes, dots, no header at all, and repetitions.
  private static byte[] message(int i, Random random) {
    if (i % 30 == 29) {
      return "no header here\r\n".getBytes(StandardCharsets.US_ASCII);
    }
    StringBuilder text =
        new StringBuilder("Subject: n\u00famero " + i % 50 + "\r\n\r\n.\r\n..\r\n");
    if (i % 7 == 0) {
      text.append("x".repeat(3_000)).append("\r\n");
    }
    if (i % 5 == 0) {
      for (int n = 0; n < 400; n++) {
        text.append((char) (' ' + random.nextInt(200)));
      }
    }
    text.append("\r\nFrom the end\r\n");
    return text.toString().replace('\u007f', ' ').getBytes(StandardCharsets.ISO_8859_1);
  }

  private List<String> words(MailboxConnector connector, MailboxSettings account, FolderName name) {
    List<String> words = new ArrayList<>();
    try (Mailbox mailbox = connector.connect(account, password());
        RawImap raw = client(account)) {
      OpenFolder folder = mailbox.examine(name);
      SortedMap<Long, Metadata> metadata =
          folder.metadata(List.copyOf(new TreeMap<>(folder.flags(1, Presence.LAST_UID)).keySet()));
      metadata.forEach(
          (uid, its) ->
              words.add(
                  its.internalDate()
                      + " "
                      + its.flags().stream().sorted().toList()
                      + "\n"
                      + new String(raw.body(name.raw(), uid), StandardCharsets.ISO_8859_1)));
    }
    return words.stream().sorted().toList();
  }

  private static List<String> bodies(List<String> words) {
    return words.stream().map(its -> its.substring(its.indexOf('\n') + 1)).toList();
  }
}
