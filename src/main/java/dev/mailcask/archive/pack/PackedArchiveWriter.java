package dev.mailcask.archive.pack;

import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.journal.SegmentDraft;
import dev.mailcask.archive.journal.StoredJournal;
import dev.mailcask.archive.pack.MessageSplitter.Part;
import dev.mailcask.archive.pack.MessageSplitter.Source;
import dev.mailcask.archive.pack.MessageSplitter.Split;
import dev.mailcask.base.AccountId;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer of an account.
///
/// A message goes into the current pack under a lock, which is held for a copy of its bytes;
/// hashing, splitting it into parts and proving that they make it again are done before,
/// compressing by the pool, and making full packs durable by threads of their own. A commit closes
/// the current pack and takes the events under the same lock, then waits for the disk without it,
/// so that others go on storing into the next pack.
///
/// Packs become durable in the order in which they were filled: a recipe may name parts that lie in
/// an earlier pack, and no kill may leave the recipe without them.
///
/// Whatever goes wrong on the way to the disk, nobody can say which of the messages waiting are
/// durable. So every call ends with the same failure from there on, until the owner drops what is
/// pending and begins again at the last commit.
final class PackedArchiveWriter implements ArchiveWriter {

  private static final Logger LOG = LoggerFactory.getLogger(PackedArchiveWriter.class);

  /// Messages up to this size are read once, and larger ones as often as they are looked at.
  private static final long MAX_IN_MEMORY = 4L << 20;

  /// Finished packs that may wait for the disk before storing waits for them.
  private static final int MAX_PUBLISHING = 2;

  private final PackedArchive archive;
  private final StoredJournal journal;

  /// Guards what is being filled.
  private final ReentrantLock filling = new ReentrantLock();

  /// Held during a commit, so that segments are written in the order of their events.
  private final ReentrantLock committing = new ReentrantLock();

  private final Deque<Publication> publishing = new ArrayDeque<>();
  private CompletableFuture<?> lastPublished = CompletableFuture.completedFuture(null);
  private @Nullable PackWriter pack;
  private SegmentDraft events = new SegmentDraft();
  private long pendingBytes;
  private @Nullable RuntimeException failed;
  private boolean closed;

  PackedArchiveWriter(PackedArchive archive, StoredJournal journal) {
    this.archive = archive;
    this.journal = journal;
  }

  AccountId account() {
    return journal.account();
  }

  @Override
  public ContentId store(Content content) {
    Content message = inMemory(content);
    ContentId id = hash(message);
    if (!isStored(id)) {
      add(id, message, split(id, message));
    }
    return id;
  }

  private static Content inMemory(Content content) {
    if (content.size() > MAX_IN_MEMORY || content instanceof Content.InMemory) {
      return content;
    }
    try (InputStream in = content.open()) {
      return Content.of(in.readAllBytes());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private boolean isStored(ContentId id) {
    filling.lock();
    try {
      checkUsable();
      if (isPending(id)) {
        return true;
      }
    } finally {
      filling.unlock();
    }
    return archive.holds(id);
  }

  private @Nullable Split split(ContentId id, Content message) {
    try {
      return MessageSplitter.split(message, id, archive.settings().partBytes());
    } catch (IOException e) {
      throw unreadable(e);
    } catch (RuntimeException e) {
      LOG.error("message {} could not be taken apart and is stored whole", id, e);
      return null;
    }
  }

  private void add(ContentId id, Content message, @Nullable Split split) {
    filling.lock();
    try {
      checkUsable();
      if (isPending(id)) {
        return; // another thread was quicker
      }
      if (split == null) {
        addWhole(id, message);
      } else {
        addParts(id, split);
      }
      pendingBytes += message.size();
      if (packToFill().isFull()) {
        finishPack();
      }
    } catch (SourceFailed e) {
      throw e.failure;
    } catch (RuntimeException e) {
      throw spend(e);
    } finally {
      filling.unlock();
    }
  }

  private void addWhole(ContentId id, Content message) {
    if (message instanceof Content.InMemory(byte[] bytes)) {
      packToFill().add(id, PackFormat.WHOLE, bytes, false);
    } else {
      addStream(id, PackFormat.WHOLE, message.size(), message::open, false);
    }
  }

  /// The parts come first: if one of them cannot be read any more, there is no recipe.
  private void addParts(ContentId id, Split split) {
    for (Part part : split.parts()) {
      if (!isKnownPart(part.id())) {
        addStream(part.id(), PackFormat.PART, part.length(), part.source(), part.isDense());
      }
    }
    packToFill().add(id, PackFormat.RECIPE, split.recipe(), false);
  }

  private static ContentId hash(Content content) {
    if (content instanceof Content.InMemory(byte[] bytes)) {
      return ContentId.of(bytes);
    }
    MessageDigest digest = ContentId.digest();
    try (InputStream in = new DigestInputStream(content.open(), digest)) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // reading is hashing
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return ContentId.ofDigest(digest.digest());
  }

  private void addStream(ContentId id, byte kind, long length, Source source, boolean isDense) {
    PackWriter into = packToFill();
    try (InputStream in = source.open()) {
      if (!into.add(id, kind, length, in, isDense)) {
        throw new SourceFailed(
            new Failure.Corrupt(
                "a message's spool file",
                "it changed while it was stored",
                "look for other programs that write to Mailcask's tmp directory",
                null));
      }
    } catch (IOException e) {
      throw new SourceFailed(unreadable(e));
    }
  }

  private static Failure unreadable(IOException e) {
    return DiskFailure.of("a message's spool file", e);
  }

  private PackWriter packToFill() {
    if (pack == null) {
      pack = archive.newPack();
    }
    return pack;
  }

  private boolean isKnown(ContentId id) {
    return isPending(id) || archive.contains(id);
  }

  /// Whether the message is on its way to the disk.
  private boolean isPending(ContentId id) {
    return (pack != null && pack.containsMessage(id))
        || publishing.stream().anyMatch(p -> p.pack.containsMessage(id));
  }

  private boolean isKnownPart(ContentId id) {
    return (pack != null && pack.contains(id, PackFormat.PART))
        || publishing.stream().anyMatch(p -> p.pack.contains(id, PackFormat.PART))
        || archive.containsPart(id);
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
    Publication publication = new Publication(full, archive, lastPublished);
    publishing.add(publication);
    lastPublished = publication.done;
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
      Batch batch = takeBatch();
      batch.packs.forEach(Publication::await);
      forget(batch.packs);
      SegmentDraft segment = batch.events;
      return segment.events() == 0 ? journal.last() : journal.append(segment, archive.clock());
    } catch (RuntimeException e) {
      throw spend(e);
    } finally {
      committing.unlock();
    }
  }

  /// What one commit makes durable.
  private record Batch(Deque<Publication> packs, SegmentDraft events) {}

  /// A failure spends the writer before anybody else gets hold of it, who would miss what was
  /// pending and take it for a mistake of their own.
  private Batch takeBatch() {
    filling.lock();
    try {
      checkUsable();
      finishPack();
      Batch batch = new Batch(new ArrayDeque<>(publishing), events);
      events = new SegmentDraft();
      pendingBytes = 0;
      return batch;
    } catch (RuntimeException e) {
      throw spend(e);
    } finally {
      filling.unlock();
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
    lastPublished = CompletableFuture.completedFuture(null);
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

    Publication(PackWriter pack, PackedArchive archive, CompletableFuture<?> before) {
      this.pack = pack;
      this.done = archive.publish(pack, before);
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
