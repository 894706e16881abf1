package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Runs, status, folders and messages as of a time.
class BrowseTest extends ApiTest {

  @Test
  void runsSayWhatToGiveToSeeWhatTheyLeft() {
    JsonNode runs = client.get("/api/v1/accounts/work/runs").is(200).json().get("runs");
    assertThat(runs).hasSize(2);
    assertThat(runs.get(0).get("number").asInt()).isEqualTo(2);
    assertThat(runs.get(0).get("browseAt").isNull()).isTrue();
    String at = runs.get(1).get("browseAt").asString();

    assertThat(names(client.get("/api/v1/accounts/work/folders?at=" + at)))
        .containsExactly("INBOX", "Old");
    JsonNode then =
        client.get("/api/v1/accounts/work/messages?folder=INBOX&at=" + at).is(200).json();
    assertThat(then.get("total").asInt()).isEqualTo(2);
    assertThat(then.get("messages")).hasSize(2);
    assertThat(client.get("/api/v1/accounts/work/runs?limit=1").json().get("runs")).hasSize(1);
  }

  @Test
  void theStatusHoldsServerAgainstArchive() {
    JsonNode status = client.get("/api/v1/accounts/work/status").is(200).json();
    assertThat(status.get("complete").asBoolean()).isFalse();
    assertThat(status.at("/run/number").asInt()).isEqualTo(2);
    JsonNode inbox = status.get("folders").get(0);
    assertThat(inbox.get("path").asString()).isEqualTo("INBOX");
    assertThat(inbox.get("onServer").asInt()).isEqualTo(3);
    assertThat(inbox.get("archived").asInt()).isEqualTo(1);
    assertThat(inbox.get("waiting").asInt()).isEqualTo(1);
    assertThat(inbox.get("failed").asInt()).isEqualTo(1);
    assertThat(inbox.at("/failures/0/uid").asInt()).isEqualTo(3);
    assertThat(inbox.at("/failures/0/reason").asString()).isEqualTo("the server sent no body");
    assertThat(inbox.at("/failures/0/next").isNull()).isTrue();
    assertThat(inbox.get("exists").asInt()).isEqualTo(3);
    assertThat(inbox.get("counted").asString()).isEqualTo("every UID was listed");
  }

  @Test
  void certificatesOfPastRunsAreKept() {
    JsonNode first = client.get("/api/v1/accounts/work/status?run=1").is(200).json();
    assertThat(first.get("complete").asBoolean()).isTrue();
    assertThat(first.at("/run/number").asInt()).isEqualTo(1);
    assertThat(first.get("folders")).hasSize(2);
    assertThat(first.at("/folders/0/failures")).as("what fails now did not then").isEmpty();
    assertThat(first.at("/folders/0/exists").isNull()).isTrue();
    client.get("/api/v1/accounts/work/status?run=7").isProblem(404);
    client.get("/api/v1/accounts/work/status?run=x").isProblem(400);
  }

  @Test
  void anAlarmStandsUntilItIsAcknowledged() {
    JsonNode status = client.get("/api/v1/accounts/work/status").is(200).json();
    assertThat(status.at("/alarms/0/kind").asString()).isEqualTo("dropped");
    assertThat(status.at("/alarms/0/folder").asString()).isEqualTo("INBOX");
    assertThat(status.at("/run/summary/alarms/0").asString()).contains("300 of 500");
    assertThat(client.get("/api/v1/accounts/work").json().get("alarms")).hasSize(1);
    JsonNode after = client.post("/api/v1/accounts/work/acknowledge").is(200).json();
    assertThat(after.get("alarms")).isEmpty();
    assertThat(after.at("/run/summary/alarms")).as("history").hasSize(1);
    assertThat(client.get("/api/v1/accounts/work").json().get("alarms")).isEmpty();
  }

  @Test
  void anAccountThatNeverRanHasAStatusToo() {
    client
        .post(
            "/api/v1/accounts",
            """
            {"name": "fresh", "password": "right",
             "settings": {"host": "h", "security": "tls", "user": "u"}}""")
        .is(201);
    JsonNode status = client.get("/api/v1/accounts/fresh/status").is(200).json();
    assertThat(status.get("complete").asBoolean()).isFalse();
    assertThat(status.get("run").isNull()).isTrue();
    assertThat(client.get("/api/v1/accounts/fresh/runs").is(200).json().get("runs")).isEmpty();
  }

  @Test
  void foldersAndMessagesAreThoseOfTheTime() {
    JsonNode folders = client.get("/api/v1/accounts/work/folders").is(200).json().get("folders");
    assertThat(folders).hasSize(2);
    assertThat(folders.get(0).get("messages").asInt()).isEqualTo(1);
    assertThat(folders.get(0).get("gone").isNull()).isTrue();
    assertThat(folders.get(1).get("path").asString()).isEqualTo("Old");
    assertThat(folders.get(1).get("gone").asString()).isEqualTo("2026-11-22T02:17:03Z");

    JsonNode old = client.get("/api/v1/accounts/work/messages?folder=Old").is(200).json();
    assertThat(old.get("total").asInt()).as("as it was when it was last seen").isEqualTo(1);
    assertThat(old.at("/messages/0/id").asString()).isEqualTo(appliance.plain.toString());

    JsonNode inbox =
        client.get("/api/v1/accounts/work/messages?folder=INBOX&at=2026-11-21").is(200).json();
    assertThat(inbox.get("at").asString())
        .as("the end of the day in Berlin")
        .isEqualTo("2026-11-21T22:59:59.999Z");
    assertThat(inbox.get("messages")).hasSize(2);
    JsonNode page =
        client
            .get("/api/v1/accounts/work/messages?folder=INBOX&at=2026-11-21&offset=1&limit=1")
            .is(200)
            .json();
    assertThat(page.get("messages")).hasSize(1);
    JsonNode report = page.get("messages").get(0);
    assertThat(report.get("subject").asString()).isEqualTo("Quarterly report");
    assertThat(report.get("from").asString()).contains("Jürgen");
    assertThat(report.get("date").asString()).isEqualTo("2026-11-20T09:00:00Z");
    assertThat(report.get("flags")).hasSize(2);
  }

  @Test
  void beforeTheFirstRunThereWasNothing() {
    assertThat(names(client.get("/api/v1/accounts/work/folders?at=2020-01-01"))).isEmpty();
    client
        .get("/api/v1/accounts/work/messages?folder=INBOX&at=2020-01-01")
        .isProblem(404, "no such folder at that time");
  }

  @Test
  void badParametersAreNamed() {
    client.get("/api/v1/accounts/work/folders?at=yesterday").isProblem(400, "parameter at");
    client.get("/api/v1/accounts/work/messages").isProblem(400, "parameter folder");
    client.get("/api/v1/accounts/work/messages?folder=Nope").isProblem(404, "account work");
    for (String bad : List.of("limit=0", "limit=1001", "limit=x", "offset=-1")) {
      client
          .get("/api/v1/accounts/work/messages?folder=INBOX&" + bad)
          .isProblem(400, "parameter " + bad.split("=", 2)[0]);
    }
    client.get("/api/v1/accounts/nobody/folders").isProblem(404, "account");
    client.get("/api/v1/accounts/-/folders").isProblem(404);
  }

  @Test
  void mailOfARemovedAccountCanStillBeBrowsed() {
    client.delete("/api/v1/accounts/work").is(204);
    assertThat(names(client.get("/api/v1/accounts/work/folders"))).contains("INBOX");
  }

  private static List<String> names(ApiClient.Answer answer) {
    return ApiDocument.stream(answer.is(200).json().get("folders"))
        .map(f -> f.get("path").asString())
        .toList();
  }
}
