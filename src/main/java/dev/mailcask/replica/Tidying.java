package dev.mailcask.replica;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.Journal;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.storage.ArchiveFile;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.replica.Replica.Problem;
import dev.mailcask.secrets.SealedPasswords;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What follows when packs and journals are copied: the passwords, and the packs that the copy
/// needs no more.
///
/// Nothing is taken away because the archive lacks it, since it may have been lost there: a pack
/// goes because the archive's journal says that others took its place, and those are in the copy; a
/// password because the account's journal says that the account was removed.
final class Tidying {

  private static final Logger LOG = LoggerFactory.getLogger(Tidying.class);

  private final Archive archive;
  private final ArchiveJournal events;
  private final BiPredicate<ArchiveStorage, String> hasAllOf;
  private final ArchiveStorage copy;
  private final Consumer<Problem> problems;

  Tidying(
      Archive archive,
      ArchiveJournal events,
      BiPredicate<ArchiveStorage, String> hasAllOf,
      ArchiveStorage copy,
      Consumer<Problem> problems) {
    this.archive = archive;
    this.events = events;
    this.hasAllOf = hasAllOf;
    this.copy = copy;
    this.problems = problems;
  }

  /// Removes packs from the copy, and tells of those that the archive has lost.
  ///
  /// @param ours listed after the copy got its segments
  /// @return how many were removed
  long packs(Inventory ours, Inventory theirs) {
    Set<String> there = new HashSet<>(theirs.packs().keySet());
    there.removeAll(ours.packs().keySet());
    if (there.isEmpty()) {
      return 0;
    }
    ReplacedPacks replaced;
    try {
      var own = theirs.segments(ArchiveFile.OWN_JOURNAL);
      replaced = new ReplacedPacks(events, own.isEmpty() ? 0 : own.lastKey());
    } catch (Failure.Corrupt e) {
      problems.accept(
          new Problem(e.subject(), e.problem() + "; no pack was removed from the copy"));
      return 0;
    }
    long removed = 0;
    for (String pack : there) {
      String name = new ArchiveFile.Pack(pack).name();
      if (replaced.mayGo(pack, theirs.packs().keySet())) {
        copy.delete(name);
        removed++;
      } else if (!replaced.removed(pack)) {
        lost(name);
      }
    }
    return removed;
  }

  /// Tells of a pack that the archive has lost. It stays in the copy in any case; where all that is
  /// in it was stored anew since, nothing is amiss any more.
  private void lost(String pack) {
    try {
      if (hasAllOf.test(copy, pack)) {
        LOG.info("the copy keeps {}, which the archive has lost and has stored anew since", pack);
        return;
      }
    } catch (Failure.Corrupt | Failure.Unreachable e) {
      problems.accept(new Problem(pack, "the archive has lost it; in the copy " + e.problem()));
      return;
    }
    problems.accept(
        new Problem(
            pack,
            "the archive has lost it; the copy still has it: 'mailcask verify --repair' brings it"
                + " back"));
  }

  void passwords(SealedPasswords from, SealedPasswords to) {
    SortedMap<AccountId, byte[]> ours = from.sealed();
    SortedMap<AccountId, byte[]> theirs = to.sealed();
    ours.forEach(
        (account, password) -> {
          if (!Arrays.equals(password, theirs.get(account))) {
            to.putSealed(account, password);
          }
        });
    for (Map.Entry<AccountId, byte[]> kept : theirs.entrySet()) {
      AccountId account = kept.getKey();
      if (ours.containsKey(account)) {
        continue;
      }
      if (wasRemoved(archive.journal(account))) {
        to.remove(account);
      } else {
        problems.accept(
            new Problem(
                "secrets/" + account + ".password",
                "the appliance has lost it; the copy still has it"));
      }
    }
  }

  private static boolean wasRemoved(Journal journal) {
    boolean[] removed = new boolean[1];
    try {
      journal.readAfter(
          0,
          segment -> {
            for (JournalEvent event : segment.events()) {
              removed[0] =
                  event instanceof JournalEvent.AccountRemoved
                      || (removed[0] && !(event instanceof JournalEvent.AccountSet));
            }
          });
    } catch (Failure.Corrupt e) {
      return false; // told where the segment is copied
    }
    return removed[0];
  }
}
