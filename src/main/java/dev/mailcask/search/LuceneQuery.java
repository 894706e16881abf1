package dev.mailcask.search;

import dev.mailcask.index.Fields;
import dev.mailcask.index.Hashes;
import dev.mailcask.index.Placement;
import dev.mailcask.search.Expression.And;
import dev.mailcask.search.Expression.Attached;
import dev.mailcask.search.Expression.Everything;
import dev.mailcask.search.Expression.InLanguage;
import dev.mailcask.search.Expression.InThread;
import dev.mailcask.search.Expression.Is;
import dev.mailcask.search.Expression.MessageId;
import dev.mailcask.search.Expression.Near;
import dev.mailcask.search.Expression.Not;
import dev.mailcask.search.Expression.Or;
import dev.mailcask.search.Expression.Placed;
import dev.mailcask.search.Expression.Received;
import dev.mailcask.search.Expression.Size;
import dev.mailcask.search.Expression.Text;
import dev.mailcask.search.PlaceCondition.AnyOf;
import dev.mailcask.search.PlaceCondition.Being;
import java.io.IOException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/// Turns an [Expression] into a query of Lucene.
///
/// @param reader gives the words that a beginning stands for
/// @param variants finds other forms of words in it
/// @param placements gives the query for messages with such a placement
/// @param conversations finds the messages of a conversation
/// @param zone whose days are meant
record LuceneQuery(
    IndexReader reader,
    Variants variants,
    Function<Predicate<Placement>, Query> placements,
    ByConversation conversations,
    ZoneId zone) {

  /// Gives the query for the conversation of the message whose identity begins so.
  interface ByConversation {
    Query of(String hexPrefix) throws IOException;
  }

  private static final Set<String> OTHERS_TEXT = Set.of(Fields.QUOTED, Fields.ATTACHED);

  /// Above the variants of words in [Widened], below the words themselves.
  private static final float LOW = 1e-8f;

  static {
    // Every word is looked up in each of ten fields; the parser limits how many there are. The
    // beginning at the end of a phrase stands for thousands in each.
    IndexSearcher.setMaxClauseCount(1 << 18);
  }

  Query of(Expression expression) throws IOException {
    return switch (expression) {
      case Everything e -> MatchAllDocsQuery.INSTANCE;
      case And and -> all(and.all());
      case Or or -> any(or.any());
      case Not not -> all(List.of(not));
      case Text text -> text(text);
      case Near near -> near(near);
      case Received received ->
          LongPoint.newRangeQuery(
              Fields.RECEIVED,
              begins(received.from(), Long.MIN_VALUE),
              begins(received.before(), Long.MAX_VALUE) - 1);
      case Size size -> LongPoint.newRangeQuery(Fields.SIZE, size.from(), size.below() - 1);
      case Is is -> exact(Fields.IS, is.kind().term());
      case Attached attached -> exact(Fields.KIND, attached.kind().term());
      case InLanguage in -> exact(Fields.LANGUAGE, in.code());
      case MessageId id ->
          new ConstantScoreQuery(new TermQuery(new Term(Fields.MESSAGE_ID, Hashes.term(id.id()))));
      case InThread thread -> conversations.of(thread.id());
      case Placed placed -> place(placed.one());
    };
  }

  /// What a state means depends on whether the message is still anywhere, see [PlaceMatch].
  private Query place(PlaceCondition condition) {
    if (condition instanceof AnyOf any) {
      BooleanQuery.Builder one = new BooleanQuery.Builder();
      any.any().forEach(each -> one.add(place(each), Occur.SHOULD));
      return new ConstantScoreQuery(one.build());
    }
    if (condition.equals(new Being(State.GONE))) {
      return gone(MatchAllDocsQuery.INSTANCE);
    }
    Query there = placements.apply(new PlaceMatch(condition, false));
    if (!PlaceMatch.asksForState(condition)) {
      return there;
    }
    return new ConstantScoreQuery(
        new BooleanQuery.Builder()
            .add(there, Occur.SHOULD)
            .add(gone(placements.apply(new PlaceMatch(condition, true))), Occur.SHOULD)
            .build());
  }

  /// Those that are in no folder any more.
  private Query gone(Query those) {
    return new BooleanQuery.Builder()
        .add(those, Occur.FILTER)
        .add(placements.apply(placement -> !placement.gone()), Occur.MUST_NOT)
        .build();
  }

  private Query all(List<Expression> expressions) throws IOException {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    boolean positive = false;
    for (Expression expression : expressions) {
      if (expression instanceof Not not) {
        all.add(of(not.it()), Occur.MUST_NOT);
      } else {
        boolean words =
            expression instanceof Text || expression instanceof Or || expression instanceof Near;
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
    List<Query> queries = new ArrayList<>();
    for (String field : text.where().fields()) {
      queries.add(words(field, text));
    }
    Query best = best(text.where().fields(), queries);
    List<Query> others = new Widened(reader, variants).of(text);
    if (others.isEmpty()) {
      return best;
    }
    others.addFirst(best);
    return new DisjunctionMaxQuery(others, 0);
  }

  private Query near(Near near) throws IOException {
    List<Query> queries = new ArrayList<>();
    for (String field : near.one().where().fields()) {
      queries.add(new Phrases(reader).near(field, near));
    }
    return best(near.one().where().fields(), queries);
  }

  /// What others wrote counts less than the least that what one wrote oneself can: a word that is
  /// rare in quotations and frequent elsewhere would lift the one quotation above all.
  private static Query best(List<String> fields, List<Query> inFields) {
    if (inFields.size() == 1) {
      return inFields.getFirst();
    }
    List<Query> boosted = new ArrayList<>();
    float boost = 3;
    for (int i = 0; i < inFields.size(); i++) {
      Query query = inFields.get(i);
      boosted.add(
          OTHERS_TEXT.contains(fields.get(i))
              ? new BoostQuery(new ConstantScoreQuery(query), LOW)
              : new BoostQuery(query, boost));
      boost = Math.max(1, boost - 1);
    }
    return new DisjunctionMaxQuery(boosted, 0.1f);
  }

  private Query words(String field, Text text) throws IOException {
    if (text.words().size() > 1) {
      return new Phrases(reader).of(field, text.words(), text.prefix());
    }
    Term word = new Term(field, text.words().getFirst());
    if (!text.prefix()) {
      return new TermQuery(word);
    }
    return new PrefixQuery(word);
  }

  private static Query exact(String field, String value) {
    return new ConstantScoreQuery(new TermQuery(new Term(field, value)));
  }

  private long begins(@Nullable LocalDate day, long ifNone) {
    return day == null ? ifNone : day.atStartOfDay(zone).toInstant().toEpochMilli();
  }
}
