package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.BlobTable.Place;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Some of the blobs in some packs: a bit for each, so that millions cost a few megabytes.
/// Thread-safe.
final class BlobMarks {

  private final Map<PackFile, BitSet> marks = new HashMap<>();

  /// @return whether it was not marked yet
  synchronized boolean add(Place place) {
    BitSet bits = marks.computeIfAbsent(place.pack(), _ -> new BitSet());
    boolean fresh = !bits.get(place.blob());
    bits.set(place.blob());
    return fresh;
  }

  synchronized boolean has(Place place) {
    BitSet bits = marks.get(place.pack());
    return bits != null && bits.get(place.blob());
  }

  synchronized boolean isEmpty() {
    return marks.isEmpty();
  }

  /// How many blobs of a pack are marked.
  synchronized int count(PackFile pack) {
    BitSet bits = marks.get(pack);
    return bits == null ? 0 : bits.cardinality();
  }

  synchronized void forget(Collection<PackFile> packs) {
    packs.forEach(marks::remove);
  }
}
