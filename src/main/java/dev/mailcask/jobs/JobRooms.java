package dev.mailcask.jobs;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.Maintenance;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.index.Indexer;
import dev.mailcask.replica.Replica;
import dev.mailcask.restore.Restore;
import dev.mailcask.sync.Backup;
import dev.mailcask.verify.HeadLog;
import dev.mailcask.verify.Verify;
import java.util.function.Supplier;

/// The rooms whose work is done as jobs. Those that are costly to open are asked for when the first
/// job needs them; a supplier gives the same room every time.
public record JobRooms(
    Archive archive,
    Maintenance maintenance,
    Catalog catalog,
    Accounts accounts,
    Supplier<Backup> backup,
    Supplier<Restore> restore,
    Supplier<Verify> verify,
    Supplier<Indexer> indexer,
    Supplier<Replica> replica,
    Supplier<HeadLog> heads) {}
