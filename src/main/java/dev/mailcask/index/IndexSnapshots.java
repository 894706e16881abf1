package dev.mailcask.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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

  /// As long as nobody wrote into the directory, it is looked into no more often than this.
  private static final long LOOK_NANOS = 200_000_000L;

  private final IndexShelf shelf;
  private @Nullable FSDirectory directory;
  private @Nullable FileTime written;
  private long looked;
  private @Nullable State state;

  /// @param path the directory of the index; it need not be there yet
  public IndexSnapshots(Path path) {
    this.shelf = new IndexShelf(path);
  }

  private record State(
      DirectoryReader reader,
      IndexSearcher searcher,
      long defective,
      long waiting,
      Position position) {}

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

  /// The newest committed state, or null if nothing was committed yet.
  public synchronized @Nullable Snapshot newest() throws IOException {
    refresh();
    State newest = state;
    if (newest == null) {
      return null;
    }
    newest.reader.incRef();
    return new Snapshot(
        newest.searcher,
        newest.reader.numDocs(),
        newest.defective,
        newest.waiting,
        newest.position);
  }

  /// How far the newest committed state has come, or null if nothing was committed yet.
  synchronized @Nullable Position position() throws IOException {
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
    FSDirectory open = directory;
    if (open != null && state != null) {
      boolean unchanged = Files.isDirectory(open.getDirectory()) && writtenAt(open).equals(written);
      if (unchanged && System.nanoTime() - looked < LOOK_NANOS) {
        return;
      }
    }
    looked = System.nanoTime();
    Path life = shelf.current();
    if (life == null) {
      return;
    }
    if (open == null || !open.getDirectory().equals(life)) {
      change(life);
    } else {
      follow(open);
    }
  }

  private static FileTime writtenAt(FSDirectory directory) throws IOException {
    return Files.getLastModifiedTime(directory.getDirectory());
  }

  /// Goes over to another index, if something is committed to it.
  private void change(Path life) throws IOException {
    FSDirectory next = FSDirectory.open(life);
    try {
      written = writtenAt(next);
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
    written = writtenAt(open);
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
    IndexSearcher searcher = new IndexSearcher(newer);
    searcher.setQueryCache(null); // nobody asks the same twice; keeping count of it costs 5 %
    State old = state;
    state =
        new State(
            newer,
            searcher,
            searcher.count(new TermQuery(new Term(Fields.IS, Fields.IS_DEFECTIVE))),
            searcher.count(new TermQuery(new Term(Fields.IS, Fields.IS_WAITING))),
            Position.of(newer.getIndexCommit().getUserData()));
    if (old != null) {
      old.reader.decRef();
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (state != null) {
        state.reader.decRef();
        state = null;
      }
      if (directory != null) {
        directory.close();
        directory = null;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
