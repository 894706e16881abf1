package dev.mailcask.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/// The words that there are in an index. For one question; not thread-safe.
final class Dictionary {

  /// Words looked at in one segment for one beginning: what begins so beyond them is not found by
  /// its inflection. Among a million messages no beginning of four letters has as many.
  private static final int MOST = 4000;

  private final IndexReader reader;
  private final Map<String, List<TermsEnum>> open = new HashMap<>();

  Dictionary(IndexReader reader) {
    this.reader = reader;
  }

  /// All words of a field.
  Set<String> all(String field) throws IOException {
    Set<String> all = new TreeSet<>();
    for (TermsEnum words : words(field)) {
      boolean more = words.seekCeil(new BytesRef()) != TermsEnum.SeekStatus.END;
      while (more) {
        all.add(words.term().utf8ToString());
        more = words.next() != null;
      }
    }
    return all;
  }

  /// Adds the words of a field that begin so and have nothing but letters, with the number of
  /// messages they are in.
  void beginning(String field, String prefix, int longest, Map<String, Integer> found)
      throws IOException {
    BytesRef begin = new BytesRef(prefix);
    boolean latin = prefix.charAt(0) < 128;
    for (TermsEnum words : words(field)) {
      // digits stand before letters, and identifiers are many
      BytesRef first = latin ? new BytesRef(prefix + "a") : begin;
      boolean more = words.seekCeil(first) != TermsEnum.SeekStatus.END;
      if (latin && words.seekExact(begin)) {
        found.merge(prefix, words.docFreq(), Integer::sum);
        more = words.seekCeil(first) != TermsEnum.SeekStatus.END;
      }
      for (int i = 0; more && i < MOST && StringHelper.startsWith(words.term(), begin); i++) {
        if (words.term().length <= longest && letters(words.term())) {
          found.merge(words.term().utf8ToString(), words.docFreq(), Integer::sum);
        }
        more = words.next() != null;
      }
    }
  }

  boolean has(String field, String word) throws IOException {
    BytesRef term = new BytesRef(word);
    for (TermsEnum words : words(field)) {
      if (words.seekExact(term)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a word of a field is in a message that has a term of another field.
  boolean together(String field, String word, String otherField, String other) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      PostingsEnum one = leaf.reader().postings(new Term(field, word), PostingsEnum.NONE);
      PostingsEnum two = leaf.reader().postings(new Term(otherField, other), PostingsEnum.NONE);
      if (one != null && two != null && meet(one, two)) {
        return true;
      }
    }
    return false;
  }

  private static boolean meet(PostingsEnum one, PostingsEnum two) throws IOException {
    int at = one.nextDoc();
    for (int i = 0; i < MOST && at != DocIdSetIterator.NO_MORE_DOCS; i++) {
      int there = two.docID() < at ? two.advance(at) : two.docID();
      if (there == at) {
        return true;
      }
      at = there == DocIdSetIterator.NO_MORE_DOCS ? there : one.advance(there);
    }
    return false;
  }

  private List<TermsEnum> words(String field) throws IOException {
    List<TermsEnum> words = open.get(field);
    if (words == null) {
      words = new ArrayList<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        Terms terms = leaf.reader().terms(field);
        if (terms != null) {
          words.add(terms.iterator());
        }
      }
      open.put(field, words);
    }
    return words;
  }

  private static boolean letters(BytesRef word) {
    for (int i = 0; i < word.length; i++) {
      byte b = word.bytes[word.offset + i];
      if (b >= 0 && b < 'a') {
        return false;
      }
    }
    return true;
  }
}
