package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.AccountId;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.restore.Restore;
import dev.mailcask.search.Search;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SearchAndRestoreTest extends ApiTest {

  @Test
  void aSearchSaysWhatItFoundAndHowItUnderstood() {
    JsonNode answer =
        client
            .get("/api/v1/search?q=from%3Aj%C3%BCrgen%20report&offset=2&limit=7&sort=relevance")
            .is(200)
            .json();
    assertThat(appliance.search.last)
        .isEqualTo(new Search.Request("from:jürgen report", 2, 7, Search.Sort.RELEVANCE));
    assertThat(answer.get("total").asInt()).isEqualTo(2);
    assertThat(answer.get("understoodAs").asString()).isEqualTo("everything");
    assertThat(answer.at("/coverage/indexed").asInt()).isEqualTo(2);
    JsonNode hit = answer.get("hits").get(0);
    assertThat(hit.get("id").asString()).isEqualTo(appliance.report.toString());
    assertThat(hit.at("/marks/0/start").asInt()).isEqualTo(4);
    assertThat(hit.at("/marks/0/end").asInt()).isEqualTo(13);
    assertThat(hit.at("/attachments/0").asString()).isEqualTo("q3.pdf");
    assertThat(hit.at("/places/0/folder").asString()).isEqualTo("INBOX");
  }

  @Test
  void withoutParametersTheNewestMailIsFound() {
    client.get("/api/v1/search").is(200);
    assertThat(appliance.search.last).isEqualTo(new Search.Request("", 0, 50, Search.Sort.DATE));
  }

  @Test
  void aQueryThatCannotBeUnderstoodIsExplained() {
    client
        .get("/api/v1/search?q=before:nonsense")
        .isProblem(400, "position 8", "before:2026-11-23");
    client.get("/api/v1/search?sort=size").isProblem(400, "parameter sort");
  }

  @Test
  void aRestoreIsPlannedFirst() {
    JsonNode plan =
        client
            .post("/api/v1/restore/plan", "{\"from\":\"work\",\"folders\":[\"INBOX\",\"Old\"]}")
            .is(200)
            .json();
    assertThat(plan.get("to").asString()).isEqualTo("work");
    assertThat(plan.get("planned").asInt()).isEqualTo(13);
    assertThat(plan.get("alreadyThere").asInt()).isEqualTo(4);
    assertThat(plan.get("missing").asInt()).isEqualTo(9);
    assertThat(plan.get("bytes").asInt()).isEqualTo(6300);
    assertThat(appliance.restore.last)
        .isEqualTo(
            new Restore.Request(
                TestAppliance.WORK, List.of("INBOX", "Old"), List.of(), null, null, null));
  }

  @Test
  void aRestoreIsAJob() {
    String prefix = appliance.report.toString().substring(0, 10);
    String request =
        """
        {"from": "work", "messages": ["%s"], "at": "2026-11-21T10:00:00Z", "to": "home",
         "into": "Restored"}"""
            .formatted(prefix);
    JsonNode job = client.post("/api/v1/restore", request).is(202).json();
    assertThat(job.get("kind").asString()).isEqualTo("restore");
    assertThat(job.at("/restore/to").asString()).isEqualTo("home");
    assertThat(job.at("/restore/messages").asInt()).isEqualTo(1);
    assertThat(appliance.jobs.job(job.get("id").asString()).orElseThrow().work())
        .isEqualTo(
            new Work.RestoreMail(
                new Restore.Request(
                    TestAppliance.WORK,
                    List.of(),
                    List.of(appliance.report),
                    Instant.parse("2026-11-21T10:00:00Z"),
                    new AccountId("home"),
                    "Restored")));
  }

  @Test
  void aRestoreThatMakesNoSenseStartsNothing() {
    client.post("/api/v1/restore", "{}").isProblem(400, "field from");
    client.post("/api/v1/restore", "{\"from\":\"work\",\"at\":\"now\"}").isProblem(400, "field at");
    client
        .post("/api/v1/restore", "{\"from\":\"work\",\"messages\":[\"0123456789\"]}")
        .isProblem(404, "message");
    client.post("/api/v1/restore", "{\"from\":\"work\",\"folders\":\"INBOX\"}").isProblem(400);
    assertThat(appliance.jobs.history(10)).isEmpty();
  }
}
