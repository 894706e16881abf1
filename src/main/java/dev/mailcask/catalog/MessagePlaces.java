package dev.mailcask.catalog;

import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Message.Place;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where messages are and were: one place a UID that ever held the message, the latest where it
/// came twice; gone by itself, or with its generation, or with its folder, whichever came first.
///
/// Of a thousand messages all may lie in one folder, so folders are asked for once each and not
/// with every message. Belongs to one transaction.
final class MessagePlaces {

  private static final long NEVER = Long.MAX_VALUE;

  private static final String PLACEMENTS =
      """
      SELECT message, generation, uid, internal_date, flags, gone, max(since)
      FROM placement
      WHERE message %s
      GROUP BY message, generation, uid
      """;

  static final String OF_ONE = PLACEMENTS.formatted("= ?");
  static final String OF_CHANGED =
      PLACEMENTS.formatted("IN (SELECT seq FROM message WHERE change BETWEEN ? AND ?)");

  private static final String FOLDERS =
      """
      SELECT g.id, a.id, a.name, f.number, s.path, g.ended, s.gone
      FROM generation g
      JOIN folder f ON f.id = g.folder
      JOIN account a ON a.id = f.account
      JOIN folder_state s ON s.folder = f.id AND s.since =
        (SELECT max(since) FROM folder_state WHERE folder = f.id)
      WHERE g.id\s
      """;

  private static final Comparator<Held> IN_ORDER =
      Comparator.comparing((Held held) -> held.folder.account.name())
          .thenComparingInt(held -> held.folder.number)
          .thenComparingLong(held -> held.folder.generation)
          .thenComparingLong(held -> held.row.uid);

  private final Sql sql;
  private final Map<List<Long>, Instant> times = new HashMap<>();

  MessagePlaces(Sql sql) {
    this.sql = sql;
  }

  private record Row(
      long message, long generation, long uid, String internalDate, String flags, long gone) {
    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getLong(1),
          row.getLong(2),
          row.getLong(3),
          row.getString(4),
          row.getString(5),
          orNever(row, 6));
    }
  }

  private record Folder(
      long generation, long accountRow, AccountId account, int number, String path, long gone) {
    static Folder of(ResultSet row) throws SQLException {
      return new Folder(
          row.getLong(1),
          row.getLong(2),
          new AccountId(row.getString(3)),
          row.getInt(4),
          row.getString(5),
          Math.min(orNever(row, 6), orNever(row, 7)));
    }
  }

  private record Held(Row row, Folder folder) {}

  private static long orNever(ResultSet row, int column) throws SQLException {
    long segment = row.getLong(column);
    return row.wasNull() ? NEVER : segment;
  }

  /// The places of one message.
  List<Place> of(long message) throws SQLException {
    return places(OF_ONE, message).getOrDefault(message, List.of());
  }

  /// The places of some messages, by message.
  Map<Long, List<Place>> of(Collection<Long> messages) throws SQLException {
    return places(PLACEMENTS.formatted(Sql.among(messages.size())), Sql.padded(messages));
  }

  /// The places of the messages that were changed from one change to another, by message.
  Map<Long, List<Place>> ofChanged(long first, long last) throws SQLException {
    return places(OF_CHANGED, first, last);
  }

  private Map<Long, List<Place>> places(String query, @Nullable Object... arguments)
      throws SQLException {
    List<Row> rows = sql.list(query, Row::of, arguments);
    Map<Long, Folder> folders = folders(rows.stream().map(Row::generation).distinct().toList());
    List<Held> all = new ArrayList<>();
    for (Row row : rows) {
      Folder folder = folders.get(row.generation);
      if (folder != null) {
        all.add(new Held(row, folder));
      }
    }
    all.sort(IN_ORDER);
    Map<Long, List<Place>> places = new HashMap<>();
    for (Held held : all) {
      places.computeIfAbsent(held.row.message, message -> new ArrayList<>()).add(place(held));
    }
    return places;
  }

  private Map<Long, Folder> folders(List<Long> generations) throws SQLException {
    Map<Long, Folder> folders = new HashMap<>();
    for (int from = 0; from < generations.size(); from += Sql.MOST_AMONG) {
      List<Long> some =
          generations.subList(from, Math.min(from + Sql.MOST_AMONG, generations.size()));
      sql.each(
          FOLDERS + Sql.among(some.size()),
          row -> {
            Folder folder = Folder.of(row);
            folders.put(folder.generation, folder);
          },
          Sql.padded(some));
    }
    return folders;
  }

  private Place place(Held held) throws SQLException {
    Folder folder = held.folder;
    return new Place(
        folder.account,
        folder.number,
        folder.path,
        held.row.uid,
        held.row.internalDate,
        Columns.words(held.row.flags),
        time(folder.accountRow, Math.min(held.row.gone, folder.gone)));
  }

  private @Nullable Instant time(long account, long segment) throws SQLException {
    if (segment == NEVER) {
      return null;
    }
    List<Long> key = List.of(account, segment);
    Instant known = times.get(key);
    if (known == null) {
      known =
          Columns.time(
              sql.number(
                  "SELECT at FROM segment WHERE account = ? AND number = ?", account, segment));
      times.put(key, known);
    }
    return known;
  }
}
