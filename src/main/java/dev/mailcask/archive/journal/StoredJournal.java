package dev.mailcask.archive.journal;

import dev.mailcask.archive.Journal;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Draft;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A journal in the archive's storage. Thread-safe; only its account's one writer appends.
public final class StoredJournal implements Journal {

  private final ArchiveStorage storage;
  private final AccountId account;

  private long last;
  private long storedBytes;
  private @Nullable Head head;

  /// @param files what lies in the account's directory
  public StoredJournal(ArchiveStorage storage, AccountId account, Iterable<Stored> files) {
    this.storage = storage;
    this.account = account;
    for (Stored file : files) {
      OptionalLong number = SegmentFile.numberOf(account, file.name());
      if (number.isPresent()) {
        last = Math.max(last, number.getAsLong());
        storedBytes += file.size();
      }
    }
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
  public synchronized long last() {
    return last;
  }

  /// The size of all its files.
  public synchronized long storedBytes() {
    return storedBytes;
  }

  @Override
  public synchronized String head() {
    return head != null ? head.hash : hashOf(last);
  }

  private String hashOf(long number) {
    return number == 0 ? SegmentFile.NO_HASH : ContentId.of(load(number)).toString();
  }

  @Override
  public void readAfter(long segment, Consumer<Segment> reader) {
    long end = last();
    if (segment > end) {
      throw FileHeader.corrupt(SegmentFile.nameOf(account, segment), "the segment is missing");
    }
    String previous = hashOf(segment);
    Instant at = Instant.MIN;
    for (long number = segment + 1; number <= end; number++) {
      SegmentFile.Content content = SegmentFile.read(account, number, load(number));
      Segment next = content.segment();
      if (!content.previous().equals(previous)) {
        throw FileHeader.corrupt(
            SegmentFile.nameOf(account, number), "the segment before it was altered");
      }
      if (next.at().isBefore(at)) {
        throw FileHeader.corrupt(SegmentFile.nameOf(account, number), "its time goes back");
      }
      reader.accept(next);
      previous = next.hash();
      at = next.at();
    }
  }

  private byte[] load(long number) {
    String name = SegmentFile.nameOf(account, number);
    long size =
        storage.size(name).orElseThrow(() -> FileHeader.corrupt(name, "the segment is missing"));
    if (size > SegmentFile.MAX_BYTES) {
      throw FileHeader.corrupt(name, "it is larger than any journal segment");
    }
    return storage.read(name, 0, (int) size);
  }

  /// Checks the last segment, so that nothing is written behind a damaged one.
  ///
  /// @throws Failure.Corrupt if it is
  public synchronized void checkHead() {
    if (head == null && last > 0) {
      Segment segment = SegmentFile.read(account, last, load(last)).segment();
      head = new Head(segment.hash(), segment.at());
    }
  }

  /// Writes the next segment durably: the commit.
  ///
  /// @return its number
  public synchronized long append(SegmentDraft events, InstantSource clock) {
    checkHead();
    Head before = head != null ? head : new Head(SegmentFile.NO_HASH, Instant.MIN);
    long number = last + 1;
    Instant now = clock.instant();
    Instant at = now.isBefore(before.at) ? before.at : now;
    byte[] file = SegmentFile.of(account, number, before.hash, at, events);
    String name = SegmentFile.nameOf(account, number);
    try (Draft draft = storage.draft()) {
      draft.write(ByteBuffer.wrap(file));
      if (!draft.publish(name)) {
        throw new Failure.Locked(
            "archive/" + name,
            "another process wrote this segment",
            "let only one Mailcask work on this archive");
      }
    }
    last = number;
    storedBytes += file.length;
    head = new Head(ContentId.of(file).toString(), at);
    return number;
  }

  private record Head(String hash, Instant at) {}
}
