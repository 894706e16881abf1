package dev.mailcask.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/// The committed states of an index, one after another. Takes no lock: reads what this process or
/// another has committed last, also when the index was built anew meanwhile. Thread-safe.
///
/// Parts that a newer state has in common with the one before stay open, and what was learned of
/// them stays in memory.
public final class IndexSnapshots implements AutoCloseable {

  /// What cannot be told from one file, as an index that was built anew, is looked for so often.
  private static final long LOOK_NANOS = 200_000_000L;

  private final IndexShelf shelf;
  private final ReentrantLock looking = new ReentrantLock();
  private @Nullable FSDirectory directory;
  private volatile long looked;
  private volatile @Nullable State state;
  private boolean closed;

  /// @param path the directory of the index; it need not be there yet
  public IndexSnapshots(Path path) {
    this.shelf = new IndexShelf(path);
  }

  /// @param commit the file that makes this state the newest
  private record State(
      DirectoryReader reader,
      IndexSearcher searcher,
      long defective,
      long waiting,
      Position position,
      Path commit) {}

  /// One state of the index; close it soon.
  ///
  /// @param indexed messages in it
  /// @param defective messages of which not all text is in it
  /// @param waiting messages whose attachments are still to be read
  /// @param position how far it has come
  public record Snapshot(
      IndexSearcher searcher, long indexed, long defective, long waiting, Position position)
      implements AutoCloseable {
    @Override
    public void close() {
      try {
        searcher.getIndexReader().decRef();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// The newest committed state, or null if nothing was committed yet, or this was closed. Where
  /// another thread is just opening a newer one, the state before it.
  public @Nullable Snapshot newest() throws IOException {
    State known = state;
    if (known == null) {
      looking.lock();
      refreshLocked();
    } else if (isDue(known) && looking.tryLock()) {
      refreshLocked();
    }
    while (true) {
      State newest = state;
      if (newest == null) {
        return null;
      }
      if (newest.reader.tryIncRef()) { // else it was closed just now, as there is a newer one
        return new Snapshot(
            newest.searcher,
            newest.reader.numDocs(),
            newest.defective,
            newest.waiting,
            newest.position);
      }
    }
  }

  /// A writer that has committed deletes the commit before, and with a life of the index that is
  /// replaced goes all that was in it.
  private boolean isDue(State known) {
    return System.nanoTime() - looked >= LOOK_NANOS || !Files.exists(known.commit);
  }

  private void refreshLocked() throws IOException {
    try {
      refresh();
    } finally {
      looking.unlock();
    }
  }

  /// How far the newest committed state has come, or null if nothing was committed yet.
  @Nullable Position position() throws IOException {
    Path life = shelf.current();
    if (life == null) {
      return null;
    }
    try (FSDirectory read = FSDirectory.open(life)) {
      return Position.of(SegmentInfos.readLatestCommit(read).getUserData());
    } catch (IndexNotFoundException e) { // a writer has not committed yet
      return null;
    }
  }

  private void refresh() throws IOException {
    if (closed) {
      return;
    }
    looked = System.nanoTime();
    Path life = shelf.current();
    if (life == null) {
      return;
    }
    if (directory == null || !directory.getDirectory().equals(life)) {
      change(life);
    } else {
      follow(directory);
    }
  }

  /// Goes over to another index, if something is committed to it.
  private void change(Path life) throws IOException {
    FSDirectory next = FSDirectory.open(life);
    try {
      replace(DirectoryReader.open(next));
    } catch (IndexNotFoundException e) { // a writer has not committed yet
      next.close();
      return;
    } catch (IOException | RuntimeException | Error e) {
      next.close();
      throw e;
    }
    if (directory != null) {
      directory.close();
    }
    directory = next;
  }

  private void follow(FSDirectory open) throws IOException {
    State current = state;
    DirectoryReader changed =
        current == null
            ? DirectoryReader.open(open)
            : DirectoryReader.openIfChanged(current.reader);
    if (changed != null) {
      replace(changed);
    }
  }

  private void replace(DirectoryReader newer) throws IOException {
    State old = state;
    try {
      state = state(newer);
    } catch (IOException | RuntimeException | Error e) {
      newer.close();
      throw e;
    }
    if (old != null) {
      old.reader.decRef();
    }
  }

  private static State state(DirectoryReader reader) throws IOException {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null); // nobody asks the same twice; keeping count of it costs 5 %
    return new State(
        reader,
        searcher,
        searcher.count(new TermQuery(new Term(Fields.IS, Fields.IS_DEFECTIVE))),
        searcher.count(new TermQuery(new Term(Fields.IS, Fields.IS_WAITING))),
        Position.of(reader.getIndexCommit().getUserData()),
        commit(reader));
  }

  private static Path commit(DirectoryReader reader) throws IOException {
    Path life = ((FSDirectory) reader.directory()).getDirectory();
    return life.resolve(reader.getIndexCommit().getSegmentsFileName());
  }

  @Override
  public void close() {
    looking.lock();
    try {
      closed = true;
      State last = state;
      state = null;
      if (last != null) {
        last.reader.decRef();
      }
      if (directory != null) {
        directory.close();
        directory = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      looking.unlock();
    }
  }
}
