package dev.mailcask.catalog;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Catalog.Difference;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Holds the catalog against one that was built from the journals just now: `main` is the fresh
/// one, `live` the one in use.
///
/// The numbers of rows differ between the two, so tables are joined by what rows mean: accounts by
/// name, folders by account and number, generations by folder and UIDVALIDITY, messages by
/// identity. The large tables are joined by their keys, in the order in which they lie, so that a
/// million messages need no room to be sorted in.
///
/// Of an account whose journal has lost a segment, the live catalog may know more than the fresh
/// one; such accounts are not compared, nor what messages have of all accounts together.
final class CatalogCheck {

  /// Messages that are named of one difference.
  private static final int NAMED = 1000;

  private static final String MAPS =
      """
      CREATE TEMP TABLE account_map AS
        SELECT f.id AS fresh, l.id AS live, f.name FROM main.account f
        LEFT JOIN live.account l ON l.name = f.name
        WHERE NOT EXISTS (SELECT 1 FROM main.flaw WHERE lost AND account = f.id);
      CREATE TEMP TABLE folder_map AS
        SELECT f.id AS fresh, l.id AS live FROM account_map a
        JOIN main.folder f ON f.account = a.fresh
        LEFT JOIN live.folder l ON l.account = a.live AND l.number = f.number;
      CREATE TEMP TABLE generation_map AS
        SELECT f.id AS fresh, l.id AS live FROM folder_map m
        JOIN main.generation f ON f.folder = m.fresh
        LEFT JOIN live.generation l
          ON l.folder = m.live AND l.uid_validity = f.uid_validity;
      CREATE UNIQUE INDEX temp.folder_live ON folder_map (live);
      CREATE UNIQUE INDEX temp.generation_live ON generation_map (live);
      """;

  private static final String MESSAGES_SURPLUS =
      "FROM live.message f WHERE NOT EXISTS (SELECT 1 FROM main.message m WHERE m.id = f.id)";

  private static final String PLACEMENTS_MISSING =
      """
      FROM main.placement p
      JOIN temp.generation_map g ON g.fresh = p.generation
      JOIN main.message f ON f.seq = p.message
      LEFT JOIN live.placement q
        ON q.generation = g.live AND q.uid = p.uid AND q.since = p.since
      LEFT JOIN live.message l ON l.seq = q.message
      WHERE q.uid IS NULL OR (f.id, p.gone, p.size, p.received, p.internal_date, p.flags)
        IS NOT (l.id, q.gone, q.size, q.received, q.internal_date, q.flags)
      """;

  private static final String PLACEMENTS_SURPLUS =
      """
      FROM live.placement q
      JOIN temp.generation_map g ON g.live = q.generation
      JOIN live.message f ON f.seq = q.message
      WHERE NOT EXISTS (
        SELECT 1 FROM main.placement p
        WHERE p.generation = g.fresh AND p.uid = q.uid AND p.since = q.since)
      """;

  /// Of the smaller tables, all columns, with `fresh` numbers in the place of `live` ones.
  private enum Small {
    SEGMENT("segment", "account", "number, hash, at"),
    RUN("run", "account", "number, started, finished, ended, summary"),
    RESTORED("restored", "account", "to_account, to_folder, uid_validity, uid, id, folder"),
    FOLDER_STATE(
        "folder_state", "folder", "since, raw, path, delimiter, attributes, gone, mailbox_id"),
    GENERATION("generation", "folder", "uid_validity, ended, messages, bytes"),
    LISTING(
        "listing",
        "folder",
        "uid_validity, uid_next, highest_mod_seq, present, run, proven_run, proven_at, disproved"),
    FLAGS_BEFORE("flags_before", "generation", "uid, until, flags"),
    FAILED("failed", "generation", "uid, reason, attempts, run, first, last, next"),
    ALARM("alarm", "account", "run, at, kind, folder, had, departed, problem");

    private final String table;
    private final String owner;
    private final String columns;

    Small(String table, String owner, String columns) {
      this.table = table;
      this.owner = owner;
      this.columns = columns;
    }

    /// Counts the rows that one has and the other has not.
    String excess(boolean ofLive) {
      String fresh =
          "SELECT m.fresh, %s FROM main.%s t JOIN temp.%s_map m ON m.fresh = t.%s"
              .formatted(columns, table, owner, owner);
      String live =
          "SELECT m.fresh, %s FROM live.%s t JOIN temp.%s_map m ON m.live = t.%s"
              .formatted(columns, table, owner, owner);
      return "SELECT count(*) FROM (%s EXCEPT %s)"
          .formatted(ofLive ? live : fresh, ofLive ? fresh : live);
    }
  }

  /// What servers call messages.
  private static final String OBJECTS =
      """
      SELECT count(*) FROM (
        SELECT m.name, o.object_id, x.id, o.internal_date FROM %1$s.object o
        JOIN temp.account_map m ON m.%2$s = o.account LEFT JOIN %1$s.message x ON x.seq = o.message
        EXCEPT
        SELECT m.name, o.object_id, x.id, o.internal_date FROM %3$s.object o
        JOIN temp.account_map m ON m.%4$s = o.account LEFT JOIN %3$s.message x ON x.seq = o.message)
      """;

  /// Which accounts there are and what they are set to, and when which generation was current.
  private static final String ACCOUNTS =
      """
      SELECT count(*) FROM temp.account_map m
      JOIN main.account f ON f.id = m.fresh LEFT JOIN live.account l ON l.id = m.live
      WHERE l.id IS NULL OR (f.settings, f.removed, f.alarms_seen)
        IS NOT (l.settings, l.removed, l.alarms_seen)
      """;

  private static final String SPANS =
      """
      SELECT count(*) FROM (
        SELECT o.fresh, s.since, g.fresh FROM %1$s.generation_span s
        JOIN temp.folder_map o ON o.%2$s = s.folder JOIN temp.generation_map g ON g.%2$s = generation
        EXCEPT
        SELECT o.fresh, s.since, g.fresh FROM %3$s.generation_span s
        JOIN temp.folder_map o ON o.%4$s = s.folder JOIN temp.generation_map g ON g.%4$s = generation)
      """;

  private final Sql sql;
  private final Progress progress;
  private final Consumer<Difference> found;

  /// @param sql the fresh catalog, with the one in use attached as `live`, in one transaction
  CatalogCheck(Sql sql, Progress progress, Consumer<Difference> found) {
    this.sql = sql;
    this.progress = progress;
    this.found = found;
  }

  void run() throws SQLException {
    at("file");
    sql.first("PRAGMA live.integrity_check(1)", row -> row.getString(1))
        .filter(answer -> !answer.equals("ok"))
        .ifPresent(_ -> tell("file", 1, 0));
    sql.script(MAPS);
    boolean whole = sql.number("SELECT count(*) FROM main.flaw WHERE lost") == 0;
    at("accounts");
    tell("accounts", sql.number(ACCOUNTS), 0);
    for (Small small : Small.values()) {
      at(small.table);
      tell(small.table, sql.number(small.excess(false)), sql.number(small.excess(true)));
    }
    at("generation_span");
    tell(
        "generation_span",
        sql.number(SPANS.formatted("main", "fresh", "live", "live")),
        sql.number(SPANS.formatted("live", "live", "main", "fresh")));
    at("object");
    tell(
        "object",
        sql.number(OBJECTS.formatted("main", "fresh", "live", "live")),
        sql.number(OBJECTS.formatted("live", "live", "main", "fresh")));
    at("message");
    tell(
        "message",
        messagesMissing(whole ? "OR (f.internal, f.fallback) IS NOT (l.internal, l.fallback)" : ""),
        whole ? MESSAGES_SURPLUS : null);
    at("placement");
    tell("placement", PLACEMENTS_MISSING, PLACEMENTS_SURPLUS);
    if (whole) {
      tell(
          "life",
          sql.number(
              """
              SELECT count(*) FROM main.life f, live.life l
              WHERE (f.messages, f.bytes) <> (l.messages, l.bytes)
              """),
          0);
    }
  }

  private static String messagesMissing(String times) {
    return """
        FROM main.message f LEFT JOIN live.message l ON l.id = f.id
        WHERE l.seq IS NULL OR (f.size, f.date, f.sender, f.recipients, f.subject, f.message_id)
          IS NOT (l.size, l.date, l.sender, l.recipients, l.subject, l.message_id)
        """
        + times;
  }

  private void at(String table) {
    progress.checkCancelled("catalog");
    progress.at(new Progress.Step("comparing the catalog", table, 0, -1, 0));
  }

  private void tell(String table, String missing, @Nullable String surplus) throws SQLException {
    long without = sql.number("SELECT count(*) " + missing);
    long more = surplus == null ? 0 : sql.number("SELECT count(*) " + surplus);
    if (without > 0 || more > 0) {
      String from = without > 0 || surplus == null ? missing : surplus;
      List<ContentId> named =
          sql.list(
              "SELECT DISTINCT f.id " + from + " LIMIT " + NAMED,
              row -> ContentId.ofDigest(row.getBytes(1)));
      found.accept(new Difference(table, without, more, named));
    }
  }

  private void tell(String table, long missing, long surplus) {
    if (missing > 0 || surplus > 0) {
      found.accept(new Difference(table, missing, surplus, List.of()));
    }
  }
}
