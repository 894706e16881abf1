package dev.mailcask.archive;

import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;

/// Takes messages and events of one account and makes them durable together.
///
/// Thread-safe: several fetchers may store while one of them commits. Nothing counts as archived
/// before [#commit()] returns; what was stored and not committed is swept at the next start.
///
/// When the disk fails, nobody can say which of the pending messages are durable, and the events of
/// other threads may stand upon lost ones. So from then on every call throws the same failure,
/// until [#drop()].
public interface ArchiveWriter extends AutoCloseable {

  /// Hashes the content and adds it to the current pack, unless it is stored or about to be. Blocks
  /// while more is under way than memory allows.
  ContentId store(Content content);

  /// Adds an event to the current segment. Events of a message come after its [#store(Content)].
  void record(JournalEvent event);

  /// Bytes stored since the last commit, before compression: for deciding when to commit.
  long pendingBytes();

  /// Makes everything stored and recorded so far durable: packs first, then the journal segment.
  /// Does nothing where nothing is pending.
  ///
  /// @return the journal's last segment number
  /// @throws dev.mailcask.base.Failure.OutOfSpace if the disk is full; what was committed before
  ///     stays, the rest is dropped and must be stored again
  long commit();

  /// Drops what is not committed; after a failure the writer can be used again.
  void drop();

  /// Drops what is not committed.
  @Override
  void close();
}
