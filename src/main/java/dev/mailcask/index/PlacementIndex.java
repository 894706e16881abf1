package dev.mailcask.index;

import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Catalog.Head;
import dev.mailcask.catalog.KnownFolder;
import dev.mailcask.index.PlacementCodec.Reader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexReader.CacheHelper;
import org.apache.lucene.index.IndexReader.CacheKey;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/// Finds messages by where they are, under which flags. Thread-safe.
///
/// Keeps what it read of each segment as long as the segment is read by anybody, and the names of
/// folders for a second.
public final class PlacementIndex {

  private static final long NAMES_NANOS = 1_000_000_000L;
  private static final AccountId NOBODY = new AccountId("removed");

  private final Catalog catalog;
  private final Map<CacheKey, Placements> segments = new ConcurrentHashMap<>();
  private volatile Names names = new Names(Map.of(), Map.of(), 0);

  public PlacementIndex(Catalog catalog) {
    this.catalog = catalog;
  }

  /// A folder, as it is called now.
  public record Folder(AccountId account, String path) {}

  /// @param at when they were read, by the clock of this machine's run
  private record Names(Map<Long, Folder> folders, Map<Long, Long> accounts, long at) {}

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
    Folder folder = name(placement);
    return new Placement(
        folder.account,
        folder.path,
        PlacementCodec.flags(placement),
        keywords,
        (placement & PlacementCodec.GONE) != 0);
  }

  private Folder name(long placement) {
    Folder known = names().folders.get(placement & PlacementCodec.FOLDER);
    return known == null ? new Folder(NOBODY, "") : known;
  }

  /// The folder of a key that [FolderKeys] gave, if it is known.
  public Optional<Folder> folder(long key) {
    return Optional.ofNullable(names().folders.get(key));
  }

  /// All folders that ever were.
  public Collection<Folder> folders() {
    return names().folders.values();
  }

  /// The keywords that messages have or had in any folder.
  public Set<String> keywords(IndexReader reader) throws IOException {
    Set<String> keywords = new HashSet<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      of(leaf.reader()).all().forEach(same -> keywords.addAll(same.keywords()));
    }
    return keywords;
  }

  /// For the use of one thread.
  public FolderKeys folderKeys() {
    return new FolderKeys(names().accounts);
  }

  /// The folders of messages, and their accounts, as numbers that can be counted; each once. Not
  /// thread-safe.
  public static final class FolderKeys {
    private final Map<Long, Long> accountsOf;
    private final Reader reader = new Reader();
    private long[] folders = new long[8];
    private int folderCount;
    private long[] accounts = new long[8];
    private int accountCount;

    private FolderKeys(Map<Long, Long> accountsOf) {
      this.accountsOf = accountsOf;
    }

    /// Reads a value of [Fields#STATE].
    public void read(BytesRef state) {
      folderCount = 0;
      accountCount = 0;
      reader.reset(state);
      while (reader.next()) {
        long folder = reader.folder();
        if (!has(folders, folderCount, folder)) {
          folders = ArrayUtil.grow(folders, folderCount + 1);
          folders[folderCount++] = folder;
          long account = accountsOf.getOrDefault(folder, folder);
          if (!has(accounts, accountCount, account)) {
            accounts = ArrayUtil.grow(accounts, accountCount + 1);
            accounts[accountCount++] = account;
          }
        }
      }
    }

    private static boolean has(long[] keys, int count, long key) {
      for (int i = 0; i < count; i++) {
        if (keys[i] == key) {
          return true;
        }
      }
      return false;
    }

    public int folders() {
      return folderCount;
    }

    public long folder(int index) {
      return folders[index];
    }

    public int accounts() {
      return accountCount;
    }

    /// The key of one of the account's folders, the same for all.
    public long account(int index) {
      return accounts[index];
    }
  }

  private Names names() {
    Names current = names;
    long now = System.nanoTime();
    if (current.at == 0 || now - current.at > NAMES_NANOS) {
      current = read(catalog, now);
      names = current;
    }
    return current;
  }

  private static Names read(Catalog catalog, long now) {
    Map<Long, Folder> folders = new HashMap<>();
    Map<Long, Long> accounts = new HashMap<>();
    for (Head journal : catalog.heads()) {
      AccountId account = journal.account();
      long first = -1;
      for (KnownFolder folder : catalog.knownFolders(account)) {
        long key = PlacementCodec.folder(account, folder.number());
        first = first == -1 ? key : first;
        folders.put(key, new Folder(account, folder.path()));
        accounts.put(key, first);
      }
    }
    return new Names(folders, accounts, now);
  }
}
