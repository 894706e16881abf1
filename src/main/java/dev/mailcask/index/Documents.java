package dev.mailcask.index;

import dev.mailcask.base.ContentId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/// Which message a document of the index is, and the other way round.
public final class Documents {

  private Documents() {}

  /// The message of a document.
  public static ContentId identity(IndexSearcher searcher, int document) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    BinaryDocValues ids = leaf.reader().getBinaryDocValues(Fields.ID);
    if (ids == null || !ids.advanceExact(document - leaf.docBase)) {
      throw new IllegalStateException("a document without identity");
    }
    return ContentId.ofDigest(BytesRef.deepCopyOf(ids.binaryValue()).bytes);
  }

  /// The newest messages that a query finds, the newest first.
  public static List<ContentId> newest(IndexSearcher searcher, Query query, int limit)
      throws IOException {
    Sort newest = new Sort(Fields.newestFirst());
    List<ContentId> ids = new ArrayList<>();
    for (ScoreDoc found : searcher.search(query, limit, newest).scoreDocs) {
      ids.add(identity(searcher, found.doc));
    }
    return ids;
  }

  /// Which of some messages have a document.
  public static Set<ContentId> among(IndexSearcher searcher, Collection<ContentId> ids)
      throws IOException {
    Set<ContentId> there = new HashSet<>();
    if (!ids.isEmpty()) {
      for (ScoreDoc found : searcher.search(of(ids), ids.size(), Sort.INDEXORDER).scoreDocs) {
        there.add(identity(searcher, found.doc));
      }
    }
    return there;
  }

  /// The documents of some messages.
  public static Query of(Collection<ContentId> ids) {
    List<BytesRef> terms = new ArrayList<>();
    ids.forEach(id -> terms.add(new BytesRef(id.bytes())));
    return new ConstantScoreQuery(new TermInSetQuery(Fields.ID, terms));
  }
}
