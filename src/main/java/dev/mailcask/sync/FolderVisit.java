package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.FlagsChanged;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.OpenFolder;
import java.util.List;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
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
        if (attempt >= ATTEMPTS) {
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
    Listing listing = Listing.of(folder, known, failed, split, run::safePoint);
    if (!listing.whole()) {
      // Messages may have been removed between EXAMINE and the listing: look once more.
      folder = line.examine(tally.folder().name());
      if (run.generation(folder.state().uidValidity()) != generation) {
        tally.breakOff(BodyFetcher.RENUMBERED);
        return;
      }
      tally.opened(folder.state().exists());
      listing = Listing.of(folder, known, failed, split, run::safePoint);
    }
    FolderPlan plan = listing.plan();
    if (!listing.whole()) {
      tally.problem(
          "the server lists %d of %d messages; none of them counts as gone for it"
              .formatted(plan.listed(), folder.state().exists()));
      plan = plan.withoutGone();
    }
    tally.listed(generation, plan, Listing.IN_FULL, run.notYet(tally.folder(), generation));
    record(generation, plan);
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
