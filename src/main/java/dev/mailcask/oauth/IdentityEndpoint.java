package dev.mailcask.oauth;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks identity providers. What they refuse in the words of RFC 6749 section 5.2 is an answer;
/// what keeps them from answering is a [Failure] after which trying again makes sense. Thread-safe.
final class IdentityEndpoint {

  private static final long LONGEST_ANSWER = 64 << 10;
  private static final int LONGEST_QUOTE = 200;
  private static final String AGAIN = "try again later; nothing was lost, and nobody signed out";
  private static final Pattern ADDRESS = Pattern.compile("\\S*@\\S+");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient http;
  private final Duration patience;

  /// @param patience how long an answer may take
  IdentityEndpoint(Duration patience) {
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build();
  }

  /// What a provider answers.
  sealed interface Answer {
    record Ok(JsonNode json) implements Answer {}

    /// @param error a word such as `invalid_grant`
    /// @param description the provider's words about it, tamed
    record No(String error, String description) implements Answer {
      /// For people, in brackets.
      String said() {
        return " (the provider says: "
            + error
            + (description.isEmpty() ? "" : ", " + description)
            + ")";
      }
    }
  }

  /// Posts a form.
  ///
  /// @param subject whom a failure is about
  /// @param url one of those that [OAuthSettings#check] lets pass
  Answer post(String subject, String url, Map<String, String> form) {
    if (!OAuthSettings.isSafe(url)) {
      throw new IllegalStateException("settings that were not checked");
    }
    URI uri = URI.create(url);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(patience)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(encoded(form)))
            .build();
    HttpResponse<byte[]> response = send(subject, uri.getHost(), request);
    return answer(subject, uri.getHost(), response);
  }

  private HttpResponse<byte[]> send(String subject, String host, HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Cancelled(subject);
    } catch (HttpTimeoutException e) {
      throw new Failure.Unreachable(
          subject, "the identity provider " + host + " does not answer in time", AGAIN, e);
    } catch (SSLException e) {
      throw new Failure.Unreachable(
          subject,
          "there is no safe connection to the identity provider " + host,
          "check this machine's clock and network, and try again later",
          e);
    } catch (IOException e) {
      throw new Failure.Unreachable(
          subject,
          "the identity provider " + host + " cannot be reached, or broke off",
          "check this machine's network, and try again later",
          e);
    }
  }

  private static Answer answer(String subject, String host, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    JsonNode json = json(response.body());
    String error = json == null ? "" : json.path("error").asString("");
    if (status == 429) {
      throw new Failure.Throttled(
          subject, "the identity provider " + host + " asks for patience", AGAIN, null);
    }
    if (status == 200 && json != null && error.isEmpty()) {
      return new Answer.Ok(json);
    }
    boolean down = error.equals("temporarily_unavailable") || error.equals("server_error");
    if (!error.isEmpty() && !down && status < 500) {
      return new Answer.No(
          tame(error), tame(json == null ? "" : json.path("error_description").asString("")));
    }
    throw nonsense(subject, host, status);
  }

  /// The provider answered, but not as one does.
  static Failure nonsense(String subject, String host, int status) {
    return new Failure.Unreachable(
        subject,
        "the identity provider " + host + " gives no answer of use (HTTP " + status + ")",
        "check the addresses of the provider, and try again later",
        null);
  }

  private static @Nullable JsonNode json(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json != null && json.isObject() ? json : null;
    } catch (JacksonException _) {
      return null; // a page for people, as a rule; the status says enough
    }
  }

  /// Words of a stranger, without addresses and within bounds.
  static String tame(String words) {
    String tame = ADDRESS.matcher(words).replaceAll("…").replaceAll("\\p{Cntrl}+", " ").strip();
    return tame.length() > LONGEST_QUOTE ? tame.substring(0, LONGEST_QUOTE) + "…" : tame;
  }

  /// As a form or a query.
  static String encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
