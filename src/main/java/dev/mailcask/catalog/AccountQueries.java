package dev.mailcask.catalog;

import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog.Fetched;
import dev.mailcask.catalog.Catalog.Head;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Questions about accounts, their runs and how far their journals were read.
final class AccountQueries {

  private static final String VANISHED =
      "it was there, and it or the ones before it are missing or others now";

  private final Sql sql;

  AccountQueries(Sql sql) {
    this.sql = sql;
  }

  /// How far a journal was read.
  ///
  /// @param hash of the last segment, empty where there is none
  /// @param at when it was committed, null if it could not be read
  record Position(long segment, String hash, @Nullable Instant at) {}

  Position position(AccountId account) throws SQLException {
    return sql.first(
            """
            SELECT number, hash, at FROM segment
            WHERE account = (SELECT id FROM account WHERE name = ?1)
            UNION ALL
            SELECT segment, hash, NULL FROM flaw
            WHERE lost AND account = (SELECT id FROM account WHERE name = ?1)
            ORDER BY 1 DESC LIMIT 1
            """,
            row ->
                new Position(row.getLong(1), row.getString(2), Columns.time(Sql.nullable(row, 3))),
            account.name())
        .orElse(new Position(0, "", null));
  }

  /// The files that were found wrong, by their segments, with the hashes that they had then.
  Map<Long, String> flaws(AccountId account) throws SQLException {
    Map<Long, String> flaws = new HashMap<>();
    sql.each(
        "SELECT segment, hash FROM flaw WHERE account = (SELECT id FROM account WHERE name = ?)",
        row -> flaws.put(row.getLong(1), row.getString(2)),
        account.name());
    return flaws;
  }

  List<JournalDamage> damage() throws SQLException {
    return sql.list(
        """
        SELECT a.name, f.segment, f.problem, f.lost FROM flaw f JOIN account a ON a.id = f.account
        UNION ALL
        SELECT account, segment, ?, 1 FROM vanished
        ORDER BY 1, 2
        """,
        row ->
            new JournalDamage(
                new AccountId(row.getString(1)),
                row.getLong(2),
                row.getString(3),
                row.getBoolean(4)),
        VANISHED);
  }

  /// What was read once: the last segment of each journal, and what had vanished before.
  List<Vanished> known() throws SQLException {
    return sql.list(
        """
        SELECT a.name, s.number, s.hash FROM segment s JOIN account a ON a.id = s.account
        WHERE s.number = (SELECT max(number) FROM segment WHERE account = s.account)
        UNION
        SELECT account, segment, hash FROM vanished
        """,
        row -> new Vanished(new AccountId(row.getString(1)), row.getLong(2), row.getString(3)));
  }

  /// The last segment of each journal that could be read.
  List<Head> heads() throws SQLException {
    return sql.list(
        """
        SELECT a.name, s.number, s.hash, s.at FROM segment s JOIN account a ON a.id = s.account
        WHERE s.number = (SELECT max(number) FROM segment WHERE account = s.account)
        ORDER BY a.name
        """,
        row ->
            new Head(
                new AccountId(row.getString(1)),
                row.getLong(2),
                row.getString(3),
                Columns.time(row.getLong(4))));
  }

  /// Whether the segment was read.
  boolean has(AccountId account, long segment) throws SQLException {
    return sql.number(
            """
            SELECT count(*) FROM segment
            WHERE account = (SELECT id FROM account WHERE name = ?) AND number = ?
            """,
            account.name(),
            segment)
        > 0;
  }

  /// Whether that very segment was read, or is told to be unreadable.
  boolean has(Vanished one) throws SQLException {
    return sql.number(
            """
            SELECT count(*) FROM (
              SELECT account, number, hash FROM segment
              UNION ALL SELECT account, segment, ?3 FROM flaw WHERE lost)
            WHERE account = (SELECT id FROM account WHERE name = ?1) AND number = ?2 AND hash = ?3
            """,
            one.account().name(),
            one.segment(),
            one.hash())
        > 0;
  }

  /// A segment that was read once.
  record Vanished(AccountId account, long segment, String hash) {}

  /// Every account whose journal was read.
  List<AccountId> journals() throws SQLException {
    return sql.list("SELECT name FROM account", row -> new AccountId(row.getString(1)));
  }

  List<Account> accounts() throws SQLException {
    return sql.list(
        "SELECT name, settings, removed FROM account WHERE settings IS NOT NULL ORDER BY name",
        AccountQueries::account);
  }

  Optional<Account> account(AccountId account) throws SQLException {
    return sql.first(
        "SELECT name, settings, removed FROM account WHERE settings IS NOT NULL AND name = ?",
        AccountQueries::account,
        account.name());
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        new AccountId(row.getString(1)), Json.settings(row.getString(2)), row.getBoolean(3));
  }

  List<Run> runs(AccountId account, int limit) throws SQLException {
    List<RunRow> rows =
        sql.list(
            """
            SELECT number, started, finished, ended, summary FROM run
            WHERE account = (SELECT id FROM account WHERE name = ?) ORDER BY number DESC LIMIT ?
            """,
            RunRow::new,
            account.name(),
            limit);
    Map<Integer, NavigableMap<Long, String>> paths =
        rows.stream().anyMatch(row -> row.summary != null) ? paths(account) : Map.of();
    List<Run> runs = new ArrayList<>(rows.size());
    for (RunRow row : rows) {
      RunSummary summary = row.summary == null ? null : Json.summary(row.summary);
      runs.add(
          new Run(
              account,
              row.number,
              Columns.time(row.started),
              Columns.time(row.finished),
              summary,
              summary == null || row.ended == null ? Map.of() : paths(row.ended, summary, paths)));
    }
    return runs;
  }

  /// What each folder was ever called, by its number and the segments since which it was: one
  /// question, however many runs there are.
  private Map<Integer, NavigableMap<Long, String>> paths(AccountId account) throws SQLException {
    Map<Integer, NavigableMap<Long, String>> paths = new HashMap<>();
    sql.each(
        """
        SELECT f.number, s.since, s.path FROM folder f JOIN folder_state s ON s.folder = f.id
        WHERE f.account = (SELECT id FROM account WHERE name = ?)
        """,
        row ->
            paths
                .computeIfAbsent(row.getInt(1), _ -> new TreeMap<>())
                .put(row.getLong(2), row.getString(3)),
        account.name());
    return paths;
  }

  private static Map<Integer, String> paths(
      long ended, RunSummary summary, Map<Integer, NavigableMap<Long, String>> all) {
    Map<Integer, String> paths = new HashMap<>();
    for (FolderCount count : summary.perFolder()) {
      NavigableMap<Long, String> its = all.get(count.folder());
      Map.Entry<Long, String> then = its == null ? null : its.floorEntry(ended);
      if (then != null) {
        paths.put(count.folder(), then.getValue());
      }
    }
    return paths;
  }

  List<Fetched> fetchedAfter(AccountId account, Instant time) throws SQLException {
    return sql.list(
        """
        SELECT finished, bytes FROM (
          SELECT finished, json_extract(summary, '$.bytesFetched') AS bytes FROM run
          WHERE account = (SELECT id FROM account WHERE name = ?) AND finished > ?)
        WHERE bytes > 0 ORDER BY finished
        """,
        row -> new Fetched(Columns.time(row.getLong(1)), row.getLong(2)),
        account.name(),
        Columns.nanos(time));
  }

  List<Restored> restored(AccountId toAccount, String toFolder) throws SQLException {
    return sql.list(
        """
        SELECT id, folder, uid_validity, uid FROM restored WHERE to_account = ? AND to_folder = ?
        ORDER BY rowid
        """,
        row ->
            new Restored(
                ContentId.ofDigest(row.getBytes(1)),
                row.getString(2),
                toAccount,
                toFolder,
                row.getLong(3),
                row.getLong(4)),
        toAccount.name(),
        toFolder);
  }

  private record RunRow(
      long number,
      long started,
      @Nullable Long finished,
      @Nullable Long ended,
      @Nullable String summary) {
    RunRow(ResultSet row) throws SQLException {
      this(
          row.getLong(1),
          row.getLong(2),
          Sql.nullable(row, 3),
          Sql.nullable(row, 4),
          row.getString(5));
    }
  }
}
