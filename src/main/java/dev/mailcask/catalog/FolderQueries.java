package dev.mailcask.catalog;

import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.base.AccountId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Questions about folders as of a segment.
final class FolderQueries {

  /// Every folder of an account with its state and its generation as of a segment.
  private static final String AS_OF =
      """
      SELECT f.number, s.raw, s.path, s.delimiter, s.attributes, s.gone,
        (SELECT at FROM segment WHERE account = f.account AND number = s.gone),
        g.id, g.uid_validity, g.messages, g.bytes, s.mailbox_id
      FROM folder f
      JOIN folder_state s ON s.folder = f.id AND s.since =
        (SELECT max(since) FROM folder_state WHERE folder = f.id AND since <= ?1)
      LEFT JOIN generation_span span ON span.folder = f.id AND span.since =
        (SELECT max(since) FROM generation_span WHERE folder = f.id AND since <= ?1)
      LEFT JOIN generation g ON g.id = span.generation
      WHERE f.account = (SELECT id FROM account WHERE name = ?2)
      """;

  private final Sql sql;

  FolderQueries(Sql sql) {
    this.sql = sql;
  }

  /// A folder as of a segment.
  ///
  /// @param gone the segment since which it is not there, or null
  /// @param generation the row of its generation, 0 where it has none yet
  /// @param messages placed and not gone in it now, not then
  record State(
      int number,
      String raw,
      String path,
      String delimiter,
      List<String> attributes,
      @Nullable Long gone,
      @Nullable Instant goneAt,
      long generation,
      long uidValidity,
      long messages,
      long bytes,
      String mailboxId) {
    State(ResultSet row) throws SQLException {
      this(
          row.getInt(1),
          row.getString(2),
          row.getString(3),
          row.getString(4),
          Columns.words(row.getString(5)),
          Sql.nullable(row, 6),
          Columns.time(Sql.nullable(row, 7)),
          row.getLong(8),
          row.getLong(9),
          row.getLong(10),
          row.getLong(11),
          row.getString(12));
    }
  }

  /// The last segment of the account at or before the time, 0 where there is none.
  long segmentAt(AccountId account, @Nullable Instant at) throws SQLException {
    return sql.number(
        """
        SELECT number FROM segment
        WHERE account = (SELECT id FROM account WHERE name = ?) AND at <= ?
        ORDER BY at DESC, number DESC LIMIT 1
        """,
        account.name(),
        at == null ? Long.MAX_VALUE : Columns.nanos(at));
  }

  List<FolderAt> folders(AccountId account, @Nullable Instant at) throws SQLException {
    long segment = segmentAt(account, at);
    boolean now = segment == segmentAt(account, null);
    List<FolderAt> folders = new ArrayList<>();
    for (State state : sql.list(AS_OF, State::new, segment, account.name())) {
      Figures held = now ? new Figures(state.messages, state.bytes) : figures(state, segment);
      if (state.gone == null || held.messages > 0) {
        folders.add(
            new FolderAt(
                state.number,
                state.path,
                state.attributes,
                held.messages,
                held.bytes,
                state.goneAt));
      }
    }
    folders.sort(Comparator.comparing(FolderAt::path).thenComparingInt(FolderAt::number));
    return folders;
  }

  private record Figures(long messages, long bytes) {}

  private Figures figures(State state, long segment) throws SQLException {
    return sql.first(
            """
            SELECT count(*), sum(size) FROM placement
            WHERE generation = ?1 AND since <= ?2 AND (gone IS NULL OR gone > ?2)
            """,
            row -> new Figures(row.getLong(1), row.getLong(2)),
            state.generation,
            segment)
        .orElseThrow();
  }

  List<KnownFolder> known(AccountId account) throws SQLException {
    return sql.list(
        AS_OF + " ORDER BY f.number",
        row -> {
          State state = new State(row);
          return new KnownFolder(
              state.number,
              state.raw,
              state.path,
              state.delimiter,
              state.attributes,
              state.uidValidity,
              state.mailboxId,
              state.gone != null);
        },
        Long.MAX_VALUE,
        account.name());
  }

  /// The folder that had the path as of a segment. Where several had it in turn, the one that was
  /// there, else the one that was there last.
  Optional<State> find(AccountId account, String path, long segment) throws SQLException {
    return sql.list(AS_OF + " AND s.path = ?3", State::new, segment, account.name(), path).stream()
        .max(
            Comparator.comparingLong((State s) -> s.gone == null ? Long.MAX_VALUE : s.gone)
                .thenComparingInt(State::number));
  }

  Map<Integer, ListedFolder> listed(AccountId account) throws SQLException {
    Map<Integer, ListedFolder> listed = new HashMap<>();
    sql.each(
        """
        SELECT f.number, l.uid_validity, l.uid_next, l.highest_mod_seq, l.present, l.run,
          l.proven_run, l.proven_at, l.disproved, coalesce(g.messages, 0),
          (SELECT count(*) FROM failed WHERE generation = g.id)
        FROM listing l
        JOIN folder f ON f.id = l.folder
        LEFT JOIN generation g ON g.folder = f.id AND g.uid_validity = l.uid_validity
        WHERE f.account = (SELECT id FROM account WHERE name = ?)
          AND NOT EXISTS (SELECT 1 FROM flaw WHERE lost AND account = f.account)
        """,
        row ->
            listed.put(
                row.getInt(1),
                new ListedFolder(
                    new FolderListed(
                        row.getInt(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7),
                        Columns.time(row.getLong(8)),
                        row.getBoolean(9)),
                    row.getLong(10),
                    row.getLong(11))),
        account.name());
    return listed;
  }

  List<FailedMessage> failed(AccountId account) throws SQLException {
    return sql.list(
        """
        SELECT f.number, s.path, g.uid_validity, x.uid, x.reason, x.attempts,
          (SELECT at FROM segment WHERE account = f.account AND number = x.first),
          (SELECT at FROM segment WHERE account = f.account AND number = x.last), x.next
        FROM folder f
        JOIN folder_state s ON s.folder = f.id AND s.since =
          (SELECT max(since) FROM folder_state WHERE folder = f.id)
        JOIN generation g ON g.folder = f.id
        JOIN failed x ON x.generation = g.id
        WHERE f.account = (SELECT id FROM account WHERE name = ?)
          AND s.gone IS NULL AND g.ended IS NULL
        ORDER BY f.number, x.uid
        """,
        row ->
            new FailedMessage(
                row.getInt(1),
                row.getString(2),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getInt(6),
                Columns.time(row.getLong(7)),
                Columns.time(row.getLong(8)),
                Columns.time(Sql.nullable(row, 9))),
        account.name());
  }
}
