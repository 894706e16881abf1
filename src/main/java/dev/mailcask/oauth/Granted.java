package dev.mailcask.oauth;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a provider gives (RFC 6749 section 5.1).
///
/// @param refreshToken empty where none came
/// @param renew from when on another one is asked for: five minutes before the end, or earlier with
///     short-lived ones, so that none ends between being handed out and being used
record Granted(String accessToken, String refreshToken, Instant expires, Instant renew) {

  private static final Duration EARLY = Duration.ofMinutes(5);
  private static final Duration UNSAID = Duration.ofMinutes(30);
  private static final Duration LONGEST = Duration.ofDays(1);

  /// Reads it, or gives null where it is none.
  static @Nullable Granted of(JsonNode json, Instant now) {
    String token = json.path("access_token").asString("");
    String type = json.path("token_type").asString("Bearer");
    if (token.isBlank()
        || !type.equalsIgnoreCase("bearer")
        || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      return null; // with a control character in it, it could say more than it should over IMAP
    }
    long seconds = json.path("expires_in").asLong(UNSAID.toSeconds());
    Duration life = Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST.toSeconds()));
    Duration early = EARLY.compareTo(life.dividedBy(5)) < 0 ? EARLY : life.dividedBy(5);
    Instant end = now.plus(life);
    return new Granted(token, json.path("refresh_token").asString(""), end, end.minus(early));
  }

  @Override
  public String toString() {
    return "***";
  }
}
