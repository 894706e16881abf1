package dev.mailcask.search;

import dev.mailcask.index.Fields;
import dev.mailcask.search.Expression.Text;
import dev.mailcask.search.Variants.Group;
import dev.mailcask.search.Variants.Nearness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/// Queries for the variants of a word.
///
/// They score less than the least that the word itself can: BM25 gives a word that is in all of a
/// million messages 0.0000002, and these get a hundredth of that.
///
/// @param reader the index in which the variants are looked for
record Widened(IndexReader reader, Variants variants) {

  private static final Set<String> ADDRESSES =
      Set.of(Fields.FROM, Fields.TO, Fields.CC, Fields.BCC);
  private static final float LEAST = 1e-9f;

  /// Queries for variants of a text that is one word and not exact, in its fields; none else.
  List<Query> of(Text text) throws IOException {
    List<Query> queries = new ArrayList<>();
    if (text.exact()) {
      return queries;
    }
    String word = text.words().getFirst();
    List<String> texts = new ArrayList<>(text.where().fields());
    texts.removeAll(ADDRESSES);
    List<String> addresses = new ArrayList<>(text.where().fields());
    addresses.retainAll(ADDRESSES);
    if (!addresses.isEmpty()) {
      transcribedNames(word, text.prefix(), addresses, queries);
    }
    if (!text.prefix() && !texts.isEmpty()) {
      for (Group group : variants.of(reader, word)) {
        queries.add(scored(group.nearness(), inMessages(group, texts)));
      }
    }
    return queries;
  }

  /// Names are in no language: Mueller is Müller in English mail too.
  private static void transcribedNames(
      String word, boolean prefix, List<String> fields, List<Query> queries) {
    Set<String> names = Variants.transcriptions(word);
    if (names.isEmpty()) {
      return;
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String field : fields) {
      if (prefix) {
        names.forEach(name -> any.add(new PrefixQuery(new Term(field, name)), Occur.SHOULD));
      } else {
        any.add(in(field, names), Occur.SHOULD);
      }
    }
    queries.add(scored(Nearness.TRANSCRIBED, any.build()));
  }

  private static Query inMessages(Group group, List<String> fields) {
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    for (String field : fields) {
      words.add(in(field, group.words()), Occur.SHOULD);
    }
    if (group.others().isEmpty()) {
      return words.build();
    }
    return new BooleanQuery.Builder()
        .add(words.build(), Occur.FILTER)
        .add(in(Fields.LANGUAGE, group.others()), Occur.MUST_NOT)
        .build();
  }

  private static Query in(String field, Collection<String> words) {
    return new TermInSetQuery(field, words.stream().map(BytesRef::new).toList());
  }

  private static Query scored(Nearness nearness, Query query) {
    float score =
        switch (nearness) {
          case INFLECTED -> 3 * LEAST;
          case TRANSCRIBED -> 2 * LEAST;
          case COMPOUND -> LEAST;
        };
    return new BoostQuery(new ConstantScoreQuery(query), score);
  }
}
