package dev.mailcask.catalog;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.Journal;
import dev.mailcask.archive.Journal.Flaw;
import dev.mailcask.archive.Journal.Segment;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.AccountQueries.Position;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows journals into a database. Before it goes on in a journal for the first time, it sees
/// that the last segment it has read is still there with the same hash, and that what could not be
/// read has not come back; after that the journal, which only grows, is trusted to be the same.
///
/// A segment that cannot be read is noted and left out, and what comes behind it is read: decision
/// 0033.
final class JournalReader {

  private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);

  private final Database database;
  private final Set<AccountId> recognised = new HashSet<>();
  private @Nullable JournalRows rows;

  JournalReader(Database database) {
    this.database = database;
  }

  /// The journal is not the one that the catalog was made from.
  static final class Diverged extends RuntimeException {
    private final transient AccountId journal;

    Diverged(AccountId journal) {
      super("journal of " + journal, null, false, false);
      this.journal = journal;
    }

    AccountId journal() {
      return journal;
    }
  }

  /// Applies what is new in the journals.
  ///
  /// @throws Diverged if a journal is another one than before
  void follow(Archive archive, List<AccountId> accounts, Progress progress) {
    Failure problem = null;
    long total = accounts.stream().mapToLong(a -> archive.journal(a).last()).sum();
    Steps steps = new Steps(progress, total);
    for (AccountId account : accounts) {
      try {
        follow(archive.journal(account), steps);
      } catch (Failure.TooNew e) { // it does not stop the others
        if (problem == null) {
          problem = e;
        } else {
          problem.addSuppressed(e);
        }
      }
    }
    if (problem != null) {
      throw problem;
    }
  }

  private void follow(Journal journal, Steps steps) {
    AccountId account = journal.account();
    Position position = database.read(sql -> new AccountQueries(sql).position(account));
    long reached = position.segment();
    steps.skip(reached);
    if (journal.last() < reached) {
      throw new Diverged(account);
    }
    if (!recognised.contains(account)) {
      recognise(journal, position);
    }
    if (journal.last() > reached) {
      journal.survey(
          reached,
          segment -> {
            apply(segment);
            steps.one(account);
          },
          flaw -> {
            note(account, flaw, journal.hash(flaw.segment()));
            if (flaw.lost()) {
              steps.one(account);
            }
          });
    }
    recognised.add(account);
  }

  private void recognise(Journal journal, Position position) {
    AccountId account = journal.account();
    database
        .read(sql -> new AccountQueries(sql).flaws(account))
        .forEach(
            (segment, hash) -> {
              if (!journal.hash(segment).equals(hash)) {
                throw new Diverged(account);
              }
            });
    long reached = position.segment();
    if (reached == 0 || journal.hash(reached).equals(position.hash())) {
      return;
    }
    if (position.at() == null || readable(journal, reached)) {
      throw new Diverged(account);
    }
    // It was damaged since it was read, so that this catalog knows more than the journal.
    journal.remember(reached, position.hash(), position.at());
  }

  private static boolean readable(Journal journal, long segment) {
    try {
      return journal.read(segment).number() == segment;
    } catch (Failure.Corrupt e) {
      LOG.error("{}; the catalog knows what is in it", e.getMessage());
      return false;
    }
  }

  private void note(AccountId account, Flaw flaw, String hash) {
    LOG.error(
        "archive/{}: {}{}",
        flaw.file(),
        flaw.problem(),
        flaw.lost() ? "; the catalog is built without it" : "");
    write(rows -> rows.flaw(account, flaw, hash));
  }

  private void apply(Segment segment) {
    write(rows -> rows.apply(segment));
  }

  private interface Change {
    void to(JournalRows rows) throws SQLException;
  }

  private void write(Change change) {
    Sql sql = database.writer();
    JournalRows writing = rows;
    rows = null; // until it is done: what it remembers may be ahead of the file
    try {
      if (writing == null) {
        writing = new JournalRows(sql);
      }
      change.to(writing);
    } catch (SQLException e) {
      Failure failure = database.failed(e);
      try {
        sql.endTransaction();
      } catch (SQLException again) {
        failure.addSuppressed(again);
      }
      throw failure;
    }
    rows = writing;
  }

  /// Counts segments for whoever watches.
  private static final class Steps {
    private final Progress progress;
    private final long total;
    private long done;

    Steps(Progress progress, long total) {
      this.progress = progress;
      this.total = total;
    }

    void skip(long segments) {
      done += segments;
    }

    void one(AccountId account) {
      done++;
      progress.at(new Progress.Step("reading journals", account.name(), done, total, 0));
      progress.checkCancelled("catalog");
    }
  }
}
