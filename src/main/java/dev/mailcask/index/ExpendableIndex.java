package dev.mailcask.index;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.lucene.analysis.core.KeywordAnalyzer;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A Lucene index of things that can be had again: where it is damaged or gone, it begins with
/// nothing. Opened when it is first used. Used by one thread at a time.
final class ExpendableIndex {

  private static final Logger log = LoggerFactory.getLogger(ExpendableIndex.class);

  private static final double BUFFER_MEGABYTES = 16;

  private final Path path;
  private final Consumer<Map<String, String>> opened;
  private @Nullable IndexWriter writer;
  private @Nullable DirectoryReader reader;

  /// @param opened told whenever the index was opened, with the data of its last commit
  ExpendableIndex(Path path, Consumer<Map<String, String>> opened) {
    this.path = path;
    this.opened = opened;
  }

  interface Work<T> {
    T run() throws IOException;
  }

  /// Does the work; where it meets damage, begins with nothing and does it again.
  <T> T healed(Work<T> work) throws IOException {
    try {
      return work.run();
    } catch (IOException | AlreadyClosedException e) {
      if (!Failures.isDamage(e)) {
        throw e;
      }
      log.warn("texts of attachments are damaged and are read again: {}", e.getClass());
      abandon();
      clear();
      return work.run();
    }
  }

  private void clear() throws IOException {
    Files.createDirectories(path);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  boolean isOpen() {
    return writer != null;
  }

  /// Closes it without committing what is not committed.
  void abandon() throws IOException {
    if (reader != null) {
      reader.close();
      reader = null;
    }
    if (writer != null) {
      writer.rollback();
      writer.getDirectory().close();
      writer = null;
    }
  }

  /// What was committed when it was opened or refreshed.
  DirectoryReader reader() throws IOException {
    DirectoryReader open = reader;
    if (open == null) {
      open = DirectoryReader.open(writer());
      reader = open;
    }
    return open;
  }

  /// Lets [#reader] see everything that was written.
  void refresh() throws IOException {
    DirectoryReader old = reader();
    DirectoryReader newer = DirectoryReader.openIfChanged(old, writer());
    if (newer != null) {
      reader = newer;
      old.close();
    }
  }

  IndexWriter writer() throws IOException {
    IndexWriter open = writer;
    if (open == null) {
      open = open();
      writer = open;
      Map<String, String> data = new HashMap<>();
      if (open.getLiveCommitData() != null) {
        open.getLiveCommitData().forEach(entry -> data.put(entry.getKey(), entry.getValue()));
      }
      opened.accept(data);
    }
    return open;
  }

  private IndexWriter open() throws IOException {
    Files.createDirectories(path);
    FSDirectory directory = FSDirectory.open(path);
    try {
      return new IndexWriter(
          directory,
          new IndexWriterConfig(new KeywordAnalyzer())
              .setCodec(new Lucene104Codec(Lucene104Codec.Mode.BEST_COMPRESSION))
              .setRAMBufferSizeMB(BUFFER_MEGABYTES)
              .setCommitOnClose(false));
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /// On disk.
  long bytes() throws IOException {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
