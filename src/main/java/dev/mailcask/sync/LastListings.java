package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.catalog.ListedFolder;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is remembered of folders from the last time when all that was in them was in the archive,
/// so that one in which nothing happened is not even opened.
///
/// Four numbers must be what they were: UIDVALIDITY, UIDNEXT, the number of messages and the
/// highest mod-sequence, which rises with every change (RFC 7162 section 3.1.2). The archive must
/// hold just as many messages, with none that failed and waits. And every [#PROOF_EVERY] the folder
/// is listed all the same: that a server keeps its mod-sequences well is believed, and looked
/// after.
final class LastListings {

  /// How long mod-sequences are believed before every UID of a folder is listed again.
  static final Duration PROOF_EVERY = Duration.ofDays(7);

  private final Map<Integer, ListedFolder> before;
  private final long run;
  private final Instant now;

  LastListings(Map<Integer, ListedFolder> before, long run, Instant now) {
    this.before = before;
    this.run = run;
    this.now = now;
  }

  /// What is remembered of the folder, if it is about this generation.
  @Nullable FolderListed of(SyncPlan.Folder folder, long generation) {
    ListedFolder its = before.get(folder.number());
    return its != null && its.listing().uidValidity() == generation ? its.listing() : null;
  }

  /// Whether it is time to list every UID again, as it always is where the server keeps no
  /// mod-sequences.
  boolean due(FolderListed last) {
    return last.disproved()
        || last.highestModSeq() == 0
        || now.isBefore(last.provenAt())
        || !now.isBefore(last.provenAt().plus(PROOF_EVERY));
  }

  /// Marks the folders in which nothing happened as listed.
  void pass(Mailbox mailbox, Collection<FolderTally> tallies) {
    Map<FolderName, FolderTally> candidates = new LinkedHashMap<>();
    for (FolderTally tally : tallies) {
      if (settled(tally.folder())) {
        candidates.put(tally.folder().name(), tally);
      }
    }
    if (!candidates.isEmpty()) {
      mailbox.states(candidates.keySet()).forEach((name, state) -> pass(candidates, name, state));
    }
  }

  private boolean settled(SyncPlan.Folder folder) {
    ListedFolder its = before.get(folder.number());
    return its != null
        && its.failed() == 0
        && its.archived() == its.listing().exists()
        && its.listing().uidValidity() == folder.uidValidity()
        && !due(its.listing());
  }

  private void pass(Map<FolderName, FolderTally> candidates, FolderName name, FolderState state) {
    FolderTally tally = candidates.get(name);
    FolderListed last = tally == null ? null : of(tally.folder(), state.uidValidity());
    if (tally != null && last != null && same(last, state)) {
      tally.opened(last.exists());
      tally.listed(
          last.uidValidity(),
          FolderPlan.unchanged(last.exists()),
          "unchanged since run %d by HIGHESTMODSEQ; every UID was listed in run %d"
              .formatted(last.run(), last.provenRun()),
          Set.of(),
          null);
    }
  }

  /// Whether the server tells the same four numbers as then.
  static boolean same(FolderListed last, FolderState now) {
    return last.uidValidity() == now.uidValidity()
        && last.uidNext() == now.uidNext()
        && last.exists() == now.exists()
        && last.highestModSeq() == now.highestModSeq();
  }

  /// What to remember of a folder of which every UID was listed; null where there is no UID to rely
  /// on, or without mod-sequences nothing but what is remembered already: UIDNEXT, which must not
  /// go back.
  @Nullable FolderListed listed(
      SyncPlan.Folder folder, long generation, FolderState state, boolean disproved) {
    FolderListed last = of(folder, generation);
    return last != null
            && last.highestModSeq() == 0
            && state.highestModSeq() == 0
            && last.uidNext() == state.uidNext()
        ? null
        : next(folder, generation, state, run, now, disproved);
  }

  /// What to remember of a folder of which the server told what changed; null if it is what is
  /// remembered already.
  @Nullable FolderListed told(SyncPlan.Folder folder, FolderState state, FolderListed last) {
    return same(last, state)
        ? null
        : next(folder, last.uidValidity(), state, last.provenRun(), last.provenAt(), false);
  }

  private @Nullable FolderListed next(
      SyncPlan.Folder folder,
      long generation,
      FolderState state,
      long provenRun,
      Instant provenAt,
      boolean disproved) {
    return generation > 0 && state.uidNext() > 0
        ? new FolderListed(
            folder.number(),
            generation,
            state.uidNext(),
            state.highestModSeq(),
            state.exists(),
            run,
            provenRun,
            provenAt,
            disproved)
        : null;
  }
}
