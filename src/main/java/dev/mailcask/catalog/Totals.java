package dev.mailcask.catalog;

import java.sql.SQLException;

/// Numbers that run through the whole catalog, kept in memory during a segment: the change log's
/// and the totals of messages.
final class Totals {

  private final Sql sql;
  private long lastChange;
  private long lastSeq;
  private long messages;
  private long bytes;

  Totals(Sql sql) throws SQLException {
    this.sql = sql;
    lastChange = sql.number("SELECT max(change) FROM message");
    lastSeq = sql.number("SELECT max(seq) FROM message");
    messages = sql.number("SELECT messages FROM life");
    bytes = sql.number("SELECT bytes FROM life");
  }

  /// The number of the next change.
  long nextChange() {
    return ++lastChange;
  }

  /// Marks one message's entry as changed.
  void changed(long message) throws SQLException {
    sql.update("UPDATE message SET change = ? WHERE seq = ?", nextChange(), message);
  }

  /// Marks the entries of all messages that ever were in a folder as changed.
  void changedIn(long folder) throws SQLException {
    lastChange +=
        sql.update(
            """
            UPDATE message SET change = ? + numbered.n
            FROM (
              SELECT message, row_number() OVER (ORDER BY message) AS n
              FROM (
                SELECT DISTINCT message FROM placement
                WHERE generation IN (SELECT id FROM generation WHERE folder = ?))) AS numbered
            WHERE message.seq = numbered.message
            """,
            lastChange,
            folder);
  }

  /// Counts the message if it is a new one: messages are numbered in the order of their coming.
  void seen(long seq, long size) {
    if (seq > lastSeq) {
      lastSeq = seq;
      messages++;
      bytes += size;
    }
  }

  /// Writes the totals.
  void flush() throws SQLException {
    sql.update("UPDATE life SET messages = ?, bytes = ?", messages, bytes);
  }
}
