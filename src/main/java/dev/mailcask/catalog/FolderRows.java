package dev.mailcask.catalog;

import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the folders of one account and their generations, and remembers their rows so that a
/// message needs no look-up.
final class FolderRows {

  private final Sql sql;
  private final Totals totals;
  private final long account;
  private final Map<Integer, Folder> folders = new HashMap<>();
  private boolean lossy;

  FolderRows(Sql sql, Totals totals, long account) {
    this.sql = sql;
    this.totals = totals;
    this.account = account;
  }

  /// A UIDVALIDITY of a folder.
  static final class Generation {
    final long id;

    /// The largest UID ever placed: a larger one cannot be there yet.
    long top;

    /// Whether there may be UIDs that could not be fetched.
    boolean failures;

    private long messages;
    private long bytes;
    private boolean dirty;

    Generation(long id, long top, boolean failures, long messages, long bytes) {
      this.id = id;
      this.top = top;
      this.failures = failures;
      this.messages = messages;
      this.bytes = bytes;
    }

    /// Counts messages that came, or, below zero, went.
    void count(int moreMessages, long moreBytes) {
      messages += moreMessages;
      bytes += moreBytes;
      dirty = true;
    }
  }

  private static final class Folder {
    final long id;
    final Map<Long, Generation> generations = new HashMap<>();
    @Nullable Generation current;
    @Nullable FolderSeen seen;
    @Nullable Long gone;

    Folder(long id) {
      this.id = id;
    }
  }

  void seen(FolderSeen event, long segment) throws SQLException {
    Folder folder = folder(event.folder());
    FolderSeen before = folder.seen;
    boolean moved = before == null || folder.gone != null || !before.path().equals(event.path());
    folder.seen = event;
    folder.gone = null;
    putState(folder, event, segment);
    if (moved) {
      totals.changedIn(folder.id);
    }
  }

  void gone(int number, long segment) throws SQLException {
    Folder folder = folder(number);
    FolderSeen seen = folder.seen;
    if (seen != null && folder.gone == null) {
      folder.gone = segment;
      putState(folder, seen, segment);
      totals.changedIn(folder.id);
    }
  }

  void generationBegan(int number, long uidValidity, long segment) throws SQLException {
    Folder folder = folder(number);
    Generation next = row(folder, uidValidity, segment);
    Generation before = folder.current;
    if (next == before) {
      return;
    }
    if (before != null) {
      sql.update("UPDATE generation SET ended = ? WHERE id = ?", segment, before.id);
    }
    sql.update("UPDATE generation SET ended = NULL WHERE id = ?", next.id);
    sql.update(
        "INSERT OR REPLACE INTO generation_span (folder, since, generation) VALUES (?, ?, ?)",
        folder.id,
        segment,
        next.id);
    folder.current = next;
    totals.changedIn(folder.id);
  }

  void listed(FolderListed event) throws SQLException {
    sql.update(
        """
        INSERT OR REPLACE INTO listing (folder, uid_validity, uid_next, highest_mod_seq, present,
          run, proven_run, proven_at, disproved)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        folder(event.folder()).id,
        event.uidValidity(),
        event.uidNext(),
        event.highestModSeq(),
        event.exists(),
        event.run(),
        event.provenRun(),
        Columns.nanos(event.provenAt()),
        event.disproved() ? 1 : 0);
  }

  /// From now on a folder or generation that nobody announced was announced in a segment that is
  /// lost: it is there all the same, the folder under a name made up.
  void allowForLoss() {
    lossy = true;
  }

  /// The generation's row; one that the journal did not announce is not current, unless what
  /// announced it may be lost.
  Generation generation(int number, long uidValidity, long segment) throws SQLException {
    Folder folder = folder(number);
    if (lossy && !folder.generations.containsKey(uidValidity)) {
      if (folder.seen == null) {
        String name = "folder " + number + " (name lost)";
        seen(new FolderSeen(number, name, name, "", List.of()), segment);
      }
      generationBegan(number, uidValidity, segment);
    }
    return row(folder, uidValidity, segment);
  }

  private Generation row(Folder folder, long uidValidity, long segment) throws SQLException {
    Generation known = folder.generations.get(uidValidity);
    if (known != null) {
      return known;
    }
    Generation made =
        sql.first(
                """
                INSERT INTO generation (folder, uid_validity, ended) VALUES (?, ?, ?)
                RETURNING id
                """,
                row -> new Generation(row.getLong(1), 0, false, 0, 0),
                folder.id,
                uidValidity,
                segment)
            .orElseThrow();
    folder.generations.put(uidValidity, made);
    return made;
  }

  /// Notes what the server calls a message; a name that it gave to another one means nothing.
  void named(String objectId, long message, String internalDate) throws SQLException {
    sql.update(
        """
        INSERT INTO object (account, object_id, message, internal_date) VALUES (?, ?, ?, ?)
        ON CONFLICT (account, object_id) DO UPDATE SET message = NULL
        WHERE message IS NOT excluded.message
        """,
        account,
        objectId,
        message,
        internalDate);
  }

  /// Writes the figures of the generations that changed.
  void flush() throws SQLException {
    for (Folder folder : folders.values()) {
      for (Generation generation : folder.generations.values()) {
        if (generation.dirty) {
          sql.update(
              "UPDATE generation SET messages = ?, bytes = ? WHERE id = ?",
              generation.messages,
              generation.bytes,
              generation.id);
          generation.dirty = false;
        }
      }
    }
  }

  private void putState(Folder folder, FolderSeen state, long segment) throws SQLException {
    sql.update(
        """
        INSERT OR REPLACE INTO folder_state (folder, since, raw, path, delimiter, attributes, gone,
          mailbox_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        folder.id,
        segment,
        state.raw(),
        state.path(),
        state.delimiter(),
        Columns.words(state.attributes()),
        folder.gone,
        state.mailboxId());
  }

  private Folder folder(int number) throws SQLException {
    Folder known = folders.get(number);
    if (known == null) {
      known = load(number);
      folders.put(number, known);
    }
    return known;
  }

  private Folder load(int number) throws SQLException {
    sql.update("INSERT OR IGNORE INTO folder (account, number) VALUES (?, ?)", account, number);
    Folder folder =
        new Folder(
            sql.number("SELECT id FROM folder WHERE account = ? AND number = ?", account, number));
    sql.each(
        """
        SELECT id, uid_validity, ended, messages, bytes,
          (SELECT max(uid) FROM placement WHERE generation = generation.id),
          EXISTS (SELECT 1 FROM failed WHERE generation = generation.id)
        FROM generation WHERE folder = ?
        """,
        row -> {
          Generation generation =
              new Generation(
                  row.getLong(1),
                  row.getLong(6),
                  row.getBoolean(7),
                  row.getLong(4),
                  row.getLong(5));
          folder.generations.put(row.getLong(2), generation);
          if (Sql.nullable(row, 3) == null) {
            folder.current = generation;
          }
        },
        folder.id);
    sql.each(
        """
        SELECT raw, path, delimiter, attributes, gone, mailbox_id FROM folder_state
        WHERE folder = ? ORDER BY since DESC LIMIT 1
        """,
        row -> {
          folder.gone = Sql.nullable(row, 5);
          folder.seen =
              new FolderSeen(
                  number,
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  Columns.words(row.getString(4)),
                  row.getString(6));
        },
        folder.id);
    return folder;
  }
}
