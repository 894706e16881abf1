package dev.mailcask.replica;

import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// The archive files that a storage holds, and their sizes. What the format does not know is not
/// among them: it is neither copied nor touched.
///
/// The journals are listed before the packs. So every pack that a listed segment speaks of is
/// listed too, or one that took its place: a segment is written after its packs, and a pack is
/// removed after its successors are there.
final class Inventory {

  /// Journal to number to size.
  private final SortedMap<String, NavigableMap<Long, Long>> journals = new TreeMap<>();

  /// SHA-256 to size.
  private final SortedMap<String, Long> packs = new TreeMap<>();

  private Inventory() {}

  static Inventory of(ArchiveStorage storage) {
    Inventory found = new Inventory();
    for (Stored file : storage.list(ArchiveFile.JOURNALS)) {
      if (ArchiveFile.of(file.name()).orElse(null)
          instanceof ArchiveFile.Segment(String journal, long number)) {
        found.journals.computeIfAbsent(journal, _ -> new TreeMap<>()).put(number, file.size());
      }
    }
    for (Stored file : storage.list(ArchiveFile.PACKS)) {
      if (ArchiveFile.of(file.name()).orElse(null) instanceof ArchiveFile.Pack(String sha256)) {
        found.packs.put(sha256, file.size());
      }
    }
    return found;
  }

  SortedMap<String, Long> packs() {
    return packs;
  }

  SortedMap<String, NavigableMap<Long, Long>> journals() {
    return journals;
  }

  /// The segments of a journal by their numbers; none where it is not there.
  NavigableMap<Long, Long> segments(String journal) {
    return journals.getOrDefault(journal, new TreeMap<>());
  }

  boolean isEmpty() {
    return journals.isEmpty() && packs.isEmpty();
  }

  long files() {
    return packs.size() + journals.values().stream().mapToLong(NavigableMap::size).sum();
  }

  long bytes() {
    return sum(packs.values())
        + journals.values().stream().mapToLong(segments -> sum(segments.values())).sum();
  }

  private static long sum(Iterable<Long> sizes) {
    long sum = 0;
    for (long size : sizes) {
      sum += size;
    }
    return sum;
  }
}
