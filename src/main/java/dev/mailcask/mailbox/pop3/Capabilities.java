package dev.mailcask.mailbox.pop3;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a server can do (CAPA, RFC 2449).
///
/// @param known whether it says so at all
/// @param offered names in upper case, with their arguments
record Capabilities(boolean known, Map<String, List<String>> offered) {

  private static final Capabilities UNKNOWN = new Capabilities(false, Map.of());

  Capabilities {
    offered = Map.copyOf(offered);
  }

  static Capabilities ask(PopWire wire) throws IOException {
    if (!wire.command("CAPA").ok()) {
      return UNKNOWN;
    }
    Map<String, List<String>> offered = new HashMap<>();
    wire.list(
        line -> {
          List<String> words = List.of(line.strip().toUpperCase(Locale.ROOT).split(" +", -1));
          offered.put(words.getFirst(), words.subList(1, words.size()));
        });
    return new Capabilities(true, offered);
  }

  boolean has(String name) {
    return offered.containsKey(name);
  }

  /// Whether there is such a way to log in (RFC 5034).
  boolean takes(String mechanism) {
    return offered.getOrDefault("SASL", List.of()).contains(mechanism);
  }

  /// What the server wants between two logins (RFC 2449 section 6.5), zero where it does not say.
  Duration loginDelay() {
    return offered.getOrDefault("LOGIN-DELAY", List.of()).stream()
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .findFirst()
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(Duration.ZERO);
  }
}
