package dev.mailcask.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;

/// The read side of the index: what was committed last, by this process or another. Needs no lock
/// and changes nothing. Thread-safe.
///
/// An index that was built anew may name its files like the one before; each life of an index has a
/// name of its own in every commit, and a reader is never carried over from one to the next.
public final class IndexSnapshots implements AutoCloseable {

  private final Path path;
  private @Nullable Directory directory;
  private @Nullable DirectoryReader reader;
  private String life = "";

  public IndexSnapshots(Path path) {
    this.path = path;
  }

  /// One state of the index; close it soon.
  ///
  /// @param indexed messages in it
  /// @param defective messages of which not all text is in it
  /// @param position how far it has come
  public record Snapshot(IndexSearcher searcher, long indexed, long defective, Position position)
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
    DirectoryReader newest = refreshed();
    if (newest == null) {
      return null;
    }
    newest.incRef();
    IndexSearcher searcher = new IndexSearcher(newest);
    return new Snapshot(
        searcher,
        newest.numDocs(),
        searcher.count(new TermQuery(new Term(Fields.IS, Fields.IS_DEFECTIVE))),
        Position.of(newest.getIndexCommit().getUserData()));
  }

  /// How far the newest committed state has come, or null if nothing was committed yet.
  synchronized @Nullable Position position() throws IOException {
    SegmentInfos commit = latest();
    return commit == null ? null : Position.of(commit.getUserData());
  }

  private @Nullable DirectoryReader refreshed() throws IOException {
    SegmentInfos commit = latest();
    if (commit == null || directory == null) {
      return reader;
    }
    String newLife = Position.of(commit.getUserData()).life();
    DirectoryReader old = reader;
    if (old == null || !newLife.equals(life)) {
      replace(DirectoryReader.open(directory));
      life = newLife;
    } else {
      DirectoryReader changed = DirectoryReader.openIfChanged(old);
      if (changed != null) {
        replace(changed);
      }
    }
    return reader;
  }

  private @Nullable SegmentInfos latest() throws IOException {
    if (directory == null) {
      if (!Files.isDirectory(path)) {
        return null;
      }
      directory = FSDirectory.open(path);
    }
    try {
      return SegmentInfos.readLatestCommit(directory);
    } catch (IndexNotFoundException e) { // a writer has not committed yet
      return null;
    }
  }

  private void replace(DirectoryReader newer) throws IOException {
    DirectoryReader old = reader;
    reader = newer;
    if (old != null) {
      old.decRef();
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (reader != null) {
        reader.decRef();
        reader = null;
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
