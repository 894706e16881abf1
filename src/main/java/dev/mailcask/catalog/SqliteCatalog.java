package dev.mailcask.catalog;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.AccountQueries.Vanished;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The catalog in one SQLite file.
///
/// It heals by itself: a file that is damaged, or that tells of another journal than the archive
/// holds (the recorded hash is not in the chain), is built anew by the next [#catchUp]. Until a new
/// file is complete, questions are answered from the old one. That the archive once held more than
/// it does now is carried over, or nobody would ever know.
public final class SqliteCatalog implements Catalog {

  private static final Logger LOG = LoggerFactory.getLogger(SqliteCatalog.class);

  /// Messages read at once while a folder is streamed.
  private static final int PAGE = 1000;

  private final Database database;
  private final InstantSource clock;
  private final ReentrantLock writing = new ReentrantLock();
  private JournalReader reader;

  private SqliteCatalog(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
    this.reader = new JournalReader(database, clock);
  }

  /// Opens the catalog, or makes an empty one: [#catchUp] fills it.
  ///
  /// @param file `catalog.db`
  /// @throws Failure.TooNew if a newer Mailcask wrote it
  public static SqliteCatalog open(Path file, InstantSource clock) {
    return new SqliteCatalog(Database.open(file), clock);
  }

  @Override
  public void catchUp(Archive archive, AccountId account) {
    writing.lock();
    try {
      if (!follow(archive, List.of(account), Progress.NONE)) {
        replace(archive, Progress.NONE);
      }
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void catchUp(Archive archive, Progress progress) {
    writing.lock();
    try {
      List<AccountId> accounts = archive.accounts();
      boolean strangers = !accounts.containsAll(read(sql -> new AccountQueries(sql).journals()));
      if (strangers || !follow(archive, accounts, progress)) {
        replace(archive, progress);
      }
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void rebuild(Archive archive, Progress progress) {
    writing.lock();
    try {
      build(archive, progress, this::checkThatNoneIsForgotten);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public void renew(Archive archive, Progress progress) {
    writing.lock();
    try {
      replace(archive, progress);
    } finally {
      writing.unlock();
    }
  }

  /// The fresh catalog is built without the lock, so that backups go on; under it both are brought
  /// to the same segments, and what is compared is a snapshot of that moment.
  @Override
  public void check(Archive archive, Progress progress, Consumer<Difference> found) {
    tryAgain(archive, progress);
    Database fresh = database.checking();
    try {
      JournalReader following = new JournalReader(fresh, clock);
      following.follow(archive, archive.accounts(), progress);
      Sql sql = fresh.writer();
      database.attachTo(sql);
      writing.lock();
      try {
        List<AccountId> accounts = archive.accounts();
        following.follow(archive, accounts, progress);
        reader.follow(archive, accounts, progress);
        sql.begin();
        sql.number("SELECT count(*) FROM live.life"); // from here on it is a snapshot
      } finally {
        writing.unlock();
      }
      new CatalogCheck(sql, progress, found).run();
    } catch (JournalReader.Diverged e) {
      found.accept(new Difference("segment", 1, 0, List.of()));
    } catch (SQLException e) {
      throw database.failed(e);
    } finally {
      fresh.discard();
    }
  }

  /// What a disk did not give is no difference once it does.
  private void tryAgain(Archive archive, Progress progress) {
    writing.lock();
    try {
      if (reader.misses()) {
        reader.askAgain();
        catchUp(archive, progress);
      }
    } finally {
      writing.unlock();
    }
  }

  @Override
  public List<Head> heads() {
    return read(sql -> new AccountQueries(sql).heads());
  }

  /// Applies what is new. One account's damaged journal does not stop the others.
  ///
  /// @return false if this catalog cannot go on and must be built anew
  private boolean follow(Archive archive, List<AccountId> accounts, Progress progress) {
    if (database.damaged()) {
      return false;
    }
    if (read(Migrations::outdated)) {
      LOG.info("the catalog is of an earlier version: built again from the archive");
      return false;
    }
    try {
      reader.follow(archive, accounts, progress);
      return true;
    } catch (JournalReader.Diverged e) {
      LOG.warn("the catalog does not belong to {}: built again from the archive", e.journal());
      return false;
    } catch (Failure.Corrupt e) {
      if (database.damaged()) {
        return false;
      }
      throw e;
    }
  }

  /// Builds a catalog in the place of one that cannot go on.
  private void replace(Archive archive, Progress progress) {
    List<Vanished> known = known();
    build(archive, progress, fresh -> carryOver(known, fresh));
  }

  private List<Vanished> known() {
    try {
      return read(sql -> new AccountQueries(sql).known());
    } catch (Failure.Corrupt e) {
      LOG.warn("what the damaged catalog had read cannot be compared: {}", e.problem());
      return List.of();
    }
  }

  private static void carryOver(List<Vanished> known, Database fresh) {
    try {
      for (Vanished one : new JournalRows(fresh.writer()).keepVanished(known)) {
        LOG.error(
            "journal of {}: segment {} was there once, and is missing or another one now",
            one.account(),
            one.segment());
      }
    } catch (SQLException e) {
      throw fresh.failed(e);
    }
  }

  /// What this catalog has read and the journals do not tell any more must not be thrown away.
  private void checkThatNoneIsForgotten(Database fresh) {
    if (database.damaged()) {
      return;
    }
    for (JournalDamage damage : fresh.read(sql -> new AccountQueries(sql).damage())) {
      if (damage.lost()
          && read(sql -> new AccountQueries(sql).has(damage.account(), damage.segment()))) {
        throw new Failure.Corrupt(
            "journal of %s, segment %d".formatted(damage.account(), damage.segment()),
            damage.problem() + "; the catalog knows what is in it, and was kept as it is",
            "bring the segment back with 'mailcask verify --repair'",
            null);
      }
    }
  }

  private void build(Archive archive, Progress progress, Consumer<Database> check) {
    Instant began = clock.instant();
    Database fresh = database.building();
    boolean complete = false;
    Failure problem = null;
    try {
      try {
        new JournalReader(fresh, clock).follow(archive, archive.accounts(), progress);
      } catch (Failure.TooNew e) {
        // What can be read is better than a damaged catalog, and worse than a sound one.
        problem = e;
      }
      check.accept(fresh);
      complete = problem == null || database.damaged();
    } finally {
      if (!complete) {
        fresh.discard();
      }
    }
    if (complete) {
      database.replaceWith(fresh);
      reader = new JournalReader(database, clock);
      LOG.info(
          "catalog built from the archive: {} messages in {} s",
          counts().messages(),
          Duration.between(began, clock.instant()).toSeconds());
    }
    if (problem != null) {
      throw problem;
    }
  }

  @Override
  public List<JournalDamage> damage() {
    return read(sql -> new AccountQueries(sql).damage());
  }

  @Override
  public String generation() {
    return read(
        sql -> sql.first("SELECT generation FROM life", row -> row.getString(1)).orElseThrow());
  }

  @Override
  public Standing standing() {
    return read(
        sql ->
            sql.first(
                    "SELECT generation, (SELECT ifnull(max(change), 0) FROM message), messages FROM life",
                    row -> new Standing(row.getString(1), row.getLong(2), row.getLong(3)))
                .orElseThrow());
  }

  @Override
  public List<Account> accounts() {
    return read(sql -> new AccountQueries(sql).accounts());
  }

  @Override
  public Optional<Account> account(AccountId account) {
    return read(sql -> new AccountQueries(sql).account(account));
  }

  @Override
  public List<Run> runs(AccountId account, int limit) {
    return read(sql -> new AccountQueries(sql).runs(account, limit));
  }

  @Override
  public List<Fetched> fetchedAfter(AccountId account, Instant time) {
    return read(sql -> new AccountQueries(sql).fetchedAfter(account, time));
  }

  @Override
  public Optional<RaisedAlarm> lastAlarm(AccountId account, String kind) {
    return read(sql -> new AlarmQueries(sql).last(account, kind));
  }

  @Override
  public List<RaisedAlarm> alarms(AccountId account) {
    return read(sql -> new AlarmQueries(sql).unseen(account));
  }

  @Override
  public Map<Integer, Long> departed(AccountId account) {
    return read(sql -> new AlarmQueries(sql).departed(account));
  }

  @Override
  public List<Restored> restored(AccountId toAccount, String toFolder) {
    return read(sql -> new AccountQueries(sql).restored(toAccount, toFolder));
  }

  @Override
  public List<FolderAt> folders(AccountId account, @Nullable Instant at) {
    return read(sql -> new FolderQueries(sql).folders(account, at));
  }

  @Override
  public List<MessageAt> messages(
      AccountId account, String path, @Nullable Instant at, long offset, int limit) {
    return read(
        sql -> {
          FolderQueries folders = new FolderQueries(sql);
          long segment = folders.segmentAt(account, at);
          FolderQueries.State folder = folders.find(account, path, segment).orElse(null);
          return folder == null
              ? List.of()
              : new PlacementQueries(sql).newestFirst(folder, segment, offset, limit);
        });
  }

  /// Reads page by page, so that no connection waits for the reader; the segment is fixed at the
  /// first page, and what is true as of a segment does not change.
  @Override
  public void eachMessage(
      AccountId account, String path, @Nullable Instant at, Consumer<MessageAt> reader) {
    long segment = read(sql -> new FolderQueries(sql).segmentAt(account, at));
    long uid = 0;
    while (true) {
      long after = uid;
      List<MessageAt> page = read(sql -> page(sql, account, path, segment, after));
      page.forEach(reader);
      if (page.size() < PAGE) {
        return;
      }
      uid = page.getLast().uid();
    }
  }

  private static List<MessageAt> page(
      Sql sql, AccountId account, String path, long segment, long after) throws SQLException {
    FolderQueries.State folder = new FolderQueries(sql).find(account, path, segment).orElse(null);
    return folder == null
        ? List.of()
        : new PlacementQueries(sql).afterUid(folder, segment, after, PAGE);
  }

  @Override
  public List<KnownFolder> knownFolders(AccountId account) {
    return read(sql -> new FolderQueries(sql).known(account));
  }

  @Override
  public SortedMap<Long, List<String>> knownMessages(
      AccountId account, int folder, long uidValidity) {
    return read(sql -> new PlacementQueries(sql).known(account, folder, uidValidity));
  }

  @Override
  public Map<Integer, ListedFolder> listed(AccountId account) {
    return read(sql -> new FolderQueries(sql).listed(account));
  }

  @Override
  public long held(AccountId account, int folder, long uidValidity) {
    return read(sql -> new PlacementQueries(sql).held(account, folder, uidValidity));
  }

  @Override
  public void eachKnown(AccountId account, int folder, long uidValidity, LongConsumer reader) {
    read(sql -> new PlacementQueries(sql).eachKnown(account, folder, uidValidity, reader));
  }

  @Override
  public Map<String, NamedMessage> named(AccountId account, Collection<String> objectIds) {
    return read(sql -> new PlacementQueries(sql).named(account, objectIds));
  }

  @Override
  public void eachHeld(AccountId account, HeldReader reader) {
    read(sql -> new PlacementQueries(sql).eachHeld(account, reader));
  }

  @Override
  public List<FailedMessage> failed(AccountId account) {
    return read(sql -> new FolderQueries(sql).failed(account));
  }

  @Override
  public Optional<Message> message(ContentId id) {
    return read(sql -> new MessageQueries(sql).message(id));
  }

  @Override
  public List<ContentId> byPrefix(String hexPrefix) {
    return read(sql -> new MessageQueries(sql).byPrefix(hexPrefix));
  }

  @Override
  public List<Message> messages(List<ContentId> ids) {
    return read(sql -> new MessageQueries(sql).messages(ids));
  }

  @Override
  public List<Change> changesAfter(long number, int limit) {
    return read(sql -> new MessageQueries(sql).changesAfter(number, limit));
  }

  @Override
  public long lastChange() {
    return read(sql -> new MessageQueries(sql).lastChange());
  }

  @Override
  public List<Numbered> ids(@Nullable ContentId after, int limit) {
    return read(sql -> new MessageQueries(sql).ids(after, limit));
  }

  @Override
  public List<OnServer> onServer(ContentId id) {
    return read(sql -> new MessageQueries(sql).onServer(id));
  }

  @Override
  public Counts counts() {
    return read(sql -> new MessageQueries(sql).counts());
  }

  @Override
  public void close() {
    writing.lock();
    try {
      database.close();
    } finally {
      writing.unlock();
    }
  }

  private <T> T read(Database.Question<T> question) {
    return database.read(question);
  }
}
