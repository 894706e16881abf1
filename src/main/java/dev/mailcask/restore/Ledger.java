package dev.mailcask.restore;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent.Restored;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Sleeper;
import dev.mailcask.catalog.Catalog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes into the journal of the account that a restore reads from what was put where.
///
/// The journal has one writer, and a restore must not keep a nightly backup from beginning: so
/// events are collected, and the writer is taken for a moment now and then. Where a backup holds
/// it, they wait; at the end of the restore for a minute at most. Nor does a disk that is full or
/// damaged here end what goes on between archive and server: what could not be written is told.
/// What is not written then costs nothing but knowledge: a second restore finds by content what is
/// there, unless the server alters what it is given.
final class Ledger {

  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
  private static final int BATCH = 2_000;
  private static final int PATIENCE = 60;

  private final Archive archive;
  private final Catalog catalog;
  private final AccountId account;
  private final Sleeper sleeper;
  private final List<Restored> pending = new ArrayList<>();
  private int nextTry = BATCH;
  private String obstacle = "";
  private boolean locked;

  Ledger(Archive archive, Catalog catalog, AccountId account, Sleeper sleeper) {
    this.archive = archive;
    this.catalog = catalog;
    this.account = account;
    this.sleeper = sleeper;
  }

  void add(Restored event) {
    pending.add(event);
    if (pending.size() >= nextTry && !write()) {
      nextTry = pending.size() + BATCH;
    }
  }

  /// Writes what is pending.
  ///
  /// @param patient whether to wait for a backup a while
  /// @return what could not be written, see [#obstacle()]
  List<Restored> finish(boolean patient) {
    try {
      for (int attempt = 1; !write() && patient && locked && attempt < PATIENCE; attempt++) {
        sleeper.pause(Duration.ofSeconds(1), "account " + account);
      }
    } catch (Failure.Cancelled e) {
      LOG.debug("account {}: not waited for the journal any longer", account, e);
    }
    return List.copyOf(pending);
  }

  /// Why the last attempt to write failed.
  String obstacle() {
    return obstacle;
  }

  private boolean write() {
    if (pending.isEmpty()) {
      return true;
    }
    try (ArchiveWriter writer = archive.writer(account)) {
      pending.forEach(writer::record);
      writer.commit();
    } catch (Failure.Locked e) {
      obstacle = "a backup holds the journal";
      locked = true;
      return false;
    } catch (Failure e) {
      LOG.warn("account {}: the journal cannot be written: {}", account, e.getMessage());
      obstacle = "the journal cannot be written (" + e.problem() + ")";
      locked = false;
      return false;
    }
    pending.clear();
    nextTry = BATCH;
    try {
      catalog.catchUp(archive, account);
    } catch (Failure e) {
      LOG.warn("account {}: the catalog is behind its journal: {}", account, e.getMessage());
    }
    return true;
  }
}
