package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What stands before every resource: session, CSRF, host, origin, headers, and bad requests.
class GateTest extends ApiTest {

  /// The only ones that answer strangers.
  private static final Set<String> OPEN =
      Set.of(
          "GET /api/v1/session",
          "POST /api/v1/session",
          "POST /api/v1/first-user",
          "GET /healthz",
          "GET /readyz",
          "GET /api/openapi.json");

  private static String path(String operation) {
    return operation
        .substring(operation.indexOf(' ') + 1)
        .replace("{name}", "work")
        .replace("{id}", "00000000")
        .replace("{index}", "1");
  }

  private static String method(String operation) {
    return operation.substring(0, operation.indexOf(' '));
  }

  @Test
  void strangersGetNothing() {
    ApiClient stranger = appliance.stranger();
    for (String operation : appliance.document.operations()) {
      if (!OPEN.contains(operation)) {
        stranger.send(method(operation), path(operation), "{}", Map.of()).isProblem(401, "sign in");
      }
    }
    stranger.cookie = "made-up";
    stranger.get("/api/v1/stats").isProblem(401);
  }

  @Test
  void theDocumentSaysTheSameOfStrangers() {
    for (String operation : appliance.document.operations()) {
      String[] parts = operation.split(" ", 2);
      boolean open =
          appliance
              .document
              .root()
              .get("paths")
              .get(parts[1])
              .get(parts[0].toLowerCase(java.util.Locale.ROOT))
              .has("security");
      assertThat(open).as(operation).isEqualTo(OPEN.contains(operation));
    }
  }

  @Test
  void changingNeedsTheToken() {
    ApiClient forged = appliance.stranger();
    forged.cookie = client.cookie;
    for (String operation : appliance.document.operations()) {
      if (!OPEN.contains(operation) && !operation.startsWith("GET ")) {
        forged.csrf = null;
        forged
            .send(method(operation), path(operation), "{}", Map.of())
            .isProblem(403, "X-CSRF-Token");
        forged.csrf = appliance.user().csrf;
        forged
            .send(method(operation), path(operation), "{}", Map.of())
            .isProblem(403, "X-CSRF-Token");
      }
    }
    client.get("/api/v1/accounts/work").is(200);
  }

  @Test
  void pagesOfOtherSitesCannotChangeAnything() {
    for (String origin :
        List.of(
            "https://evil.example", "null", "http://localhost:1", "http://mail.example.org.evil")) {
      client
          .send("POST", "/api/v1/verify", null, Map.of("Origin", origin))
          .isProblem(403, "another site");
      appliance
          .stranger()
          .send("POST", "/api/v1/session", "{}", Map.of("Origin", origin))
          .isProblem(403, "another site");
    }
    for (String origin : List.of("http://localhost:" + client.port, "https://mail.example.org")) {
      client.send("POST", "/api/v1/verify", null, Map.of("Origin", origin)).is(202);
    }
  }

  private String raw(String host) {
    return client.raw(
        "GET /healthz HTTP/1.1\r\n" + (host.isEmpty() ? "" : host) + "Connection: close\r\n\r\n");
  }

  @Test
  void onlyKnownNamesAreAnswered() {
    for (String good :
        List.of("localhost", "LOCALHOST:8080", "127.0.0.1:1", "[::1]:80", "Mail.Example.Org")) {
      assertThat(raw("Host: " + good + "\r\n")).as(good).startsWith("HTTP/1.1 200");
    }
    for (String bad : List.of("evil.example", "localhost.evil.example", "127.0.0.1.evil.example")) {
      assertThat(raw("Host: " + bad + "\r\n"))
          .as(bad)
          .startsWith("HTTP/1.1 421")
          .contains("application/problem+json", "listen.hosts");
    }
  }

  @Test
  void brokenRequestsGetNoMoreThanTheyNeed() {
    for (String broken :
        List.of(
            "rubbish\r\n\r\n",
            "GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n",
            "GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET /a/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(40_000) + "\r\n\r\n")) {
      assertThat(client.raw(broken))
          .startsWith("HTTP/1.1 4")
          .doesNotContain("\tat ", "Exception", "Jetty", "jetty");
    }
  }

  @Test
  void everyAnswerCarriesTheHeaders() {
    for (String path : List.of("/", "/api/v1/stats", "/api/v1/nothing-here", "/healthz")) {
      ApiClient.Answer answer = path.contains("nothing") ? http(path) : client.get(path);
      assertThat(answer.header("Content-Security-Policy"))
          .as(path)
          .contains("default-src 'none'", "script-src 'self';", "style-src 'self';")
          .contains("frame-ancestors 'none'", "frame-src 'self'", "base-uri 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.header("X-Content-Type-Options")).as(path).isEqualTo("nosniff");
      assertThat(answer.header("X-Frame-Options")).as(path).isEqualTo("DENY");
      assertThat(answer.header("Referrer-Policy")).as(path).isEqualTo("no-referrer");
      assertThat(answer.header("Cross-Origin-Opener-Policy")).as(path).isEqualTo("same-origin");
      assertThat(answer.header("Server")).as(path).isEmpty();
      assertThat(answer.header("Strict-Transport-Security")).as(path).isEmpty();
    }
    assertThat(client.get("/api/v1/stats").header("Cache-Control")).isEqualTo("no-store");
  }

  /// Past the document, which does not know the address.
  private ApiClient.Answer http(String path) {
    try {
      return new ApiClient.Answer(
          ApiClient.HTTP.send(
              java.net.http.HttpRequest.newBuilder(
                      java.net.URI.create("http://localhost:" + client.port + path))
                  .build(),
              java.net.http.HttpResponse.BodyHandlers.ofByteArray()));
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void badBodiesAreExplained() {
    client.post("/api/v1/rebuild", "{\"catalog\":").isProblem(400, "not valid JSON", "line 1");
    client.post("/api/v1/rebuild", "").isProblem(400);
    client.post("/api/v1/rebuild", "null").isProblem(400, "null");
    client.post("/api/v1/rebuild", "[]").isProblem(400);
    client.post("/api/v1/rebuild", "{}{}").isProblem(400);
    client
        .post("/api/v1/rebuild", "{\"catalog\":\"yes\",\"index\":true}")
        .isProblem(400, "field catalog", "wrong form");
    client
        .post("/api/v1/rebuild", "{\"catalog\":true,\"index\":true,\"shop\":true}")
        .isProblem(400, "field shop", "catalog, index");
    client
        .send(
            "POST",
            "/api/v1/rebuild",
            "catalog=true",
            Map.of("Content-Type", "application/x-www-form-urlencoded"))
        .isProblem(415, "not JSON");
    client
        .post("/api/v1/rebuild", "{\"catalog\":\"" + "x".repeat(1_100_000) + "\"}")
        .isProblem(413, "too large");
    appliance
        .stranger()
        .post("/api/v1/session", "{\"user\":\"ada\",\"password\":{\"value\":\"x\"}}")
        .isProblem(400, "field password");
    assertThat(appliance.jobs.history(10)).isEmpty();
  }

  @Test
  void unknownAddressesAndMethods() {
    assertThat(http("/api/v1/nothing-here").isProblem(404).text()).contains("openapi.json");
    assertThat(client.raw(request("PATCH", "/api/v1/accounts"))).startsWith("HTTP/1.1 405");
    assertThat(client.raw(request("TRACE", "/"))).startsWith("HTTP/1.1 4");
  }

  private static String request(String method, String path) {
    return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  }

  @Test
  void aBugOfOursShowsNoneOfItsInsides() {
    var found = appliance.search.found;
    appliance.search.found = List.of(dev.mailcask.base.ContentId.of(new byte[] {1}));
    try {
      client.get("/api/v1/search").isProblem(500, "A fault of Mailcask itself");
    } finally {
      appliance.search.found = found;
    }
  }
}
