package dev.mailcask.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.Sort;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the index for writing: the current one as it was left; where that does not fit any more,
/// one that takes its place when it is whole; where it is damaged, an empty one in its place.
final class IndexDirectory {

  private static final Logger log = LoggerFactory.getLogger(IndexDirectory.class);

  /// Up to this size every byte is checked when the index is opened, at about 1 GB/s; damage in a
  /// larger one is found when it is read.
  private static final long CHECKED_BYTES = 512L << 20;

  private final IndexShelf shelf;
  private final IndexSettings settings;
  private final String version;

  IndexDirectory(IndexShelf shelf, IndexSettings settings, String version) {
    this.shelf = shelf;
    this.settings = settings;
    this.version = version;
  }

  /// An index that is open for writing, and the lock that keeps others from doing the same.
  ///
  /// @param position what the index holds
  /// @param beside whether it is built beside the one that is searched
  record Opened(IndexWriter writer, Position position, boolean beside, Lock lock) {

    /// Closes it without committing what is not committed.
    void abandon() throws IOException {
      try (lock) {
        writer.rollback();
        writer.getDirectory().close();
      }
    }
  }

  /// Opens the index to go on with the catalog of the generation.
  ///
  /// @param whole whether every byte is checked, however large it is
  Opened open(String generation, boolean whole) throws IOException {
    Lock lock = lock();
    try {
      return open(generation, whole, lock);
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private Opened open(String generation, boolean whole, Lock lock) throws IOException {
    Path current = shelf.current();
    Position position = current == null ? null : position(current);
    if (current == null || position == null || !position.isReadable(version)) {
      return empty(shelf.begin(), generation, false, lock);
    }
    if (position.fits(version, generation)) {
      shelf.dropNext();
      Opened opened = append(current, position, false, whole, lock);
      return opened == null ? empty(shelf.begin(), generation, false, lock) : opened;
    }
    Path next = shelf.next();
    Position built = next == null ? null : position(next);
    if (next != null && built != null && built.fits(version, generation)) {
      Opened opened = append(next, built, true, whole, lock);
      if (opened != null) {
        return opened;
      }
    }
    log.info("the index is of another catalog or version; a new one is built beside it");
    return empty(shelf.beginNext(), generation, true, lock);
  }

  /// Opens an empty index that takes the place of the current one when it is whole.
  Opened openBeside(String generation) throws IOException {
    Lock lock = lock();
    try {
      boolean beside = shelf.current() != null;
      return empty(beside ? shelf.beginNext() : shelf.begin(), generation, beside, lock);
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /// Opens an empty index in the place of the current one, which is of no use.
  Opened openInstead(String generation) throws IOException {
    Lock lock = lock();
    try {
      return empty(shelf.begin(), generation, false, lock);
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  /// The index that was built beside is searched from now on.
  void change() throws IOException {
    shelf.change();
  }

  /// Held as long as an index is open for writing, whichever it is.
  private Lock lock() throws IOException {
    Files.createDirectories(shelf.root());
    try (FSDirectory root = FSDirectory.open(shelf.root())) {
      return root.obtainLock(IndexWriter.WRITE_LOCK_NAME);
    }
  }

  /// How far an index has come, or null if it is damaged or nothing was committed to it yet.
  private static @Nullable Position position(Path life) throws IOException {
    try (FSDirectory directory = FSDirectory.open(life)) {
      return Position.of(DirectoryReader.listCommits(directory).getLast().getUserData());
    } catch (IOException e) {
      if (!Failures.isDamage(e)) {
        throw e;
      }
      log.warn("the index is damaged and is built anew: {}", e.getClass().getSimpleName());
      return null;
    }
  }

  /// Opens an index as it was left, or null if it is damaged.
  private @Nullable Opened append(
      Path life, Position position, boolean beside, boolean whole, Lock lock) throws IOException {
    FSDirectory directory = FSDirectory.open(life);
    try {
      IndexWriter writer = new IndexWriter(directory, config(OpenMode.APPEND));
      try {
        check(writer, whole);
        return new Opened(writer, position, beside, lock);
      } catch (IOException | RuntimeException | Error e) {
        writer.rollback();
        throw e;
      }
    } catch (IOException e) {
      directory.close();
      if (!Failures.isDamage(e)) {
        throw e;
      }
      log.warn("the index is damaged and is built anew: {}", e.getClass().getSimpleName());
      return null;
    }
  }

  private Opened empty(Path life, String generation, boolean beside, Lock lock) throws IOException {
    FSDirectory directory = FSDirectory.open(life);
    try {
      Position position = new Position(version, generation, 0, UUID.randomUUID().toString());
      IndexWriter writer = new IndexWriter(directory, config(OpenMode.CREATE));
      return new Opened(writer, position, beside, lock);
    } catch (IOException | RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  private static void check(IndexWriter writer, boolean whole) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      if (whole || size(writer) <= CHECKED_BYTES) {
        for (LeafReaderContext leaf : reader.leaves()) {
          leaf.reader().checkIntegrity();
        }
      }
    }
  }

  private static long size(IndexWriter writer) throws IOException {
    long bytes = 0;
    for (String file : writer.getDirectory().listAll()) {
      bytes +=
          file.equals(IndexWriter.WRITE_LOCK_NAME) ? 0 : writer.getDirectory().fileLength(file);
    }
    return bytes;
  }

  private IndexWriterConfig config(OpenMode mode) {
    TieredMergePolicy merges = new TieredMergePolicy();
    merges.setNoCFSRatio(0);
    ConcurrentMergeScheduler scheduler = new ConcurrentMergeScheduler();
    scheduler.setMaxMergesAndThreads(4, 1);
    return new IndexWriterConfig(new KeywordAnalyzer()) // words come as streams, see WordStream
        .setOpenMode(mode)
        .setIndexSort(new Sort(Fields.newestFirst()))
        .setRAMBufferSizeMB(settings.bufferMegabytes())
        .setUseCompoundFile(false)
        .setMergePolicy(merges)
        .setMergeScheduler(scheduler)
        .setCommitOnClose(false);
  }
}
