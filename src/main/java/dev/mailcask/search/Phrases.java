package dev.mailcask.search;

import dev.mailcask.base.Failure;
import dev.mailcask.search.Expression.Near;
import dev.mailcask.search.Expression.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/// Queries for words next to each other, or near each other.
///
/// @param reader gives the words that a beginning stands for
record Phrases(IndexReader reader) {

  /// Words that the beginning at the end of a phrase may stand for.
  private static final int MAX_EXPANSIONS = 16_000;

  /// Messages with the words next to each other.
  Query of(String field, List<String> words, boolean prefix) throws IOException {
    return phrase(slots(field, words, prefix), 0);
  }

  /// Messages with both texts, in either order. A phrase that may be stretched would also let go
  /// the words of each text; so they are asked for as they are besides.
  Query near(String field, Near near) throws IOException {
    List<Term[]> one = slots(field, near.one());
    List<Term[]> other = slots(field, near.other());
    BooleanQuery.Builder orders = new BooleanQuery.Builder();
    orders.add(phrase(joined(one, other), near.distance() - 1), Occur.SHOULD);
    orders.add(phrase(joined(other, one), near.distance() - 1), Occur.SHOULD);
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(orders.build(), Occur.MUST);
    for (List<Term[]> each : List.of(one, other)) {
      if (each.size() > 1) {
        all.add(phrase(each, 0), Occur.FILTER);
      }
    }
    return all.build();
  }

  private static List<Term[]> joined(List<Term[]> one, List<Term[]> other) {
    List<Term[]> joined = new ArrayList<>(one);
    joined.addAll(other);
    return joined;
  }

  private static Query phrase(List<Term[]> slots, int slop) {
    MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder().setSlop(slop);
    for (Term[] slot : slots) {
      if (slot.length == 0) {
        return new MatchNoDocsQuery("no word begins so");
      }
      phrase.add(slot);
    }
    return phrase.build();
  }

  private List<Term[]> slots(String field, Text text) throws IOException {
    return slots(field, text.words(), text.prefix());
  }

  private List<Term[]> slots(String field, List<String> words, boolean prefix) throws IOException {
    List<Term[]> slots = new ArrayList<>();
    for (String word : words) {
      boolean open = prefix && slots.size() == words.size() - 1;
      Term term = new Term(field, word);
      slots.add(open ? beginningWith(term) : new Term[] {term});
    }
    return slots;
  }

  private Term[] beginningWith(Term prefix) throws IOException {
    Terms terms = MultiTerms.getTerms(reader, prefix.field());
    List<Term> found = new ArrayList<>();
    if (terms != null) {
      TermsEnum each = terms.iterator();
      boolean more = each.seekCeil(prefix.bytes()) != TermsEnum.SeekStatus.END;
      while (more && StringHelper.startsWith(each.term(), prefix.bytes())) {
        if (found.size() == MAX_EXPANSIONS) {
          throw new Failure.Misconfigured(
              "search query",
              "too many words begin with '" + prefix.text() + "'",
              "write more letters, or put the whole words in quotes");
        }
        found.add(new Term(prefix.field(), BytesRef.deepCopyOf(each.term())));
        more = each.next() != null;
      }
    }
    return found.toArray(Term[]::new);
  }
}
