package dev.mailcask.web;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.jobs.Jobs;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.restore.Restore;
import dev.mailcask.restore.Restore.FolderPlan;
import dev.mailcask.restore.Restore.Plan;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Putting mail back: a plan that changes nothing, then the work as a job.
final class RestoreResource {

  private final Restore restore;
  private final Jobs jobs;
  private final MessageLookup messages;

  RestoreResource(WebServices services, MessageLookup messages) {
    this.restore = services.restore();
    this.jobs = services.jobs();
    this.messages = messages;
  }

  record RestoreInput(
      String from,
      @Nullable List<String> folders,
      @Nullable List<String> messages,
      @Nullable Instant at,
      @Nullable String to,
      @Nullable String into) {}

  record PlanView(
      String to,
      long planned,
      long alreadyThere,
      long missing,
      long bytes,
      List<FolderPlan> folders) {

    static PlanView of(Plan plan) {
      return new PlanView(
          plan.to().name(),
          plan.planned(),
          plan.folders().stream().mapToLong(FolderPlan::alreadyThere).sum(),
          plan.folders().stream().mapToLong(FolderPlan::missing).sum(),
          plan.folders().stream().mapToLong(FolderPlan::bytes).sum(),
          plan.folders());
    }
  }

  void install(RoutesConfig routes) {
    routes.post("/api/v1/restore/plan", this::plan);
    routes.post("/api/v1/restore", this::start);
  }

  private void plan(Context ctx) {
    ctx.json(PlanView.of(restore.plan(request(ctx))));
  }

  private void start(Context ctx) {
    ctx.status(202).json(JobView.of(jobs.submit(new Work.RestoreMail(request(ctx)))));
  }

  private Restore.Request request(Context ctx) {
    RestoreInput input = RequestBody.read(ctx, RestoreInput.class);
    List<ContentId> ids =
        input.messages == null ? List.of() : input.messages.stream().map(messages::id).toList();
    return new Restore.Request(
        new AccountId(input.from),
        input.folders == null ? List.of() : input.folders,
        ids,
        input.at,
        input.to == null ? null : new AccountId(input.to),
        input.into);
  }
}
