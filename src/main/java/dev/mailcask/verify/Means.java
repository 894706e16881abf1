package dev.mailcask.verify;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.Maintenance;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.index.Indexer;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What a verification works with.
///
/// @param keys checks the file with the key slots: throws a [dev.mailcask.base.Failure] if it is
///     damaged; does nothing where the archive is not encrypted
/// @param keysBack puts the key slots back that opened the archive, where their file is missing or
///     damaged, and says whether it did
/// @param copy opens the second copy; empty where none is configured. Throws a
///     [dev.mailcask.base.Failure] if it cannot be had right now
public record Means(
    Archive archive,
    Maintenance maintenance,
    Catalog catalog,
    Accounts accounts,
    Supplier<Indexer> indexer,
    Runnable keys,
    BooleanSupplier keysBack,
    Supplier<Optional<Copy>> copy,
    InstantSource clock) {

  /// The second copy of the archive, for reading.
  public interface Copy extends AutoCloseable {

    Archive archive();

    /// Its files.
    ArchiveStorage files();

    /// The archive's own journal.
    ArchiveJournal journal();

    @Override
    void close();
  }
}
