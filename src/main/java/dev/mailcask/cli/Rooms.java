package dev.mailcask.cli;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.jobs.Jobs;
import dev.mailcask.mailbox.providers.Discovery;
import dev.mailcask.oauth.SignIns;
import dev.mailcask.replica.ArchiveRestore;
import dev.mailcask.restore.Restore;
import dev.mailcask.search.Search;
import java.time.InstantSource;
import java.time.ZoneId;

/// The rooms of one data directory, each opened when it is first asked for.
public interface Rooms {

  Accounts accounts();

  /// Sign-ins that are under way.
  SignIns signIns();

  /// Settings found from addresses.
  Discovery discovery();

  Archive archive();

  /// The archive's own journal.
  ArchiveJournal ownJournal();

  /// The keys of the archive; opening the archive opens them.
  KeyRing keys();

  Catalog catalog();

  Search search();

  Restore restore();

  Jobs jobs();

  /// Brings the archive back from a copy, before any other room is asked for.
  ///
  /// @throws dev.mailcask.base.Failure.Refused if the archive is in use
  ArchiveRestore archiveRestore();

  /// Bytes of the index on disk.
  long indexBytes();

  /// Whether they are those of the running appliance, so that schedules are carried out.
  boolean appliance();

  InstantSource clock();

  /// The zone in which people give and read times.
  ZoneId zone();
}
