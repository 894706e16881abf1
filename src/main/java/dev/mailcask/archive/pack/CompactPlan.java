package dev.mailcask.archive.pack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Which packs a compaction replaces together, and when it is done.
///
/// Due are the packs as they were fetched, as far as they were there when it began and compressing
/// them again promises anything, and small ones as soon as there are two or something else to merge
/// them with. A small one is less than a quarter of a full pack, so a message is compressed again
/// about twice in its life and not every night. Every group has fewer small or fetched packs after
/// it than before, so it ends, and a run right after it finds nothing to do.
final class CompactPlan {

  /// A group is bounded since it is on the disk twice until its old packs go, and its order in
  /// memory.
  private static final long MAX_BYTES = 128L << 20;

  private static final int MAX_BLOBS = 500_000;
  private static final int SMALL = 4;
  private static final double DENSE = 0.95;

  /// In smaller packs much of their size is not mail.
  private static final int DENSE_BYTES = 1 << 20;

  private final long packBytes;
  private final Set<PackFile> fetched;
  private final Set<PackFile> leftAlone = new HashSet<>();

  /// @param packBytes the size of a full pack
  CompactPlan(List<PackFile> packs, long packBytes) {
    this.packBytes = packBytes;
    this.fetched = new HashSet<>(packs);
    fetched.removeIf(pack -> pack.stage() != PackFormat.FETCHED || isDense(pack));
  }

  /// Whether it is large enough, and what is in it is hardly smaller than it was: pictures and
  /// archives. To write that again costs hours, and each of its bytes in the second copy, too.
  private boolean isDense(PackFile pack) {
    return pack.size() >= Math.max(packBytes / SMALL, DENSE_BYTES)
        && pack.size() > DENSE * pack.rawBytes();
  }

  /// The packs to be replaced next; empty when nothing is left to do.
  List<PackFile> next(List<PackFile> packs) {
    List<PackFile> candidates =
        packs.stream()
            .filter(Predicate.not(leftAlone::contains))
            .filter(pack -> fetched.contains(pack) || isSmall(pack))
            .sorted(Comparator.comparingLong(PackFile::size).thenComparing(PackFile::name))
            .toList();
    if (candidates.size() == 1 && !fetched.contains(candidates.getFirst())) {
      return List.of();
    }
    List<PackFile> group = new ArrayList<>();
    long bytes = 0;
    long blobs = 0;
    for (PackFile pack : candidates) {
      bytes += pack.size();
      blobs += pack.blobs();
      if (group.size() > 1 && (bytes > MAX_BYTES || blobs > MAX_BLOBS)) {
        break;
      }
      group.add(pack);
    }
    return group;
  }

  private boolean isSmall(PackFile pack) {
    return pack.stage() == PackFormat.COMPACTED && pack.size() < packBytes / SMALL;
  }

  /// A damaged pack is not touched any more.
  void leave(PackFile pack) {
    leftAlone.add(pack);
  }

  /// How many blobs are certainly going to be moved, for progress.
  long blobs(List<PackFile> packs) {
    return packs.stream()
        .filter(pack -> fetched.contains(pack) || isSmall(pack))
        .mapToLong(PackFile::blobs)
        .sum();
  }
}
