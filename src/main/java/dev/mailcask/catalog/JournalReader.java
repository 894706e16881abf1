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
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows journals into a database. Before it goes on in a journal for the first time, it sees
/// that the last segment it has read is still there with the same hash, and that what could not be
/// read has not come back; after that the journal, which only grows, is trusted to be the same.
///
/// A segment that cannot be read is noted and left out, and what comes behind it is read: decision
/// 0033. One that the disk does not give may be given another time: it is asked for again at each
/// start, and every ten minutes at the most, for a disk may take half a minute to say no, and
/// nothing is written down meanwhile.
final class JournalReader {

  private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);

  /// Noted instead of the hash of a file that the disk does not give.
  private static final String UNREAD = "unread";

  private static final Duration BETWEEN = Duration.ofMinutes(10);

  private final Database database;
  private final InstantSource clock;
  private final Set<AccountId> recognised = new HashSet<>();

  /// Segments that the disk did not give, by their journals.
  private final Map<AccountId, NavigableSet<Long>> missing = new HashMap<>();

  /// Before when what the disk did not give is not asked for again.
  private final Map<AccountId, Instant> notBefore = new HashMap<>();

  private @Nullable JournalRows rows;

  JournalReader(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
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

  /// Whether there is something that the disk did not give.
  boolean misses() {
    return !notBefore.isEmpty();
  }

  /// Asks for what the disk did not give as soon as its journal is followed.
  void askAgain() {
    notBefore.clear();
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
      } catch (Failure.TooNew | Failure.Unreachable | Failure.Refused e) {
        // it does not stop the others
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
    if (due(account)) {
      look(journal, position);
    }
    while (reached < journal.last()) {
      reached = survey(journal, reached, steps);
    }
  }

  private boolean due(AccountId account) {
    Instant after = notBefore.get(account);
    Instant now = clock.instant();
    return after == null || !now.isBefore(after) || now.plus(BETWEEN).isBefore(after);
  }

  /// Sees that the journal is the one that was read, and reads what the disk did not give.
  private void look(Journal journal, Position position) {
    AccountId account = journal.account();
    notBefore.remove(account);
    if (!recognised.contains(account)) {
      if (recognise(journal, position)) {
        recognised.add(account);
      } else {
        later(account);
      }
    }
    tryAgain(journal);
  }

  private void later(AccountId account) {
    notBefore.put(account, clock.instant().plus(BETWEEN));
  }

  /// Goes on behind a segment.
  ///
  /// @return the segment that was reached: the last one, or one that the disk does not give
  /// @throws Failure if that is the last one: nothing comes behind it, so it is waited for
  private long survey(Journal journal, long from, Steps steps) {
    AccountId account = journal.account();
    long end = journal.last();
    Reach reach = new Reach(from);
    try {
      journal.survey(
          from,
          segment -> {
            reach.applying = true;
            apply(segment);
            steps.one(account);
            reach.applying = false;
            reach.segment = segment.number();
          },
          flaw -> {
            String hash = journal.hash(flaw.segment());
            reach.applying = true;
            note(account, flaw, hash, "the catalog is built without it");
            if (flaw.lost()) {
              steps.one(account);
              reach.segment = flaw.segment();
            }
            reach.applying = false;
          });
      return end;
    } catch (Failure.Unreachable | Failure.Refused e) {
      long unread = reach.segment + 1;
      if (reach.applying || unread >= end) {
        throw e;
      }
      Flaw flaw = new Flaw(unread, "journal of " + account, e.problem(), true);
      note(account, flaw, UNREAD, "the catalog goes on behind it, and tries again");
      missing.computeIfAbsent(account, _ -> new TreeSet<>()).add(unread);
      later(account);
      steps.one(account);
      return unread;
    }
  }

  /// How far a journal was read, and whether what was read is being written down.
  private static final class Reach {
    private long segment;
    private boolean applying;

    Reach(long segment) {
      this.segment = segment;
    }
  }

  /// Reads again what the disk did not give. What comes late cannot be put in the middle, so the
  /// catalog is built anew then.
  private void tryAgain(Journal journal) {
    for (long segment : missing.getOrDefault(journal.account(), new TreeSet<>())) {
      try {
        LOG.info("journal segment {} can be read again: {}", segment, journal.hash(segment));
      } catch (Failure.Unreachable | Failure.Refused e) {
        LOG.warn("{}: {}; the catalog is without it", e.subject(), e.problem());
        later(journal.account());
        continue;
      }
      throw new Diverged(journal.account());
    }
  }

  /// @return false if the disk does not give what is to be compared now
  private boolean recognise(Journal journal, Position position) {
    AccountId account = journal.account();
    boolean all = true;
    for (var flaw : database.read(sql -> new AccountQueries(sql).flaws(account)).entrySet()) {
      if (flaw.getValue().equals(UNREAD)) {
        missing.computeIfAbsent(account, _ -> new TreeSet<>()).add(flaw.getKey());
      } else {
        all &= isStill(journal, flaw.getKey(), flaw.getValue());
      }
    }
    long reached = position.segment();
    if (reached == 0 || position.hash().equals(UNREAD)) {
      return all;
    }
    try {
      if (journal.hash(reached).equals(position.hash())) {
        return all;
      }
      if (position.at() == null || readable(journal, reached)) {
        throw new Diverged(account);
      }
    } catch (Failure.Unreachable | Failure.Refused e) {
      LOG.error("{}: {}; the catalog knows what is in it", e.subject(), e.problem());
      remember(journal, position);
      return false;
    }
    // It was damaged since it was read, so that this catalog knows more than the journal.
    remember(journal, position);
    return all;
  }

  /// Whether a file that was found wrong is as wrong as it was; it may have got worse.
  ///
  /// @return false if the disk does not give it now
  /// @throws Diverged if it is another one
  private static boolean isStill(Journal journal, long segment, String hash) {
    try {
      if (journal.hash(segment).equals(hash)) {
        return true;
      }
    } catch (Failure.Unreachable | Failure.Refused e) {
      LOG.error("{}: {}; the catalog is without it", e.subject(), e.problem());
      return false;
    }
    throw new Diverged(journal.account());
  }

  private static void remember(Journal journal, Position position) {
    if (position.at() != null) {
      journal.remember(position.segment(), position.hash(), position.at());
    }
  }

  private static boolean readable(Journal journal, long segment) {
    try {
      return journal.read(segment).number() == segment;
    } catch (Failure.Corrupt e) {
      LOG.error("{}; the catalog knows what is in it", e.getMessage());
      return false;
    }
  }

  private void note(AccountId account, Flaw flaw, String hash, String without) {
    LOG.error(
        "journal of {}, segment {}: {}{}",
        account,
        flaw.segment(),
        flaw.problem(),
        flaw.lost() ? "; " + without : "");
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
