package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.AccountId;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.restore.Restore;
import dev.mailcask.search.QueryProblem;
import dev.mailcask.search.Search;
import dev.mailcask.search.Search.Bar;
import dev.mailcask.search.Search.Conversation;
import dev.mailcask.search.Search.Facet;
import dev.mailcask.search.Search.Facets;
import dev.mailcask.search.Search.Group;
import dev.mailcask.search.Search.Suggested;
import dev.mailcask.search.Search.Suggestion;
import dev.mailcask.search.Search.Turn;
import dev.mailcask.search.Search.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SearchAndRestoreTest extends ApiTest {

  @Test
  void aSearchSaysWhatItFoundAndHowItUnderstood() {
    appliance.search.notes =
        List.of(
            new QueryProblem(0, 4, "there is no operator 'foo:'", "put it in quotes", null),
            new QueryProblem(9, 4, "no folder is named 'Snet'", "did you mean 'Sent'?", "Sent"));
    JsonNode answer =
        client
            .get("/api/v1/search?q=from%3Aj%C3%BCrgen%20report&offset=2&limit=7&sort=relevance")
            .is(200)
            .json();
    assertThat(appliance.search.last)
        .isEqualTo(new Search.Request("from:jürgen report", 2, 7, Search.Sort.RELEVANCE, 1000));
    assertThat(answer.get("total").asInt()).isEqualTo(2);
    assertThat(answer.get("understoodAs").asString()).isEqualTo("everything");
    assertThat(answer.at("/coverage/indexed").asInt()).isEqualTo(2);
    assertThat(answer.at("/notes/0/suggestion").isNull()).isTrue();
    assertThat(answer.at("/notes/1/at").asInt()).isEqualTo(9);
    assertThat(answer.at("/notes/1/problem").asString()).isEqualTo("no folder is named 'Snet'");
    assertThat(answer.at("/notes/1/suggestion").asString()).isEqualTo("Sent");
    JsonNode hit = answer.get("hits").get(0);
    assertThat(hit.get("id").asString()).isEqualTo(appliance.report.toString());
    assertThat(hit.at("/places/0/folder").asString()).isEqualTo("INBOX");
  }

  @Test
  void wordsAroundTheMatchesComeForThoseWhoAreAskedFor() {
    String ids = appliance.plain.toString().substring(0, 16) + "," + appliance.report;
    JsonNode excerpts =
        client.get("/api/v1/search/excerpts?q=report&ids=" + ids).is(200).json().get("excerpts");
    assertThat(excerpts.size()).isEqualTo(2);
    assertThat(excerpts.at("/0/id").asString()).isEqualTo(appliance.plain.toString());
    assertThat(excerpts.at("/1/snippet").asString()).isEqualTo("the quarterly report");
    assertThat(excerpts.at("/1/marks/0/start").asInt()).isEqualTo(4);
    assertThat(excerpts.at("/1/marks/0/end").asInt()).isEqualTo(13);
    assertThat(excerpts.at("/1/subject/0/end").asInt()).isEqualTo(9);
    assertThat(excerpts.at("/1/from").isEmpty()).isTrue();
    assertThat(excerpts.at("/1/file/name").asString()).isEqualTo("q3.pdf");
    assertThat(excerpts.at("/1/file/marks/0/end").asInt()).isEqualTo(2);
    assertThat(excerpts.at("/1/attachments/0").asString()).isEqualTo("q3.pdf");
    client.get("/api/v1/search/excerpts?q=a").isProblem(400, "parameter ids");
    client.get("/api/v1/search/excerpts?q=a&ids=zz").isProblem(404, "message");
    String many = "01234567,".repeat(Search.EXCERPTS) + "01234567";
    client.get("/api/v1/search/excerpts?q=a&ids=" + many).isProblem(400, "too many");
  }

  @Test
  void countsNarrowASearch() {
    appliance.search.facets =
        new Facets(
            120_000,
            false,
            List.of(
                new Group(
                    Facet.SENDER, List.of(new Value("Ada", "from:ada@example.org", 70)), true)),
            List.of(new Bar(LocalDate.of(2026, 1, 1), LocalDate.of(2027, 1, 1), 5)));
    JsonNode facets = client.get("/api/v1/search/facets?q=report").is(200).json();
    assertThat(facets.get("exact").asBoolean()).isFalse();
    assertThat(facets.at("/groups/0/facet").asString()).isEqualTo("sender");
    assertThat(facets.at("/groups/0/values/0/query").asString()).isEqualTo("from:ada@example.org");
    assertThat(facets.at("/timeline/0/from").asString()).isEqualTo("2026-01-01");
    client.get("/api/v1/search/facets?q=before:nonsense").isProblem(400, "character 8");
  }

  @Test
  void thePageLearnsTheOperatorsFromTheServer() {
    JsonNode all = client.get("/api/v1/search/operators").is(200).json().get("operators");
    JsonNode before = null;
    for (JsonNode operator : all) {
      before = operator.at("/names/0").asString().equals("before") ? operator : before;
    }
    assertThat(before).isNotNull();
    assertThat(before.get("names").toString()).contains("until", "vor");
    assertThat(before.get("dated").asBoolean()).isTrue();
    assertThat(before.get("example").asString()).startsWith("before:");
    assertThat(all.at("/0/dated").asBoolean()).isFalse();
  }

  @Test
  void whatIsBeingTypedMayBecomeSomething() {
    appliance.search.suggestions =
        List.of(new Suggestion(Suggested.ADDRESS, "Ada <ada@example.org>", 0, 3, "from:ada"));
    JsonNode answer = client.get("/api/v1/search/suggestions?q=ada&cursor=3").is(200).json();
    assertThat(answer.at("/suggestions/0/kind").asString()).isEqualTo("address");
    assertThat(answer.at("/suggestions/0/to").asInt()).isEqualTo(3);
    client.get("/api/v1/search/suggestions?q=ada&cursor=4").isProblem(400, "parameter cursor");
  }

  @Test
  void messagesThatAnswerEachOtherComeTogether() {
    appliance.search.conversation =
        new Conversation(
            List.of(
                new Turn(appliance.catalog.message(appliance.report).orElseThrow(), 0),
                new Turn(appliance.catalog.message(appliance.plain).orElseThrow(), 1)),
            false);
    JsonNode found =
        client.get("/api/v1/messages/" + appliance.plain + "/conversation").is(200).json();
    assertThat(found.get("complete").asBoolean()).isFalse();
    assertThat(found.at("/messages/1/id").asString()).isEqualTo(appliance.plain.toString());
    assertThat(found.at("/messages/1/depth").asInt()).isEqualTo(1);
    client.get("/api/v1/messages/0123456789/conversation").isProblem(404, "message");
  }

  @Test
  void whatWasFoundIsMarkedInTheMessage() {
    appliance.search.marks = List.of(0, 5);
    try {
      String path = "/api/v1/messages/" + appliance.plain;
      JsonNode marked = client.get(path + "?q=thank").is(200).json();
      assertThat(marked.at("/marks/0/end").asInt()).isEqualTo(5);
      assertThat(client.get(path).json().get("marks").isEmpty()).isTrue();
      // A query that is not understood marks nothing, and the message is there all the same.
      assertThat(client.get(path + "?q=before:nonsense").is(200).json().get("marks").isEmpty())
          .isTrue();
      path = "/api/v1/messages/" + appliance.report;
      assertThat(client.get(path + "?q=see").is(200).json().get("htmlMarks").asInt()).isEqualTo(1);
      assertThat(client.get(path + "/html?q=see").is(200).text()).contains("<mark id=\"hit-1\">");
      assertThat(client.get(path + "/html").is(200).text()).doesNotContain("<mark id");
    } finally {
      appliance.search.marks = List.of();
    }
  }

  @Test
  void withoutParametersTheNewestMailIsFound() {
    client.get("/api/v1/search").is(200);
    assertThat(appliance.search.last)
        .isEqualTo(new Search.Request("", 0, 50, Search.Sort.DATE, 1000));
  }

  @Test
  void aQueryThatCannotBeUnderstoodIsExplained() {
    JsonNode problem =
        client
            .get("/api/v1/search?q=a%20before:nonsense")
            .isProblem(400, "character 10", "before:2026-11-23")
            .json();
    assertThat(problem.at("/place/at").asInt()).isEqualTo(9);
    assertThat(problem.at("/place/length").asInt()).isEqualTo(8);
    assertThat(problem.at("/place/suggestion").asString()).isEqualTo("2026-11-23");
    assertThat(client.get("/api/v1/search?sort=size").json().get("place").isNull()).isTrue();
    client.get("/api/v1/search?sort=size").isProblem(400, "parameter sort");
  }

  @Test
  void whatIsWrongWithAQueryThatIsBeingTypedIsNoError() {
    String path = "/api/v1/search?typing=true&q=a%20before:";
    JsonNode problem = client.get(path + "nonsense").is(200).json();
    assertThat(problem.get("status").asInt()).isEqualTo(400);
    assertThat(problem.at("/place/at").asInt()).isEqualTo(9);
    assertThat(client.get(path + "2026").is(200).json().get("total").asInt()).isEqualTo(2);
    client.get(path + "2026&sort=size").isProblem(400, "parameter sort");
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
