package dev.mailcask.testing;

import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.index.IndexSettings;
import dev.mailcask.index.LuceneIndexer;
import dev.mailcask.verify.Means;
import dev.mailcask.verify.ReadingVerify;
import dev.mailcask.verify.Verify;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/// A verification of an archive that nothing else is made of: with a catalog and an index of its
/// own, no account and no copy.
public final class VerifyMeans implements AutoCloseable {

  private final PackedArchive archive;
  private final SqliteCatalog catalog;
  private final LuceneIndexer indexer;
  private final InstantSource clock;

  /// @param directory for catalog and index
  public VerifyMeans(PackedArchive archive, Path directory, InstantSource clock) {
    this.archive = archive;
    this.clock = clock;
    catalog = SqliteCatalog.open(directory.resolve("catalog.db"), clock);
    catalog.catchUp(archive, Progress.NONE);
    indexer =
        new LuceneIndexer(directory.resolve("index"), archive, catalog, IndexSettings.DEFAULT);
  }

  /// Verifies everything.
  public Verify.Report run() {
    return new ReadingVerify(
            new Means(
                archive,
                archive.maintenance(),
                catalog,
                new FakeAccounts(),
                () -> indexer,
                () -> {},
                () -> false,
                Optional::empty,
                clock))
        .run(Verify.Request.ALL, Progress.NONE);
  }

  @Override
  public void close() {
    indexer.close();
    catalog.close();
  }
}
