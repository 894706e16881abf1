package dev.mailcask.catalog;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.Journal;
import dev.mailcask.archive.Journal.Segment;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows journals into a database. Before it goes on in a journal for the first time, it sees
/// that the last segment it has read is still there with the same hash; after that the journal,
/// which only grows, is trusted to be the same.
final class JournalReader {

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

  /// Applies what is new in the journals. One that is damaged does not stop the others; the first
  /// such failure is thrown at the end.
  ///
  /// @throws Diverged if a journal is another one than before
  void follow(Archive archive, List<AccountId> accounts, Progress progress) {
    Failure problem = null;
    long total = accounts.stream().mapToLong(a -> archive.journal(a).last()).sum();
    Steps steps = new Steps(progress, total);
    for (AccountId account : accounts) {
      try {
        follow(archive.journal(account), steps);
      } catch (Failure.Corrupt | Failure.TooNew e) {
        if (database.damaged()) {
          throw e;
        }
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
    AccountQueries.Position position =
        database.read(sql -> new AccountQueries(sql).position(account));
    long reached = position.segment();
    steps.skip(reached);
    long last = journal.last();
    if (last < reached) {
      throw new Diverged(account);
    }
    boolean known = reached == 0 || recognised.contains(account);
    if (last == reached) {
      if (!known && !journal.head().equals(position.hash())) {
        throw new Diverged(account);
      }
    } else {
      journal.readAfter(
          known ? reached : reached - 1,
          segment -> {
            if (segment.number() > reached) {
              apply(segment);
              steps.one(account);
            } else if (!segment.hash().equals(position.hash())) {
              throw new Diverged(account);
            }
          });
    }
    recognised.add(account);
  }

  private void apply(Segment segment) {
    Sql sql = database.writer();
    JournalRows writing = rows;
    rows = null; // until it is done: what it remembers may be ahead of the file
    try {
      if (writing == null) {
        writing = new JournalRows(sql);
      }
      writing.apply(segment);
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
