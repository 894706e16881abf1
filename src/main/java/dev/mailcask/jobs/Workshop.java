package dev.mailcask.jobs;

import dev.mailcask.archive.Maintenance;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.index.Indexer;
import dev.mailcask.jobs.IndexFollower.Following;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.sync.Backup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the work of a job is done, on the job's own thread.
final class Workshop {

  private static final Logger LOG = LoggerFactory.getLogger(Workshop.class);

  private final JobRooms rooms;
  private final IndexFollower follower;

  Workshop(JobRooms rooms, IndexFollower follower) {
    this.rooms = rooms;
    this.follower = follower;
  }

  /// Does the work; whatever is thrown becomes the way it ended. However it ended, what it may have
  /// committed is told outside.
  Ended perform(Work work, Progress progress) {
    Ended ended = done(work, progress);
    return commits(work)
        ? rooms.heads().get().write().map(ended::withoutHeads).orElse(ended)
        : ended;
  }

  private static boolean commits(Work work) {
    return switch (work) {
      case Work.BackupAccount _, Work.RestoreMail _ -> true;
      case Work.CompactArchive _, Work.PruneArchive _ -> true;
      case Work.VerifyArchive(var request) -> request.repair();
      case Work.CopyArchive _, Work.Rebuild _ -> false;
    };
  }

  private Ended done(Work work, Progress progress) {
    try {
      return switch (work) {
        case Work.BackupAccount backup -> backup(backup, progress);
        case Work.RestoreMail(var request) ->
            Ended.of(rooms.restore().get().run(request, progress), progress.cancelled());
        case Work.VerifyArchive(var request) ->
            Ended.of(rooms.verify().get().run(request, progress));
        case Work.CopyArchive(var request) ->
            Ended.of(rooms.replica().get().copy(request, progress));
        case Work.Rebuild rebuild -> rebuild(rebuild, progress);
        case Work.CompactArchive() -> compact(progress);
        case Work.PruneArchive() -> prune(progress);
      };
    } catch (Failure e) {
      return Ended.by(e);
    } catch (RuntimeException | Error e) {
      LOG.error("a job ended by a bug", e);
      return Ended.by(e);
    }
  }

  /// A backup is done when its mail can be searched. Where it fails, what it committed until then
  /// is made searchable all the same.
  private Ended backup(Work.BackupAccount work, Progress progress) {
    Backup.Report report;
    try (Following _ = follower.follow()) {
      report = rooms.backup().get().run(work.account(), work.insist(), progress);
    } catch (Failure e) {
      indexWhatIsThere(progress);
      throw e;
    }
    try {
      index(progress);
    } catch (Failure.Cancelled e) {
      return Ended.of(report); // all mail is safe; the index catches up with the next job or start
    } catch (Failure e) {
      return Ended.unsearchable(report, e);
    }
    return Ended.of(report);
  }

  private void index(Progress progress) {
    progress.at(new Progress.Step("indexing", "", 0, -1, 0));
    rooms.indexer().get().catchUp(progress);
  }

  private void indexWhatIsThere(Progress progress) {
    if (progress.cancelled()) {
      return; // the owner waits for the end; the next run or start catches up
    }
    try {
      index(progress);
    } catch (Failure e) {
      LOG.atLevel(FailureTable.of(e).level()).log("the index is behind: {}", e.getMessage());
    }
  }

  private Ended compact(Progress progress) {
    long began = System.nanoTime();
    Maintenance.Compacted figures = rooms.maintenance().compact(progress);
    return Ended.of(new Result.Compacted(figures, (System.nanoTime() - began) / 1e9));
  }

  private Ended prune(Progress progress) {
    long began = System.nanoTime();
    for (Catalog.Head head : rooms.catalog().heads()) {
      checkIsThere(head);
    }
    Maintenance.Pruned figures = rooms.maintenance().prune(progress);
    return Ended.of(new Result.Pruned(figures, (System.nanoTime() - began) / 1e9));
  }

  /// What the catalog has read of a journal must still be there: the mail of one that was lost
  /// would pass for mail that nobody refers to.
  private void checkIsThere(Catalog.Head head) {
    if (rooms.archive().journal(head.account()).last() < head.segment()) {
      throw new Failure.Corrupt(
          "journal of account " + head.account(),
          "segments that were read before are missing, so nothing is dropped",
          "run 'mailcask verify --repair', which brings them back from the second copy",
          null);
    }
  }

  private Ended rebuild(Work.Rebuild rebuild, Progress progress) {
    long began = System.nanoTime();
    if (rebuild.catalog()) {
      rooms.catalog().rebuild(rooms.archive(), progress);
    }
    Indexer indexer = rooms.indexer().get();
    if (rebuild.index()) {
      indexer.rebuild(progress);
    } else {
      indexer.catchUp(progress); // another catalog has another change log
    }
    return Ended.of(
        new Result.Rebuilt(
            rooms.catalog().counts().messages(),
            (System.nanoTime() - began) / 1e9,
            indexer.coverage()));
  }
}
