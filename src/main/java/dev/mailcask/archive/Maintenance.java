package dev.mailcask.archive;

import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// Rewrites packs: to make them smaller, to drop what nobody refers to, to get rid of damage.
///
/// A pack is removed only after the packs that take its place are durable and the archive's own
/// journal says so; a kill at any instant leaves nothing to do by hand. Backups, searches and
/// restores go on beside it. One of these works at a time. Thread-safe.
///
/// Each throws [dev.mailcask.base.Failure.Cancelled] where the owner asked to stop, and
/// [dev.mailcask.base.Failure.OutOfSpace] on a full disk: what it did until then stays done, and
/// the next call goes on from there. A second one beside it throws
/// [dev.mailcask.base.Failure.Locked].
public interface Maintenance {

  /// Merges small packs and compresses anew, at a high level, what was written in a hurry. A second
  /// run right after it finds nothing to do. A damaged pack is left as it is.
  Compacted compact(Progress progress);

  /// Drops blobs that no journal refers to: those of commits that were cut off. Waits for the
  /// writers that are open when it begins.
  ///
  /// @throws dev.mailcask.base.Failure.Corrupt if a journal or pack is damaged, since then nobody
  ///     can say what it refers to
  Pruned prune(Progress progress);

  /// Writers store these anew although a copy, a damaged one, is there; messages and parts alike.
  /// Copies that are stored after this call are trusted. Kept in memory only.
  void distrust(Collection<ContentId> blobs);

  /// Gets rid of damaged packs: moves what can be read in them, and is nowhere else, to new packs.
  /// A pack is then removed, or set aside in `damaged/` where something in it is lost. What was
  /// stored anew must be committed before.
  ///
  /// @param packs their paths below `archive/`, as in [Archive.Damage#file()]; one that is not
  ///     there is none of this work's business
  /// @param lost messages that could be read in none of them, and were not brought back, for the
  ///     archive's journal
  Replaced replaceDamaged(Collection<String> packs, Set<ContentId> lost, Progress progress);

  /// Brings packs back whose files are gone though nothing took their place: each that holds
  /// something that is nowhere else, exactly as it was, if the copy still has it whole.
  ///
  /// @param copy the files of a copy of this archive
  /// @return their paths below `archive/`
  List<String> bringPacksBack(ArchiveStorage copy, Progress progress);

  /// Whether each message and part of a pack that only a copy has lies in this archive as well.
  ///
  /// @param copy the files of a copy of this archive
  /// @param pack its path below `archive/`
  /// @throws dev.mailcask.base.Failure.Corrupt if it is damaged or not there
  boolean hasAllOf(ArchiveStorage copy, String pack);

  /// What was done to the packs, for those who check or copy them.
  ArchiveJournal journal();

  /// The archive at a time.
  ///
  /// @param packs how many packs there are
  /// @param blobs blobs in them
  /// @param rawBytes their bytes before compression
  /// @param storedBytes bytes of the files of packs and journals
  record Figures(long packs, long blobs, long rawBytes, long storedBytes) {}

  /// What a compaction came to.
  ///
  /// @param replaced how many packs were replaced
  /// @param written by how many
  /// @param damaged paths of packs that were left as they are, since something in them is damaged
  record Compacted(
      Figures before, Figures after, long replaced, long written, List<String> damaged) {
    public Compacted {
      damaged = List.copyOf(damaged);
    }
  }

  /// What a pruning came to.
  ///
  /// @param dropped how many blobs were dropped
  /// @param droppedBytes their bytes before compression
  record Pruned(Figures before, Figures after, long dropped, long droppedBytes) {}

  /// What became of damaged packs.
  ///
  /// @param removed paths of the packs that are not there any more
  /// @param by paths of those that took their place
  /// @param setAside where those of the removed lie that held something lost, below `damaged/`
  /// @param moved how many blobs were moved
  record Replaced(List<String> removed, List<String> by, List<String> setAside, long moved) {
    public Replaced {
      removed = List.copyOf(removed);
      by = List.copyOf(by);
      setAside = List.copyOf(setAside);
    }
  }
}
