package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Secret;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class AccountsResourceTest extends ApiTest {

  private static final String SETTINGS =
      """
      "settings": {"host": " imap.example.net ", "security": "starttls", "user": "grace"}""";

  private static final String UNMOVED =
      """
      "settings": {"host": "imap.example.org", "port": 993, "security": "tls", "user": "ada"}""";

  @Test
  void anAccountIsShownWithoutItsPassword() {
    ApiClient.Answer answer = client.get("/api/v1/accounts").is(200);
    assertThat(answer.text()).doesNotContain("right").doesNotContain("password");
    JsonNode work = answer.json().get("accounts").get(0);
    assertThat(work.get("name").asString()).isEqualTo("work");
    assertThat(work.at("/settings/host").asString()).isEqualTo("imap.example.org");
    assertThat(work.at("/schedule/mode").asString()).isEqualTo("daily");
    assertThat(work.at("/schedule/words").asString()).isEqualTo("every day at 02:17");
    assertThat(work.get("nextRun").asString()).isEqualTo("2026-11-24T01:17:00Z");
    assertThat(work.at("/lastRun/number").asInt()).isEqualTo(2);
    assertThat(work.at("/lastRun/summary/outcome").asString()).isEqualTo("partial");
    assertThat(work.at("/totals/folders").asInt()).isEqualTo(1);
    assertThat(work.at("/totals/messages").asInt()).isEqualTo(1);
    assertThat(work.at("/totals/goneFolders").asInt()).isEqualTo(1);
    assertThat(work.at("/totals/goneMessages").asInt()).isEqualTo(1);
    assertThat(client.get("/api/v1/accounts/WORK").is(200).json()).isEqualTo(work);
  }

  @Test
  void addingFillsInWhatIsLeftOut() {
    int before = appliance.jobs.rescheduled.get();
    JsonNode added =
        client
            .post(
                "/api/v1/accounts", "{\"name\":\"Home\", \"password\":\"right\"," + SETTINGS + "}")
            .is(201)
            .json();
    assertThat(added.get("name").asString()).isEqualTo("home");
    assertThat(appliance.accounts.kept.get(new AccountId("home")))
        .isEqualTo(
            new AccountSettings(
                "imap",
                "imap.example.net",
                143,
                "starttls",
                "grace",
                "0 17 2 * * ?",
                java.util.List.of(),
                java.util.List.of()));
    assertThat(appliance.accounts.passwords.get(new AccountId("home")))
        .isEqualTo(new Secret("right"));
    assertThat(appliance.jobs.rescheduled.get()).isGreaterThan(before);
    assertThat(added.get("lastRun").isNull()).isTrue();
  }

  @Test
  void pop3HasPortsOfItsOwnAndStaysWhatItIs() {
    String pop3 =
        """
        {"name":"drop", "password":"right",
         "settings": {"kind":"pop3", "host":"h", "security":"tls", "user":"u"}}""";
    JsonNode settings = client.post("/api/v1/accounts", pop3).is(201).json().get("settings");
    assertThat(settings.get("kind").asString()).isEqualTo("pop3");
    assertThat(settings.get("port").asInt()).isEqualTo(995);
    String other =
        """
        {"password":"right", "settings": {"host":"h", "security":"starttls", "user":"u"}}""";
    JsonNode changed = client.put("/api/v1/accounts/drop", other).is(200).json().get("settings");
    assertThat(changed.get("kind").asString()).isEqualTo("pop3");
    assertThat(changed.get("port").asInt()).isEqualTo(110);
    client
        .post("/api/v1/accounts", pop3.replace("\"pop3\"", "\"pop\"").replace("drop", "pop"))
        .isProblem(400, "field settings.kind", "use imap or pop3");
  }

  @Test
  void limitsAndWatchedFoldersAreKeptAndShown() {
    String own =
        """
        {"name":"lim", "password":"right", "settings": {"host":"h", "security":"tls", "user":"u",
         "limits": {"bytesPerDay": 2000000000, "connections": 1, "commandsPerMinute": null},
         "watch": ["INBOX"]}}""";
    JsonNode settings = client.post("/api/v1/accounts", own).is(201).json().get("settings");
    assertThat(settings.get("limits").get("bytesPerDay").asLong()).isEqualTo(2_000_000_000L);
    assertThat(settings.get("limits").get("commandsPerMinute").isNull()).isTrue();
    assertThat(settings.get("watch").get(0).asString()).isEqualTo("INBOX");
    AccountSettings kept =
        java.util.Objects.requireNonNull(appliance.accounts.kept.get(new AccountId("lim")));
    assertThat(kept.limits()).isEqualTo(new AccountSettings.Limits(1, 2_000_000_000L, 0));

    appliance.jobs.watchProblems.put(new AccountId("lim"), "a folder is not there");
    String none =
        """
        {"settings": {"host":"h", "port":993, "security":"tls", "user":"u", "watch": []}}""";
    JsonNode changed = client.put("/api/v1/accounts/lim", none).is(200).json();
    assertThat(changed.get("watchProblem").asString()).isEqualTo("a folder is not there");
    assertThat(changed.get("settings").get("limits").get("bytesPerDay").isNull()).isTrue();
    assertThat(changed.get("settings").get("watch").isEmpty()).isTrue();
  }

  @Test
  void whatCannotBeAddedIsNamed() {
    client
        .post("/api/v1/accounts", "{\"name\":\"work\", \"password\":\"right\"," + SETTINGS + "}")
        .isProblem(400, "the name is taken", "choose another");
    client
        .post("/api/v1/accounts", "{\"name\":\"a/b\", \"password\":\"right\"," + SETTINGS + "}")
        .isProblem(400, "account name");
    client
        .post("/api/v1/accounts", "{\"name\":\"x\"," + SETTINGS + "}")
        .isProblem(400, "field password", "missing");
    client
        .post(
            "/api/v1/accounts",
            "{\"name\":\"x\",\"password\":\"y\",\"settings\":{\"security\":\"tls\",\"user\":\"u\"}}")
        .isProblem(400, "field settings.host");
    client
        .post(
            "/api/v1/accounts",
            "{\"name\":\"x\",\"password\":\"y\",\"colour\":\"red\"," + SETTINGS + "}")
        .isProblem(400, "field colour", "no such field", "name, password, schedule, settings");
    client
        .post(
            "/api/v1/accounts",
            "{\"name\":\"x\",\"password\":\"y\"," + SETTINGS.replace("starttls", "ssl") + "}")
        .isProblem(400, "settings.security", "tls, starttls or none");
    client
        .post(
            "/api/v1/accounts",
            "{\"name\":\"x\",\"password\":\"y\","
                + SETTINGS.replace("}", ",\"include\":[null]}")
                + "}")
        .isProblem(400, "settings.include");
    assertThat(appliance.accounts.kept).containsOnlyKeys(TestAppliance.WORK);
  }

  @Test
  void aScheduleComesFromItsForm() {
    String weekly =
        """
        {%s, "schedule": {"mode": "weekly", "hour": 22, "minute": 5, "days": ["FRI", "MON"]}}"""
            .formatted(UNMOVED);
    JsonNode changed = client.put("/api/v1/accounts/work", weekly).is(200).json();
    assertThat(changed.at("/schedule/cron").asString()).isEqualTo("0 5 22 ? * MON,FRI");
    assertThat(changed.at("/schedule/words").asString()).isEqualTo("every Monday, Friday at 22:05");
    assertThat(appliance.accounts.passwords.get(TestAppliance.WORK))
        .as("kept")
        .isEqualTo(new Secret("right"));

    JsonNode kept =
        client
            .put("/api/v1/accounts/work", "{" + SETTINGS + ",\"password\":\"new\"}")
            .is(200)
            .json();
    assertThat(kept.at("/schedule/cron").asString()).isEqualTo("0 5 22 ? * MON,FRI");
    assertThat(appliance.accounts.passwords.get(TestAppliance.WORK)).isEqualTo(new Secret("new"));

    for (String bad :
        java.util.List.of(
            "{\"mode\":\"sometimes\"}",
            "{\"mode\":\"daily\",\"hour\":24,\"minute\":0}",
            "{\"mode\":\"daily\",\"hour\":4}",
            "{\"mode\":\"weekly\",\"hour\":4,\"minute\":1,\"days\":[]}",
            "{\"mode\":\"weekly\",\"hour\":4,\"minute\":1,\"days\":[\"XYZ\"]}",
            "{\"mode\":\"custom\"}")) {
      client
          .put("/api/v1/accounts/work", "{" + SETTINGS + ",\"schedule\":" + bad + "}")
          .isProblem(400, "field schedule.");
    }
  }

  @Test
  void theKeptPasswordGoesNowhereElse() {
    AccountSettings before = appliance.accounts.kept.get(TestAppliance.WORK);
    for (String[] change :
        new String[][] {
          {"imap.example.org", "evil.example"},
          {"993", "994"},
          {"tls", "none"},
          {"\"user\": \"", "\"user\": \"x"}
        }) {
      String moved = UNMOVED.replace(change[0], change[1]);
      assertThat(moved).isNotEqualTo(UNMOVED);
      client
          .put("/api/v1/accounts/work", "{" + moved + "}")
          .isProblem(422, "account work", "kept password", "enter the password");
      assertThat(appliance.accounts.kept.get(TestAppliance.WORK)).isEqualTo(before);
    }
    client.put("/api/v1/accounts/work", "{" + UNMOVED + "}").is(200);
    client.put("/api/v1/accounts/work", "{" + SETTINGS + ",\"password\":\"new\"}").is(200);
    assertThat(appliance.accounts.passwords.get(TestAppliance.WORK)).isEqualTo(new Secret("new"));
  }

  @Test
  void removingAsksForNothingElse() {
    client.delete("/api/v1/accounts/work").is(204);
    assertThat(appliance.accounts.kept).isEmpty();
    client.get("/api/v1/accounts/work").isProblem(404, "no such account");
    client.delete("/api/v1/accounts/work").isProblem(404, "no such account");
    client.get("/api/v1/accounts/%2e%2e").isProblem(404);
  }

  @Test
  void settingsAreTriedWithoutKeepingThem() {
    String test = "{\"name\":\"new\",\"password\":\"%s\"," + SETTINGS + "}";
    JsonNode folders =
        client.post("/api/v1/accounts/test", test.formatted("right")).is(200).json().get("folders");
    assertThat(folders).hasSize(2);
    assertThat(folders.get(1).get("selectable").asBoolean()).isFalse();
    client
        .post("/api/v1/accounts/test", test.formatted("wrong"))
        .isProblem(422, "account new", "refused the login", "check user and password");
    client
        .post(
            "/api/v1/accounts/test",
            test.formatted("right").replace("imap.example.net", "nowhere.example"))
        .isProblem(502, "does not answer");
    assertThat(appliance.accounts.kept).containsOnlyKeys(TestAppliance.WORK);
    assertThat(client.post("/api/v1/accounts/work/test").is(200).json().get("folders")).hasSize(2);
  }

  @Test
  void aBackupMayTryFailedMessagesAtOnce() {
    String id =
        client.post("/api/v1/accounts/work/backup?retry=true").is(202).json().get("id").asString();
    assertThat(appliance.jobs.job(id).orElseThrow().work())
        .isEqualTo(new Work.BackupAccount(TestAppliance.WORK, true));
  }

  @Test
  void aBackupIsAJobThatTheAccountNames() {
    JsonNode job = client.post("/api/v1/accounts/work/backup").is(202).json();
    assertThat(job.get("kind").asString()).isEqualTo("backup");
    assertThat(job.get("account").asString()).isEqualTo("work");
    assertThat(job.get("status").asString()).isEqualTo("queued");
    String id = job.get("id").asString();
    assertThat(client.get("/api/v1/accounts/work").json().get("job").asString()).isEqualTo(id);
    appliance.jobs.update(id, j -> FakeJobs.ended(j, Status.CANCELLED, null, null));
    assertThat(client.get("/api/v1/accounts/work").json().get("job").isNull()).isTrue();
    client.post("/api/v1/accounts/nobody/backup").isProblem(404);
  }
}
