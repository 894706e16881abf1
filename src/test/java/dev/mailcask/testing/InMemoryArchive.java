package dev.mailcask.testing;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.Journal;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.Sample;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An archive in memory with the semantics of the real one: nothing counts before the commit, one
/// writer an account, chained segments whose times never go back. Faults are ordered by the test:
/// [#damage], [#damageJournal], [#lose], [#failNextCommit]. Thread-safe.
public final class InMemoryArchive implements Archive {

  /// How often a message was opened.
  public final AtomicInteger opened = new AtomicInteger();

  private long losses;
  private static final String NO_HASH = "0".repeat(ContentId.HEX_DIGITS);

  private final InstantSource clock;
  private final Map<ContentId, byte[]> blobs = new LinkedHashMap<>();
  private final Map<AccountId, List<Journal.Segment>> journals = new TreeMap<>();
  private final Set<AccountId> writing = new HashSet<>();
  private final Set<ContentId> damaged = new HashSet<>();
  private final Map<AccountId, Long> damagedSegments = new HashMap<>();
  private volatile boolean encrypted;
  private @Nullable Failure nextCommit;

  /// @param clock gives the times of the segments
  public InMemoryArchive(InstantSource clock) {
    this.clock = clock;
  }

  /// Commits the events as one segment, through a writer of its own.
  public long append(AccountId account, List<? extends JournalEvent> events) {
    try (ArchiveWriter writer = writer(account)) {
      events.forEach(writer::record);
      return writer.commit();
    }
  }

  /// Stores a message durably, in no folder.
  public ContentId put(AccountId account, byte[] message) {
    try (ArchiveWriter writer = writer(account)) {
      ContentId id = writer.store(Content.of(message));
      writer.commit();
      return id;
    }
  }

  /// From now on the message is found damaged.
  public synchronized void damage(ContentId id) {
    damaged.add(id);
  }

  /// From now on one segment of the account's journal cannot be read; 0 mends it.
  public synchronized void damageJournal(AccountId account, long segment) {
    damagedSegments.put(account, segment);
  }

  private synchronized boolean damaged(Journal.Segment segment) {
    return segment.number() == damagedSegments.getOrDefault(segment.account(), 0L);
  }

  /// From now on it says that it is encrypted.
  public void encrypt() {
    encrypted = true;
  }

  /// The message is not in any pack any more, though journals speak of it.
  public synchronized void lose(ContentId id) {
    blobs.remove(id);
    losses++;
  }

  /// The next commit of any writer throws this, and so does all that is asked of that writer until
  /// what was pending is dropped.
  public synchronized void failNextCommit(Failure failure) {
    nextCommit = failure;
  }

  @Override
  public boolean encrypted() {
    return encrypted;
  }

  @Override
  public synchronized boolean contains(ContentId id) {
    return blobs.containsKey(id);
  }

  @Override
  public synchronized long takeStock() {
    return losses;
  }

  @Override
  public synchronized Optional<Content> read(ContentId id) {
    byte[] bytes = blobs.get(id);
    if (bytes == null) {
      return Optional.empty();
    }
    if (damaged.contains(id)) {
      throw new Failure.Corrupt(
          "pack memory, block 0", "its checksum is wrong", "run verify with --repair", null);
    }
    return Optional.of(new Stored(bytes));
  }

  private final class Stored implements Content {
    private final byte[] bytes;

    Stored(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      opened.incrementAndGet();
      return new ByteArrayInputStream(bytes);
    }
  }

  @Override
  public synchronized List<AccountId> accounts() {
    return List.copyOf(journals.keySet());
  }

  @Override
  public Journal journal(AccountId account) {
    return new Log(account);
  }

  @Override
  public synchronized ArchiveWriter writer(AccountId account) {
    if (!writing.add(account)) {
      throw new Failure.Locked(
          "account " + account, "its journal is being written", "wait until the backup has ended");
    }
    return new Writer(account);
  }

  @Override
  public synchronized Checked check(
      Sample sample, Consumer<Damage> found, Consumer<Checked> progress) {
    long messages = 0;
    long bytes = 0;
    for (Map.Entry<ContentId, byte[]> blob : blobs.entrySet()) {
      ContentId id = blob.getKey();
      if (sample.takes(id.a())) {
        messages++;
        bytes += blob.getValue().length;
        if (damaged.contains(id)) {
          found.accept(new Damage("packs/memory", "a checksum is wrong", List.of(id), List.of(id)));
        }
      }
    }
    Checked checked = new Checked(messages, bytes, messages, bytes, bytes);
    progress.accept(checked);
    return checked;
  }

  @Override
  public synchronized Totals totals() {
    long raw = blobs.values().stream().mapToLong(bytes -> bytes.length).sum();
    return new Totals(blobs.size(), raw, raw);
  }

  @Override
  public void close() {}

  private synchronized List<Journal.Segment> segments(AccountId account) {
    return List.copyOf(journals.getOrDefault(account, List.of()));
  }

  private synchronized long commit(
      AccountId account, Map<ContentId, byte[]> stored, List<JournalEvent> events) {
    Failure failure = nextCommit;
    if (failure != null) {
      nextCommit = null;
      throw failure;
    }
    stored.forEach(blobs::putIfAbsent);
    if (events.isEmpty()) {
      return segments(account).size();
    }
    List<Journal.Segment> log = journals.computeIfAbsent(account, a -> new ArrayList<>());
    Journal.@Nullable Segment last = log.isEmpty() ? null : log.getLast();
    Instant now = clock.instant();
    Instant at = last != null && last.at().isAfter(now) ? last.at() : now;
    long number = log.size() + 1L;
    String before = last == null ? NO_HASH : last.hash();
    String text = account + " " + number + " " + before + " " + at + " " + events;
    String hash = ContentId.of(text.getBytes(StandardCharsets.UTF_8)).toString();
    log.add(new Journal.Segment(account, number, hash, at, events));
    return number;
  }

  /// A view of a journal, as it is at each call.
  private final class Log implements Journal {
    private final AccountId account;

    Log(AccountId account) {
      this.account = account;
    }

    @Override
    public AccountId account() {
      return account;
    }

    @Override
    public long last() {
      return segments(account).size();
    }

    @Override
    public String head() {
      List<Segment> all = segments(account);
      return all.isEmpty() ? NO_HASH : all.getLast().hash();
    }

    @Override
    public void survey(long segment, Consumer<Segment> reader, Consumer<Flaw> flaws) {
      for (Segment next : segments(account)) {
        if (next.number() > segment) {
          if (damaged(next)) {
            String file = "journal/" + account + "/" + next.number();
            flaws.accept(new Flaw(next.number(), file, "it was altered", true));
          } else {
            reader.accept(next);
          }
        }
      }
    }

    @Override
    public Segment read(long number) {
      Segment segment = segments(account).get((int) number - 1);
      if (damaged(segment)) {
        throw new Failure.Corrupt(
            "journal of " + account + ", segment " + number,
            "it was altered",
            "bring it back from a copy",
            null);
      }
      return segment;
    }

    @Override
    public String hash(long number) {
      Segment segment = segments(account).get((int) number - 1);
      return damaged(segment) ? "damaged" : segment.hash();
    }

    @Override
    public byte[] file(long number) {
      throw new UnsupportedOperationException("there are no files");
    }

    @Override
    public boolean bringBack(long number, byte[] file) {
      throw new UnsupportedOperationException("there are no files");
    }

    @Override
    public void remember(long segment, String hash, Instant at) {}
  }

  /// The pending part of an account.
  private final class Writer implements ArchiveWriter {
    private final AccountId account;
    private final Map<ContentId, byte[]> stored = new HashMap<>();
    private final List<JournalEvent> events = new ArrayList<>();
    private long pending;
    private boolean closed;
    private @Nullable Failure failed;

    Writer(AccountId account) {
      this.account = account;
    }

    @Override
    public ContentId store(Content content) {
      byte[] bytes = content.toByteArray().clone();
      ContentId id = ContentId.of(bytes);
      synchronized (this) {
        checkOpen();
        if (!contains(id) && stored.putIfAbsent(id, bytes) == null) {
          pending += bytes.length;
        }
      }
      return id;
    }

    @Override
    public synchronized void record(JournalEvent event) {
      checkOpen();
      if (event instanceof JournalEvent.Placed placed
          && !contains(placed.id())
          && !stored.containsKey(placed.id())) {
        throw new IllegalStateException("placed before it was stored: " + placed.id());
      }
      events.add(event);
    }

    @Override
    public synchronized long pendingBytes() {
      return pending;
    }

    @Override
    public synchronized long commit() {
      checkOpen();
      try {
        long segment = InMemoryArchive.this.commit(account, stored, events);
        drop();
        return segment;
      } catch (Failure e) {
        failed = e;
        throw e;
      }
    }

    @Override
    public synchronized void drop() {
      failed = null;
      stored.clear();
      events.clear();
      pending = 0;
    }

    @Override
    public synchronized void close() {
      if (closed) {
        return;
      }
      closed = true;
      synchronized (InMemoryArchive.this) {
        writing.remove(account);
      }
    }

    private void checkOpen() {
      if (closed) {
        throw new IllegalStateException("the writer is closed");
      }
      if (failed != null) {
        throw failed;
      }
    }
  }
}
