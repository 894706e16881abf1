package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A client of the appliance. Every answer of the API that passes through it is held against the
/// document.
final class ApiClient {

  static final HttpClient HTTP = HttpClient.newHttpClient();

  final int port;
  @Nullable String cookie;
  @Nullable String csrf;
  private final ApiDocument document;

  ApiClient(int port, ApiDocument document) {
    this.port = port;
    this.document = document;
  }

  /// An answer.
  record Answer(HttpResponse<byte[]> http) {
    int status() {
      return http.statusCode();
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    String text() {
      return new String(http.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(http.body());
    }

    Answer is(int status) {
      assertThat(http.statusCode()).as(text()).isEqualTo(status);
      return this;
    }

    /// A problem with this status; detail and hint contain the words.
    Answer isProblem(int status, String... words) {
      is(status);
      assertThat(header("Content-Type")).startsWith("application/problem+json");
      JsonNode problem = json();
      assertThat(problem.get("status").asInt()).isEqualTo(status);
      assertThat(problem.get("title").asString()).isNotBlank();
      assertThat(problem.get("hint").asString()).isNotBlank();
      for (String word : words) {
        assertThat(text()).contains(word);
      }
      assertThat(text()).doesNotContain("Exception", "dev.mailcask");
      return this;
    }
  }

  Answer get(String path) {
    return send("GET", path, null, Map.of());
  }

  Answer post(String path) {
    return send("POST", path, null, Map.of());
  }

  Answer post(String path, String json) {
    return send("POST", path, json, Map.of());
  }

  Answer put(String path, String json) {
    return send("PUT", path, json, Map.of());
  }

  Answer delete(String path) {
    return send("DELETE", path, null, Map.of());
  }

  /// Sends what a page would send: cookie, CSRF token, content type; given headers win.
  Answer send(String method, String path, @Nullable String json, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (json != null) {
      request.setHeader("Content-Type", "application/json");
    }
    if (cookie != null) {
      request.setHeader("Cookie", "mailcask=" + cookie);
    }
    if (csrf != null && !method.equals("GET")) {
      request.setHeader("X-CSRF-Token", csrf);
    }
    headers.forEach(request::setHeader);
    try {
      HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
      String bare = path.split("\\?", 2)[0];
      if (bare.startsWith("/api/v1/")) {
        document.check(
            document.operation(method, bare),
            response.statusCode(),
            response.headers().firstValue("Content-Type").orElse(""),
            response.body());
      }
      return new Answer(response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Signs in and keeps cookie and token.
  Answer signIn(String user, String password) {
    Answer answer =
        post("/api/v1/session", "{\"user\":\"%s\",\"password\":\"%s\"}".formatted(user, password));
    keep(answer);
    return answer;
  }

  void keep(Answer answer) {
    if (answer.status() == 200) {
      cookie = answer.header("Set-Cookie").replaceFirst("mailcask=([^;]*);.*", "$1");
      csrf = answer.json().get("csrf").asString();
    }
  }

  /// Sends bytes as they are and returns all that comes back.
  String raw(String request) {
    try (Socket socket = new Socket("localhost", port);
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
