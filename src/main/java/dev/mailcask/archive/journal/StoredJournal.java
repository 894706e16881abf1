package dev.mailcask.archive.journal;

import dev.mailcask.archive.Journal;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.AccountId;
import java.time.InstantSource;
import java.util.function.Consumer;

/// The journal of an account in the archive's storage. Thread-safe; only its account's one writer
/// appends.
public final class StoredJournal implements Journal {

  private final AccountId account;
  private final SegmentChain<JournalEvent> chain;

  /// @param files what lies in the account's directory
  public StoredJournal(ArchiveStorage storage, AccountId account, Iterable<Stored> files) {
    this.account = account;
    this.chain = new SegmentChain<>(storage, account.name(), EventJson::read, files);
  }

  /// The directory in which all journals lie.
  public static String prefix() {
    return SegmentFile.PREFIX;
  }

  @Override
  public AccountId account() {
    return account;
  }

  @Override
  public long last() {
    return chain.last();
  }

  /// The size of all its files.
  public long storedBytes() {
    return chain.storedBytes();
  }

  @Override
  public String head() {
    return chain.head();
  }

  @Override
  public void readAfter(long segment, Consumer<Segment> reader) {
    chain.readAfter(
        segment,
        next ->
            reader.accept(
                new Segment(account, next.number(), next.hash(), next.at(), next.events())));
  }

  /// Checks the last segment, so that nothing is written behind a damaged one.
  ///
  /// @throws dev.mailcask.base.Failure.Corrupt if it is
  public void checkHead() {
    chain.checkHead();
  }

  /// Writes the next segment durably: the commit.
  ///
  /// @return its number
  public long append(SegmentDraft events, InstantSource clock) {
    return chain.append(events, clock);
  }
}
