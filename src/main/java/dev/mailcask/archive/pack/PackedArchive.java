package dev.mailcask.archive.pack;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.Journal;
import dev.mailcask.archive.Maintenance;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.journal.StoredArchiveJournal;
import dev.mailcask.archive.journal.StoredJournal;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Background;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The archive as packs and journals in a storage.
///
/// Opening reads the directory of every pack, and no block. A damaged pack is reported and left
/// aside; the rest is there.
public final class PackedArchive implements Archive {

  private static final Logger LOG = LoggerFactory.getLogger(PackedArchive.class);

  private static final String DAMAGED = "damaged/";

  /// Decompressed blocks that work on packs keeps.
  private static final long BULK_CACHE = 64L << 20;

  private final ArchiveStorage storage;
  private final @Nullable ArchiveKey key;
  private final ArchiveSettings settings;
  private final InstantSource clock;
  private final BlockCodec codec;
  private final BlockReader reader;
  private final BlobTable table = new BlobTable();
  private final Blobs blobs;
  private final Map<AccountId, StoredJournal> journals = new ConcurrentHashMap<>();
  private StoredArchiveJournal ownJournal;
  private final Map<AccountId, PackedArchiveWriter> writing = new ConcurrentHashMap<>();
  private final Doubts doubts = new Doubts();
  private final AtomicLong vanished = new AtomicLong();
  private final PackMaintenance maintenance = new PackMaintenance(this);
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final ExecutorService compressors =
      Executors.newFixedThreadPool(cores, Background.threads("archive-compress"));
  private final ExecutorService publishers =
      Executors.newCachedThreadPool(Background.threads("archive-publish"));

  private PackedArchive(
      ArchiveStorage storage,
      ArchiveSettings settings,
      InstantSource clock,
      @Nullable ArchiveKey key) {
    this.storage = storage;
    this.key = key;
    this.settings = settings;
    this.clock = clock;
    this.ownJournal = new StoredArchiveJournal(storage, key, List.of());
    this.codec = new BlockCodec(settings.level());
    this.reader =
        new BlockReader(storage, codec, (long) settings.cachedBlocks() * settings.blockBytes());
    this.blobs = new Blobs(table, reader);
  }

  /// Opens an archive, or begins one where the storage is empty. The caller holds the lock on the
  /// data directory.
  ///
  /// @throws Failure.TooNew if a newer Mailcask wrote to it
  public static PackedArchive open(
      ArchiveStorage storage, ArchiveSettings settings, InstantSource clock) {
    return open(storage, settings, clock, null);
  }

  /// Likewise, perhaps an encrypted one.
  ///
  /// @param key of an encrypted archive, which outlives it; null for one that is not
  /// @throws Failure.Corrupt if the archive is encrypted and there is no key, or none for it
  public static PackedArchive open(
      ArchiveStorage storage,
      ArchiveSettings settings,
      InstantSource clock,
      @Nullable ArchiveKey key) {
    PackedArchive archive = reading(storage, settings, clock, key);
    storage.sweep();
    new Leftovers(archive).clear();
    return archive;
  }

  /// Opens an archive that is only read: nothing is tidied up in it.
  public static PackedArchive reading(
      ArchiveStorage storage,
      ArchiveSettings settings,
      InstantSource clock,
      @Nullable ArchiveKey key) {
    PackedArchive archive = new PackedArchive(storage, settings, clock, key);
    KeyFit fit = new KeyFit(key != null);
    archive.openPacks(fit);
    archive.openJournals(fit);
    fit.check();
    return archive;
  }

  private void openPacks(KeyFit fit) {
    for (Stored file : storage.list(PackFormat.PREFIX)) {
      try {
        table.add(PackFile.open(storage, key, file.name(), file.size()));
        fit.opened();
      } catch (Failure.Corrupt e) {
        fit.failed(e);
        LOG.error("{}; its messages cannot be read", e.getMessage());
      } catch (Failure.Unreachable e) { // a bad sector of one pack must not close the others
        LOG.error("{}; its messages cannot be read", e.getMessage());
      }
    }
  }

  private void openJournals(KeyFit fit) {
    Map<String, List<Stored>> directories = new TreeMap<>();
    for (Stored file : storage.list(StoredJournal.prefix())) {
      String[] parts = file.name().split("/", -1);
      if (parts.length == 3) {
        directories.computeIfAbsent(parts[1], _ -> new ArrayList<>()).add(file);
      }
    }
    directories.forEach(
        (name, files) -> {
          files.stream()
              .filter(StoredJournal::isSegment)
              .findFirst()
              .flatMap(this::begin)
              .ifPresent(fit::segment);
          AccountId account = accountOf(name);
          if (name.equals(StoredArchiveJournal.NAME)) {
            ownJournal = new StoredArchiveJournal(storage, key, files);
          } else if (account == null) {
            LOG.warn("archive/journal/{} is not an account's journal; it is left alone", name);
          } else {
            journals.put(account, new StoredJournal(storage, key, account, files));
          }
        });
  }

  /// How a segment begins; empty where the disk does not read it, which says nothing of keys.
  private Optional<byte[]> begin(Stored file) {
    int length = (int) Math.min(FileHeader.BYTES, file.size());
    try {
      return Optional.of(storage.read(file.name(), 0, length));
    } catch (Failure.Unreachable e) {
      LOG.error("{}", e.getMessage());
      return Optional.empty();
    }
  }

  private static @Nullable AccountId accountOf(String directory) {
    try {
      AccountId account = new AccountId(directory);
      return account.name().equals(directory) ? account : null;
    } catch (Failure.Misconfigured e) {
      return null; // the caller says so
    }
  }

  @Override
  public boolean encrypted() {
    return key != null;
  }

  @Override
  public boolean contains(ContentId id) {
    return table.message(id) != null;
  }

  @Override
  public long takeStock() {
    List<PackFile> missing =
        table.packs().stream()
            .filter(pack -> storage.size(pack.name()).isEmpty())
            .filter(pack -> !pack.removed()) // by a compaction, in the meantime
            .toList();
    if (missing.isEmpty()) {
      return vanished.get();
    }
    if (storage.list(PackFormat.PREFIX).isEmpty()
        && storage.list(StoredJournal.prefix()).isEmpty()) {
      throw new Failure.Unreachable(
          "archive directory",
          "all its files are gone",
          "see whether its disk is still mounted, and start Mailcask again",
          null);
    }
    for (PackFile pack : missing) {
      LOG.error("archive/{} was taken away; its messages cannot be read", pack.name());
    }
    forget(missing);
    return vanished.addAndGet(missing.size());
  }

  /// Whether the message is stored and nothing that it is made of is missing. A recipe without its
  /// parts, which only a lost pack leaves behind, does not keep the message from being stored
  /// again.
  boolean holds(ContentId id) {
    return blobs.isComplete(id, this::isTrusted);
  }

  boolean containsPart(ContentId id) {
    return table.parts(id).stream().anyMatch(this::isTrusted);
  }

  private boolean isTrusted(BlobTable.Place place) {
    return !doubts.about(place);
  }

  @Override
  public Optional<Content> read(ContentId id) {
    return blobs.read(id);
  }

  @Override
  public List<AccountId> accounts() {
    return journals.values().stream()
        .filter(journal -> journal.last() > 0)
        .map(Journal::account)
        .sorted()
        .toList();
  }

  @Override
  public Journal journal(AccountId account) {
    return stored(account);
  }

  private StoredJournal stored(AccountId account) {
    return journals.computeIfAbsent(account, a -> new StoredJournal(storage, key, a, List.of()));
  }

  @Override
  public ArchiveWriter writer(AccountId account) {
    StoredJournal journal = stored(account);
    journal.findHead();
    PackedArchiveWriter writer = new PackedArchiveWriter(this, journal);
    if (writing.putIfAbsent(account, writer) != null) {
      throw new Failure.Locked(
          "account " + account,
          "something else writes to its archive right now",
          "wait until that is done");
    }
    return writer;
  }

  @Override
  public Checked check(Sample sample, Consumer<Damage> found, Consumer<Checked> progress) {
    return new PackCheck(storage, key, table, codec, sample, found, progress).run();
  }

  @Override
  public Totals totals() {
    long blobs = 0;
    long raw = 0;
    long stored = 0;
    for (PackFile pack : table.packs()) {
      blobs += pack.blobs();
      raw += pack.rawBytes();
      stored += pack.size();
    }
    for (StoredJournal journal : journals.values()) {
      stored += journal.storedBytes();
    }
    stored += ownJournal.storedBytes();
    return new Totals(blobs, raw, stored);
  }

  @Override
  public void close() {
    publishers.close();
    compressors.close();
    codec.close();
  }

  ArchiveSettings settings() {
    return settings;
  }

  InstantSource clock() {
    return clock;
  }

  PackWriter newPack() {
    return newPack(settings, codec, compressors, PackFormat.FETCHED, cores + 1);
  }

  PackWriter newPack(
      ArchiveSettings how, BlockCodec press, ExecutorService pool, int stage, int maxRunning) {
    return new PackWriter(storage, key, how, press, pool, stage, maxRunning);
  }

  /// Makes a finished pack durable; when that is done, its messages are in the archive.
  ///
  /// @param before what must be durable before, and fails this one with it
  CompletableFuture<PackFile> publish(PackWriter writer, CompletableFuture<?> before) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (writer) {
            var _ = before.join();
            PackFile pack = writer.publish(storage);
            table.add(pack);
            return pack;
          }
        },
        publishers);
  }

  void released(AccountId account) {
    writing.remove(account);
  }

  /// Work on the packs themselves.
  public Maintenance maintenance() {
    return maintenance;
  }

  ArchiveStorage storage() {
    return storage;
  }

  BlobTable table() {
    return table;
  }

  Blobs blobs() {
    return blobs;
  }

  Doubts doubts() {
    return doubts;
  }

  StoredArchiveJournal ownJournal() {
    return ownJournal;
  }

  Collection<StoredJournal> journals() {
    return journals.values();
  }

  /// Those that are not closed yet.
  Set<PackedArchiveWriter> openWriters() {
    return new HashSet<>(writing.values());
  }

  /// Opens a pack in a storage of this archive or of its copy.
  ///
  /// @throws Failure.Corrupt if it is damaged
  PackFile open(ArchiveStorage where, Stored file) {
    return PackFile.open(where, key, file.name(), file.size());
  }

  /// Opens a pack that is not in the table; null if it is damaged.
  @Nullable PackFile openOrNull(Stored file) {
    try {
      return open(storage, file);
    } catch (Failure.Corrupt | Failure.Unreachable e) {
      LOG.error("{}", e.getMessage());
      return null;
    }
  }

  /// Reads packs in bulk, past the cache of those who read mail.
  Blobs bulkReader() {
    return new Blobs(table, new BlockReader(storage, codec, BULK_CACHE));
  }

  /// Makes a pack durable that is to take the place of others.
  PackFile publishNow(PackWriter writer) {
    PackFile pack = writer.publish(storage);
    table.add(pack);
    return pack;
  }

  /// Takes packs out of the table, before their files go.
  void forget(Collection<PackFile> packs) {
    table.remove(packs);
    doubts.forget(packs);
  }

  /// Moves a damaged pack to `damaged/`.
  ///
  /// @return where it is now
  String setAside(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    String to = DAMAGED + file;
    for (int again = 2; storage.size(to).isPresent(); again++) {
      to = DAMAGED + again + "-" + file;
    }
    storage.move(name, to);
    return to;
  }
}
