package dev.mailcask.archive.journal;

import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.Journal.Flaw;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The archive's own journal in its storage, under a name that no account can have. Thread-safe;
/// one work at a time appends.
public final class StoredArchiveJournal implements ArchiveJournal {

  /// The name of its directory.
  public static final String NAME = "_archive";

  private final SegmentChain<ArchiveEvent> chain;

  /// @param key the archive's, null if it is not encrypted
  /// @param files what lies in its directory
  public StoredArchiveJournal(
      ArchiveStorage storage, @Nullable ArchiveKey key, Iterable<Stored> files) {
    this.chain = new SegmentChain<>(storage, key, NAME, ArchiveEventJson::read, files);
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
  public void survey(long segment, Consumer<Segment> reader, Consumer<Flaw> flaws) {
    chain.survey(
        segment,
        next -> reader.accept(new Segment(next.number(), next.hash(), next.at(), next.events())),
        flaws);
  }

  /// Finds out to what the next segment is to be chained; a damaged one keeps nobody from that.
  public void findHead() {
    chain.findHead();
  }

  /// Writes events durably, in a segment of their own.
  public void append(List<ArchiveEvent> events, InstantSource clock) {
    SegmentDraft draft = new SegmentDraft();
    events.forEach(draft::add);
    long _ = chain.append(draft, clock);
  }
}
