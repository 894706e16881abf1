package dev.mailcask.index;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.SortedNumericDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// What the index has of messages, at the last commit, so that a change of folders or flags is told
/// from a message that is new. Looked up by any thread; refreshed and closed by one, while none
/// looks up.
final class KnownMessages {

  /// Of an index that is not open.
  static final KnownMessages NONE = new KnownMessages(null);

  private @Nullable DirectoryReader reader;

  /// Those that were handed over since the last commit: what the reader says of them is old.
  private final Set<ContentId> written = ConcurrentHashMap.newKeySet();

  /// Those of them that were handed over more than once.
  private final Set<ContentId> again = ConcurrentHashMap.newKeySet();

  private KnownMessages(@Nullable DirectoryReader reader) {
    this.reader = reader;
  }

  static KnownMessages of(IndexWriter writer) throws IOException {
    return new KnownMessages(DirectoryReader.open(writer));
  }

  /// What has to be done with a message.
  enum Found {
    /// The index has all of it.
    SAME,
    /// Its placements have changed.
    MOVED,
    /// It has to be read.
    NEW
  }

  /// Notes that a message is written.
  ///
  /// @return whether it had been written since the last commit before
  boolean written(ContentId id) {
    if (written.add(id)) {
      return false;
    }
    again.add(id);
    return true;
  }

  void refresh() throws IOException {
    written.clear();
    again.clear();
    DirectoryReader old = reader;
    DirectoryReader newer = old == null ? null : DirectoryReader.openIfChanged(old);
    if (old != null && newer != null) {
      reader = newer;
      old.close();
    }
  }

  void close() throws IOException {
    written.clear();
    again.clear();
    if (reader != null) {
      reader.close();
      reader = null;
    }
  }

  /// For the use of one thread.
  Lookup lookup() throws IOException {
    return new Lookup(reader, again);
  }

  /// Looks messages up. Not thread-safe.
  static final class Lookup {

    private final List<Segment> segments = new ArrayList<>();
    private final Set<ContentId> again;
    private @Nullable PostingsEnum postings;

    private record Segment(LeafReader reader, TermsEnum ids) {}

    private Lookup(@Nullable IndexReader reader, Set<ContentId> again) throws IOException {
      this.again = again;
      if (reader != null) {
        for (LeafReaderContext leaf : reader.leaves()) {
          Terms terms = leaf.reader().terms(Fields.ID);
          if (terms != null) {
            segments.add(new Segment(leaf.reader(), terms.iterator()));
          }
        }
      }
    }

    /// Whether the message has to be read, has only been moved, or has not changed at all. One
    /// whose time is another now, or that could not be read, is read again.
    Found find(Message message, BytesRef state) throws IOException {
      BytesRef id = new BytesRef(message.id().bytes());
      for (Segment segment : segments) {
        if (segment.ids.seekExact(id)) {
          postings = segment.ids.postings(postings, PostingsEnum.NONE);
          Bits live = segment.reader.getLiveDocs();
          for (int doc = postings.nextDoc();
              doc != DocIdSetIterator.NO_MORE_DOCS;
              doc = postings.nextDoc()) {
            if (live == null || live.get(doc)) {
              return compare(segment.reader, doc, message, state);
            }
          }
        }
      }
      return Found.NEW;
    }

    private Found compare(LeafReader leaf, int doc, Message message, BytesRef state)
        throws IOException {
      SortedNumericDocValues received = leaf.getSortedNumericDocValues(Fields.RECEIVED);
      boolean sameTime =
          received != null
              && received.advanceExact(doc)
              && received.nextValue() == message.received().toEpochMilli();
      PostingsEnum unread =
          leaf.postings(new Term(Fields.IS, Fields.IS_UNREAD_BODY), PostingsEnum.NONE);
      if (!sameTime || (unread != null && unread.advance(doc) == doc)) {
        return Found.NEW;
      }
      BinaryDocValues states = leaf.getBinaryDocValues(Fields.STATE);
      boolean same =
          states != null && states.advanceExact(doc) && states.binaryValue().equals(state);
      return same && !again.contains(message.id()) ? Found.SAME : Found.MOVED;
    }
  }
}
