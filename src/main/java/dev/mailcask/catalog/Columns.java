package dev.mailcask.catalog;

import dev.mailcask.message.Envelope;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How values lie in columns.
final class Columns {

  private static final long NANOS = 1_000_000_000L;

  private Columns() {}

  /// Nanoseconds since 1970; what lies beyond the years 1677 and 2262 becomes their edge.
  static long nanos(Instant time) {
    BigInteger exact =
        BigInteger.valueOf(time.getEpochSecond())
            .multiply(BigInteger.valueOf(NANOS))
            .add(BigInteger.valueOf(time.getNano()));
    if (exact.bitLength() < Long.SIZE) {
      return exact.longValue();
    }
    return exact.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  static Instant time(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  static @Nullable Instant time(@Nullable Long nanos) {
    return nanos == null ? null : time(nanos.longValue());
  }

  /// Flags and attributes are atoms (RFC 3501 section 9): no space is in them.
  static String words(List<String> words) {
    return String.join(" ", words);
  }

  static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }

  /// The envelope in five columns: date, sender, recipients, subject, message_id.
  static Envelope envelope(ResultSet row, int first) throws SQLException {
    Long date = Sql.nullable(row, first);
    return new Envelope(
        date == null ? null : Instant.ofEpochSecond(date),
        row.getString(first + 1),
        row.getString(first + 2),
        row.getString(first + 3),
        row.getString(first + 4));
  }
}
