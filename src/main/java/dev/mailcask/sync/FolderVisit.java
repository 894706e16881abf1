package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.FlagsChanged;
import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Changes;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lists one folder and finds out what is new, gone and changed in it.
///
/// UIDs are kept under the folder's UIDVALIDITY. Where the server has none, or says that its UIDs
/// do not last (RFC 4315 section 3), nothing may be kept by UID: each run is a generation of its
/// own then, numbered by the run and negative, and reads everything; what is stored already is not
/// stored twice.
///
/// Nothing counts as gone unless the listing was whole: a server that shows a part of a folder must
/// not empty the archive's view of it.
final class FolderVisit {

  private static final Logger LOG = LoggerFactory.getLogger(FolderVisit.class);
  private static final int ATTEMPTS = 3;

  private final BackupRun run;
  private final FolderTally tally;

  FolderVisit(BackupRun run, FolderTally tally) {
    this.run = run;
    this.tally = tally;
  }

  /// Lists and plans; a folder that cannot be read is marked, and no more.
  ///
  /// @throws GaveUp if the connection cannot be had again
  void list(Line line) {
    for (int attempt = 1; ; attempt++) {
      run.safePoint();
      run.looking(tally);
      try {
        plan(line, attempt > 1);
        return;
      } catch (Failure.Refused e) {
        tally.breakOff(e.problem());
        LOG.info("{}: {}", e.subject(), e.problem());
        return;
      } catch (Failure.Unreachable | Failure.Throttled e) {
        line.lost(e);
        if (attempt >= ATTEMPTS && !(e instanceof Failure.Throttled)) {
          tally.breakOff(e.problem() + ", every time it was listed");
          return;
        }
      }
    }
  }

  private void plan(Line line, boolean split) {
    OpenFolder folder = line.examine(tally.folder().name());
    tally.opened(folder.state().exists());
    long generation = run.generation(folder.state().uidValidity());
    SortedMap<Long, List<String>> known = run.known(tally.folder(), generation);
    NavigableSet<Long> failed = run.failedBefore(tally.folder(), generation);
    FolderListed last = run.listings().of(tally.folder(), generation);
    if (last == null
        || run.listings().due(last)
        || EarlierState.wentBack(last, folder.state())
        || !told(folder, last, known, failed)) {
      listed(line, new Listed(folder, last, known, failed, split));
    }
  }

  /// Plans by what the server tells has changed.
  ///
  /// @return whether it could tell
  private boolean told(
      OpenFolder folder,
      FolderListed last,
      SortedMap<Long, List<String>> known,
      NavigableSet<Long> failed) {
    Optional<Changes> changes = folder.changes(last.highestModSeq(), either(known, failed));
    changes.ifPresent(
        its -> {
          FolderPlan plan = FolderPlan.of(its, known, failed);
          tally.listed(
              last.uidValidity(),
              plan,
              "by the changes since run %d; every UID was listed in run %d"
                  .formatted(last.run(), last.provenRun()),
              run.notYet(tally.folder(), last.uidValidity()),
              run.listings().told(tally.folder(), folder.state(), last));
          record(last.uidValidity(), plan);
        });
    return changes.isPresent();
  }

  /// Plans by the UIDs that the server lists.
  private void listed(Line line, Listed first) {
    Listed its = first;
    if (!its.listing.whole()) {
      // Messages may have been removed between EXAMINE and the listing: look once more.
      its = again(line, its);
    }
    SortedSet<Long> quiet = its == null ? new TreeSet<>() : its.keptQuiet();
    if (!quiet.isEmpty()) {
      its = again(line, Objects.requireNonNull(its)); // it may just have happened
      quiet.retainAll(its == null ? List.of() : its.keptQuiet());
    }
    if (its == null) {
      tally.breakOff(BodyFetcher.RENUMBERED);
      return;
    }
    FolderState state = its.folder.state();
    tally.opened(state.exists());
    FolderPlan plan = its.listing.plan();
    boolean whole = its.listing.whole();
    if (!whole) {
      tally.problem(
          "the server lists %d of %d messages; none of them counts as gone for it"
              .formatted(plan.listed(), state.exists()));
      plan = plan.withoutGone();
    }
    long generation = run.generation(state.uidValidity());
    if (its.last != null && EarlierState.wentBack(its.last, state)) {
      plan = plan.with(replaced(its, plan));
    }
    plan = plan.fetching(its.folder.byArrival(plan.fetch()));
    boolean disproved = !quiet.isEmpty() || (its.last != null && its.last.disproved());
    tally.listed(
        generation,
        plan,
        counted(disproved, quiet.size()),
        run.notYet(tally.folder(), generation),
        whole ? run.listings().listed(tally.folder(), generation, state, disproved) : null);
    record(generation, plan);
  }

  /// The messages that a server which went back to an earlier state shows in the place of others.
  private SortedSet<Long> replaced(Listed its, FolderPlan plan) {
    SortedSet<Long> there = new TreeSet<>(its.known.keySet());
    there.removeAll(plan.gone());
    SortedSet<Long> others =
        EarlierState.others(
            its.folder,
            List.copyOf(there),
            run.archived(tally.folder(), run.generation(its.folder.state().uidValidity())));
    LOG.warn(
        "account {}, folder {}: the server went back to an earlier state of it, with the same"
            + " UIDVALIDITY; {} of its messages are others than the archive holds under their UIDs,"
            + " and are fetched",
        run.account(),
        tally.folder().number(),
        others.size());
    return others;
  }

  private @Nullable Listed again(Line line, Listed before) {
    OpenFolder folder = line.examine(tally.folder().name());
    return folder.state().uidValidity() == before.folder.state().uidValidity()
        ? new Listed(folder, before.last, before.known, before.failed, before.split)
        : null;
  }

  private String counted(boolean disproved, int quiet) {
    if (quiet > 0) {
      LOG.warn(
          "account {}, folder {}: the server kept quiet about {} changes (HIGHESTMODSEQ, RFC 7162);"
              + " from now on the folder is listed in full at every run",
          run.account(),
          tally.folder().number(),
          quiet);
    }
    return disproved
        ? Listing.IN_FULL + "; the server's HIGHESTMODSEQ was found wrong, and is not relied on"
        : Listing.IN_FULL;
  }

  private static SortedSet<Long> either(
      SortedMap<Long, List<String>> known, NavigableSet<Long> failed) {
    SortedSet<Long> either = new TreeSet<>(known.keySet());
    either.addAll(failed);
    return either;
  }

  /// A folder with its listing and what that is held against.
  private final class Listed {
    private final OpenFolder folder;
    private final @Nullable FolderListed last;
    private final SortedMap<Long, List<String>> known;
    private final NavigableSet<Long> failed;
    private final boolean split;
    private final Listing listing;

    Listed(
        OpenFolder folder,
        @Nullable FolderListed last,
        SortedMap<Long, List<String>> known,
        NavigableSet<Long> failed,
        boolean split) {
      this.folder = folder;
      this.last = last;
      this.known = known;
      this.failed = failed;
      this.split = split;
      this.listing = Listing.of(folder, known, failed, split, run::safePoint);
    }

    /// The messages that the listing shows to be new, gone or changed, though by its mod-sequences
    /// the server says that they are not.
    SortedSet<Long> keptQuiet() {
      if (last == null
          || last.disproved()
          || last.highestModSeq() == 0
          || folder.state().highestModSeq() == 0
          || !listing.whole()) {
        return new TreeSet<>();
      }
      SortedSet<Long> news = new TreeSet<>(listing.plan().news().headSet(folder.state().uidNext()));
      if (news.isEmpty() || LastListings.same(last, folder.state())) {
        return news;
      }
      Optional<Changes> told = folder.changes(last.highestModSeq(), either(known, failed));
      if (told.isEmpty()) {
        return new TreeSet<>(); // it does not claim to know
      }
      news.removeAll(told.get().flags().keySet());
      news.removeAll(told.get().gone());
      return news;
    }
  }

  private void record(long generation, FolderPlan plan) {
    int number = tally.folder().number();
    if (tally.folder().uidValidity() == 0) {
      run.begin(tally);
    }
    if (!plan.gone().isEmpty()) {
      run.record(new Gone(number, generation, plan.gone()));
    }
    plan.flagsChanged()
        .forEach((uid, flags) -> run.record(new FlagsChanged(number, generation, uid, flags)));
  }

  /// Finds out which of the messages that did not come are still on the server: those failed, the
  /// others were removed while the run was under way.
  void settle(Line line) {
    TreeMap<Long, String> missing = new TreeMap<>(tally.missing());
    NavigableSet<Long> gone = new TreeSet<>();
    try {
      OpenFolder folder = line.examine(tally.folder().name());
      if (run.generation(folder.state().uidValidity()) == tally.generation()) {
        // Planned against an archive that holds just these, what is gone of them comes out.
        TreeSet<Long> asked = new TreeSet<>(missing.keySet());
        Listing now = Listing.of(folder, new TreeMap<>(), asked, false, run::safePoint);
        if (now.whole()) {
          gone.addAll(now.plan().gone());
        }
      }
    } catch (Failure.Unreachable | Failure.Throttled e) {
      line.lost(e);
    } catch (Failure.Refused e) {
      tally.breakOff(e.problem());
    }
    missing.keySet().removeAll(gone);
    run.settled(tally, gone, missing);
  }
}
