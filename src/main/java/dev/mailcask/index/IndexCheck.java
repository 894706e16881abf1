package dev.mailcask.index;

import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Catalog.Numbered;
import dev.mailcask.index.Indexer.Difference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Holds the messages of the index against those of the catalog. Both tell their identities in
/// ascending order, so that one pass over the two finds what is missing in either, in memory for a
/// page. What the catalog changed behind the position of the index is none of this work's business:
/// it is still to come.
final class IndexCheck {

  /// Messages that are named of one difference.
  private static final int NAMED = 1000;

  private final IndexReader reader;
  private final CatalogIds ids;
  private final long reached;
  private final Progress progress;

  private final Group missing = new Group();
  private final Group surplus = new Group();
  private final Group repeated = new Group();

  private long done;

  /// @param reached the number of the last change that the index has
  IndexCheck(IndexReader reader, Catalog catalog, long reached, Progress progress) {
    this.reader = reader;
    this.ids = new CatalogIds(catalog);
    this.reached = reached;
    this.progress = progress;
  }

  void run(Consumer<Difference> found) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      leaf.reader().checkIntegrity();
    }
    Terms terms = MultiTerms.getTerms(reader, Fields.ID);
    if (terms != null) {
      compare(terms.iterator(), MultiBits.getLiveDocs(reader));
    }
    for (Numbered left = next(); left != null; left = next()) {
      missed(left);
    }
    missing.tell("messages of the catalog are not in the index", found);
    surplus.tell("messages of the index are not in the catalog", found);
    repeated.tell("messages are in the index more than once", found);
  }

  private void compare(TermsEnum indexed, @Nullable Bits live) throws IOException {
    Numbered expected = next();
    PostingsEnum postings = null;
    for (BytesRef term = indexed.next(); term != null; term = indexed.next()) {
      postings = indexed.postings(postings, PostingsEnum.NONE);
      int documents = count(postings, live);
      if (documents == 0) {
        continue;
      }
      ContentId id = id(term);
      while (expected != null && expected.id().compareTo(id) < 0) {
        missed(expected);
        expected = next();
      }
      if (expected != null && expected.id().equals(id)) {
        expected = next();
      } else {
        surplus.add(id);
      }
      if (documents > 1) {
        repeated.add(id);
      }
    }
    if (expected != null) {
      missed(expected);
    }
  }

  private static int count(PostingsEnum postings, @Nullable Bits live) throws IOException {
    int documents = 0;
    while (postings.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
      if (live == null || live.get(postings.docID())) {
        documents++;
      }
    }
    return documents;
  }

  private static ContentId id(BytesRef term) throws IOException {
    if (term.length != ContentId.BYTES) {
      throw new CorruptIndexException("it is not the identity of a message", "field id");
    }
    return ContentId.ofDigest(BytesRef.deepCopyOf(term).bytes);
  }

  private void missed(Numbered message) {
    if (message.change() <= reached) {
      missing.add(message.id());
    }
  }

  private @Nullable Numbered next() {
    if (done % CatalogIds.PAGE == 0) {
      progress.checkCancelled("index");
      progress.at(new Progress.Step("comparing the index", "", done, -1, 0));
    }
    if (!ids.hasNext()) {
      return null;
    }
    done++;
    return ids.next();
  }

  /// Messages with the same thing wrong.
  private static final class Group {
    private final List<ContentId> named = new ArrayList<>();
    private long count;

    void add(ContentId id) {
      count++;
      if (named.size() < NAMED) {
        named.add(id);
      }
    }

    void tell(String problem, Consumer<Difference> found) {
      if (count > 0) {
        found.accept(new Difference(problem, count, named));
      }
    }
  }
}
