package dev.mailcask.index;

import dev.mailcask.base.Progress;

/// Keeps the index in step with the catalog. Thread-safe; one writer at a time.
public interface Indexer extends AutoCloseable {

  /// Indexes what changed in the catalog since the position in the last Lucene commit, until
  /// nothing is left, and commits. A message whose text cannot be extracted is indexed by its
  /// header and counted.
  void catchUp(Progress progress);

  /// Deletes the index and builds it anew.
  void rebuild(Progress progress);

  /// How far the index has come.
  Coverage coverage();

  /// Bytes of the index on disk.
  long bytes();

  @Override
  void close();

  /// @param indexed messages that a search can find
  /// @param archived messages in the catalog
  /// @param defective messages found by their header only
  record Coverage(long indexed, long archived, long defective) {}
}
