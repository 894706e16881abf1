package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Secret;
import dev.mailcask.oauth.OAuthKeys;
import dev.mailcask.testing.IdentityProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SignInsResourceTest extends ApiTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final AccountId HOME = new AccountId("home");

  private IdentityProvider provider = new IdentityProvider();

  @BeforeEach
  void openProvider() {
    provider.close();
    provider = new IdentityProvider();
    appliance.accounts.remove(HOME);
    appliance.accounts.loginProblems.clear();
  }

  @AfterEach
  void closeProvider() {
    provider.close();
    appliance.accounts.remove(HOME);
  }

  private String oauth(String grant) {
    String url = provider.url();
    return """
        {"provider": "own", "grant": "%s", "clientId": " %s ", "authorizeUrl": "%s/authorize",
         "tokenUrl": "%s/token", "deviceUrl": "%s/device", "scopes": ["imap"]}"""
        .formatted(grant, IdentityProvider.CLIENT, url, url, url);
  }

  private String account(String grant, String secret) {
    return """
        {"name": "home", "settings": {"host": "imap.example.net", "security": "tls",
         "user": "grace", "oauth": %s}, %s}"""
        .formatted(oauth(grant), secret);
  }

  private JsonNode begin(String grant, String more) {
    String body = "{\"oauth\": " + oauth(grant) + ", \"user\": \"grace\"" + more + "}";
    return client.post("/api/v1/sign-ins", body).is(201).json();
  }

  private OAuthKeys keptKeys() {
    return OAuthKeys.of(
        "x", appliance.accounts.passwords.getOrDefault(HOME, new Secret("nothing")));
  }

  private static String address(String address) {
    return JSON.writeValueAsString(Map.of("address", address));
  }

  private JsonNode signedIn() {
    JsonNode begun = begin("authorization-code", ", \"redirect\": \"http://localhost:8080/\"");
    String back = IdentityProvider.browse(begun.get("address").asString());
    assertThat(back).startsWith("http://localhost:8080/?code=");
    return client.post("/api/v1/sign-ins/answer", address(back)).is(200).json();
  }

  @Test
  void aBrowserSignsInAndTheAccountIsAdded() {
    JsonNode done = signedIn();
    assertThat(done.get("state").asString()).isEqualTo("done");
    String id = done.get("id").asString();
    String body = account("authorization-code", "\"signIn\": \"" + id + "\"");
    client.post("/api/v1/accounts/test", body).is(200);
    JsonNode added = client.post("/api/v1/accounts", body).is(201).json();
    assertThat(added.at("/settings/oauth/clientId").asString()).isEqualTo(IdentityProvider.CLIENT);
    assertThat(added.toString()).doesNotContain("access-").doesNotContain("refresh-");
    assertThat(keptKeys().refreshToken()).startsWith("refresh-");
    client.get("/api/v1/sign-ins/" + id).isProblem(404, "not begun here");
  }

  @Test
  void anAccountIsSignedInToAgain() {
    String id = signedIn().get("id").asString();
    client
        .post("/api/v1/accounts", account("authorization-code", "\"signIn\": \"" + id + "\""))
        .is(201);
    appliance.accounts.loginProblems.put(HOME, "the sign-in has ended");
    assertThat(client.get("/api/v1/accounts/home").is(200).json().get("loginProblem").asString())
        .isEqualTo("the sign-in has ended");
    JsonNode again = client.post("/api/v1/sign-ins", "{\"account\": \"home\"}").is(201).json();
    String pasted = IdentityProvider.browse(again.get("address").asString());
    client.post("/api/v1/sign-ins/answer", address(pasted)).is(200);
    String change = account("authorization-code", "\"signIn\": " + again.get("id"));
    client.put("/api/v1/accounts/home", change.replace("\"name\": \"home\", ", "")).is(200);
  }

  @Test
  void keysGoToNoOtherPlaceThanTheyWereGivenFor() {
    JsonNode done = signedIn();
    String body = account("authorization-code", "\"signIn\": " + done.get("id"));
    client
        .post("/api/v1/accounts", body.replace("/token", "/elsewhere"))
        .isProblem(400, "other settings");
    client.post("/api/v1/accounts", body).is(201);
    String moved =
        account("authorization-code", "\"signIn\": null").replace("\"name\": \"home\", ", "");
    client.put("/api/v1/accounts/home", moved).is(200);
    client
        .put("/api/v1/accounts/home", moved.replace("/token", "/elsewhere"))
        .isProblem(422, "sign in again");
    client
        .put("/api/v1/accounts/home", moved.replace("imap.example.net", "evil.example"))
        .isProblem(422, "sign in again");
  }

  @Test
  void aCodeIsShownAndWaitedFor() throws InterruptedException {
    JsonNode begun = begin("device-code", "");
    assertThat(begun.get("userCode").asString()).isEqualTo("ABCD-EFGH");
    String path = "/api/v1/sign-ins/" + begun.get("id").asString();
    assertThat(client.get(path).is(200).json().get("state").asString()).isEqualTo("waiting");
    provider.deviceAnswer("access_denied");
    JsonNode end = begun;
    for (int i = 0; i < 500 && !end.get("state").asString().equals("failed"); i++) {
      Thread.sleep(10);
      end = client.get(path).is(200).json();
    }
    assertThat(end.get("problem").asString()).contains("declined");
    client.delete(path).is(204);
    client.get(path).is(404);
  }

  @Test
  void aTenantNeedsNobodyToSignIn() {
    client
        .post("/api/v1/accounts", account("client-credentials", "\"password\": \" s3cret \""))
        .is(201);
    assertThat(keptKeys().clientSecret()).isEqualTo("s3cret");
    client
        .post("/api/v1/accounts", account("service-account", "\"password\": \"{}\""))
        .isProblem(400, "not the key file");
    client.post("/api/v1/accounts", account("service-account", "\"signIn\": null")).is(400);
    client.post("/api/v1/accounts", account("device-code", "\"password\": \"x\"")).is(400);
  }

  @Test
  void whatCannotBeBegunIsNamed() {
    client.post("/api/v1/sign-ins", "{}").isProblem(400, "it is missing");
    client.post("/api/v1/sign-ins", "{\"account\": \"nobody\"}").isProblem(404, "no such account");
    client
        .post("/api/v1/sign-ins", "{\"account\": \"work\"}")
        .isProblem(400, "a password opens it");
    String bad = "{\"oauth\": " + oauth("authorization-code");
    client
        .post("/api/v1/sign-ins", bad + ", \"redirect\": \"http://nas.local/\"}")
        .isProblem(400, "https");
    client
        .post("/api/v1/sign-ins", bad.replace("http://localhost", "http://nas.local") + "}")
        .isProblem(400, "https");
    client
        .post("/api/v1/sign-ins/answer", address("http://localhost/?code=a&state=b"))
        .isProblem(400, "belongs to no sign-in");
  }

  @Test
  void aServerIsFoundFromTheAddress() {
    JsonNode found = client.post("/api/v1/servers/find", address("ann@gmail.com")).is(200).json();
    assertThat(found.at("/server/host").asString()).isEqualTo("imap.gmail.com");
    assertThat(found.at("/server/source").asString()).isEqualTo("table");
    assertThat(found.at("/server/kind").asString()).isEqualTo("imap");
    client
        .post("/api/v1/servers/find", "{\"address\": \"ann@gmail.com\", \"kind\": \"pop\"}")
        .isProblem(400, "field kind", "use imap or pop3");
    assertThat(found.at("/server/provider/oauth/tokenUrl").asString()).contains("googleapis");
    client.post("/api/v1/servers/find", address("ann")).isProblem(400, "not an e-mail address");
  }

  @Test
  void anAccountWithAPasswordSaysSo() {
    JsonNode work = client.get("/api/v1/accounts/work").is(200).json();
    assertThat(work.at("/settings/oauth").isNull()).isTrue();
    assertThat(work.get("loginProblem").isNull()).isTrue();
  }
}
