package dev.mailcask.index;

import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Catalog.Head;
import dev.mailcask.catalog.KnownFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.lucene.index.IndexReader.CacheHelper;
import org.apache.lucene.index.IndexReader.CacheKey;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.Query;

/// Finds messages by where they are, under which flags. Thread-safe.
///
/// Keeps what it read of each segment as long as the segment is read by anybody, and the names of
/// folders for a second.
public final class PlacementIndex {

  private static final long NAMES_NANOS = 1_000_000_000L;
  private static final AccountId NOBODY = new AccountId("removed");

  private final Catalog catalog;
  private final Map<CacheKey, Placements> segments = new ConcurrentHashMap<>();
  private volatile Names names = new Names(Map.of(), 0);

  public PlacementIndex(Catalog catalog) {
    this.catalog = catalog;
  }

  private record Folder(AccountId account, String path) {}

  /// @param at when they were read, by the clock of this machine's run
  private record Names(Map<Long, Folder> folders, long at) {}

  /// Messages with a placement that the condition holds for: one and the same that is in this
  /// folder, has that flag, is gone.
  public Query query(Predicate<Placement> condition) {
    return new PlacementQuery(this, condition);
  }

  Placements of(LeafReader leaf) throws IOException {
    CacheHelper helper = leaf.getReaderCacheHelper();
    if (helper == null) {
      return Placements.of(leaf);
    }
    try {
      return segments.computeIfAbsent(
          helper.getKey(),
          key -> {
            helper.addClosedListener(segments::remove);
            return read(leaf);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Placements read(LeafReader leaf) {
    try {
      return Placements.of(leaf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Placement placement(long placement, List<String> keywords) {
    Folder folder = folder(placement);
    return new Placement(
        folder.account,
        folder.path,
        PlacementCodec.flags(placement),
        keywords,
        (placement & PlacementCodec.GONE) != 0);
  }

  private Folder folder(long placement) {
    Folder known = names().get(placement & PlacementCodec.FOLDER);
    return known == null ? new Folder(NOBODY, "") : known;
  }

  private Map<Long, Folder> names() {
    Names current = names;
    long now = System.nanoTime();
    if (current.at == 0 || now - current.at > NAMES_NANOS) {
      current = new Names(read(catalog), now);
      names = current;
    }
    return current.folders;
  }

  private static Map<Long, Folder> read(Catalog catalog) {
    Map<Long, Folder> folders = new HashMap<>();
    for (Head journal : catalog.heads()) {
      for (KnownFolder folder : catalog.knownFolders(journal.account())) {
        folders.put(
            PlacementCodec.folder(journal.account(), folder.number()),
            new Folder(journal.account(), folder.path()));
      }
    }
    return folders;
  }
}
