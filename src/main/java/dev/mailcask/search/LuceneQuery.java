package dev.mailcask.search;

import dev.mailcask.index.Fields;
import dev.mailcask.search.Expression.And;
import dev.mailcask.search.Expression.Everything;
import dev.mailcask.search.Expression.InAccount;
import dev.mailcask.search.Expression.Is;
import dev.mailcask.search.Expression.Not;
import dev.mailcask.search.Expression.Or;
import dev.mailcask.search.Expression.Received;
import dev.mailcask.search.Expression.Size;
import dev.mailcask.search.Expression.Text;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/// Turns an [Expression] into a query of Lucene.
///
/// @param reader gives the terms that a prefix at the end of a phrase stands for
record LuceneQuery(IndexReader reader) {

  /// Terms that a prefix at the end of a phrase may stand for.
  private static final int MAX_EXPANSIONS = 1000;

  Query of(Expression expression) throws IOException {
    return switch (expression) {
      case Everything e -> MatchAllDocsQuery.INSTANCE;
      case And and -> all(and.all());
      case Or or -> any(or.any());
      case Not not -> all(List.of(not));
      case Text text -> text(text);
      case Received received ->
          LongPoint.newRangeQuery(
              Fields.RECEIVED, millis(received.from()), millis(received.before()) - 1);
      case Size size -> LongPoint.newRangeQuery(Fields.SIZE, size.from(), size.below() - 1);
      case InAccount account -> exact(Fields.ACCOUNT, account.name());
      case Is is -> exact(Fields.IS, is.kind().term());
    };
  }

  private Query all(List<Expression> expressions) throws IOException {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    boolean positive = false;
    for (Expression expression : expressions) {
      if (expression instanceof Not not) {
        all.add(of(not.it()), Occur.MUST_NOT);
      } else {
        boolean words = expression instanceof Text || expression instanceof Or;
        all.add(of(expression), words ? Occur.MUST : Occur.FILTER);
        positive = true;
      }
    }
    if (!positive) {
      all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    }
    return all.build();
  }

  private Query any(List<Expression> expressions) throws IOException {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Expression expression : expressions) {
      any.add(of(expression), Occur.SHOULD);
    }
    return any.build();
  }

  /// A match in the subject or the sender tells more than one in the text; matches in several
  /// places add little.
  private Query text(Text text) throws IOException {
    List<String> fields = text.where().fields();
    if (fields.size() == 1) {
      return words(fields.getFirst(), text);
    }
    List<Query> queries = new ArrayList<>();
    float boost = 3;
    for (String field : fields) {
      queries.add(new BoostQuery(words(field, text), boost));
      boost = Math.max(1, boost - 1);
    }
    return new DisjunctionMaxQuery(queries, 0.1f);
  }

  private Query words(String field, Text text) throws IOException {
    List<String> words = text.words();
    Term last = new Term(field, words.getLast());
    if (words.size() == 1) {
      return text.prefix() ? new PrefixQuery(last) : new TermQuery(last);
    }
    if (!text.prefix()) {
      return new PhraseQuery(field, words.toArray(String[]::new));
    }
    Term[] expanded = beginningWith(last);
    if (expanded.length == 0) {
      return new MatchNoDocsQuery("no word begins like the last one");
    }
    MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder();
    for (String word : words.subList(0, words.size() - 1)) {
      phrase.add(new Term(field, word));
    }
    return phrase.add(expanded).build();
  }

  private Term[] beginningWith(Term prefix) throws IOException {
    Terms terms = MultiTerms.getTerms(reader, prefix.field());
    List<Term> found = new ArrayList<>();
    if (terms != null) {
      TermsEnum each = terms.iterator();
      boolean more = each.seekCeil(prefix.bytes()) != TermsEnum.SeekStatus.END;
      while (more
          && found.size() < MAX_EXPANSIONS
          && StringHelper.startsWith(each.term(), prefix.bytes())) {
        found.add(new Term(prefix.field(), BytesRef.deepCopyOf(each.term())));
        more = each.next() != null;
      }
    }
    return found.toArray(Term[]::new);
  }

  private static Query exact(String field, String value) {
    return new ConstantScoreQuery(new TermQuery(new Term(field, value)));
  }

  private static long millis(Instant instant) {
    if (instant.equals(Instant.MIN)) {
      return Long.MIN_VALUE + 1;
    }
    return instant.equals(Instant.MAX) ? Long.MAX_VALUE : instant.toEpochMilli();
  }
}
