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
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the index for writing, as it was left or, where it is damaged or does not fit, empty.
final class IndexDirectory {

  private static final Logger log = LoggerFactory.getLogger(IndexDirectory.class);

  /// Up to this size every byte is checked when the index is opened, at about 1 GB/s; damage in a
  /// larger one is found when it is read.
  private static final long CHECKED_BYTES = 512L << 20;

  private final Path path;
  private final IndexSettings settings;

  IndexDirectory(Path path, IndexSettings settings) {
    this.path = path;
    this.settings = settings;
  }

  /// @param position what the index holds
  record Opened(IndexWriter writer, Position position) {}

  /// Opens the index to go on with the catalog of the generation.
  Opened open(String generation) throws IOException {
    Files.createDirectories(path);
    FSDirectory directory = FSDirectory.open(path);
    try {
      if (!DirectoryReader.indexExists(directory)) {
        return empty(directory, generation);
      }
      IndexWriter writer = new IndexWriter(directory, config(OpenMode.APPEND));
      try {
        Position position =
            Position.of(DirectoryReader.listCommits(directory).getLast().getUserData());
        if (position.fits(generation)) {
          check(writer);
          return new Opened(writer, position);
        }
        log.info("the index belongs to another catalog or version and is built anew");
      } catch (IOException | RuntimeException | Error e) {
        writer.rollback();
        throw e;
      }
      writer.rollback();
    } catch (IOException e) {
      if (!Failures.isDamage(e)) {
        directory.close();
        throw e;
      }
      log.warn("the index is damaged and is built anew: {}", e.getClass().getSimpleName());
    }
    return empty(directory, generation);
  }

  /// Deletes the index and opens an empty one.
  Opened openEmpty(String generation) throws IOException {
    Files.createDirectories(path);
    return empty(FSDirectory.open(path), generation);
  }

  private Opened empty(FSDirectory directory, String generation) throws IOException {
    try {
      try (Lock lock = directory.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
        for (String file : directory.listAll()) {
          lock.ensureValid();
          if (!file.equals(IndexWriter.WRITE_LOCK_NAME)) {
            directory.deleteFile(file);
          }
        }
      }
      Position position = new Position(Fields.VERSION, generation, 0, UUID.randomUUID().toString());
      IndexWriter writer = new IndexWriter(directory, config(OpenMode.CREATE));
      return new Opened(writer, position);
    } catch (IOException | RuntimeException | Error e) {
      directory.close();
      throw e;
    }
  }

  private static void check(IndexWriter writer) throws IOException {
    try (DirectoryReader reader = DirectoryReader.open(writer)) {
      if (size(writer) <= CHECKED_BYTES) {
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
        .setRAMBufferSizeMB(settings.bufferMegabytes())
        .setUseCompoundFile(false)
        .setMergePolicy(merges)
        .setMergeScheduler(scheduler)
        .setCommitOnClose(false);
  }
}
