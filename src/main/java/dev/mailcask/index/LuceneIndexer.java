package dev.mailcask.index;

import dev.mailcask.archive.Archive;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Change;
import dev.mailcask.catalog.Message;
import dev.mailcask.index.IndexDirectory.Opened;
import dev.mailcask.index.IndexSnapshots.Snapshot;
import dev.mailcask.index.MessageDocument.Attached;
import dev.mailcask.message.ParsedMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The index on the local disk.
///
/// Takes changes from the catalog in their order and hands them in chunks to a few threads, each of
/// which reads the messages from the archive, again in the order in which they were stored, so that
/// the archive decompresses every block about once. At a commit the threads come to rest, and the
/// number of the last change goes into the same Lucene commit as its document: whatever dies when,
/// the next start goes on from there. An index that is damaged, of another version, or of another
/// life of the catalog is built anew without being asked.
///
/// Opens the index for writing, and so takes its lock, when there is something to do, and once to
/// look for damage, also where a search has met some; keeps it until it is closed.
public final class LuceneIndexer implements Indexer {

  private static final Logger log = LoggerFactory.getLogger(LuceneIndexer.class);

  private static final Query WAITING = new TermQuery(new Term(Fields.IS, Fields.IS_WAITING));
  private static final Query REFUSED =
      new TermQuery(new Term(Fields.IS, Fields.IS_UNREAD_ATTACHMENT));

  private static final int BATCH = 1024;
  private static final int CHUNK = 64;
  private static final int CATCHING_UP = 10;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Path path;
  private final Catalog catalog;
  private final IndexSettings settings;
  private final String version;
  private final IndexDirectory directory;
  private final IndexSnapshots snapshots;
  private final DocumentWriters documents;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Opened opened;
  private KnownMessages known = KnownMessages.NONE;
  private volatile boolean suspected;
  private boolean checked;
  private volatile long reached;
  private long committed;
  private boolean attached;
  private long lastCommit;

  public LuceneIndexer(Path path, Archive archive, Catalog catalog, IndexSettings settings) {
    this(path, archive, catalog, settings, Fields.VERSION);
  }

  /// @param version of the fields, as a later program would have another
  LuceneIndexer(
      Path path, Archive archive, Catalog catalog, IndexSettings settings, String version) {
    this.path = path;
    this.catalog = catalog;
    this.settings = settings;
    this.version = version;
    this.directory = new IndexDirectory(new IndexShelf(path), settings, version);
    this.snapshots = new IndexSnapshots(path);
    this.documents = new DocumentWriters(archive, settings.threads());
  }

  @Override
  public void catchUp(Progress progress) {
    locked(() -> pass(progress, true));
  }

  @Override
  public void follow(BooleanSupplier more, Progress progress) {
    while (more.getAsBoolean()) {
      long before = reached;
      locked(() -> pass(progress, false));
      if (reached == before) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    progress.checkCancelled("index");
    catchUp(progress);
  }

  @Override
  public void rebuild(Progress progress) {
    locked(
        () -> {
          abandon();
          begin(directory.openBeside(catalog.generation()));
          pass(progress, true);
        });
  }

  /// A search has met damage: the next pass reads the whole index and builds it anew where that
  /// holds. Thread-safe.
  public void suspect() {
    suspected = true;
  }

  private interface Work {
    void run() throws IOException;
  }

  /// Does the work alone; where it meets a damaged index, builds it anew and does the work again.
  private void locked(Work work) {
    lock.lock();
    try {
      try {
        work.run();
      } catch (IOException
          | AlreadyClosedException
          | IndexOutOfBoundsException
          | NegativeArraySizeException e) {
        abandon();
        if (!Failures.isDamage(e)) {
          throw e;
        }
        log.warn("the index is damaged and is built anew: {}", e.toString());
        begin(directory.openInstead(catalog.generation()));
        work.run();
      }
    } catch (IOException e) {
      throw Failures.of(e);
    } catch (AlreadyClosedException e) { // a fault in a thread of Lucene closed the writer
      throw Failures.of(new IOException(e));
    } catch (Failure.Cancelled e) { // what was done until then counts
      throw e;
    } catch (RuntimeException | Error e) {
      abandonAfter(e); // else the next commit would tell of messages that were never written
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void abandonAfter(Throwable cause) {
    try {
      abandon();
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private void begin(Opened now) throws IOException {
    opened = now;
    known = KnownMessages.of(now.writer());
    reached = now.position().change();
    committed = reached;
    attached = false;
    lastCommit = System.nanoTime();
  }

  private Opened open() throws IOException {
    String generation = catalog.generation();
    Opened current = opened;
    if (current != null && !current.position().fits(version, generation)) {
      abandon();
      current = null;
    }
    if (current == null) {
      current = directory.open(generation, suspected);
      suspected = false;
      checked = true;
      begin(current);
    }
    return current;
  }

  /// Indexes until the catalog has nothing new.
  private void pass(Progress progress, boolean commitAtEnd) throws IOException {
    if (suspected) {
      abandon(); // to be opened anew; what is not committed is done again
    }
    if (opened == null && isUpToDate() && isSound()) {
      return;
    }
    Opened index = open();
    long done = 0;
    long last = catalog.lastChange();
    while (!progress.cancelled()) {
      List<Change> changes = catalog.changesAfter(reached, BATCH);
      if (changes.isEmpty()) {
        break;
      }
      if (!index.position().fits(version, catalog.generation())) { // rebuilt meanwhile
        documents.drain();
        index = open();
        last = catalog.lastChange();
        continue;
      }
      for (int from = 0; from < changes.size(); from += CHUNK) {
        int to = Math.min(from + CHUNK, changes.size());
        documents.write(index.writer(), known, changes.subList(from, to));
      }
      reached = changes.getLast().number();
      done += changes.size();
      progress.at(new Progress.Step("indexing", "", done, last - reached + done, 0));
      if (isDue(commitAtEnd)) {
        commit(index);
      }
    }
    if (commitAtEnd || isDue(false)) {
      commit(index);
    }
    progress.checkCancelled("index");
    if (index.beside()) {
      change(index);
    }
  }

  /// The newest messages whose attachments wait to be read, as of the last commit.
  List<ContentId> waiting(int limit) {
    try (Snapshot snapshot = snapshots.newest()) {
      if (snapshot == null) {
        return List.of();
      }
      return Documents.newest(snapshot.searcher(), WAITING, limit);
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  /// How many there are.
  long waiting() {
    try (Snapshot snapshot = snapshots.newest()) {
      return snapshot == null ? 0 : snapshot.searcher().count(WAITING);
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  /// All messages with an attachment that has given no text, the newest first, as of the last
  /// commit.
  List<ContentId> refused() {
    try (Snapshot snapshot = snapshots.newest()) {
      if (snapshot == null) {
        return List.of();
      }
      IndexSearcher searcher = snapshot.searcher();
      return Documents.newest(searcher, REFUSED, Math.max(1, searcher.count(REFUSED)));
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  /// Indexes a message again, with what its attachments gave. An index that is being built beside
  /// the one that is searched is left alone: its messages wait anew.
  ///
  /// @param place what the catalog knows of the message, asked while nobody else writes
  /// @return whether it was
  boolean attach(Supplier<Optional<Message>> place, ParsedMessage parsed, Attached texts) {
    AtomicBoolean done = new AtomicBoolean();
    locked(
        () -> {
          Opened index = open();
          Optional<Message> message = place.get();
          if (!index.beside() && message.isPresent()) {
            documents.attach(index.writer(), message.get(), parsed, texts);
            attached = true;
            done.set(true);
            if (isDue(true)) {
              commit(index);
            }
          }
        });
    return done.get();
  }

  /// Makes what was attached durable, so that it is found.
  void commitAttached() {
    locked(
        () -> {
          if (attached && opened != null) {
            commit(opened);
          }
        });
  }

  /// What was built beside the index that is searched takes its place; cheap, as it is committed.
  private void change(Opened index) throws IOException {
    commit(index);
    directory.change();
    opened = new Opened(index.writer(), index.position(), false, index.lock());
    log.info("the new index takes the place of the one before");
  }

  /// Who follows a backup wants new mail to be found soon. Who catches up has a lot to do, commits
  /// when it is done, and in between only so that not all of it has to be done again.
  private boolean isDue(boolean catchingUp) {
    long millis = settings.commitMillis() * (catchingUp ? CATCHING_UP : 1L);
    return System.nanoTime() - lastCommit >= TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /// Whether the index on disk holds all that the catalog has; asked without taking the lock.
  private boolean isUpToDate() throws IOException {
    Position position = snapshots.position();
    long last = catalog.lastChange();
    return position == null
        ? last == 0
        : position.fits(version, catalog.generation()) && position.change() == last;
  }

  /// Whether an index that is up to date needs no look for damage, now that this one, if any, is
  /// done. Where another process writes, that one looks.
  private boolean isSound() throws IOException {
    if (!suspected && (checked || snapshots.position() == null)) {
      return true;
    }
    try {
      Opened index = open();
      return index.position().change() == catalog.lastChange();
    } catch (LockObtainFailedException e) {
      return true;
    }
  }

  private void commit(Opened index) throws IOException {
    documents.drain();
    if (reached != committed || attached) {
      documents.flush(index.writer());
      index.writer().setLiveCommitData(index.position().at(reached).commit().entrySet());
      index.writer().commit();
      committed = reached;
      attached = false;
      known.refresh();
    }
    lastCommit = System.nanoTime();
  }

  /// Closes without committing what is not committed.
  private void abandon() throws IOException {
    Opened current = opened;
    opened = null;
    if (current != null) {
      try {
        documents.drain();
      } catch (IOException | RuntimeException e) {
        log.debug("not indexed before the index was closed", e);
      }
      known.close();
      current.abandon();
    }
  }

  @Override
  public void check(Progress progress, Consumer<Difference> found) {
    try (Snapshot snapshot = snapshots.newest()) {
      if (snapshot != null && snapshot.position().fits(version, catalog.generation())) {
        new IndexCheck(
                snapshot.searcher().getIndexReader(),
                catalog,
                snapshot.position().change(),
                progress)
            .run(found);
      }
    } catch (IOException e) {
      if (!Failures.isDamage(e)) {
        throw Failures.of(e);
      }
      found.accept(new Difference("file of the index is damaged", 1, List.of()));
    }
  }

  @Override
  public Coverage coverage() {
    long archived = catalog.counts().messages();
    try (Snapshot snapshot = snapshots.newest()) {
      return snapshot == null
          ? new Coverage(0, archived, 0, 0)
          : new Coverage(snapshot.indexed(), archived, snapshot.defective(), snapshot.waiting());
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public long bytes() {
    if (!Files.isDirectory(path)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(LuceneIndexer::size).sum();
    } catch (UncheckedIOException e) { // a directory that is deleted meanwhile
      return 0;
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  /// A file that is deleted meanwhile has no bytes.
  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      abandon();
      documents.close();
      snapshots.close();
    } catch (IOException e) {
      throw Failures.of(e);
    } finally {
      lock.unlock();
    }
  }
}
