package dev.mailcask.catalog;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Questions about what is in a folder as of a segment.
final class PlacementQueries {

  /// The flags as of segment ?2: those before the first later change within the same placement.
  private static final String COLUMNS =
      """
      SELECT m.id, p.uid, m.size, p.internal_date,
        coalesce(
          (SELECT flags FROM flags_before b
           WHERE b.generation = p.generation AND b.uid = p.uid
             AND b.until > ?2 AND (p.gone IS NULL OR b.until <= p.gone)
           ORDER BY b.until LIMIT 1),
          p.flags),
        m.date, m.sender, m.recipients, m.subject, m.message_id
      """;

  /// The page is cut from the index alone, before any row is looked at; CROSS JOIN is SQLite's way
  /// to say that the tables are read in this order.
  static final String NEWEST_FIRST =
      COLUMNS
          + """
          FROM (
            SELECT uid, since FROM placement INDEXED BY placement_by_date
            WHERE generation = ?1 AND since <= ?2 AND (gone IS NULL OR gone > ?2)
            ORDER BY received DESC, uid DESC LIMIT ?3 OFFSET ?4) page
          CROSS JOIN placement p
            ON p.generation = ?1 AND p.uid = page.uid AND p.since = page.since
          CROSS JOIN message m ON m.seq = p.message
          ORDER BY p.received DESC, p.uid DESC
          """;

  static final String BY_UID =
      COLUMNS
          + """
          FROM placement p JOIN message m ON m.seq = p.message
          WHERE p.generation = ?1 AND p.uid > ?3
            AND p.since <= ?2 AND (p.gone IS NULL OR p.gone > ?2)
          ORDER BY p.uid LIMIT ?4
          """;

  private final Sql sql;
  private final Map<String, List<String>> words = new HashMap<>();

  PlacementQueries(Sql sql) {
    this.sql = sql;
  }

  List<MessageAt> newestFirst(FolderQueries.State folder, long segment, long offset, int limit)
      throws SQLException {
    return sql.list(
        NEWEST_FIRST, row -> at(row, folder), folder.generation(), segment, limit, offset);
  }

  List<MessageAt> afterUid(FolderQueries.State folder, long segment, long uid, int limit)
      throws SQLException {
    return sql.list(BY_UID, row -> at(row, folder), folder.generation(), segment, uid, limit);
  }

  SortedMap<Long, List<String>> known(AccountId account, int folder, long uidValidity)
      throws SQLException {
    SortedMap<Long, List<String>> known = new TreeMap<>();
    sql.each(
        """
        SELECT p.uid, p.flags FROM placement p
        WHERE p.gone IS NULL AND p.generation =
          (SELECT g.id FROM generation g
           JOIN folder f ON f.id = g.folder JOIN account a ON a.id = f.account
           WHERE a.name = ? AND f.number = ? AND g.uid_validity = ?)
        ORDER BY p.uid
        """,
        row -> known.put(row.getLong(1), flags(row.getString(2))),
        account.name(),
        folder,
        uidValidity);
    return known;
  }

  long held(AccountId account, int folder, long uidValidity) throws SQLException {
    return sql.number(
        """
        SELECT g.messages FROM generation g
        JOIN folder f ON f.id = g.folder JOIN account a ON a.id = f.account
        WHERE a.name = ? AND f.number = ? AND g.uid_validity = ?
        """,
        account.name(),
        folder,
        uidValidity);
  }

  /// @return how many there are
  long eachKnown(AccountId account, int folder, long uidValidity, LongConsumer reader)
      throws SQLException {
    AtomicLong count = new AtomicLong();
    sql.each(
        """
        SELECT p.uid FROM placement p
        WHERE p.gone IS NULL AND p.generation =
          (SELECT g.id FROM generation g
           JOIN folder f ON f.id = g.folder JOIN account a ON a.id = f.account
           WHERE a.name = ? AND f.number = ? AND g.uid_validity = ?)
        ORDER BY p.uid
        """,
        row -> {
          reader.accept(row.getLong(1));
          count.incrementAndGet();
        },
        account.name(),
        folder,
        uidValidity);
    return count.get();
  }

  Map<String, NamedMessage> named(AccountId account, Collection<String> objectIds)
      throws SQLException {
    Map<String, NamedMessage> named = new HashMap<>();
    long its =
        sql.number("SELECT coalesce(max(id), 0) FROM account WHERE name = ?", account.name());
    if (sql.number("SELECT count(*) FROM object WHERE account = ? AND message IS NULL", its) > 0) {
      return named;
    }
    for (String objectId : objectIds) {
      sql.first(
              """
              SELECT m.id, m.size, o.internal_date, m.date, m.sender, m.recipients, m.subject, m.message_id
              FROM object o JOIN message m ON m.seq = o.message
              WHERE o.account = ? AND o.object_id = ?
              """,
              row ->
                  new NamedMessage(
                      ContentId.ofDigest(row.getBytes(1)),
                      row.getLong(2),
                      row.getString(3),
                      Columns.envelope(row, 4)),
              its,
              objectId)
          .ifPresent(message -> named.put(objectId, message));
    }
    return named;
  }

  /// @return how many there are
  long eachHeld(AccountId account, Catalog.HeldReader reader) throws SQLException {
    AtomicLong count = new AtomicLong();
    sql.each(
        """
        SELECT f.number, g.uid_validity, p.uid, m.id
        FROM account a JOIN folder f ON f.account = a.id JOIN generation g ON g.folder = f.id
        JOIN placement p ON p.generation = g.id JOIN message m ON m.seq = p.message
        WHERE a.name = ? AND p.gone IS NULL
        """,
        row -> {
          ContentId id = ContentId.ofDigest(row.getBytes(4));
          reader.held(row.getInt(1), row.getLong(2), row.getLong(3), id);
          count.incrementAndGet();
        },
        account.name());
    return count.get();
  }

  private MessageAt at(ResultSet row, FolderQueries.State folder) throws SQLException {
    return new MessageAt(
        ContentId.ofDigest(row.getBytes(1)),
        folder.uidValidity(),
        row.getLong(2),
        row.getLong(3),
        row.getString(4),
        flags(row.getString(5)),
        Columns.envelope(row, 6));
  }

  /// Few combinations of flags are common to all messages: one list serves them.
  private List<String> flags(String text) {
    return words.computeIfAbsent(text, Columns::words);
  }
}
