package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.Journal;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.FolderAt;
import dev.mailcask.catalog.MessageAt;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.message.EnvelopeParser;
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
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One account on a server in memory, and the appliance that backs it up.
final class Premises implements AutoCloseable {

  static final AccountId WORK = new AccountId("work");
  static final String DATE = "17-Jul-2024 02:44:25 +0200";

  final SettableClock clock;
  final FakeMailbox server;
  final InMemoryArchive memory;
  final Archive archive;
  final SqliteCatalog catalog;
  final List<Duration> pauses = new ArrayList<>();
  SyncSettings settings = SyncSettings.DEFAULT;
  List<String> include = List.of();
  List<String> exclude = List.of();
  AccountSettings.@Nullable Limits limits;

  /// The pace that the last connection was to keep.
  volatile CommandPace commands = CommandPace.FREE;

  Premises(Path dir) {
    clock = new SettableClock();
    server = new FakeMailbox();
    memory = new InMemoryArchive(clock);
    archive = memory;
    catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock);
  }

  /// With an archive on a storage.
  Premises(Path dir, ArchiveStorage storage) {
    this(dir, storage, new FakeMailbox(), new SettableClock());
  }

  /// The appliance after another start.
  Premises(Path dir, ArchiveStorage storage, Premises before) {
    this(dir, storage, before.server, before.clock);
    catalog.catchUp(archive, Progress.NONE);
  }

  private Premises(Path dir, ArchiveStorage storage, FakeMailbox server, SettableClock clock) {
    this.clock = clock;
    this.server = server;
    memory = new InMemoryArchive(clock);
    archive = PackedArchive.open(storage, ArchiveSettings.DEFAULT, clock);
    catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock);
  }

  static byte[] mail(String subject) {
    return ("From: a@example.org\r\nSubject: " + subject + "\r\n\r\nAbout " + subject + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /// Puts so many different messages into a folder.
  void fill(String path, int count) {
    for (int i = 1; i <= count; i++) {
      server.add(path, mail(path + " " + i), DATE, "\\Seen");
    }
  }

  AccountBackup backup(Archive through) {
    AccountSettings its =
        new AccountSettings(
            "imap",
            "localhost",
            143,
            "none",
            WORK.name(),
            "",
            include,
            exclude,
            null,
            limits,
            null);
    FakeAccounts accounts =
        new FakeAccounts().with(WORK.name(), its, server::connect).onPace(pace -> commands = pace);
    return new AccountBackup(
        new Means(through, catalog, accounts, settings, clock, pauses::add, EnvelopeParser::parse));
  }

  RunSummary run() {
    return run(Progress.NONE);
  }

  /// Tries all failed messages again.
  RunSummary insist() {
    clock.advance(Duration.ofMinutes(1));
    return backup(archive).run(WORK, true, Progress.NONE).summary();
  }

  RunSummary run(Progress progress) {
    clock.advance(Duration.ofDays(1));
    return backup(archive).run(WORK, progress).summary();
  }

  /// Runs a backup that must end with a failure of this kind.
  <F extends Failure> F fails(Class<F> kind) {
    Throwable thrown = catchRun();
    assertThat(thrown).isInstanceOf(kind);
    return kind.cast(thrown);
  }

  /// Likewise, watched by this.
  <F extends Failure> F fails(Class<F> kind, Progress progress) {
    Throwable thrown = catchThrowable(() -> run(progress));
    assertThat(thrown).isInstanceOf(kind);
    return kind.cast(thrown);
  }

  private @Nullable Throwable catchRun() {
    try {
      run();
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  List<JournalEvent> events() {
    return segments().stream().flatMap(segment -> segment.events().stream()).toList();
  }

  List<Journal.Segment> segments() {
    List<Journal.Segment> all = new ArrayList<>();
    archive.journal(WORK).readAfter(0, all::add);
    return all;
  }

  <E extends JournalEvent> List<E> events(Class<E> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /// What the archive shows of a folder, in the words of the server.
  SortedMap<Long, String> archived(String path, @Nullable Instant at) {
    SortedMap<Long, String> all = new TreeMap<>();
    catalog.eachMessage(WORK, path, at, message -> all.put(message.uid(), words(message)));
    return all;
  }

  private String words(MessageAt message) {
    byte[] bytes = archive.read(message.id()).orElseThrow().toByteArray();
    return words(new Mail(bytes, message.internalDate(), message.flags()));
  }

  private static String words(Mail mail) {
    String flags =
        mail.flags().stream().filter(flag -> !flag.equals("\\Recent")).sorted().toList().toString();
    return mail.internalDate()
        + " "
        + flags
        + " "
        + new String(mail.bytes(), StandardCharsets.ISO_8859_1);
  }

  SortedMap<Long, String> served(String path) {
    SortedMap<Long, String> all = new TreeMap<>();
    server.mails(path).forEach((uid, mail) -> all.put(uid, words(mail)));
    return all;
  }

  /// The archive shows now what the server holds: folders, UIDs, bytes, INTERNALDATE, flags.
  void mirrors() {
    assertThat(
            catalog.folders(WORK, null).stream()
                .filter(folder -> folder.gone() == null)
                .map(FolderAt::path)
                .collect(Collectors.toSet()))
        .isEqualTo(server.paths());
    for (String path : server.paths()) {
      assertThat(archived(path, null)).as("folder " + path).isEqualTo(served(path));
    }
  }

  /// A connection past the appliance.
  Mailbox connect() {
    return server.connect();
  }

  @Override
  public void close() {
    catalog.close();
    archive.close();
  }
}
