package dev.mailcask.catalog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection that keeps its prepared statements: the room knows a few dozen statements and runs
/// them millions of times. Used by one thread at a time.
final class Sql implements AutoCloseable {

  /// Makes a value of the row that the cursor is on.
  @FunctionalInterface
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  /// Looks at the row that the cursor is on.
  @FunctionalInterface
  interface Look {
    void at(ResultSet row) throws SQLException;
  }

  /// Values that one condition takes at the most.
  static final int MOST_AMONG = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Sql.class);

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  Sql(Connection connection) {
    this.connection = connection;
  }

  /// Runs a statement that changes rows, and says how many.
  int update(String sql, @Nullable Object... arguments) throws SQLException {
    return bind(sql, arguments).executeUpdate();
  }

  void each(String sql, Look look, @Nullable Object... arguments) throws SQLException {
    try (ResultSet rows = bind(sql, arguments).executeQuery()) {
      while (rows.next()) {
        look.at(rows);
      }
    }
  }

  <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
    List<T> all = new ArrayList<>();
    each(sql, rows -> all.add(row.of(rows)), arguments);
    return all;
  }

  <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
    try (ResultSet rows = bind(sql, arguments).executeQuery()) {
      return rows.next() ? Optional.of(row.of(rows)) : Optional.empty();
    }
  }

  /// The number in the first column of the first row, 0 where there is no row or it is null.
  long number(String sql, @Nullable Object... arguments) throws SQLException {
    try (ResultSet rows = bind(sql, arguments).executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  /// Runs a script of any number of statements that take no arguments.
  void script(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  void commit() throws SQLException {
    connection.commit();
    connection.setAutoCommit(true);
  }

  /// Takes back what was not committed, if anything.
  void endTransaction() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
    connection.close();
  }

  /// Closes a connection that is of no use any more; what goes wrong then harms nothing.
  void closeQuietly() {
    try {
      close();
    } catch (SQLException e) {
      LOG.debug("a connection could not be closed", e);
    }
  }

  /// A condition of so many values. There are few such texts, so few statements: their numbers are
  /// powers of two, and [#padded] repeats the last value.
  static String among(int count) {
    return "IN (" + "?, ".repeat(powerOfTwo(count) - 1) + "?)";
  }

  /// The arguments of [#among].
  static @Nullable Object[] padded(Collection<?> values) {
    @Nullable Object[] all = values.toArray(new @Nullable Object[powerOfTwo(values.size())]);
    Object last = values.isEmpty() ? null : all[values.size() - 1];
    Arrays.fill(all, values.size(), all.length, last);
    return all;
  }

  private static int powerOfTwo(int count) {
    return count <= 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
  }

  /// A column that may be null.
  static @Nullable Long nullable(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : Long.valueOf(value);
  }

  private PreparedStatement bind(String sql, @Nullable Object... arguments) throws SQLException {
    PreparedStatement statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    for (int i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
    return statement;
  }
}
