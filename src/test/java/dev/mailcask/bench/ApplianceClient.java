package dev.mailcask.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Asks a running appliance over HTTP, as its page does. Thread-safe.
final class ApplianceClient {

  static final String PASSWORD = "a password of the benchmark";
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{20,}");

  private final URI site;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build();

  ApplianceClient(String site) {
    this.site = URI.create(site);
  }

  /// Makes the first user.
  ///
  /// @param link that the appliance prints at its start
  void firstUser(String link) throws IOException, InterruptedException {
    Matcher token = TOKEN.matcher(link);
    ArchiveBench.check(token.find(), "no token in the link");
    post(
        "/api/v1/first-user",
        "{\"token\":\"%s\",\"user\":\"bench\",\"password\":\"%s\"}"
            .formatted(token.group(), PASSWORD));
  }

  ApplianceClient signIn() throws IOException, InterruptedException {
    post("/api/v1/session", "{\"user\":\"bench\",\"password\":\"%s\"}".formatted(PASSWORD));
    return this;
  }

  private void post(String path, String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(site.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    ArchiveBench.check(answer.statusCode() == 200, path + " says " + answer.body());
  }

  String get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(site.resolve(path)).build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    ArchiveBench.check(answer.statusCode() == 200, path + " says " + answer.body());
    return answer.body();
  }

  /// A connection of whoever is signed in.
  KeptConnection connect() throws IOException {
    return new KeptConnection(
        site,
        cookies.getCookieStore().getCookies().stream()
            .map(cookie -> cookie.getName() + "=" + cookie.getValue())
            .collect(Collectors.joining("; ")));
  }

  /// What the appliance answers to a search.
  ///
  /// @param limit hits
  String search(String query, int limit) throws IOException, InterruptedException {
    return get(searching(query, limit));
  }

  static String searching(String query, int limit) {
    return "/api/v1/search?q=" + encoded(query) + "&limit=" + limit;
  }

  static String encoded(String query) {
    return URLEncoder.encode(query, StandardCharsets.UTF_8);
  }
}
