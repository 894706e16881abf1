package dev.mailcask.web;

import dev.mailcask.jobs.Jobs;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.jobs.Troubles;
import dev.mailcask.verify.Verify;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What keeps the archive safe beside the backups: when each was done last and comes next.
final class UpkeepResource {

  private final Jobs jobs;
  private final UpkeepPlan plan;

  UpkeepResource(WebServices services) {
    jobs = services.jobs();
    plan = services.upkeep();
  }

  record UpkeepList(
      @Nullable String copyTo,
      @Nullable String headsTo,
      List<JobView> troubles,
      UpkeepView verify,
      UpkeepView sample,
      UpkeepView compact,
      UpkeepView copy) {}

  record UpkeepView(@Nullable JobView last, @Nullable Instant next) {}

  void install(RoutesConfig routes) {
    routes.get("/api/v1/upkeep", this::show);
  }

  private void show(Context ctx) {
    ctx.json(
        new UpkeepList(
            plan.copyTo(),
            plan.headsTo(),
            Troubles.of(jobs.history(Integer.MAX_VALUE)).stream().map(JobView::of).toList(),
            view(work -> shares(work) == 1),
            view(work -> shares(work) > 1),
            view(Work.CompactArchive.class::isInstance),
            view(Work.CopyArchive.class::isInstance)));
  }

  /// How many verifications of this kind read all mail; 0 for what reads none.
  private static int shares(Work work) {
    return work instanceof Work.VerifyArchive(Verify.Request request) && !request.chainOnly()
        ? request.shares()
        : 0;
  }

  private UpkeepView view(Predicate<Work> kind) {
    JobView last =
        jobs.history(Integer.MAX_VALUE).stream()
            .filter(job -> job.status().ended() && kind.test(job.work()))
            .findFirst()
            .map(JobView::of)
            .orElse(null);
    Instant next =
        plan.settings().works().keySet().stream()
            .filter(kind)
            .flatMap(work -> jobs.next(work).stream())
            .findFirst()
            .orElse(null);
    return new UpkeepView(last, next);
  }
}
