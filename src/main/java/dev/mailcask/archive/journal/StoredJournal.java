package dev.mailcask.archive.journal;

import dev.mailcask.archive.Journal;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.AccountId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The journal of an account in the archive's storage. Thread-safe; only its account's one writer
/// appends.
public final class StoredJournal implements Journal {

  private final AccountId account;
  private final SegmentChain<JournalEvent> chain;

  /// @param key the archive's, null if it is not encrypted
  /// @param files what lies in the account's directory
  public StoredJournal(
      ArchiveStorage storage, @Nullable ArchiveKey key, AccountId account, Iterable<Stored> files) {
    this.account = account;
    this.chain = new SegmentChain<>(storage, key, account.name(), EventJson::read, files);
  }

  /// The directory in which all journals lie.
  public static String prefix() {
    return SegmentFile.PREFIX;
  }

  /// Whether the file is a segment, by its name.
  public static boolean isSegment(Stored file) {
    return SegmentFile.isSegment(file.name());
  }

  /// Where a segment lies.
  public static String fileOf(AccountId account, long segment) {
    return SegmentFile.nameOf(account.name(), segment);
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
  public void survey(long segment, Consumer<Segment> reader, Consumer<Flaw> flaws) {
    chain.survey(segment, next -> reader.accept(segment(next)), flaws);
  }

  @Override
  public Segment read(long segment) {
    return segment(chain.read(segment));
  }

  private Segment segment(SegmentChain.Entry<JournalEvent> read) {
    return new Segment(account, read.number(), read.hash(), read.at(), read.events());
  }

  @Override
  public String hash(long segment) {
    return chain.hash(segment);
  }

  @Override
  public byte[] file(long segment) {
    return chain.file(segment);
  }

  @Override
  public boolean bringBack(long segment, byte[] file) {
    return chain.bringBack(segment, file);
  }

  @Override
  public void remember(long segment, String hash, Instant at) {
    chain.remember(segment, hash, at);
  }

  /// Finds out to what the next segment is to be chained, also where the last one is damaged, so
  /// that backups go on.
  ///
  /// @throws dev.mailcask.base.Failure.TooNew if a newer Mailcask wrote the last segment
  public void findHead() {
    chain.findHead();
  }

  /// Writes the next segment durably: the commit.
  ///
  /// @return its number
  public long append(SegmentDraft events, InstantSource clock) {
    chain.findHead();
    return chain.append(events, clock);
  }
}
