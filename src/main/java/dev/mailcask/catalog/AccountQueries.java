package dev.mailcask.catalog;

import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Questions about accounts, their runs and how far their journals were read.
final class AccountQueries {

  private final Sql sql;

  AccountQueries(Sql sql) {
    this.sql = sql;
  }

  /// How far a journal was read.
  ///
  /// @param hash of the last segment read, empty where there is none
  record Position(long segment, String hash) {}

  Position position(AccountId account) throws SQLException {
    return sql.first(
            """
            SELECT number, hash FROM segment
            WHERE account = (SELECT id FROM account WHERE name = ?) ORDER BY number DESC LIMIT 1
            """,
            row -> new Position(row.getLong(1), row.getString(2)),
            account.name())
        .orElse(new Position(0, ""));
  }

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
            SELECT account, number, started, finished, ended, summary FROM run
            WHERE account = (SELECT id FROM account WHERE name = ?) ORDER BY number DESC LIMIT ?
            """,
            RunRow::new,
            account.name(),
            limit);
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
              summary == null ? Map.of() : paths(row, summary)));
    }
    return runs;
  }

  private Map<Integer, String> paths(RunRow run, RunSummary summary) throws SQLException {
    Map<Integer, String> paths = new HashMap<>();
    for (FolderCount count : summary.perFolder()) {
      sql.first(
              """
              SELECT s.path FROM folder f JOIN folder_state s ON s.folder = f.id
              WHERE f.account = ? AND f.number = ? AND s.since <= ?
              ORDER BY s.since DESC LIMIT 1
              """,
              row -> row.getString(1),
              run.account,
              count.folder(),
              run.ended)
          .ifPresent(path -> paths.put(count.folder(), path));
    }
    return paths;
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
      long account,
      long number,
      long started,
      @Nullable Long finished,
      @Nullable Long ended,
      @Nullable String summary) {
    RunRow(ResultSet row) throws SQLException {
      this(
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          Sql.nullable(row, 4),
          Sql.nullable(row, 5),
          row.getString(6));
    }
  }
}
