package dev.mailcask.index;

import dev.mailcask.index.PlacementCodec.Reader;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/// The placements of one segment of the index the other way round: which messages have one.
///
/// There are few different placements, as many as folders times combinations of flags, but a
/// condition on them must not cost a look at every message. So the column is read once, at about 15
/// million messages a second, and kept as a list of messages for each different placement: four
/// bytes a message, or a bit each where that is less. Immutable.
final class Placements {

  /// Messages with the same placement.
  record Same(long placement, List<String> keywords, Docs docs) {}

  private record Key(long placement, List<String> keywords) {}

  private final List<Same> all;

  private Placements(List<Same> all) {
    this.all = all;
  }

  static Placements of(LeafReader leaf) throws IOException {
    BinaryDocValues states = leaf.getBinaryDocValues(Fields.STATE);
    if (states == null) {
      return new Placements(List.of());
    }
    Map<Key, Growing> found = new HashMap<>();
    Reader reader = new Reader();
    long lastPlacement = -1;
    Growing last = new Growing();
    for (int doc = states.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = states.nextDoc()) {
      reader.reset(states.binaryValue());
      while (reader.next()) {
        boolean plain = reader.keywords().isEmpty();
        if (!plain || reader.placement() != lastPlacement) {
          Key key = new Key(reader.placement(), reader.keywords());
          last = found.computeIfAbsent(key, k -> new Growing());
          lastPlacement = plain ? reader.placement() : -1;
        }
        last.add(doc);
      }
    }
    return new Placements(
        found.entrySet().stream()
            .map(e -> new Same(e.getKey().placement, e.getKey().keywords, e.getValue().docs(leaf)))
            .toList());
  }

  List<Same> all() {
    return all;
  }

  private static final class Growing {
    private int[] docs = new int[8];
    private int count;

    void add(int doc) {
      if (count == docs.length) {
        docs = Arrays.copyOf(docs, 2 * count);
      }
      docs[count++] = doc;
    }

    Docs docs(LeafReader leaf) {
      if (count < leaf.maxDoc() / Integer.SIZE) {
        return new Docs(Arrays.copyOf(docs, count), null);
      }
      FixedBitSet bits = new FixedBitSet(leaf.maxDoc());
      for (int i = 0; i < count; i++) {
        bits.set(docs[i]);
      }
      return new Docs(new int[0], bits);
    }
  }

  /// Some messages of a segment: a list, or bits where that is smaller.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Docs(int[] list, @Nullable FixedBitSet bits) {

    void addTo(FixedBitSet set) {
      if (bits != null) {
        set.or(bits);
      }
      for (int doc : list) {
        set.set(doc);
      }
    }
  }
}
