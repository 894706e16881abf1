package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.catalog.MessageAt;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.OpenFolder;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// A folder that the server put back to an earlier state, as from a copy of last night, without
/// telling so by another UIDVALIDITY: UIDs that were given before are given again, to other mail,
/// and what looks known is not.
///
/// What gives it away is a UIDNEXT or a highest mod-sequence below what it was; neither ever goes
/// back by itself (RFC 3501 section 2.3.1.1, RFC 7162 section 3.1). Then every message is held
/// against the archive by INTERNALDATE and size, and those that differ are fetched.
final class EarlierState {

  private EarlierState() {}

  static boolean wentBack(FolderListed last, FolderState now) {
    return isBelow(now.uidNext(), last.uidNext())
        || isBelow(now.highestModSeq(), last.highestModSeq());
  }

  private static boolean isBelow(long now, long then) {
    return now > 0 && now < then; // 0 is unknown
  }

  /// The messages that are others than the archive holds under their UIDs.
  ///
  /// @param there UIDs that are listed and archived, ascending
  /// @param archived what the archive holds
  static SortedSet<Long> others(
      OpenFolder folder, List<Long> there, Map<Long, MessageAt> archived) {
    SortedSet<Long> others = new TreeSet<>();
    folder
        .metadata(there)
        .forEach(
            (uid, now) -> {
              MessageAt before = archived.get(uid);
              if (before == null
                  || !before.internalDate().equals(now.internalDate())
                  || before.size() != now.size()) {
                others.add(uid);
              }
            });
    return others;
  }
}
