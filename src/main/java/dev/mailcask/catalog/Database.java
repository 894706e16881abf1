package dev.mailcask.catalog;

import dev.mailcask.base.AtomicFile;
import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Failure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The catalog's file and the connections to it: one that writes, a few that read beside it (WAL).
///
/// A file that cannot be used is set aside as `catalog.db.damaged` and begun anew; the journals
/// fill it. One that turns out to be damaged while it is in use leaves a mark for the next start,
/// so that a process that only reads need not repair it.
///
/// Reads are short: they hold the file open for one query, never while a caller looks at the
/// answer. So [#replaceWith] can wait for them.
final class Database implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private static final int READERS = 4;

  private final Path file;
  private final ReadWriteLock inUse = new ReentrantReadWriteLock();
  private final Semaphore readers = new Semaphore(READERS, true);
  private final Deque<Sql> idle = new ArrayDeque<>();
  private Sql writer;

  /// What makes the indexes that are left out until the file is complete.
  private List<String> indexes = List.of();

  private volatile boolean damaged;
  private boolean closed;

  private Database(Path file, Sql writer) {
    this.file = file;
    this.writer = writer;
  }

  /// A question to the catalog, answered from one snapshot.
  @FunctionalInterface
  interface Question<T> {
    T ask(Sql sql) throws SQLException;
  }

  /// Opens the file, or makes it.
  static Database open(Path catalog) {
    Path file = catalog.toAbsolutePath();
    try {
      AtomicFile.createDirectories(directory(file));
      delete(building(file));
      delete(checking(file));
      if (Files.exists(mark(file))) {
        setAside(file, "it was found damaged");
      }
      return new Database(file, openOrBegin(file));
    } catch (IOException e) {
      throw DiskFailure.of(name(file), e);
    }
  }

  /// A new file beside this one, for [#replaceWith]; written without regard to a crash.
  Database building() {
    return besides(building(file));
  }

  /// A new file beside this one, to compare with; likewise.
  Database checking() {
    return besides(checking(file));
  }

  /// Takes away the indexes that only readers need, while everything is written.
  private static List<String> dropIndexes(Sql sql) throws SQLException {
    List<String> made = new ArrayList<>();
    List<String> names = new ArrayList<>();
    sql.each(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL",
        row -> {
          names.add(row.getString(1));
          made.add(row.getString(2));
        });
    for (String name : names) {
      sql.script("DROP INDEX " + name);
    }
    return made;
  }

  private static Database besides(Path beside) {
    try {
      delete(beside);
      Sql sql =
          connect(
              beside,
              "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536");
      Migrations.apply(sql, beside);
      Database made = new Database(beside, sql);
      made.indexes = dropIndexes(sql);
      return made;
    } catch (IOException e) {
      throw DiskFailure.of(name(beside), e);
    } catch (SQLException e) {
      throw SqlFailures.of(beside, e);
    }
  }

  /// Lets another connection read this file as `live`.
  void attachTo(Sql sql) throws SQLException {
    checkOpen();
    sql.update("ATTACH ? AS live", file.toString());
  }

  /// Puts the file of a built database in the place of this one: durable, then at once.
  void replaceWith(Database built) {
    built.makeIndexes();
    built.close();
    inUse.writeLock().lock();
    try {
      closeConnections();
      force(built.file);
      delete(sibling(file, "-wal"));
      delete(sibling(file, "-shm"));
      AtomicFile.move(built.file, file);
      Files.deleteIfExists(mark(file));
      writer = openOrBegin(file);
      damaged = false;
    } catch (IOException e) {
      throw DiskFailure.of(name(file), e);
    } finally {
      inUse.writeLock().unlock();
    }
  }

  private void makeIndexes() {
    try {
      for (String index : indexes) {
        writer.script(index);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /// Asks with a connection of its own, while others read and one writes.
  <T> T read(Question<T> question) {
    readers.acquireUninterruptibly();
    inUse.readLock().lock();
    try {
      checkOpen();
      Sql sql = borrow();
      try {
        sql.begin();
        T answer = question.ask(sql);
        sql.commit();
        return answer;
      } finally {
        giveBack(sql);
      }
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      inUse.readLock().unlock();
      readers.release();
    }
  }

  /// The writing connection; the caller sees to it that one thread at a time has it.
  Sql writer() {
    checkOpen();
    return writer;
  }

  /// Translates what went wrong, and remembers if it was damage.
  Failure failed(SQLException e) {
    Failure failure = SqlFailures.of(file, e);
    if (failure instanceof Failure.Corrupt && !damaged) {
      damaged = true;
      try {
        Files.write(mark(file), new byte[0]);
      } catch (IOException unwritable) {
        failure.addSuppressed(unwritable);
      }
    }
    return failure;
  }

  /// Whether the file was found damaged and must be built anew.
  boolean damaged() {
    return damaged;
  }

  void discard() {
    close();
    try {
      delete(file);
    } catch (IOException e) {
      throw DiskFailure.of(name(file), e);
    }
  }

  @Override
  public void close() {
    inUse.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        closeConnections();
      }
    } finally {
      inUse.writeLock().unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the catalog is closed");
    }
  }

  private Sql borrow() throws SQLException {
    synchronized (idle) {
      Sql sql = idle.pollFirst();
      if (sql != null) {
        return sql;
      }
    }
    return connect(file, "PRAGMA query_only = ON; PRAGMA cache_size = -8192");
  }

  private void giveBack(Sql sql) {
    try {
      sql.endTransaction();
      synchronized (idle) {
        idle.addFirst(sql);
      }
    } catch (SQLException e) {
      LOG.debug("a reader of {} could not be reset", file.getFileName(), e);
      sql.closeQuietly();
    }
  }

  private void closeConnections() {
    synchronized (idle) {
      idle.forEach(Sql::closeQuietly);
      idle.clear();
    }
    writer.closeQuietly();
  }

  private static Sql openOrBegin(Path file) {
    try {
      return openExisting(file);
    } catch (SQLException e) {
      Failure failure = SqlFailures.of(file, e);
      if (!(failure instanceof Failure.Corrupt)) {
        throw failure;
      }
      try {
        setAside(file, failure.problem());
        return openExisting(file);
      } catch (IOException again) {
        throw DiskFailure.of(name(file), again);
      } catch (SQLException again) {
        throw SqlFailures.of(file, again);
      }
    }
  }

  private static Sql openExisting(Path file) throws SQLException {
    Sql sql = connect(file, "PRAGMA cache_size = -32768");
    try {
      Migrations.apply(sql, file);
      // Only now: the file of a newer Mailcask is left as it is. NORMAL may lose the last
      // transactions with the power, never the order: they are taken from the journal again.
      sql.script("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
      sql.script("PRAGMA journal_size_limit = 67108864");
      return sql;
    } catch (SQLException | RuntimeException e) {
      sql.closeQuietly();
      throw e;
    }
  }

  private static Sql connect(Path file, String setUp) throws SQLException {
    // Nobody asks for generated keys, which the driver would look up after each change.
    Properties settings = new Properties();
    settings.setProperty("jdbc.get_generated_keys", "false");
    Sql sql = new Sql(DriverManager.getConnection("jdbc:sqlite:" + file, settings));
    try {
      sql.script("PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; " + setUp);
      return sql;
    } catch (SQLException e) {
      sql.closeQuietly();
      throw e;
    }
  }

  private static void setAside(Path file, String why) throws IOException {
    Path aside = sibling(file, ".damaged");
    LOG.warn(
        "{}: {}; kept as {} and built again from the archive",
        file.getFileName(),
        why,
        aside.getFileName());
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (NoSuchFileException e) {
      LOG.debug("{} is not there any more", file.getFileName(), e);
    }
    delete(file);
    Files.deleteIfExists(mark(file));
  }

  private static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    for (String companion : new String[] {"-wal", "-shm", "-journal"}) {
      Files.deleteIfExists(sibling(file, companion));
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private static Path directory(Path file) {
    return Objects.requireNonNull(file.getParent());
  }

  private static Path building(Path file) {
    return sibling(file, ".building");
  }

  private static Path checking(Path file) {
    return sibling(file, ".checking");
  }

  private static Path mark(Path file) {
    return sibling(file, ".is-damaged");
  }

  private static Path sibling(Path file, String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }
}
