package dev.mailcask.archive.journal;

import dev.mailcask.archive.Journal.Flaw;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Draft;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The segments of one journal in the archive's storage: each holds the hash of the one before, and
/// none is ever replaced. Thread-safe; one writer at a time appends.
///
/// @param <E> its events
final class SegmentChain<E> {

  private static final Logger LOG = LoggerFactory.getLogger(SegmentChain.class);

  private static final String BROKEN =
      "it does not go on from the segment before it: one of the two was altered, or is of another"
          + " archive";

  private final ArchiveStorage storage;
  private final @Nullable ArchiveKey key;
  private final String journal;
  private final Function<Fields, @Nullable E> events;

  private long last;
  private long storedBytes;
  private @Nullable Head head;
  private volatile @Nullable Remembered remembered;

  /// Where the last survey ended: the next one goes on from there as a rule.
  private volatile @Nullable Remembered surveyed;

  /// The hash of a segment whose commit failed, and whose file may be there all the same.
  private @Nullable String failed;

  /// @param key the archive's, null if it is not encrypted
  /// @param journal the name of its directory
  /// @param events reads one line, or gives null where it is to be skipped
  /// @param files what lies in the directory
  SegmentChain(
      ArchiveStorage storage,
      @Nullable ArchiveKey key,
      String journal,
      Function<Fields, @Nullable E> events,
      Iterable<Stored> files) {
    this.storage = storage;
    this.key = key;
    this.journal = journal;
    this.events = events;
    for (Stored file : files) {
      OptionalLong number = SegmentFile.numberOf(journal, file.name());
      if (number.isPresent()) {
        last = Math.max(last, number.getAsLong());
        storedBytes += file.size();
      }
    }
  }

  synchronized long last() {
    return last;
  }

  synchronized long storedBytes() {
    return storedBytes;
  }

  synchronized String head() {
    return head != null ? head.hash : hashOf(last);
  }

  private String hashOf(long number) {
    return number == 0 ? SegmentFile.NO_HASH : ContentId.of(load(number)).toString();
  }

  /// Reads the segments after the given one, in order, and goes on behind those that are damaged.
  void survey(long segment, Consumer<Entry<E>> reader, Consumer<Flaw> flaws) {
    long end = last();
    if (segment > end) {
      throw FileHeader.corrupt(nameOf(segment), "the segment is missing");
    }
    String previous = segment == 0 ? SegmentFile.NO_HASH : hashBefore(segment);
    Instant at = Instant.MIN;
    for (long number = segment + 1; number <= end; number++) {
      Entry<E> next;
      try {
        next = read(number);
      } catch (Failure.Corrupt e) {
        flaws.accept(flaw(number, e.problem(), true));
        previous = null;
        continue;
      }
      if (previous != null && !next.previous().equals(previous)) {
        flaws.accept(flaw(number, BROKEN, false));
      }
      if (next.at().isBefore(at)) {
        flaws.accept(flaw(number, "its time goes back", false));
      }
      reader.accept(next);
      previous = next.hash();
      at = next.at();
      surveyed = new Remembered(number, new Head(previous, at));
    }
  }

  private Flaw flaw(long number, String problem, boolean lost) {
    return new Flaw(number, nameOf(number), problem, lost);
  }

  /// Where the chain goes on from. A disk that does not give that segment now keeps nobody from
  /// reading on.
  private @Nullable String hashBefore(long segment) {
    try {
      return soundHash(segment);
    } catch (Failure.Unreachable | Failure.Refused e) {
      LOG.warn("{}: {}; the chain is checked behind it", e.subject(), e.problem());
      return null;
    }
  }

  /// The hash that the segment had when it was written, or null if nobody can tell any more.
  private @Nullable String soundHash(long number) {
    for (Remembered known : new Remembered[] {remembered, surveyed}) {
      if (known != null && known.number == number) {
        return known.head.hash;
      }
    }
    try {
      return read(number).hash();
    } catch (Failure.Corrupt e) {
      LOG.debug("the chain begins behind {}", e.subject(), e);
      return null;
    }
  }

  /// Reads one segment, without its place in the chain.
  Entry<E> read(long number) {
    return parse(number, load(number));
  }

  private Entry<E> parse(long number, byte[] file) {
    return SegmentFile.read(key, journal, number, file, events);
  }

  /// The SHA-256 of the file as it is, empty where there is none.
  String hash(long number) {
    long size = storage.size(nameOf(number)).orElse(-1);
    return size < 0 || size > SegmentFile.MAX_BYTES ? "" : hashOf(number);
  }

  byte[] file(long number) {
    return load(number);
  }

  /// Puts the file of a segment back, if it fits.
  synchronized boolean bringBack(long number, byte[] file) {
    String name = nameOf(number);
    Entry<E> entry;
    try {
      entry = parse(number, file);
    } catch (Failure.Corrupt e) {
      LOG.warn("archive/{} is not brought back: the copy is damaged too: {}", name, e.problem());
      return false;
    }
    if (number > last + 1 || entry.hash().equals(hash(number)) || !fits(entry)) {
      return false;
    }
    storedBytes += file.length - storage.size(name).orElse(0);
    storage.replace(name, file);
    if (number >= last) {
      last = number;
      head = new Head(entry.hash(), entry.at());
    }
    LOG.info("archive/{} was brought back", name);
    return true;
  }

  private boolean fits(Entry<E> entry) {
    long number = entry.number();
    if (number < last) {
      try {
        return read(number + 1).previous().equals(entry.hash());
      } catch (Failure.Corrupt e) {
        LOG.debug("the segment behind {} is damaged too", number, e);
      }
    }
    Remembered known = remembered;
    if (known != null && known.number == number) {
      return known.head.hash.equals(entry.hash());
    }
    if (number <= last && isSound(number)) {
      return false;
    }
    String before = number == 1 ? SegmentFile.NO_HASH : soundHash(number - 1);
    return before == null || before.equals(entry.previous());
  }

  private boolean isSound(long number) {
    try {
      return read(number).number() == number;
    } catch (Failure.Corrupt e) {
      return false; // which is why it is to be brought back
    }
  }

  /// Tells what a segment was when it was read.
  void remember(long number, String hash, Instant at) {
    remembered = new Remembered(number, new Head(hash, at));
  }

  private byte[] load(long number) {
    String name = nameOf(number);
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
  synchronized void checkHead() {
    if (head == null && last > 0) {
      Entry<E> segment = read(last);
      head = new Head(segment.hash(), segment.at());
    }
  }

  /// Finds out to what the next segment is to be chained. Where the last one is damaged, that is
  /// what it is remembered to have been, else the file as it lies there.
  synchronized void findHead() {
    try {
      checkHead();
    } catch (Failure.Corrupt e) {
      LOG.error("{}; the journal goes on behind it", e.getMessage());
      Remembered known = remembered;
      head = known != null && known.number == last ? known.head : new Head(hash(last), Instant.MIN);
    }
  }

  /// Writes the next segment durably: the commit.
  ///
  /// @return its number
  synchronized long append(SegmentDraft draft, InstantSource clock) {
    checkHead();
    Head before = head != null ? head : new Head(SegmentFile.NO_HASH, Instant.MIN);
    long number = last + 1;
    Instant now = clock.instant();
    Instant at = now.isBefore(before.at) ? before.at : now;
    byte[] file = SegmentFile.of(key, journal, number, before.hash, at, draft);
    String hash = ContentId.of(file).toString();
    removeFailed(number);
    failed = hash;
    publish(nameOf(number), file);
    failed = null;
    last = number;
    storedBytes += file.length;
    head = new Head(hash, at);
    return number;
  }

  /// A commit can fail after its file got its name, where the disk does not say that the name is
  /// durable. Its caller was told that nothing is committed, so the file makes room for the next.
  private void removeFailed(long number) {
    if (failed != null && failed.equals(hash(number))) {
      LOG.warn("archive/{}: its commit failed; it is written anew", nameOf(number));
      storage.delete(nameOf(number));
    }
  }

  private void publish(String name, byte[] file) {
    try (Draft out = storage.draft()) {
      out.write(ByteBuffer.wrap(file));
      if (!out.publish(name)) {
        throw new Failure.Locked(
            "archive/" + name,
            "another process wrote this segment",
            "let only one Mailcask work on this archive");
      }
    }
  }

  private String nameOf(long number) {
    return SegmentFile.nameOf(journal, number);
  }

  private record Head(String hash, Instant at) {}

  private record Remembered(long number, Head head) {}

  /// One segment as it was read.
  ///
  /// @param previous the hash of the segment before, as this one has it
  /// @param hash the SHA-256 of its file, in hexadecimal
  record Entry<E>(long number, String previous, String hash, Instant at, List<E> events) {}
}
