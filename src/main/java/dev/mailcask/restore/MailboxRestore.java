package dev.mailcask.restore;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.Archive;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Sleeper;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.JournalDamage;
import dev.mailcask.restore.Planner.Job;
import dev.mailcask.restore.Selection.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts mail back over APPEND, on one connection.
public final class MailboxRestore implements Restore {

  private static final Logger LOG = LoggerFactory.getLogger(MailboxRestore.class);

  private final Archive archive;
  private final Catalog catalog;
  private final Accounts accounts;
  private final InstantSource clock;
  private final Sleeper sleeper;

  public MailboxRestore(Archive archive, Catalog catalog, Accounts accounts, InstantSource clock) {
    this(archive, catalog, accounts, clock, Sleeper.REAL);
  }

  MailboxRestore(
      Archive archive, Catalog catalog, Accounts accounts, InstantSource clock, Sleeper sleeper) {
    this.archive = archive;
    this.catalog = catalog;
    this.accounts = accounts;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  @Override
  public Plan plan(Request request) {
    AccountId to = target(request);
    Selection selection = select(request, to, new ArrayList<>());
    try (Connection connection = connect(to)) {
      Planner planner = new Planner(catalog, to, connection);
      return new Plan(
          to,
          selection.targets().stream()
              .map(target -> planner.plan(selection, target).plan())
              .toList());
    }
  }

  @Override
  public Report run(Request request, Progress progress) {
    Instant begin = clock.instant();
    AccountId to = target(request);
    List<String> damage = new ArrayList<>();
    Selection selection = select(request, to, damage);
    Ledger ledger = new Ledger(archive, catalog, request.from(), sleeper);
    try (Connection connection = connect(to)) {
      RestoreRun run = new RestoreRun(archive, connection, ledger, to, progress);
      List<Job> jobs = plan(selection, new Planner(catalog, to, connection), run, progress);
      damage.forEach(text -> run.warn(jobs, text));
      run.carryOut(jobs);
      return run.report(Duration.between(begin, clock.instant()).toMillis() / 1000.0);
    }
  }

  private static List<Job> plan(
      Selection selection, Planner planner, RestoreRun run, Progress progress) {
    List<Job> jobs = new ArrayList<>();
    for (Target target : selection.targets()) {
      progress.checkCancelled("restore");
      progress.at(new Progress.Step("comparing", target.path(), 0, -1, 0));
      try {
        jobs.add(planner.plan(selection, target));
      } catch (Failure.Refused e) {
        run.unplannable(target.path(), selection.wanted(target), e);
      }
    }
    return jobs;
  }

  private AccountId target(Request request) {
    AccountId to = request.to();
    Account target = accounts.get(to == null ? request.from() : to);
    if (target.settings().pop3()) {
      throw new Failure.Refused(
          "account " + target.id(),
          "its mail is fetched by POP3, which only reads: nothing can be put back there",
          "restore to an IMAP account, which may be the same mailbox over IMAP",
          null);
    }
    return target.id();
  }

  /// The archive's side, after the catalog has caught up: the ledger of the last restore is in it.
  /// A journal that is damaged must not keep back what is known of it.
  private Selection select(Request request, AccountId to, List<String> damage) {
    Set<AccountId> accounts = new LinkedHashSet<>(List.of(request.from(), to));
    for (AccountId account : accounts) {
      try {
        catalog.catchUp(archive, account);
      } catch (Failure.Corrupt e) {
        LOG.warn("restore goes on with what the catalog knows: {}", e.getMessage());
        damage.add(
            "%s: %s; only what is known of the account without it was looked at; run verify"
                .formatted(e.subject(), e.problem()));
      }
    }
    catalog.damage().stream()
        .filter(journal -> journal.lost() && accounts.contains(journal.account()))
        .map(MailboxRestore::words)
        .forEach(damage::add);
    return Selection.of(catalog, request);
  }

  private static String words(JournalDamage journal) {
    return "journal of account %s, segment %d: %s; what it tells was not looked at; run verify"
        .formatted(journal.account(), journal.segment(), journal.problem());
  }

  private Connection connect(AccountId to) {
    return new Connection("account " + to, () -> accounts.connect(to), sleeper);
  }
}
