package dev.mailcask.catalog;

import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.base.AccountId;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/// Questions about what looked like a loss on a server.
final class AlarmQueries {

  private final Sql sql;

  AlarmQueries(Sql sql) {
    this.sql = sql;
  }

  List<RaisedAlarm> unseen(AccountId account) throws SQLException {
    return sql.list(
        """
        SELECT x.run, x.at, x.kind, x.folder, x.had, x.departed, x.problem,
          (SELECT s.path FROM folder f JOIN folder_state s ON s.folder = f.id
           WHERE f.account = a.id AND f.number = x.folder ORDER BY s.since DESC LIMIT 1)
        FROM account a JOIN alarm x ON x.account = a.id AND x.run > a.alarms_seen
        WHERE a.name = ? ORDER BY x.run, x.folder, x.kind
        """,
        row ->
            new RaisedAlarm(
                row.getLong(1),
                Columns.time(row.getLong(2)),
                Objects.requireNonNullElse(row.getString(8), ""),
                new Alarm(
                    row.getString(3),
                    row.getInt(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getString(7))),
        account.name());
  }
}
