package dev.mailcask.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.restore.Restore.Report;
import dev.mailcask.restore.Restore.Request;
import dev.mailcask.sync.AccountBackup;
import dev.mailcask.sync.SyncSettings;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.FakeMailbox;
import dev.mailcask.testing.FakeMailbox.Mail;
import dev.mailcask.testing.InMemoryArchive;
import dev.mailcask.testing.SettableClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Two accounts on servers in memory, their archive, and a restore.
abstract class RestoreCase {
  static final AccountId WORK = new AccountId("work");

  static final AccountId HOME = new AccountId("home");

  static final String DATE = "17-Jul-2024 02:44:25 +0200";

  @TempDir Path dir;
  final SettableClock clock = new SettableClock();

  final FakeMailbox work = new FakeMailbox();

  final FakeMailbox home = new FakeMailbox();

  final InMemoryArchive archive = new InMemoryArchive(clock);

  final List<Duration> pauses = new ArrayList<>();

  final FakeAccounts accounts =
      new FakeAccounts().with("work", work::connect).with("home", home::connect);

  SqliteCatalog catalog;

  MailboxRestore restore;

  @BeforeEach
  void open() {
    catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock);
    restore = new MailboxRestore(archive, catalog, accounts, clock, pauses::add);
  }

  @AfterEach
  void close() {
    assertThat(work.openConnections() + home.openConnections()).as("left open").isZero();
    catalog.close();
  }

  static byte[] mail(String subject) {
    return ("Subject: " + subject + "\r\n\r\nAbout " + subject + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  void fill(String path, int count) {
    for (int i = 1; i <= count; i++) {
      work.add(path, mail(path + " " + i), DATE, i % 2 == 0 ? "\\Seen" : "$Work");
    }
  }

  Instant backUp(AccountId account) {
    clock.advance(Duration.ofDays(1));
    assertThat(
            new AccountBackup(archive, catalog, accounts, SyncSettings.DEFAULT, clock)
                .run(account, Progress.NONE)
                .summary()
                .outcome())
        .isEqualTo("complete");
    return clock.advance(Duration.ofHours(1));
  }

  static Request folder(String path) {
    return new Request(WORK, List.of(path), List.of(), null, null, null);
  }

  static Request request(
      List<String> folders, @Nullable Instant at, @Nullable AccountId to, @Nullable String into) {
    return new Request(WORK, folders, List.of(), at, to, into);
  }

  Report run(Request request) {
    return restore.run(request, Progress.NONE);
  }

  static List<String> words(FakeMailbox server, String path) {
    return words(server.mails(path).values());
  }

  static List<String> words(Collection<Mail> mails) {
    return mails.stream().map(MailboxRestoreTest::words).sorted().toList();
  }

  static String words(Mail mail) {
    List<String> flags = mail.flags().stream().filter(Wanted::restorable).sorted().toList();
    String text = new String(mail.bytes(), StandardCharsets.ISO_8859_1);
    return mail.internalDate() + " " + flags + " " + text;
  }

  static void counts(
      Report report, long planned, long appended, long there, long failed, long verified) {
    figures(report, planned, appended, there, failed, verified);
    assertThat(report.failures()).as("failures").hasSize((int) failed);
  }

  static void figures(
      Report report, long planned, long appended, long there, long failed, long verified) {
    assertThat(report.planned()).as("planned").isEqualTo(planned);
    assertThat(report.appended()).as("appended").isEqualTo(appended);
    assertThat(report.alreadyThere()).as("already there").isEqualTo(there);
    assertThat(report.failed()).as("failed").isEqualTo(failed);
    assertThat(report.verified()).as("verified").isEqualTo(verified);
  }

  List<Restored> ledger() {
    List<Restored> all = new ArrayList<>();
    archive
        .journal(WORK)
        .readAfter(
            0,
            segment ->
                segment.events().stream()
                    .filter(Restored.class::isInstance)
                    .map(Restored.class::cast)
                    .forEach(all::add));
    return all;
  }
}
