package dev.mailcask.jobs;

import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.verify.Verify;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What the owner has to know of the archive's upkeep: damage that was found and not mended since,
/// a second copy that did not come about, packs that could not be compacted.
///
/// Damage stands until all mail is read without finding any: a later sample may have read
/// elsewhere.
public final class Troubles {

  private Troubles() {}

  /// The jobs that nothing has made good since.
  ///
  /// @param history newest first
  public static List<Job> of(List<Job> history) {
    List<Job> ended =
        history.stream()
            .filter(job -> job.status().ended())
            .filter(job -> job.status() != Status.CANCELLED)
            .filter(job -> job.status() != Status.INTERRUPTED)
            .toList();
    List<Job> troubles = new ArrayList<>();
    verification(ended).ifPresent(troubles::add);
    newest(ended, Work.CopyArchive.class::isInstance).ifPresent(troubles::add);
    newest(ended, Work.CompactArchive.class::isInstance).ifPresent(troubles::add);
    return troubles;
  }

  private static Optional<Job> newest(List<Job> ended, Predicate<Work> kind) {
    return ended.stream().filter(job -> kind.test(job.work())).findFirst().filter(Troubles::isOne);
  }

  private static Optional<Job> verification(List<Job> ended) {
    for (Job job : ended) {
      if (job.work() instanceof Work.VerifyArchive(Verify.Request request)) {
        if (isOne(job)) {
          return Optional.of(job);
        }
        if (request.shares() == 1 && !request.chainOnly()) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOne(Job job) {
    return job.status() == Status.FAILED || job.status() == Status.PARTIAL;
  }
}
