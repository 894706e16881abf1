package dev.mailcask.archive.pack;

import dev.mailcask.archive.Sample;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Which blocks a sample reads.
///
/// A block's share follows from its pack and number alone. So each is read in its turn whatever
/// becomes of the others; but where there are fewer blocks than shares, as in a small archive that
/// was compacted, some shares have none with a message in it. Such a share reads one more, another
/// each day, so that no sample passes for a proof without having read anything.
final class BlockChoice {

  private final Sample sample;

  /// The one more, if there is one; only meaningful with its pack.
  private String extraPack = "";

  private int extraBlock;

  BlockChoice(Sample sample, List<PackFile> packs) {
    this.sample = sample;
    if (!sample.isAll() && packs.stream().noneMatch(this::reachesMessages)) {
      chooseExtra(packs.stream().sorted(Comparator.comparing(PackFile::name)).toList());
    }
  }

  boolean takes(PackFile pack, int block) {
    return isOfShare(pack, block) || (block == extraBlock && pack.name().equals(extraPack));
  }

  /// Neighbours belong to different samples, so that small packs have their share in each.
  private boolean isOfShare(PackFile pack, int block) {
    return sample.takes(block + Integer.toUnsignedLong(pack.name().hashCode()));
  }

  private boolean reachesMessages(PackFile pack) {
    return IntStream.range(0, pack.blobs())
        .anyMatch(blob -> isMessage(pack, blob) && isOfShare(pack, pack.firstBlock(blob)));
  }

  private static boolean isMessage(PackFile pack, int blob) {
    return pack.kind(blob) != PackFormat.PART && pack.firstBlock(blob) < pack.blocks();
  }

  private void chooseExtra(List<PackFile> packs) {
    List<BitSet> blocks = packs.stream().map(BlockChoice::blocksWithMessages).toList();
    long count = blocks.stream().mapToLong(BitSet::cardinality).sum();
    long wanted = count * sample.share() / sample.of();
    for (int i = 0; i < packs.size() && count > 0; i++) {
      if (wanted < blocks.get(i).cardinality()) {
        extraPack = packs.get(i).name();
        extraBlock = blocks.get(i).stream().skip(wanted).findFirst().orElseThrow();
        return;
      }
      wanted -= blocks.get(i).cardinality();
    }
  }

  private static BitSet blocksWithMessages(PackFile pack) {
    BitSet blocks = new BitSet();
    IntStream.range(0, pack.blobs())
        .filter(blob -> isMessage(pack, blob))
        .forEach(blob -> blocks.set(pack.firstBlock(blob)));
    return blocks;
  }
}
