package dev.mailcask.catalog;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.Journal.Flaw;
import dev.mailcask.archive.Journal.Segment;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.AccountRemoved;
import dev.mailcask.archive.JournalEvent.AccountSet;
import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.archive.JournalEvent.AlarmsSeen;
import dev.mailcask.archive.JournalEvent.FetchFailed;
import dev.mailcask.archive.JournalEvent.FlagsChanged;
import dev.mailcask.archive.JournalEvent.FolderFailed;
import dev.mailcask.archive.JournalEvent.FolderGone;
import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.Repaired;
import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.AccountQueries.Vanished;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns segments into rows, each in one transaction with its position. Whatever goes wrong within
/// a segment leaves what is remembered here behind the file: throw this away then.
final class JournalRows {

  private static final AccountSettings UNKNOWN =
      new AccountSettings("imap", "", 993, "tls", "", "", List.of(), List.of());

  private final Sql sql;
  private final Totals totals;
  private final Map<AccountId, AccountRows> accounts = new HashMap<>();

  JournalRows(Sql sql) throws SQLException {
    this.sql = sql;
    this.totals = new Totals(sql);
  }

  /// Applies the segment that follows the position of its account.
  void apply(Segment segment) throws SQLException {
    sql.begin();
    AccountRows account = account(segment.account());
    sql.update(
        "INSERT INTO segment (account, number, hash, at) VALUES (?, ?, ?, ?)",
        account.id,
        segment.number(),
        segment.hash(),
        Columns.nanos(segment.at()));
    for (JournalEvent event : segment.events()) {
      account.apply(event, segment);
    }
    account.folders.flush();
    totals.flush();
    sql.commit();
  }

  /// Notes that a segment cannot be read, or does not fit.
  ///
  /// @param hash of its file as it is
  void flaw(AccountId id, Flaw flaw, String hash) throws SQLException {
    sql.begin();
    AccountRows account = account(id);
    sql.update(
        "INSERT OR REPLACE INTO flaw (account, segment, hash, problem, lost) VALUES (?, ?, ?, ?, ?)",
        account.id,
        flaw.segment(),
        hash,
        flaw.problem(),
        flaw.lost() ? 1 : 0);
    if (flaw.lost()) {
      // Its settings may be in there. Whoever adds the account again finds its mail.
      sql.update(
          "UPDATE account SET settings = ?, removed = 1 WHERE id = ? AND settings IS NULL",
          Json.of(UNKNOWN),
          account.id);
      account.folders.allowForLoss();
    }
    sql.commit();
  }

  /// Notes which of the segments are not here, and returns them.
  List<Vanished> keepVanished(List<Vanished> segments) throws SQLException {
    AccountQueries here = new AccountQueries(sql);
    List<Vanished> vanished = new ArrayList<>();
    sql.begin();
    for (Vanished one : segments) {
      if (!here.has(one)) {
        sql.update(
            "INSERT INTO vanished (account, segment, hash) VALUES (?, ?, ?)",
            one.account().name(),
            one.segment(),
            one.hash());
        vanished.add(one);
      }
    }
    sql.commit();
    return vanished;
  }

  private AccountRows account(AccountId account) throws SQLException {
    AccountRows known = accounts.get(account);
    if (known == null) {
      sql.update("INSERT OR IGNORE INTO account (name) VALUES (?)", account.name());
      known = new AccountRows(sql.number("SELECT id FROM account WHERE name = ?", account.name()));
      accounts.put(account, known);
    }
    return known;
  }

  /// The rows of one account.
  private final class AccountRows {
    final long id;
    final FolderRows folders;
    private final PlacementRows placements;
    private long run;

    AccountRows(long id) throws SQLException {
      this.id = id;
      folders = new FolderRows(sql, totals, id);
      if (sql.number("SELECT count(*) FROM flaw WHERE lost AND account = ?", id) > 0) {
        folders.allowForLoss();
      }
      placements = new PlacementRows(sql, totals, folders);
      run = sql.number("SELECT max(number) FROM run WHERE account = ?", id);
    }

    void apply(JournalEvent event, Segment segment) throws SQLException {
      long number = segment.number();
      switch (event) {
        case Placed placed -> placements.placed(placed, number, segment.at());
        case FlagsChanged changed -> placements.flagsChanged(changed, number);
        case Gone gone -> placements.gone(gone, number);
        case FetchFailed failed -> placements.failed(failed, run, number);
        case FolderSeen seen -> folders.seen(seen, number);
        case FolderGone gone -> folders.gone(gone.folder(), number);
        case GenerationBegan began ->
            folders.generationBegan(began.folder(), began.uidValidity(), number);
        case FolderListed listed -> folders.listed(listed);
        case AccountSet set ->
            sql.update(
                "UPDATE account SET settings = ?, removed = 0 WHERE id = ?",
                Json.of(set.settings()),
                id);
        case AccountRemoved _ -> sql.update("UPDATE account SET removed = 1 WHERE id = ?", id);
        case RunStarted started -> runStarted(started);
        case RunFinished finished -> runFinished(finished, number);
        case AlarmsSeen seen ->
            sql.update(
                "UPDATE account SET alarms_seen = max(alarms_seen, ?) WHERE id = ?",
                seen.run(),
                id);
        case Restored restored -> restored(restored);
        case FolderFailed _ -> {} // the run's summary tells of it
        case Repaired _ -> {} // where it is did not change
      }
    }

    private void runStarted(RunStarted started) throws SQLException {
      run = started.run();
      sql.update(
          "INSERT OR REPLACE INTO run (account, number, started) VALUES (?, ?, ?)",
          id,
          run,
          Columns.nanos(started.at()));
    }

    private void runFinished(RunFinished finished, long segment) throws SQLException {
      sql.update(
          "UPDATE run SET finished = ?, ended = ?, summary = ? WHERE account = ? AND number = ?",
          Columns.nanos(finished.at()),
          segment,
          Json.of(finished.summary()),
          id,
          finished.run());
      for (Alarm alarm : finished.summary().alarms()) {
        sql.update(
            """
            INSERT OR REPLACE INTO alarm (account, run, at, kind, folder, had, departed, problem)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            id,
            finished.run(),
            Columns.nanos(finished.at()),
            alarm.kind(),
            alarm.folder(),
            alarm.before(),
            alarm.left(),
            alarm.problem());
      }
    }

    private void restored(Restored restored) throws SQLException {
      sql.update(
          """
          INSERT INTO restored (account, to_account, to_folder, uid_validity, uid, id, folder)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
          id,
          restored.toAccount().name(),
          restored.toFolder(),
          restored.uidValidity(),
          restored.uid(),
          restored.id().bytes(),
          restored.folder());
    }
  }
}
