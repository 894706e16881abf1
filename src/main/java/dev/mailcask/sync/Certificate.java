package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.FolderCount;
import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Catalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// What the archive holds of what the server listed, folder by folder: the proof that a run did
/// what it says.
///
/// It is counted from the catalog, after the last commit, and not from what the run believes to
/// have done: every UID that was to be fetched is looked for among those that the archive holds in
/// this generation of the folder. The catalog has applied nothing but durable segments of the
/// journal, and a segment is durable only after the packs with its messages. So a message that was
/// skipped, that a failed commit took with it, or that ended up in another generation, is missing
/// here, whatever the run counted.
///
/// @param folders one entry for each folder that the run was to look into
/// @param complete whether every message that the server listed in all of them is durable
record Certificate(List<FolderCount> folders, boolean complete) {

  Certificate {
    folders = List.copyOf(folders);
  }

  /// Counts; all that the run fetched must be committed, and the catalog caught up.
  ///
  /// @param lost what the catalog holds and no pack does
  static Certificate of(
      Catalog catalog, AccountId account, Collection<FolderTally> tallies, LostContent lost) {
    List<FolderCount> folders = new ArrayList<>();
    boolean complete = true;
    for (FolderTally tally : tallies) {
      int folder = tally.folder().number();
      NavigableSet<Long> without = lost.of(folder, tally.generation());
      Held held = new Held(tally.expected().iterator(), without);
      if (tally.expected().isEmpty()) {
        held.count = catalog.held(account, folder, tally.generation()) - without.size();
      } else {
        catalog.eachKnown(account, folder, tally.generation(), held);
      }
      // What was archived before was listed by the catalog itself; it must still be there.
      long archived = tally.plan().known() + held.found;
      FolderCount count = tally.count(Math.min(archived, held.count), held.count);
      folders.add(count);
      complete &= tally.wasListed() && tally.problem() == null;
      complete &= count.archived() == count.onServer();
    }
    return new Certificate(folders, complete);
  }

  /// What to remember of the folders of which every message is durable or noted as failed.
  List<FolderListed> whole(Collection<FolderTally> tallies) {
    Map<Integer, FolderListed> listed = new HashMap<>();
    for (FolderTally tally : tallies) {
      FolderListed last = tally.last();
      if (last != null && tally.problem() == null) {
        listed.put(last.folder(), last);
      }
    }
    return folders.stream()
        .filter(count -> count.archived() + count.failed() == count.onServer())
        .map(count -> listed.get(count.folder()))
        .flatMap(Stream::ofNullable)
        .toList();
  }

  /// Goes through what is held and what is looked for side by side; both ascend.
  private static final class Held implements LongConsumer {
    private final Iterator<Long> wanted;
    private final Set<Long> lost;
    private long next;
    private long count;
    private long found;

    Held(Iterator<Long> wanted, Set<Long> lost) {
      this.wanted = wanted;
      this.lost = lost;
      advance();
    }

    private void advance() {
      next = wanted.hasNext() ? wanted.next() : Long.MAX_VALUE;
    }

    @Override
    public void accept(long uid) {
      if (lost.contains(uid)) {
        return;
      }
      count++;
      while (next < uid) {
        advance();
      }
      if (next == uid) {
        found++;
        advance();
      }
    }
  }
}
