package dev.mailcask.sync;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Sleeper;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Run;
import dev.mailcask.message.EnvelopeParser;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Backs up accounts, one [BackupRun] at a time for each; the lock is the journal's one writer.
public final class AccountBackup implements Backup {

  /// Others write to a journal for a moment only: settings, the ledger of a restore.
  private static final int LOCK_ATTEMPTS = 12;

  private static final Duration LOCK_PAUSE = Duration.ofMillis(250);

  private static final Logger LOG = LoggerFactory.getLogger(AccountBackup.class);

  private final Means means;

  /// Accounts of which nothing was lost, with what the stock was then.
  private final Map<AccountId, Long> whole = new ConcurrentHashMap<>();

  public AccountBackup(
      Archive archive,
      Catalog catalog,
      Accounts accounts,
      SyncSettings settings,
      InstantSource clock) {
    this(
        new Means(
            archive, catalog, accounts, settings, clock, Sleeper.REAL, EnvelopeParser::parse));
  }

  AccountBackup(Means means) {
    this.means = means;
  }

  @Override
  public Report run(AccountId account, boolean insist, Progress progress) {
    Account its = means.accounts().get(account);
    long begin = System.nanoTime();
    try (ArchiveWriter writer = writer(account)) {
      means.catalog().catchUp(means.archive(), account);
      List<Run> last = means.catalog().runs(account, 1);
      long number = last.isEmpty() ? 1 : last.getFirst().number() + 1;
      BackupRun run = new BackupRun(means, its, number, writer, lost(account), insist, progress);
      return new Report(account, number, run.run(), (System.nanoTime() - begin) / 1e9);
    }
  }

  /// Goes through the catalog when it begins to work, and when packs were taken away since.
  private LostContent lost(AccountId account) {
    long stock = means.archive().takeStock();
    if (Objects.equals(whole.get(account), stock)) {
      return LostContent.NONE;
    }
    LostContent lost = LostContent.of(means.archive(), means.catalog(), account);
    if (lost.isEmpty()) {
      whole.put(account, stock);
    } else {
      LOG.error(
          "account {}: the content of {} messages is in no pack; it is fetched again where the"
              + " server has it",
          account,
          lost.ids().size());
    }
    return lost;
  }

  private ArchiveWriter writer(AccountId account) {
    for (int attempt = 1; ; attempt++) {
      try {
        return means.archive().writer(account);
      } catch (Failure.Locked e) {
        if (attempt >= LOCK_ATTEMPTS) {
          throw e;
        }
        means.sleeper().pause(LOCK_PAUSE, "account " + account);
      }
    }
  }
}
