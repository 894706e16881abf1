package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.archive.Maintenance.Compacted;
import dev.mailcask.archive.Maintenance.Figures;
import dev.mailcask.archive.Maintenance.Pruned;
import dev.mailcask.index.Indexer.Coverage;
import dev.mailcask.jobs.FailureTable;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.replica.Replica;
import dev.mailcask.restore.Restore;
import dev.mailcask.sync.Backup;
import dev.mailcask.testing.Verifications;
import dev.mailcask.verify.Verify;
import dev.mailcask.verify.Verify.Finding;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class JobsResourceTest extends ApiTest {

  private JsonNode ended(Work work, Result result) {
    Job job = appliance.jobs.submit(work, "schedule");
    appliance.jobs.update(job.id(), j -> FakeJobs.running(j, 10));
    appliance.jobs.update(job.id(), j -> FakeJobs.ended(j, Status.PARTIAL, result, null));
    return client.get("/api/v1/jobs/" + job.id()).is(200).json();
  }

  @Test
  void everyResultHasItsForm() {
    RunSummary summary = new RunSummary("complete", "", 1, 2, 2, 0, 0, 0, 0, 20, List.of());
    JsonNode backup =
        ended(
            new Work.BackupAccount(TestAppliance.WORK),
            new Result.BackedUp(new Backup.Report(TestAppliance.WORK, 3, summary, 1.5)));
    assertThat(backup.get("status").asString()).isEqualTo("partial");
    assertThat(backup.get("trigger").asString()).isEqualTo("schedule");
    assertThat(backup.at("/step/done").asInt()).isEqualTo(10);
    assertThat(backup.at("/result/kind").asString()).isEqualTo("backup");
    assertThat(backup.at("/result/summary/fetched").asInt()).isEqualTo(2);

    Restore.Request request =
        new Restore.Request(TestAppliance.WORK, List.of("INBOX"), List.of(), null, null, null);
    Restore.Problem failure =
        new Restore.Problem(appliance.report, "INBOX", "the server would not take it");
    JsonNode restore =
        ended(
            new Work.RestoreMail(request),
            new Result.RestoredMail(
                new Restore.Report(3, 1, 1, 1, 1, 0.5, List.of(failure), List.of())));
    assertThat(restore.at("/restore/to").asString()).isEqualTo("work");
    assertThat(restore.at("/result/failures/0/id").asString())
        .isEqualTo(appliance.report.toString());

    Finding damage = Verifications.pack("packs/ab.pack", "block 3 is damaged", appliance.report);
    JsonNode verify =
        ended(
            new Work.VerifyArchive(Verify.Request.ALL),
            new Result.Verified(Verifications.found(List.of(damage))));
    assertThat(verify.at("/result/damaged/0/messages/0").asString())
        .isEqualTo(appliance.report.toString());
    assertThat(verify.get("account").isNull()).isTrue();

    JsonNode copy =
        ended(
            new Work.CopyArchive(new Replica.Request(null, false)),
            new Result.Copied(
                new Replica.Report(
                    "/mnt/nas",
                    2,
                    99,
                    1,
                    0,
                    0,
                    7,
                    999,
                    List.of(new Replica.Problem("packs/a", "it is damaged")),
                    0.1)));
    assertThat(copy.get("kind").asString()).isEqualTo("copy");
    assertThat(copy.at("/result/problems/0/file").asString()).isEqualTo("packs/a");
    assertThat(copy.at("/result/filesInCopy").asInt()).isEqualTo(7);

    JsonNode rebuild =
        ended(new Work.Rebuild(true, true), new Result.Rebuilt(3, 0.2, new Coverage(3, 3, 0, 0)));
    assertThat(rebuild.at("/result/coverage/indexed").asInt()).isEqualTo(3);

    Figures figures = new Figures(2, 20, 2000, 1000);
    JsonNode compact =
        ended(
            new Work.CompactArchive(),
            new Result.Compacted(new Compacted(figures, figures, 2, 1, List.of("packs/a")), 0.2));
    assertThat(compact.at("/result/before/storedBytes").asInt()).isEqualTo(1000);
    assertThat(compact.at("/result/damaged/0").asString()).isEqualTo("packs/a");
    JsonNode prune =
        ended(
            new Work.PruneArchive(), new Result.Pruned(new Pruned(figures, figures, 3, 300), 0.2));
    assertThat(prune.at("/result/dropped").asInt()).isEqualTo(3);
    assertThat(client.post("/api/v1/compact", "").is(202).json().get("kind").asString())
        .isEqualTo("compact");
    assertThat(client.post("/api/v1/prune", "").is(202).json().get("kind").asString())
        .isEqualTo("prune");

    JsonNode list = client.get("/api/v1/jobs?limit=3").is(200).json().get("jobs");
    assertThat(list).hasSize(3);
    assertThat(list.get(0).get("kind").asString()).as("newest first").isEqualTo("prune");
  }

  @Test
  void aFailedJobSaysWhyAndWhatToDo() {
    Job job = appliance.jobs.submit(new Work.VerifyArchive(Verify.Request.ALL), "user");
    appliance.jobs.update(
        job.id(), j -> FakeJobs.ended(j, Status.FAILED, null, FailureTable.UNREACHABLE));
    JsonNode failed = client.get("/api/v1/jobs/" + job.id()).is(200).json();
    assertThat(failed.get("outcome").asString()).isEqualTo("the server went away");
    assertThat(failed.get("hint").asString()).isEqualTo("try again later");
  }

  @Test
  void jobsAreStartedAndCancelled() {
    JsonNode verify = client.post("/api/v1/verify").is(202).json();
    assertThat(
            client.post("/api/v1/copy", "{\"check\":true}").is(202).json().get("kind").asString())
        .isEqualTo("copy");
    String id = verify.get("id").asString();
    client.delete("/api/v1/jobs/" + id).is(202);
    assertThat(appliance.jobs.cancelled).containsExactly(id);
    client.delete("/api/v1/jobs/none").isProblem(404, "job");
    client.get("/api/v1/jobs/none").isProblem(404, "job");

    JsonNode rebuild =
        client.post("/api/v1/rebuild", "{\"catalog\":false,\"index\":true}").is(202).json();
    assertThat(appliance.jobs.job(rebuild.get("id").asString()).orElseThrow().work())
        .isEqualTo(new Work.Rebuild(false, true));
    client
        .post("/api/v1/rebuild", "{\"catalog\":false,\"index\":false}")
        .isProblem(400, "names nothing");
    client.post("/api/v1/rebuild", "{\"catalog\":true}").isProblem(400, "field index");
  }
}
