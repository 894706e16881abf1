package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.jobs.FailureTable;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.verify.Verify;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class UpkeepResourceTest extends ApiTest {

  private static final Instant TONIGHT = Instant.parse("2026-11-24T04:30:00Z");

  private JsonNode upkeep() {
    return client.get("/api/v1/upkeep").is(200).json();
  }

  @Test
  void whatIsNotKeptAndWasNeverDoneIsNull() {
    appliance.jobs.clear();
    JsonNode answer = upkeep();
    assertThat(answer.get("copyTo").isNull()).isTrue();
    assertThat(answer.get("headsTo").asString()).isEqualTo("heads.txt");
    assertThat(answer.at("/verify/last").isNull()).isTrue();
    assertThat(answer.at("/copy/next").isNull()).isTrue();
  }

  @Test
  void theNewestThatHasEndedAndTheNextOneAreTold() {
    for (Work work : TestAppliance.UPKEEP.settings().works().keySet()) {
      appliance.jobs.next.put(work, TONIGHT);
    }
    Job older = appliance.jobs.submit(new Work.CompactArchive(), "schedule");
    Job newer = appliance.jobs.submit(new Work.CompactArchive(), "user");
    Job running = appliance.jobs.submit(new Work.CompactArchive(), "user");
    appliance.jobs.update(older.id(), j -> FakeJobs.ended(j, Status.DONE, null, null));
    appliance.jobs.update(
        newer.id(), j -> FakeJobs.ended(j, Status.FAILED, null, FailureTable.OUT_OF_SPACE));
    appliance.jobs.update(running.id(), j -> FakeJobs.running(j, 1));

    JsonNode answer = upkeep();
    assertThat(answer.at("/compact/last/id").asString()).isEqualTo(newer.id());
    assertThat(answer.at("/compact/next").isNull()).isTrue();
    assertThat(answer.at("/sample/next").asString()).isEqualTo(TONIGHT.toString());
    assertThat(answer.at("/verify/next").isNull()).isTrue();
  }

  @Test
  void aSampleIsNoFullCheck() {
    appliance.jobs.clear();
    Job full = appliance.jobs.submit(new Work.VerifyArchive(Verify.Request.ALL), "user");
    Job sample = appliance.jobs.submit(new Work.VerifyArchive(Verify.Request.share(5)), "schedule");
    Job chain =
        appliance.jobs.submit(
            new Work.VerifyArchive(new Verify.Request(100, false, true, null)), "user");
    for (Job job : List.of(full, sample, chain)) {
      appliance.jobs.update(job.id(), j -> FakeJobs.ended(j, Status.DONE, null, null));
    }
    JsonNode answer = upkeep();
    assertThat(answer.at("/verify/last/id").asString()).isEqualTo(full.id());
    assertThat(answer.at("/sample/last/id").asString()).isEqualTo(sample.id());
  }

  @Test
  void strangersSeeNothing() {
    appliance.stranger().get("/api/v1/upkeep").is(401);
  }
}
