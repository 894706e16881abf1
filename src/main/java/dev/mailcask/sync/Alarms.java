package dev.mailcask.sync;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent.AlarmsSeen;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.RaisedAlarm;
import java.util.List;

/// What the owner does about alarms.
public final class Alarms {

  private Alarms() {}

  /// Takes note that the owner has seen the alarms of an account. Durable when this returns.
  ///
  /// @return those that were new
  /// @throws Failure.Locked if a backup or restore of the account is running
  public static List<RaisedAlarm> acknowledge(Archive archive, Catalog catalog, AccountId account) {
    List<RaisedAlarm> unseen = catalog.alarms(account);
    if (unseen.isEmpty()) {
      return unseen;
    }
    try (ArchiveWriter writer = archive.writer(account)) {
      writer.record(new AlarmsSeen(unseen.getLast().run()));
      writer.commit();
    } catch (Failure.Locked e) {
      Failure busy =
          new Failure.Locked(
              "account " + account,
              "a backup or restore of it is running",
              "acknowledge its alarms when that has ended");
      busy.addSuppressed(e);
      throw busy;
    }
    catalog.catchUp(archive, account);
    return unseen;
  }
}
