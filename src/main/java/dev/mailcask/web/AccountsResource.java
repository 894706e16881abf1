package dev.mailcask.web;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.FolderAt;
import dev.mailcask.jobs.Jobs;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.RemoteFolder;
import dev.mailcask.web.SignInsResource.OAuthView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The accounts that are backed up: add, test, change, remove, back up now.
final class AccountsResource {

  /// As many jobs are looked through for those that have not ended.
  private static final int JOBS = 100;

  private final Accounts accounts;
  private final AccountSecrets secrets;
  private final Catalog catalog;
  private final Jobs jobs;
  private final ZoneId zone;

  AccountsResource(WebServices services) {
    accounts = services.accounts();
    secrets = new AccountSecrets(services.signIns());
    catalog = services.catalog();
    jobs = services.jobs();
    zone = services.zone();
  }

  record AccountList(List<AccountView> accounts) {}

  record AccountView(
      String name,
      SettingsView settings,
      ScheduleView schedule,
      @Nullable Instant nextRun,
      @Nullable RunView lastRun,
      TotalsView totals,
      @Nullable String job,
      @Nullable String loginProblem,
      @Nullable String watchProblem,
      List<AlarmView> alarms) {}

  record SettingsView(
      String kind,
      String host,
      int port,
      String security,
      String user,
      List<String> include,
      List<String> exclude,
      @Nullable OAuthView oauth,
      LimitsView limits,
      @Nullable List<String> watch) {}

  /// What the owner allows of an account; null leaves it to the configuration and the provider.
  record LimitsView(
      @Nullable Integer connections,
      @Nullable Long bytesPerDay,
      @Nullable Integer commandsPerMinute) {

    static LimitsView of(AccountSettings.Limits limits) {
      return new LimitsView(
          limits.connections() == 0 ? null : limits.connections(),
          limits.bytesPerDay() == 0 ? null : limits.bytesPerDay(),
          limits.commandsPerMinute() == 0 ? null : limits.commandsPerMinute());
    }

    AccountSettings.Limits settings() {
      return new AccountSettings.Limits(
          connections == null ? 0 : connections,
          bytesPerDay == null ? 0 : bytesPerDay,
          commandsPerMinute == null ? 0 : commandsPerMinute);
    }
  }

  record TotalsView(long folders, long messages, long bytes, long goneFolders, long goneMessages) {}

  record SettingsInput(
      @Nullable String kind,
      String host,
      @Nullable Integer port,
      String security,
      String user,
      @Nullable List<String> include,
      @Nullable List<String> exclude,
      @Nullable OAuthView oauth,
      @Nullable LimitsView limits,
      @Nullable List<String> watch) {}

  record NewAccount(
      String name,
      SettingsInput settings,
      ScheduleView.@Nullable Input schedule,
      @Nullable Secret password,
      @Nullable String signIn) {}

  record AccountChange(
      SettingsInput settings,
      ScheduleView.@Nullable Input schedule,
      @Nullable Secret password,
      @Nullable String signIn) {}

  record AccountTest(
      String name, SettingsInput settings, @Nullable Secret password, @Nullable String signIn) {}

  record TestResult(List<RemoteFolderView> folders) {}

  record RemoteFolderView(String path, boolean selectable, List<String> attributes) {}

  void install(RoutesConfig routes) {
    routes.get("/api/v1/accounts", this::list);
    routes.post("/api/v1/accounts", this::add);
    routes.post("/api/v1/accounts/test", this::testNew);
    routes.get("/api/v1/accounts/{name}", ctx -> ctx.json(view(account(ctx), unended())));
    routes.put("/api/v1/accounts/{name}", this::change);
    routes.delete("/api/v1/accounts/{name}", this::remove);
    routes.post("/api/v1/accounts/{name}/test", this::test);
    routes.post("/api/v1/accounts/{name}/backup", this::backUp);
  }

  private void list(Context ctx) {
    List<Job> unended = unended();
    ctx.json(new AccountList(accounts.list().stream().map(a -> view(a, unended)).toList()));
  }

  private void add(Context ctx) {
    NewAccount input = RequestBody.read(ctx, NewAccount.class);
    AccountId id = new AccountId(input.name);
    String nightly = accounts.nightly(id);
    String cron = input.schedule == null ? nightly : input.schedule.toCron(nightly);
    AccountSettings settings = settings(input.settings, cron, "imap");
    Account added =
        accounts.add(id, settings, secrets.needed(settings, input.password, input.signIn));
    secrets.kept(input.signIn);
    jobs.reschedule();
    ctx.status(201).json(view(added, unended()));
  }

  private void change(Context ctx) {
    Account before = account(ctx);
    AccountChange input = RequestBody.read(ctx, AccountChange.class);
    String cron =
        input.schedule == null
            ? before.settings().schedule()
            : input.schedule.toCron(accounts.nightly(before.id()));
    AccountSettings settings = settings(input.settings, cron, before.settings().kind());
    Secret secret = secrets.of(settings, input.password, input.signIn);
    if (secret == null && moved(before.settings(), settings)) {
      throw HttpProblem.of(
          422,
          "password-needed",
          "Password needed",
          "account " + before.id(),
          "host, port, protection or user is another, and the kept password is only ever sent to"
              + " the place it was given for",
          settings.oauth() == null ? "enter the password of the mailbox again" : "sign in again");
    }
    Account after = accounts.change(before.id(), settings, secret);
    secrets.kept(input.signIn);
    jobs.reschedule();
    ctx.json(view(after, unended()));
  }

  /// Whether the password would go to another place than before, or less protected: whoever gets
  /// hold of a session must not be able to have it sent to a server of their own.
  private static boolean moved(AccountSettings before, AccountSettings after) {
    return !before.host().equalsIgnoreCase(after.host())
        || before.port() != after.port()
        || !before.security().equals(after.security())
        || !before.kind().equals(after.kind())
        || !before.user().equals(after.user())
        || !Objects.equals(before.oauth(), after.oauth());
  }

  private void remove(Context ctx) {
    accounts.remove(account(ctx).id());
    jobs.reschedule();
    ctx.status(204);
  }

  private void testNew(Context ctx) {
    AccountTest input = RequestBody.read(ctx, AccountTest.class);
    AccountId id = new AccountId(input.name);
    AccountSettings settings = settings(input.settings, "", "imap");
    answer(
        ctx, accounts.test(id, settings, secrets.needed(settings, input.password, input.signIn)));
  }

  private void test(Context ctx) {
    answer(ctx, accounts.test(account(ctx).id()));
  }

  private static void answer(Context ctx, List<RemoteFolder> folders) {
    ctx.json(
        new TestResult(
            folders.stream()
                .map(
                    f ->
                        new RemoteFolderView(
                            f.path(), f.selectable(), f.attributes().stream().sorted().toList()))
                .toList()));
  }

  private void backUp(Context ctx) {
    Job job = jobs.submit(new Work.BackupAccount(account(ctx).id(), Query.flag(ctx, "retry")));
    ctx.status(202).json(JobView.of(job));
  }

  private Account account(Context ctx) {
    return account(ctx, accounts);
  }

  /// The account that the path names.
  ///
  /// @throws HttpProblem with 404 if there is none
  static Account account(Context ctx, Accounts accounts) {
    try {
      return accounts.get(new AccountId(ctx.pathParam("name")));
    } catch (Failure.Misconfigured e) {
      throw HttpProblem.notFound(e.subject(), e.problem(), e.hint());
    }
  }

  /// @param usual the protocol where none is named
  private static AccountSettings settings(SettingsInput input, String cron, String usual) {
    Security security = security(input.security);
    Protocol protocol = protocol(input.kind == null ? usual : input.kind, "field settings.kind");
    return new AccountSettings(
        protocol.word(),
        input.host.strip(),
        input.port == null ? protocol.defaultPort(security) : input.port,
        input.security,
        input.user.strip(),
        cron,
        input.include == null ? List.of() : input.include,
        input.exclude == null ? List.of() : input.exclude,
        input.oauth == null ? null : input.oauth.settings(),
        input.limits == null ? null : input.limits.settings(),
        input.watch);
  }

  /// The protocol of that word; IMAP where nobody says.
  static Protocol protocol(@Nullable String kind, String field) {
    return kind == null
        ? Protocol.IMAP
        : Protocol.of(kind)
            .orElseThrow(
                () -> HttpProblem.badRequest(field, "there is no such kind", "use imap or pop3"));
  }

  private static Security security(String name) {
    for (Security security : Security.values()) {
      if (security.name().toLowerCase(Locale.ROOT).equals(name)) {
        return security;
      }
    }
    throw HttpProblem.badRequest(
        "field settings.security", "there is no such protection", "use tls, starttls or none");
  }

  private AccountView view(Account account, List<Job> unended) {
    AccountSettings s = account.settings();
    List<RunView> runs = RunView.of(catalog.runs(account.id(), 1));
    return new AccountView(
        account.id().name(),
        new SettingsView(
            s.kind(),
            s.host(),
            s.port(),
            s.security(),
            s.user(),
            s.include(),
            s.exclude(),
            OAuthView.of(s.oauth()),
            LimitsView.of(s.limitsOrNone()),
            s.watch()),
        ScheduleView.of(s.schedule(), zone),
        jobs.next(account.id()).orElse(null),
        runs.isEmpty() ? null : runs.getFirst(),
        totals(catalog.folders(account.id(), null)),
        unended.stream()
            .filter(job -> about(job.work(), account.id()))
            .map(Job::id)
            .findFirst()
            .orElse(null),
        accounts.loginProblem(account.id()).orElse(null),
        jobs.watchProblem(account.id()).orElse(null),
        AlarmView.of(catalog, account.id()));
  }

  private static TotalsView totals(List<FolderAt> folders) {
    long[] sums = new long[5];
    for (FolderAt folder : folders) {
      boolean gone = folder.gone() != null;
      sums[gone ? 3 : 0]++;
      sums[gone ? 4 : 1] += folder.messages();
      sums[2] += gone ? 0 : folder.bytes();
    }
    return new TotalsView(sums[0], sums[1], sums[2], sums[3], sums[4]);
  }

  private List<Job> unended() {
    return jobs.history(JOBS).stream().filter(job -> !job.status().ended()).toList();
  }

  private static boolean about(Work work, AccountId account) {
    return switch (work) {
      case Work.BackupAccount backup -> backup.account().equals(account);
      case Work.RestoreMail(var request) ->
          request.from().equals(account) || account.equals(request.to());
      case Work.VerifyArchive _,
          Work.CopyArchive _,
          Work.Rebuild _,
          Work.CompactArchive _,
          Work.PruneArchive _ ->
          false;
    };
  }
}
