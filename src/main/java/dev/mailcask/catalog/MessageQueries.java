package dev.mailcask.catalog;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog.Numbered;
import dev.mailcask.catalog.Catalog.OnServer;
import dev.mailcask.catalog.Message.Place;
import dev.mailcask.message.Envelope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Questions about messages wherever they are.
final class MessageQueries {

  private static final String MESSAGE =
      """
      SELECT seq, id, size, date, sender, recipients, subject, message_id, received, change
      FROM message
      """;

  private final Sql sql;

  MessageQueries(Sql sql) {
    this.sql = sql;
  }

  Optional<Message> message(ContentId id) throws SQLException {
    Found found = sql.first(MESSAGE + "WHERE id = ?", Found::new, id.bytes()).orElse(null);
    if (found == null) {
      return Optional.empty();
    }
    return Optional.of(found.with(new MessagePlaces(sql).of(found.seq)));
  }

  List<Message> messages(List<ContentId> ids) throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<ContentId, Found> found = new HashMap<>();
    sql.each(
        MESSAGE + "WHERE id " + Sql.among(ids.size()),
        row -> {
          Found each = new Found(row);
          found.put(each.id, each);
        },
        Sql.padded(ids.stream().map(ContentId::bytes).toList()));
    Map<Long, List<Place>> places =
        new MessagePlaces(sql).of(found.values().stream().map(Found::seq).toList());
    return ids.stream()
        .map(found::get)
        .filter(Objects::nonNull)
        .map(each -> each.with(places))
        .toList();
  }

  List<Change> changesAfter(long number, int limit) throws SQLException {
    List<Found> page =
        sql.list(MESSAGE + "WHERE change > ? ORDER BY change LIMIT ?", Found::new, number, limit);
    if (page.isEmpty()) {
      return List.of();
    }
    Map<Long, List<Place>> places =
        new MessagePlaces(sql).ofChanged(page.getFirst().change, page.getLast().change);
    return page.stream().map(found -> new Change(found.change, found.with(places))).toList();
  }

  long lastChange() throws SQLException {
    return sql.number("SELECT max(change) FROM message");
  }

  List<ContentId> byPrefix(String hexPrefix) throws SQLException {
    String digits = hexPrefix.toLowerCase(Locale.ROOT);
    if (digits.length() > ContentId.HEX_DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
      return List.of();
    }
    int open = ContentId.HEX_DIGITS - digits.length();
    return sql.list(
        "SELECT id FROM message WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 2",
        row -> ContentId.ofDigest(row.getBytes(1)),
        ContentId.parse(digits + "0".repeat(open)).bytes(),
        ContentId.parse(digits + "f".repeat(open)).bytes());
  }

  List<Numbered> ids(@Nullable ContentId after, int limit) throws SQLException {
    return sql.list(
        "SELECT id, change FROM message WHERE id > ? ORDER BY id LIMIT ?",
        row -> new Numbered(ContentId.ofDigest(row.getBytes(1)), row.getLong(2)),
        after == null ? new byte[0] : after.bytes(),
        limit);
  }

  List<OnServer> onServer(ContentId id) throws SQLException {
    return sql.list(
        """
        SELECT a.name, s.raw, s.path, g.uid_validity, p.uid, p.size FROM message m
        JOIN placement p ON p.message = m.seq
        JOIN generation g ON g.id = p.generation
        JOIN folder f ON f.id = g.folder
        JOIN account a ON a.id = f.account
        JOIN folder_state s ON s.folder = f.id AND s.since =
          (SELECT max(since) FROM folder_state WHERE folder = f.id)
        WHERE m.id = ? AND p.gone IS NULL AND g.ended IS NULL AND s.gone IS NULL AND NOT a.removed
        ORDER BY a.name, f.number, p.uid
        """,
        row ->
            new OnServer(
                new AccountId(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6)),
        id.bytes());
  }

  Catalog.Counts counts() throws SQLException {
    return sql.first(
            """
            SELECT messages, bytes,
              (SELECT total(g.messages) FROM generation g
               JOIN folder_state s ON s.folder = g.folder AND s.since =
                 (SELECT max(since) FROM folder_state WHERE folder = g.folder)
               WHERE g.ended IS NULL AND s.gone IS NULL)
            FROM life
            """,
            row -> new Catalog.Counts(row.getLong(1), row.getLong(2), row.getLong(3)))
        .orElseThrow();
  }

  /// A message before its places are known.
  private record Found(
      long seq, ContentId id, long size, Envelope envelope, Instant received, long change) {
    Found(ResultSet row) throws SQLException {
      this(
          row.getLong(1),
          ContentId.ofDigest(row.getBytes(2)),
          row.getLong(3),
          Columns.envelope(row, 4),
          Instant.ofEpochSecond(row.getLong(9)),
          row.getLong(10));
    }

    Message with(List<Place> places) {
      return new Message(id, size, envelope, received, places);
    }

    Message with(Map<Long, List<Place>> places) {
      return with(places.getOrDefault(seq, List.of()));
    }
  }
}
