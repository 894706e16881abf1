package dev.mailcask.catalog;

import dev.mailcask.archive.JournalEvent.FetchFailed;
import dev.mailcask.archive.JournalEvent.FlagsChanged;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.catalog.FolderRows.Generation;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Writes messages and where they are. A UID holds one message at a time: placing another one there
/// ends the placement before.
final class PlacementRows {

  private final Sql sql;
  private final Totals totals;
  private final FolderRows folders;

  PlacementRows(Sql sql, Totals totals, FolderRows folders) {
    this.sql = sql;
    this.totals = totals;
    this.folders = folders;
  }

  void placed(Placed event, long segment, Instant at) throws SQLException {
    Generation generation = folders.generation(event.folder(), event.uidValidity(), segment);
    if (event.uid() <= generation.top) {
      end(generation, event.uid(), segment);
    }
    generation.top = Math.max(generation.top, event.uid());
    Instant internal = InternalDate.parse(event.internalDate());
    if (!InternalDate.sensible(internal, at)) {
      internal = null;
    }
    Instant date = event.envelope().date();
    Instant fallback = date != null && InternalDate.sensible(date, at) ? date : at;
    long message = putMessage(event, internal, fallback);
    sql.update(
        """
        INSERT OR REPLACE INTO placement
          (generation, uid, since, message, size, received, internal_date, flags)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        generation.id,
        event.uid(),
        segment,
        message,
        event.size(),
        (internal != null ? internal : fallback).getEpochSecond(),
        event.internalDate(),
        Columns.words(event.flags()));
    if (!event.objectId().isEmpty()) {
      folders.named(event.objectId(), message, event.internalDate());
    }
    generation.count(1, event.size());
    forgetFailure(generation, event.uid());
  }

  /// The earliest times win, so that the order in which journals are read does not matter.
  private long putMessage(Placed event, @Nullable Instant internal, Instant fallback)
      throws SQLException {
    Instant date = event.envelope().date();
    long seq =
        sql.number(
            """
            INSERT INTO message
              (id, size, date, sender, recipients, subject, message_id, internal, fallback, change)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET
              change = excluded.change,
              internal = coalesce(min(internal, excluded.internal), internal, excluded.internal),
              fallback = min(fallback, excluded.fallback)
            RETURNING seq
            """,
            event.id().bytes(),
            event.size(),
            date == null ? null : Long.valueOf(date.getEpochSecond()),
            event.envelope().from(),
            event.envelope().to(),
            event.envelope().subject(),
            event.envelope().messageId(),
            internal == null ? null : Long.valueOf(internal.getEpochSecond()),
            fallback.getEpochSecond(),
            totals.nextChange());
    totals.seen(seq, event.size());
    return seq;
  }

  /// Keeps the flags as they were before this segment, once.
  void flagsChanged(FlagsChanged event, long segment) throws SQLException {
    long generation = folders.generation(event.folder(), event.uidValidity(), segment).id;
    String flags = Columns.words(event.flags());
    sql.update(
        """
        INSERT OR IGNORE INTO flags_before (generation, uid, until, flags)
        SELECT generation, uid, ?, flags FROM placement
        WHERE generation = ? AND uid = ? AND gone IS NULL AND since < ?
        """,
        segment,
        generation,
        event.uid(),
        segment);
    Long message =
        sql.first(
                """
                UPDATE placement SET flags = ?
                WHERE generation = ? AND uid = ? AND gone IS NULL
                RETURNING message
                """,
                row -> row.getLong(1),
                flags,
                generation,
                event.uid())
            .orElse(null);
    if (message != null) {
      totals.changed(message);
    }
  }

  void gone(Gone event, long segment) throws SQLException {
    Generation generation = folders.generation(event.folder(), event.uidValidity(), segment);
    for (long uid : event.uids()) {
      end(generation, uid, segment);
      forgetFailure(generation, uid);
    }
  }

  void failed(FetchFailed event, long run, long segment) throws SQLException {
    Generation generation = folders.generation(event.folder(), event.uidValidity(), segment);
    generation.failures = true;
    sql.update(
        """
        INSERT INTO failed (generation, uid, reason, attempts, run, first, last, next)
        VALUES (?, ?, ?, 1, ?, ?5, ?5, ?6)
        ON CONFLICT (generation, uid) DO UPDATE SET
          attempts = attempts + (run <> excluded.run), reason = excluded.reason,
          run = excluded.run, last = excluded.last, next = excluded.next
        """,
        generation.id,
        event.uid(),
        event.reason(),
        run,
        segment,
        event.nextTry() == null ? null : Long.valueOf(Columns.nanos(event.nextTry())));
  }

  private void forgetFailure(Generation generation, long uid) throws SQLException {
    if (generation.failures) {
      sql.update("DELETE FROM failed WHERE generation = ? AND uid = ?", generation.id, uid);
    }
  }

  private void end(Generation generation, long uid, long segment) throws SQLException {
    Ended ended =
        sql.first(
                """
                UPDATE placement SET gone = ? WHERE generation = ? AND uid = ? AND gone IS NULL
                RETURNING message, size
                """,
                Ended::new,
                segment,
                generation.id,
                uid)
            .orElse(null);
    if (ended != null) {
      generation.count(-1, -ended.size);
      totals.changed(ended.message);
    }
  }

  private record Ended(long message, long size) {
    Ended(ResultSet row) throws SQLException {
      this(row.getLong(1), row.getLong(2));
    }
  }
}
