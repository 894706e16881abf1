package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.accounts.JournaledAccounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.archive.JournalEvent.Evidence;
import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.keys.Credential;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.index.Indexer;
import dev.mailcask.jobs.JobRooms;
import dev.mailcask.jobs.JobSettings;
import dev.mailcask.jobs.Jobs;
import dev.mailcask.jobs.QuartzJobs;
import dev.mailcask.jobs.Schedules;
import dev.mailcask.jobs.UpkeepSettings;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.providers.Discovery;
import dev.mailcask.message.Envelope;
import dev.mailcask.oauth.OAuthTokens;
import dev.mailcask.oauth.SignIns;
import dev.mailcask.replica.ArchiveRestore;
import dev.mailcask.replica.Replica;
import dev.mailcask.restore.Restore;
import dev.mailcask.search.Search;
import dev.mailcask.secrets.SealedSecretStore;
import dev.mailcask.sync.Backup;
import dev.mailcask.testing.FakeArchiveJournal;
import dev.mailcask.testing.FakeMailbox;
import dev.mailcask.testing.FakeMaintenance;
import dev.mailcask.testing.FakeSearch;
import dev.mailcask.testing.InMemoryArchive;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.MemoryTerminal;
import dev.mailcask.testing.TestKeys;
import dev.mailcask.testing.Verifications;
import dev.mailcask.verify.HeadLog;
import dev.mailcask.verify.Verify;
import dev.mailcask.verify.Verify.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The command line over an archive in memory: real accounts, catalog and jobs; servers, index and
/// the work of jobs are the test's.
final class CommandWorld implements Rooms, Site, AutoCloseable {

  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  static final byte[] MAIL = "Subject: Hello\r\n\r\nbyte for byte \0\u00ff\r\n".getBytes(UTF_8);
  static final ContentId ID = ContentId.of(MAIL);
  static final AccountId WORK = new AccountId("work");

  volatile Instant now = Instant.parse("2026-11-20T10:00:00Z");
  volatile BiFunction<AccountId, Progress, RunSummary> backup = (_, _) -> summary("complete", 0);
  volatile Restore.Report restored = new Restore.Report(3, 2, 1, 0, 2, 1.5, List.of(), List.of());
  volatile Replica.@Nullable Request copyRequested;
  volatile Replica.Report copied =
      new Replica.Report("/mnt/copy", 2, 2048, 1, 0, 0, 7, 4096, List.of(), 0.5);
  volatile Verify.@Nullable Request verified;
  volatile List<Finding> damage = List.of();
  volatile long lost;
  final FakeSearch search;
  volatile Restore.@Nullable Request requested;
  volatile @Nullable Path restoredFrom;
  boolean appliance;
  int served;

  /// What the configuration names as the archive's key.
  @Nullable Credential key;

  /// Where `keys.json` lies.
  final MemoryStorage storage = new MemoryStorage();

  private final KeyRing keys = new KeyRing(storage);
  private final Path dir;
  private final InMemoryArchive archive = new InMemoryArchive(this::instant);
  final FakeArchiveJournal own = new FakeArchiveJournal();
  final FakeMaintenance maintenance = new FakeMaintenance();
  private final SqliteCatalog catalog;
  private final JournaledAccounts accounts;
  private final QuartzJobs jobs;
  private final SignIns signIns = new SignIns(this::instant, time -> Thread.sleep(5));

  CommandWorld(Path dir) {
    this.dir = dir;
    catalog = SqliteCatalog.open(dir.resolve("catalog.db"), this::instant);
    search = new FakeSearch(catalog, new Indexer.Coverage(1, 2, 0, 0));
    accounts =
        new JournaledAccounts(
            archive,
            catalog,
            new SealedSecretStore(dir.resolve("secrets")),
            CommandWorld::connect,
            new OAuthTokens(this::instant),
            Schedules::check);
    jobs =
        new QuartzJobs(
            new JobRooms(
                archive,
                maintenance,
                catalog,
                accounts,
                () -> this::backUp,
                this::restore,
                () -> (request, _) -> verify(request),
                Indexing::new,
                () -> this::copy,
                () -> new HeadLog(archive, own, null, this::instant)),
            new JobSettings(3, ZONE, Duration.ofSeconds(10), UpkeepSettings.NONE, 0, List.of()),
            dir.resolve("jobs.jsonl"),
            this::instant);
  }

  private Verify.Report verify(Verify.Request request) {
    verified = request;
    return Verifications.found(request.chainOnly() ? 0 : request.shares(), damage, lost);
  }

  Instant instant() {
    return now;
  }

  /// Runs a command line.
  int run(MemoryTerminal terminal, String... arguments) {
    return Commands.run(List.of(arguments), terminal, this);
  }

  /// Runs a command line and gives what it printed.
  String ok(String... arguments) {
    MemoryTerminal terminal = new MemoryTerminal();
    int code = run(terminal, arguments);
    if (code != 0 || !terminal.errors().isEmpty()) {
      throw new AssertionError("exit code " + code + ": " + terminal.errors());
    }
    return terminal.text();
  }

  /// The account `work` with two folders: INBOX with one message, and `Old/Post`, which went two
  /// days later.
  void fill() {
    accounts.add(
        WORK,
        new AccountSettings(
            "imap", "mail.example", 993, "tls", "ann", "0 17 2 * * ?", List.of(), List.of()),
        new Secret("secret"));
    try (ArchiveWriter writer = archive.writer(WORK)) {
      writer.store(Content.of(MAIL));
      writer.record(new JournalEvent.RunStarted(1, now));
      folder(writer, 1, "INBOX");
      folder(writer, 2, "Old/Post");
      placed(writer, 1, 7, List.of("\\Seen"), "Hello \u001b[31mred");
      placed(writer, 2, 9, List.of(), "Hello");
      writer.record(new JournalEvent.FetchFailed(1, 11, 8, "the server sent half of it"));
      writer.record(new JournalEvent.RunFinished(1, now, summary("partial", 1)));
      writer.commit();
    }
    now = Instant.parse("2026-11-22T10:00:00Z");
    archive.append(WORK, List.of(new JournalEvent.FolderGone(2)));
    catalog.catchUp(archive, WORK);
  }

  private static void folder(ArchiveWriter writer, int number, String path) {
    writer.record(new JournalEvent.FolderSeen(number, path, path, "/", List.of()));
    writer.record(new JournalEvent.GenerationBegan(number, 11));
  }

  private static void placed(
      ArchiveWriter writer, int folder, long uid, List<String> flags, String subject) {
    writer.record(
        new JournalEvent.Placed(
            folder,
            11,
            uid,
            ID,
            MAIL.length,
            "20-Nov-2026 09:00:00 +0100",
            flags,
            new Envelope(
                Instant.parse("2026-11-20T08:00:00Z"),
                "Ann <ann@mail.example>",
                "bob@mail.example",
                subject,
                "1@mail.example")));
  }

  /// A run whose end is in the journal.
  void ended(String outcome, long failed) {
    try (ArchiveWriter writer = archive.writer(WORK)) {
      writer.record(new JournalEvent.RunStarted(2, now));
      writer.record(new JournalEvent.RunFinished(2, now, summary(outcome, failed)));
      writer.commit();
    }
    catalog.catchUp(archive, WORK);
  }

  static RunSummary summary(String outcome, long failed) {
    return new RunSummary(
        outcome,
        outcome.equals("complete") ? "" : "not everything could be fetched",
        2,
        4,
        2,
        1,
        0,
        0,
        failed,
        1234,
        List.of(
            new FolderCount(
                1, 4, 2, failed, new Evidence("every UID was listed", true, 4, 4, 2, "", null))));
  }

  /// A complete run that raised an alarm.
  void alarmed() {
    RunSummary summary =
        new RunSummary(
            "complete",
            "",
            1,
            4,
            0,
            4,
            300,
            0,
            0,
            0,
            List.of(new FolderCount(1, 4, 4, 0)),
            List.of(
                new Alarm(
                    "dropped",
                    1,
                    500,
                    300,
                    "300 of 500 messages in folder INBOX are not on the server any more")),
            null);
    archive.append(
        WORK,
        List.of(
            new JournalEvent.RunStarted(2, now), new JournalEvent.RunFinished(2, now, summary)));
    catalog.catchUp(archive, WORK);
  }

  private Replica.Report copy(Replica.Request request, Progress progress) {
    copyRequested = request;
    return copied;
  }

  /// Whether the last backup was to try all failed messages again.
  boolean insisted;

  private Backup.Report backUp(AccountId account, boolean insist, Progress progress) {
    insisted = insist;
    return new Backup.Report(account, 2, backup.apply(account, progress), 2.5);
  }

  private static Mailbox connect(MailboxSettings settings, MailboxLogin login, CommandPace pace) {
    if (login instanceof MailboxLogin.OAuth(MailboxLogin.AccessTokens tokens)) {
      Secret _ = tokens.current();
    }
    if (login instanceof MailboxLogin.Password(Secret password)
        && !password.value().equals("secret")) {
      throw new Failure.Refused(
          "account " + settings.account(),
          "the server refuses user name or password",
          "check both",
          null);
    }
    return new FakeMailbox().folder("Lists", "\\Noselect").connect();
  }

  @Override
  public SignIns signIns() {
    return signIns;
  }

  @Override
  public Discovery discovery() {
    return new Discovery();
  }

  @Override
  public Rooms begin(Globals globals) {
    return open(globals);
  }

  @Override
  public Rooms restore(Globals globals, Path copy) {
    return open(globals);
  }

  @Override
  public Rooms open(Globals globals) {
    return this;
  }

  @Override
  public void leave(Rooms rooms) {}

  @Override
  public void serve(
      Globals globals, ServeOptions options, Terminal terminal, Consumer<Started> started) {
    served++;
    started.accept(new Started("http://localhost:8080", "http://localhost:8080/#/w", null));
  }

  @Override
  public Accounts accounts() {
    return accounts;
  }

  @Override
  public KeyRing keys() {
    return keys;
  }

  @Override
  public Archive archive() {
    if (keys.open(TestKeys.configured(key)).isPresent()) {
      archive.encrypt();
    }
    return archive;
  }

  @Override
  public ArchiveJournal ownJournal() {
    return own;
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Search search() {
    return search;
  }

  @Override
  public Restore restore() {
    return new Restoring();
  }

  @Override
  public ArchiveRestore archiveRestore() {
    return (from, key, progress) -> {
      restoredFrom = from;
      return new ArchiveRestore.Report(3, 4096, Set.of(), List.of(), 0.5);
    };
  }

  @Override
  public Jobs jobs() {
    return jobs;
  }

  @Override
  public long indexBytes() {
    return 4096;
  }

  @Override
  public boolean appliance() {
    return appliance;
  }

  @Override
  public InstantSource clock() {
    return this::instant;
  }

  @Override
  public ZoneId zone() {
    return ZONE;
  }

  Path dir() {
    return dir;
  }

  @Override
  public void close() {
    jobs.close();
    catalog.close();
    archive.close();
  }

  private final class Restoring implements Restore {
    @Override
    public Plan plan(Request request) {
      requested = request;
      return new Plan(WORK, List.of(new FolderPlan("Old/Post", "Old/Post", false, 3, 1, 2, 2048)));
    }

    @Override
    public Report run(Request request, Progress progress) {
      requested = request;
      return restored;
    }
  }

  private static final class Indexing implements Indexer {
    @Override
    public void check(Progress progress, Consumer<Difference> found) {}

    @Override
    public void catchUp(Progress progress) {}

    @Override
    public void follow(BooleanSupplier more, Progress progress) {
      while (more.getAsBoolean()) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void rebuild(Progress progress) {}

    @Override
    public Coverage coverage() {
      return new Coverage(1, 1, 0, 0);
    }

    @Override
    public long bytes() {
      return 4096;
    }

    @Override
    public void close() {}
  }
}
