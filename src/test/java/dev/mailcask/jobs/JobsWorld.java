package dev.mailcask.jobs;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.index.Indexer;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.RemoteFolder;
import dev.mailcask.oauth.OAuthSettings;
import dev.mailcask.replica.Replica;
import dev.mailcask.restore.Restore;
import dev.mailcask.sync.Backup;
import dev.mailcask.testing.FakeArchiveJournal;
import dev.mailcask.testing.FakeMaintenance;
import dev.mailcask.testing.InMemoryArchive;
import dev.mailcask.testing.Verifications;
import dev.mailcask.verify.HeadLog;
import dev.mailcask.verify.Verify.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The rooms around jobs: a real catalog over an archive in memory, and work whose beginning and
/// end the test decides.
final class JobsWorld implements AutoCloseable {

  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  static final Instant START = Instant.parse("2026-11-23T05:00:00Z");

  /// What a backup does, given its account and progress; returns its outcome.
  volatile BiFunction<AccountId, Progress, String> backup = (_, _) -> "complete";

  volatile BiFunction<Replica.Request, Progress, Replica.Report> copied =
      (_, _) -> new Replica.Report("/mnt/copy", 2, 99, 1, 0, 0, 7, 999, List.of(), 0.1);

  volatile @Nullable Failure indexFailure;
  volatile List<Finding> damage = List.of();
  volatile long restoreFailures;
  volatile long restoreUnequal;
  volatile Instant now = START;

  UpkeepSettings upkeep = UpkeepSettings.NONE;
  List<String> watch = List.of();
  final List<String> events = new CopyOnWriteArrayList<>();
  private final Map<AccountId, Account> accounts = new TreeMap<>();
  private final InstantSource clock = () -> now;
  private final InMemoryArchive archive = new InMemoryArchive(clock);
  final FakeMaintenance maintenance = new FakeMaintenance();
  private final SqliteCatalog catalog;
  private final Path history;
  private final List<QuartzJobs> open = new ArrayList<>();

  JobsWorld(Path dir) {
    history = dir.resolve("jobs.jsonl");
    catalog = SqliteCatalog.open(dir.resolve("catalog.db"), clock);
  }

  Path history() {
    return history;
  }

  AccountId account(String name, String cron) {
    return account(name, cron, AccountSettings.Limits.NONE);
  }

  AccountId account(String name, String cron, AccountSettings.Limits limits) {
    AccountId id = new AccountId(name);
    AccountSettings settings =
        new AccountSettings(
            "imap", "h", 993, "tls", "u", cron, List.of(), List.of(), null, limits, null);
    accounts.put(id, new Account(id, settings, false));
    return id;
  }

  /// A backup that ran at a time, as the journal tells it.
  void ran(AccountId account, long run, Instant at, boolean finished) {
    List<JournalEvent> story = new ArrayList<>();
    story.add(new JournalEvent.RunStarted(run, at));
    if (finished) {
      story.add(new JournalEvent.RunFinished(run, at, summary("complete")));
    }
    archive.append(account, story);
    catalog.catchUp(archive, account);
  }

  /// A backup that stopped, as the journal tells it.
  void stopped(AccountId account, long run, Instant until) {
    stopped(account, run, until, "throttled");
  }

  void stopped(AccountId account, long run, Instant until, String kind) {
    archive.append(
        account,
        List.of(
            new JournalEvent.RunStarted(run, now),
            new JournalEvent.RunFinished(run, now, paused(until, kind))));
    catalog.catchUp(archive, account);
  }

  private static RunSummary paused(Instant until, String kind) {
    return new RunSummary(
        "partial",
        "too much",
        1,
        5,
        2,
        3,
        0,
        0,
        0,
        100,
        List.of(),
        List.of(),
        new Pause(kind, until, null, "too much"));
  }

  QuartzJobs jobs() {
    return jobs(3);
  }

  QuartzJobs jobs(int parallel) {
    JobRooms rooms =
        new JobRooms(
            archive,
            maintenance,
            catalog,
            new Known(),
            () -> this::backUp,
            Restoring::new,
            () -> (_, _) -> Verifications.found(damage),
            Indexing::new,
            () -> this::copy,
            () -> new HeadLog(archive, new FakeArchiveJournal(), null, clock));
    JobSettings settings =
        new JobSettings(parallel, ZONE, Duration.ofSeconds(20), upkeep, 0, watch);
    QuartzJobs jobs = new QuartzJobs(rooms, settings, history, clock);
    open.add(jobs);
    return jobs;
  }

  private Replica.Report copy(Replica.Request request, Progress progress) {
    events.add("begin copy");
    return copied.apply(request, progress);
  }

  private Backup.Report backUp(AccountId account, boolean insist, Progress progress) {
    events.add("begin " + account);
    String outcome = backup.apply(account, progress);
    events.add("end " + account);
    return new Backup.Report(
        account, 1, outcome.equals("paused") ? paused(now, "throttled") : summary(outcome), 0.5);
  }

  static RunSummary summary(String outcome) {
    return new RunSummary(
        outcome,
        outcome.equals("complete") ? "" : "a folder is locked",
        1,
        5,
        2,
        3,
        0,
        0,
        outcome.equals("complete") ? 0 : 1,
        100,
        List.of());
  }

  /// Waits as work that can be asked to stop does.
  static String untilCancelled(CountDownLatch begun, Progress progress) {
    begun.countDown();
    while (true) {
      progress.checkCancelled("account work");
      Thread.onSpinWait();
    }
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    open.forEach(QuartzJobs::close);
    catalog.close();
    archive.close();
  }

  private final class Indexing implements Indexer {
    @Override
    public void check(Progress progress, Consumer<Difference> found) {}

    @Override
    public void catchUp(Progress progress) {
      if (indexFailure != null) {
        throw indexFailure;
      }
      events.add("index");
    }

    @Override
    public void follow(BooleanSupplier more, Progress progress) {
      while (more.getAsBoolean()) {
        Thread.onSpinWait();
      }
      progress.checkCancelled("index");
    }

    @Override
    public void rebuild(Progress progress) {
      events.add("rebuild index");
    }

    @Override
    public Coverage coverage() {
      return new Coverage(1, 1, 0, 0);
    }

    @Override
    public long bytes() {
      return 1;
    }

    @Override
    public void close() {}
  }

  private final class Restoring implements Restore {
    @Override
    public Plan plan(Request request) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Report run(Request request, Progress progress) {
      events.add("restore " + request.from());
      long appended = 4 - restoreFailures;
      return new Report(
          4, appended, 0, restoreFailures, appended - restoreUnequal, 0.2, List.of(), List.of());
    }
  }

  private final class Known implements Accounts {
    @Override
    public List<Account> list() {
      return List.copyOf(accounts.values());
    }

    @Override
    public Account get(AccountId account) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<RemoteFolder> test(AccountId id, AccountSettings settings, Secret password) {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<RemoteFolder> test(AccountId account) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Account add(AccountId id, AccountSettings settings, Secret password) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Account change(AccountId id, AccountSettings settings, @Nullable Secret password) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void remove(AccountId account) {
      accounts.remove(account);
    }

    @Override
    public Mailbox connectBeside(AccountId account) {
      return connect(account);
    }

    @Override
    public Mailbox connect(AccountId account, CommandPace pace) {
      throw new UnsupportedOperationException();
    }

    @Override
    public OAuthSettings oauth(AccountId account) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String clientSecret(AccountId account) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<String> loginProblem(AccountId account) {
      return Optional.empty();
    }

    @Override
    public String nightly(AccountId account) {
      throw new UnsupportedOperationException();
    }
  }
}
