package dev.mailcask.archive.pack;

import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.journal.SegmentDraft;
import dev.mailcask.archive.journal.StoredJournal;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one writer of an account.
///
/// A message goes into the current pack under a lock, which is held for a copy of its bytes;
/// hashing is done before, compressing by the pool, and making full packs durable by threads of
/// their own. A commit closes the current pack and takes the events under the same lock, then waits
/// for the disk without it, so that others go on storing into the next pack.
///
/// Whatever goes wrong on the way to the disk, nobody can say which of the messages waiting are
/// durable. So every call ends with the same failure from there on, until the owner drops what is
/// pending and begins again at the last commit.
final class PackedArchiveWriter implements ArchiveWriter {

  /// Finished packs that may wait for the disk before storing waits for them.
  private static final int MAX_PUBLISHING = 2;

  private final PackedArchive archive;
  private final StoredJournal journal;

  /// Guards what is being filled.
  private final ReentrantLock filling = new ReentrantLock();

  /// Held during a commit, so that segments are written in the order of their events.
  private final ReentrantLock committing = new ReentrantLock();

  private final Deque<Publication> publishing = new ArrayDeque<>();
  private @Nullable PackWriter pack;
  private SegmentDraft events = new SegmentDraft();
  private long pendingBytes;
  private @Nullable RuntimeException failed;
  private boolean closed;

  PackedArchiveWriter(PackedArchive archive, StoredJournal journal) {
    this.archive = archive;
    this.journal = journal;
  }

  @Override
  public ContentId store(Content content) {
    int whole = archive.settings().blockBytes();
    byte[] bytes = content.size() <= whole ? content.toByteArray() : null;
    ContentId id = bytes != null ? ContentId.of(bytes) : hash(content);
    filling.lock();
    try {
      checkUsable();
      if (!isKnown(id)) {
        if (bytes != null && bytes.length <= whole) {
          packToFill().add(id, bytes);
        } else {
          addLarge(id, content);
        }
        pendingBytes += content.size();
        if (packToFill().isFull()) {
          finishPack();
        }
      }
      return id;
    } catch (SourceFailed e) {
      throw e.failure;
    } catch (RuntimeException e) {
      throw spend(e);
    } finally {
      filling.unlock();
    }
  }

  private static ContentId hash(Content content) {
    MessageDigest digest = ContentId.digest();
    try (InputStream in = new DigestInputStream(content.open(), digest)) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // reading is hashing
      }
    } catch (IOException e) {
      throw DiskFailure.of("a message's spool file", e);
    }
    return ContentId.ofDigest(digest.digest());
  }

  private void addLarge(ContentId id, Content content) {
    PackWriter into = packToFill();
    try (InputStream in = content.open()) {
      if (!into.add(id, content.size(), in)) {
        throw new SourceFailed(
            new Failure.Corrupt(
                "a message's spool file",
                "it changed while it was stored",
                "look for other programs that write to Mailcask's tmp directory",
                null));
      }
    } catch (IOException e) {
      throw new SourceFailed(DiskFailure.of("a message's spool file", e));
    }
  }

  private PackWriter packToFill() {
    if (pack == null) {
      pack = archive.newPack();
    }
    return pack;
  }

  private boolean isKnown(ContentId id) {
    return (pack != null && pack.contains(id))
        || publishing.stream().anyMatch(p -> p.pack.contains(id))
        || archive.contains(id);
  }

  /// Closes the current pack and has it made durable.
  private void finishPack() {
    PackWriter full = pack;
    if (full == null) {
      return;
    }
    pack = null;
    while (publishing.size() >= MAX_PUBLISHING) {
      publishing.removeFirst().await();
    }
    try {
      full.finish();
    } catch (RuntimeException e) {
      full.close();
      throw e;
    }
    publishing.add(new Publication(full, archive));
  }

  @Override
  public void record(JournalEvent event) {
    filling.lock();
    try {
      checkUsable();
      if (event instanceof JournalEvent.Placed placed && !isKnown(placed.id())) {
        throw new IllegalStateException("placed before it was stored: " + placed.id());
      }
      long before = events.rawBytes();
      events.add(event);
      pendingBytes += events.rawBytes() - before;
    } finally {
      filling.unlock();
    }
  }

  @Override
  public long pendingBytes() {
    filling.lock();
    try {
      return pendingBytes;
    } finally {
      filling.unlock();
    }
  }

  @Override
  public long commit() {
    committing.lock();
    try {
      Deque<Publication> packs;
      SegmentDraft segment;
      filling.lock();
      try {
        checkUsable();
        finishPack();
        packs = new ArrayDeque<>(publishing);
        segment = events;
        events = new SegmentDraft();
        pendingBytes = 0;
      } finally {
        filling.unlock();
      }
      packs.forEach(Publication::await);
      forget(packs);
      return segment.events() == 0 ? journal.last() : journal.append(segment, archive.clock());
    } catch (RuntimeException e) {
      throw spend(e);
    } finally {
      committing.unlock();
    }
  }

  private void forget(Deque<Publication> durable) {
    filling.lock();
    try {
      publishing.removeAll(durable);
    } finally {
      filling.unlock();
    }
  }

  private void checkUsable() {
    if (failed != null) {
      throw failed;
    }
    if (closed) {
      throw new IllegalStateException("the writer is closed");
    }
  }

  private RuntimeException spend(RuntimeException cause) {
    filling.lock();
    try {
      if (failed == null && !closed) {
        failed = cause;
        dropPending();
      }
      return cause;
    } finally {
      filling.unlock();
    }
  }

  @Override
  public void drop() {
    committing.lock();
    filling.lock();
    try {
      dropPending();
      failed = null;
    } finally {
      filling.unlock();
      committing.unlock();
    }
  }

  private void dropPending() {
    if (pack != null) {
      pack.close();
      pack = null;
    }
    publishing.forEach(Publication::settle);
    publishing.clear();
    events = new SegmentDraft();
    pendingBytes = 0;
  }

  @Override
  public void close() {
    committing.lock();
    filling.lock();
    try {
      if (!closed) {
        closed = true;
        dropPending();
        archive.released(journal.account());
      }
    } finally {
      filling.unlock();
      committing.unlock();
    }
  }

  /// A finished pack on its way to the disk.
  private static final class Publication {
    private final PackWriter pack;
    private final CompletableFuture<PackFile> done;

    Publication(PackWriter pack, PackedArchive archive) {
      this.pack = pack;
      this.done = archive.publish(pack);
    }

    void await() {
      try {
        var _ = done.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw e;
      }
    }

    /// Waits for the end, whatever it is.
    void settle() {
      var _ = done.handle((pack, failure) -> failure == null).join();
    }
  }

  /// The message could not be read, which spoils nothing but that message.
  private static final class SourceFailed extends RuntimeException {
    private final Failure failure;

    SourceFailed(Failure failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
