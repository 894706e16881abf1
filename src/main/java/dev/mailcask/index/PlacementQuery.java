package dev.mailcask.index;

import dev.mailcask.index.Placements.Same;
import java.io.IOException;
import java.util.function.Predicate;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.ConstantScoreScorerSupplier;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// Messages with a placement that a condition holds for.
final class PlacementQuery extends Query {

  private final PlacementIndex index;
  private final Predicate<Placement> condition;

  PlacementQuery(PlacementIndex index, Predicate<Placement> condition) {
    this.index = index;
    this.condition = condition;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode mode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public @Nullable ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
        FixedBitSet found = placed(leaf);
        if (found == null) {
          return null;
        }
        BitSetIterator iterator = new BitSetIterator(found, found.cardinality());
        return ConstantScoreScorerSupplier.fromIterator(
            iterator, boost, mode, leaf.reader().maxDoc());
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return false; // it is in memory already
      }
    };
  }

  private @Nullable FixedBitSet placed(LeafReaderContext leaf) throws IOException {
    FixedBitSet found = null;
    for (Same same : index.of(leaf.reader()).all()) {
      if (condition.test(index.placement(same.placement(), same.keywords()))) {
        if (found == null) {
          found = new FixedBitSet(leaf.reader().maxDoc());
        }
        same.docs().addTo(found);
      }
    }
    return found;
  }

  @Override
  public String toString(String field) {
    return "placement";
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PlacementQuery that
        && index == that.index
        && condition.equals(that.condition);
  }

  @Override
  public int hashCode() {
    return condition.hashCode();
  }
}
