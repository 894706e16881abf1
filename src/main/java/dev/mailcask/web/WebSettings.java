package dev.mailcask.web;

import dev.mailcask.base.Failure;
import java.util.List;

/// Where the appliance listens, and by which names people reach it.
///
/// @param bind the name or address to listen on; `localhost` is reached from this machine only
/// @param port 0 picks a free one
/// @param hosts names besides `localhost`, `bind` and bare addresses by which browsers reach it
/// @param https whether a proxy in front gives it TLS: cookies are then sent over TLS only
public record WebSettings(String bind, int port, List<String> hosts, boolean https) {

  /// On this machine only, at port 8080.
  public static final WebSettings DEFAULT = new WebSettings("localhost", 8080, List.of(), false);

  /// @throws Failure.Misconfigured if the port is none
  public WebSettings {
    hosts = List.copyOf(hosts);
    if (port < 0 || port > 65_535) {
      throw new Failure.Misconfigured(
          "port " + port, "there is no such port", "use one from 1 to 65535");
    }
  }
}
