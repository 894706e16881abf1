package dev.mailcask.index;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Keeps the index in step with the catalog. Thread-safe; one writer at a time.
public interface Indexer extends AutoCloseable {

  /// Indexes what changed in the catalog since the position in the last Lucene commit, until
  /// nothing is left, and commits. A message that cannot be read is indexed by what the catalog
  /// knows of it, and counted.
  void catchUp(Progress progress);

  /// Keeps catching up while `more` says that changes are still to come, so that what a long backup
  /// brings can be found a few seconds later; then as [#catchUp(Progress)].
  void follow(BooleanSupplier more, Progress progress);

  /// Deletes the index and builds it anew.
  void rebuild(Progress progress);

  /// Holds the index against the catalog, as far as it has followed it: checksums of its files, and
  /// which messages are in it. An index of another catalog or version is not compared, as it is
  /// built anew by itself. Changes nothing.
  void check(Progress progress, Consumer<Difference> found);

  /// How far the index has come.
  Coverage coverage();

  /// Bytes of the index on disk.
  long bytes();

  @Override
  void close();

  /// What is wrong with the index.
  ///
  /// @param problem for people, to be read behind the count
  /// @param messages the first thousand of them
  record Difference(String problem, long count, List<ContentId> messages) {
    public Difference {
      messages = List.copyOf(messages);
    }
  }

  /// @param indexed messages that a search can find
  /// @param archived messages in the catalog
  /// @param defective messages of which not all text can be found: unreadable, or longer than the 2
  ///     Mi chars that are indexed of one message
  /// @param waiting messages whose attachments are still to be read
  record Coverage(long indexed, long archived, long defective, long waiting) {}
}
