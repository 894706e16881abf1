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

  /// Words that are looked up for all the phrases of [#near].
  private static final int MAX_LOOKED_UP = 200_000;

  /// Messages with the words next to each other.
  Query of(String field, List<String> words, boolean prefix) throws IOException {
    return phrase(slots(field, words, prefix, MAX_EXPANSIONS), List.of(), 1, 0);
  }

  /// Messages with both texts, in either order. A phrase that may be stretched answers that for two
  /// words; longer texts would be stretched themselves, and what can stand for both would be found
  /// beside itself: these are asked for at each distance.
  Query near(String field, Near near) throws IOException {
    List<Term[]> one = slots(field, near.one(), near.distance());
    List<Term[]> other = slots(field, near.other(), near.distance());
    boolean plain = near.one().isPlainWord() && near.other().isPlainWord();
    boolean stretched = plain && !near.one().words().equals(near.other().words());
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    if (stretched) {
      any.add(phrase(one, other, 1, near.distance() - 1), Occur.SHOULD);
      any.add(phrase(other, one, 1, near.distance() - 1), Occur.SHOULD);
    } else {
      for (int distance = 1; distance <= near.distance(); distance++) {
        any.add(phrase(one, other, distance, 0), Occur.SHOULD);
        any.add(phrase(other, one, distance, 0), Occur.SHOULD);
      }
    }
    return any.build();
  }

  /// @param distance from the end of the one to the beginning of the other
  private static Query phrase(List<Term[]> one, List<Term[]> other, int distance, int slop) {
    MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder().setSlop(slop);
    int position = 0;
    for (List<Term[]> each : List.of(one, other)) {
      for (Term[] slot : each) {
        if (slot.length == 0) {
          return new MatchNoDocsQuery("no word begins so");
        }
        phrase.add(slot, position++);
      }
      position += distance - 1;
    }
    return phrase.build();
  }

  private List<Term[]> slots(String field, Text text, int phrases) throws IOException {
    return slots(field, text.words(), text.prefix(), MAX_LOOKED_UP / phrases);
  }

  private List<Term[]> slots(String field, List<String> words, boolean prefix, int most)
      throws IOException {
    List<Term[]> slots = new ArrayList<>();
    for (String word : words) {
      boolean open = prefix && slots.size() == words.size() - 1;
      Term term = new Term(field, word);
      slots.add(open ? beginningWith(term, Math.min(most, MAX_EXPANSIONS)) : new Term[] {term});
    }
    return slots;
  }

  private Term[] beginningWith(Term prefix, int most) throws IOException {
    Terms terms = MultiTerms.getTerms(reader, prefix.field());
    List<Term> found = new ArrayList<>();
    if (terms != null) {
      TermsEnum each = terms.iterator();
      boolean more = each.seekCeil(prefix.bytes()) != TermsEnum.SeekStatus.END;
      while (more && StringHelper.startsWith(each.term(), prefix.bytes())) {
        if (found.size() == most) {
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
