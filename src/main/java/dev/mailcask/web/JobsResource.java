package dev.mailcask.web;

import dev.mailcask.jobs.Jobs;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.replica.Replica;
import dev.mailcask.verify.Verify;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Long work: what runs, what ran, and stopping it; and the work that concerns no account.
final class JobsResource {

  private final Jobs jobs;
  private final JobEvents events;

  JobsResource(Jobs jobs, JobEvents events) {
    this.jobs = jobs;
    this.events = events;
  }

  record JobList(List<JobView> jobs) {}

  record CopyInput(Boolean check) {}

  record VerifyInput(@Nullable Integer sample, @Nullable Boolean repair) {}

  record RebuildInput(Boolean catalog, Boolean index) {}

  void install(RoutesConfig routes) {
    routes.get("/api/v1/jobs", this::list);
    routes.get("/api/v1/jobs/events", events::stream);
    routes.get("/api/v1/jobs/{id}", ctx -> ctx.json(JobView.of(job(ctx))));
    routes.delete("/api/v1/jobs/{id}", this::cancel);
    routes.post("/api/v1/verify", this::verify);
    routes.post("/api/v1/copy", this::copy);
    routes.post("/api/v1/compact", ctx -> submit(ctx, new Work.CompactArchive()));
    routes.post("/api/v1/prune", ctx -> submit(ctx, new Work.PruneArchive()));
    routes.post("/api/v1/rebuild", this::rebuild);
  }

  /// Without a body it is everything, and nothing is changed.
  private void verify(Context ctx) {
    VerifyInput input =
        ctx.bodyAsBytes().length == 0
            ? new VerifyInput(null, null)
            : RequestBody.read(ctx, VerifyInput.class);
    int sample = Objects.requireNonNullElse(input.sample, 100);
    boolean repair = Objects.requireNonNullElse(input.repair, false);
    if (repair && sample != 100) {
      throw HttpProblem.badRequest(
          "field sample", "a repair reads everything", "leave it out, or repair");
    }
    submit(ctx, new Work.VerifyArchive(new Verify.Request(sample, repair, false, null)));
  }

  private void list(Context ctx) {
    ctx.json(new JobList(jobs.history(Query.limit(ctx)).stream().map(JobView::of).toList()));
  }

  private void cancel(Context ctx) {
    String id = job(ctx).id();
    jobs.cancel(id);
    ctx.status(202).json(JobView.of(job(ctx)));
  }

  /// To the configured place only: whoever sits at a browser shall not name directories.
  private void copy(Context ctx) {
    boolean check = RequestBody.read(ctx, CopyInput.class).check;
    submit(ctx, new Work.CopyArchive(new Replica.Request(null, check)));
  }

  private void rebuild(Context ctx) {
    RebuildInput input = RequestBody.read(ctx, RebuildInput.class);
    if (!input.catalog && !input.index) {
      throw HttpProblem.badRequest(
          "request", "it names nothing to build", "set catalog, index or both");
    }
    submit(ctx, new Work.Rebuild(input.catalog, input.index));
  }

  private void submit(Context ctx, Work work) {
    ctx.status(202).json(JobView.of(jobs.submit(work)));
  }

  private Job job(Context ctx) {
    return jobs.job(ctx.pathParam("id"))
        .orElseThrow(
            () ->
                HttpProblem.notFound(
                    "job", "there is none of this id", "choose one from the list"));
  }
}
