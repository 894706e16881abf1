package dev.mailcask.mailbox.providers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/// The table of providers that comes with the program. Immutable.
public final class Providers {

  private static final String UNKNOWN =
      "check both; some providers want an app password, or IMAP to be switched on first";

  private static final List<Provider> ALL = read();

  private Providers() {}

  private static List<Provider> read() {
    try (InputStream in = Providers.class.getResourceAsStream("providers.json")) {
      if (in == null) {
        throw new IllegalStateException("the table of providers is missing from the program");
      }
      return List.of(JsonMapper.builder().build().readValue(in, Provider[].class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// All, the most common first.
  public static List<Provider> all() {
    return ALL;
  }

  /// The provider of that name.
  public static Optional<Provider> named(String name) {
    return ALL.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /// The provider whose own addresses end in the domain.
  public static Optional<Provider> ofDomain(String domain) {
    return ALL.stream().filter(p -> p.domains().contains(lower(domain))).findFirst();
  }

  /// The provider that receives mail under that name for domains of its customers.
  public static Optional<Provider> ofMx(String host) {
    return endingIn(host, Provider::mx);
  }

  /// The provider that the IMAP server belongs to.
  public static Optional<Provider> ofHost(String host) {
    return endingIn(host, Provider::hosts);
  }

  /// What the owner of an account there can do about a refused login: one imperative sentence.
  public static String hint(String host) {
    return ofHost(host).map(Provider::hint).orElse(UNKNOWN);
  }

  /// What the server puts up with.
  public static Provider.Limits limits(String host) {
    return ofHost(host).map(Provider::limits).orElse(Provider.Limits.UNKNOWN);
  }

  private static Optional<Provider> endingIn(
      String host, Function<Provider, List<String>> suffixes) {
    String name = lower(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    return ALL.stream()
        .filter(
            p ->
                suffixes.apply(p).stream()
                    .anyMatch(end -> name.equals(end) || name.endsWith("." + end)))
        .findFirst();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
