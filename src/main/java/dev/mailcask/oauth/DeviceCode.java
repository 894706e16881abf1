package dev.mailcask.oauth;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the owner types into a browser, and what we wait with meanwhile (RFC 8628 section 3.2).
///
/// @param address where to type the code
record DeviceCode(
    String deviceCode, String userCode, String address, Instant expires, Duration interval) {

  private static final long INTERVAL = 5;
  private static final long LONGEST = 3600;

  /// Reads it, or gives null where it is none.
  static @Nullable DeviceCode of(JsonNode json, Instant now) {
    String code = json.path("device_code").asString("");
    String typed = json.path("user_code").asString("");
    String address =
        json.path("verification_uri").asString(json.path("verification_url").asString(""));
    if (code.isEmpty() || typed.isBlank() || !OAuthSettings.isSafe(address)) {
      return null;
    }
    return new DeviceCode(
        code,
        IdentityEndpoint.tame(typed),
        address,
        now.plusSeconds(Math.clamp(json.path("expires_in").asLong(LONGEST), 1, LONGEST)),
        Duration.ofSeconds(Math.clamp(json.path("interval").asLong(INTERVAL), 1, 60)));
  }

  @Override
  public String toString() {
    return "a code for a sign-in";
  }
}
