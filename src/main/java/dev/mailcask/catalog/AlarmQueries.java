package dev.mailcask.catalog;

import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.base.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Questions about what looked like a loss on a server.
final class AlarmQueries {

  private static final String RAISED =
      """
      SELECT x.run, x.at, x.kind, x.folder, x.had, x.departed, x.problem,
        (SELECT s.path FROM folder f JOIN folder_state s ON s.folder = f.id
         WHERE f.account = a.id AND f.number = x.folder ORDER BY s.since DESC LIMIT 1)
      FROM account a JOIN alarm x ON x.account = a.id
      """;

  private final Sql sql;

  AlarmQueries(Sql sql) {
    this.sql = sql;
  }

  Map<Integer, Long> departed(AccountId account) throws SQLException {
    Map<Integer, Long> departed = new HashMap<>();
    if (nothingSince(account)) {
      return departed; // the usual case, and the question reads a row a message
    }
    sql.each(
        """
        WITH since AS (
          SELECT a.id AS account, coalesce(max(r.ended), 0) AS segment
          FROM account a LEFT JOIN run r ON r.account = a.id WHERE a.name = ?),
        state AS (
          SELECT f.id AS folder, f.number, f.account, s.gone
          FROM since JOIN folder f ON f.account = since.account
          JOIN folder_state s ON s.folder = f.id AND s.since =
            (SELECT max(since) FROM folder_state WHERE folder = f.id))
        SELECT state.number, count(DISTINCT p.message)
        FROM since CROSS JOIN state
        JOIN generation g ON g.folder = state.folder
        JOIN placement p ON p.generation = g.id
        WHERE p.since <= since.segment
          AND (g.ended IS NULL OR g.ended > since.segment)
          AND (state.gone IS NULL OR state.gone > since.segment)
          AND (p.gone > since.segment
            OR p.gone IS NULL AND (g.ended IS NOT NULL OR state.gone IS NOT NULL))
          AND NOT EXISTS (
            SELECT 1 FROM placement q
            JOIN generation h ON h.id = q.generation
            JOIN state t ON t.folder = h.folder
            WHERE q.message = p.message AND q.gone IS NULL AND h.ended IS NULL AND t.gone IS NULL)
        GROUP BY state.number
        """,
        row -> departed.put(row.getInt(1), row.getLong(2)),
        account.name());
    return departed;
  }

  private boolean nothingSince(AccountId account) throws SQLException {
    return sql.number(
            """
            SELECT count(*) FROM account a WHERE a.name = ? AND
              (SELECT max(number) FROM segment WHERE account = a.id)
              > (SELECT coalesce(max(ended), 0) FROM run WHERE account = a.id)
            """,
            account.name())
        == 0;
  }

  List<RaisedAlarm> unseen(AccountId account) throws SQLException {
    return sql.list(
        RAISED + "WHERE a.name = ? AND x.run > a.alarms_seen ORDER BY x.run, x.folder, x.kind",
        AlarmQueries::raised,
        account.name());
  }

  Optional<RaisedAlarm> last(AccountId account, String kind) throws SQLException {
    return sql.first(
        RAISED + "WHERE a.name = ? AND x.kind = ? ORDER BY x.run DESC, x.folder LIMIT 1",
        AlarmQueries::raised,
        account.name(),
        kind);
  }

  private static RaisedAlarm raised(ResultSet row) throws SQLException {
    return new RaisedAlarm(
        row.getLong(1),
        Columns.time(row.getLong(2)),
        Objects.requireNonNullElse(row.getString(8), ""),
        new Alarm(
            row.getString(3), row.getInt(4), row.getLong(5), row.getLong(6), row.getString(7)));
  }
}
