package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// From the one-time link to signing out; each test begins with an appliance without users.
class SessionTest {

  private static final String PASSWORD = TestAppliance.PASSWORD;

  @TempDir private Path directory;
  private TestAppliance appliance;
  private ApiClient client;

  @BeforeEach
  void start() {
    appliance = new TestAppliance(directory);
    client = appliance.stranger();
  }

  @AfterEach
  void stop() {
    appliance.close();
  }

  private String firstUser(String token, String password) {
    return "{\"token\":\"%s\",\"user\":\"ada\",\"password\":\"%s\"}".formatted(token, password);
  }

  private static String change(String from, String to) {
    return "{\"currentPassword\":\"%s\",\"newPassword\":\"%s\"}".formatted(from, to);
  }

  @Test
  void theFirstUserComesInByTheLink() {
    JsonNode before = client.get("/api/v1/session").is(200).json();
    assertThat(before.get("needsFirstUser").asBoolean()).isTrue();
    assertThat(before.get("signedIn").asBoolean()).isFalse();
    String token = appliance.access.firstUserToken();
    client
        .post("/api/v1/first-user", firstUser("guessed", PASSWORD))
        .isProblem(403, "open the link");
    client
        .post("/api/v1/first-user", firstUser(token, "short"))
        .isProblem(400, "only 5 characters", "at least 10");

    ApiClient.Answer created =
        client.post("/api/v1/first-user", firstUser(token, PASSWORD)).is(200);
    client.keep(created);
    JsonNode session = client.get("/api/v1/session").is(200).json();
    assertThat(session.get("user").asString()).isEqualTo("ada");
    assertThat(session.get("needsFirstUser").asBoolean()).isFalse();
    assertThat(session).isEqualTo(created.json());
    client.get("/api/v1/accounts").is(200);
    client.post("/api/v1/first-user", firstUser(token, PASSWORD)).isProblem(403, "a user already");
  }

  @Test
  void signingInAndOut() {
    client = appliance.user();
    ApiClient other = appliance.stranger();
    other.signIn("ada", "wrong password").isProblem(401, "name or password is wrong");
    other.signIn("eve", PASSWORD).isProblem(401, "name or password is wrong");
    other.signIn("ada", PASSWORD).is(200);
    ApiClient.Answer out = other.delete("/api/v1/session").is(204);
    assertThat(out.header("Set-Cookie")).startsWith("mailcask=;").contains("Max-Age=0");
    other.get("/api/v1/accounts").isProblem(401, "sign in");
    client.get("/api/v1/accounts").is(200);
  }

  @Test
  void theCookieIsForThisServerOnlyAndForNoScript() {
    appliance.user();
    ApiClient.Answer answer = appliance.stranger().signIn("ada", PASSWORD);
    assertThat(answer.header("Set-Cookie"))
        .matches("mailcask=[\\w-]{43}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
    assertThat(answer.text()).doesNotContain(cookie(answer));
  }

  private static String cookie(ApiClient.Answer answer) {
    return answer.header("Set-Cookie").substring("mailcask=".length()).split(";", 2)[0];
  }

  @Test
  void behindTlsTheCookieStaysThere(@TempDir Path other) {
    try (TestAppliance behindProxy =
        new TestAppliance(other, new WebSettings("localhost", 0, List.of(), true))) {
      behindProxy.user();
      ApiClient.Answer answer = behindProxy.stranger().signIn("ada", PASSWORD);
      assertThat(answer.header("Set-Cookie")).endsWith("; Secure");
      assertThat(answer.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }
  }

  @Test
  void usingASessionProlongsItsCookie() {
    client = appliance.user();
    appliance.now.updateAndGet(t -> t.plus(Duration.ofDays(20)));
    assertThat(client.get("/api/v1/session").header("Set-Cookie"))
        .startsWith("mailcask=" + client.cookie)
        .contains("Max-Age=2592000");
    appliance.now.updateAndGet(t -> t.plus(Duration.ofDays(20)));
    client.get("/api/v1/accounts").is(200);
    appliance.now.updateAndGet(t -> t.plus(Duration.ofDays(31)));
    client.get("/api/v1/accounts").isProblem(401);
    assertThat(client.get("/api/v1/session").json().get("signedIn").asBoolean()).isFalse();
  }

  @Test
  void guessingIsSlowedDown() {
    appliance.user();
    for (int i = 0; i < 5; i++) {
      client.signIn("ada", "wrong password").isProblem(401);
    }
    client.signIn("ada", PASSWORD).isProblem(429, "too many wrong tries", "wait 1 second");
    appliance.now.updateAndGet(t -> t.plusSeconds(1));
    client.signIn("ada", PASSWORD).is(200);
  }

  @Test
  void thePasswordCanBeChanged() {
    client = appliance.user();
    ApiClient elsewhere = appliance.user();
    client.put("/api/v1/password", change("wrong password", "a new password")).isProblem(422);
    client.put("/api/v1/password", change(PASSWORD, "short")).isProblem(400, "at least 10");
    elsewhere.get("/api/v1/accounts").is(200);
    client.put("/api/v1/password", change(PASSWORD, "a new password")).is(204);
    client.get("/api/v1/accounts").is(200);
    elsewhere.get("/api/v1/accounts").isProblem(401);
    appliance.stranger().signIn("ada", PASSWORD).isProblem(401);
    appliance.stranger().signIn("ada", "a new password").is(200);
  }
}
