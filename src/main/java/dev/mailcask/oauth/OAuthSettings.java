package dev.mailcask.oauth;

import dev.mailcask.base.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// How to come to access tokens for a mailbox; nothing in it is secret.
///
/// @param clientId of the owner's own client at the provider; with [Grant#SERVICE_ACCOUNT] the
///     account's address
/// @param authorizeUrl where the browser goes, with whatever query the provider wants to see each
///     time; empty where there is none
/// @param tokenUrl where tokens come from
/// @param deviceUrl where device codes come from, empty where there is none
/// @param scopes the rights to ask for
public record OAuthSettings(
    Grant grant,
    String clientId,
    String authorizeUrl,
    String tokenUrl,
    String deviceUrl,
    List<String> scopes) {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "[::1]", "::1");
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

  public OAuthSettings {
    scopes = List.copyOf(scopes);
  }

  /// @param subject whom a failure is about
  /// @throws Failure.Misconfigured at the first setting that makes no sense
  public void check(String subject) {
    if (clientId.isBlank() || clientId.chars().anyMatch(Character::isISOControl)) {
      throw new Failure.Misconfigured(
          subject,
          "the client id is missing",
          "make a client of your own at the provider, and give its id");
    }
    address(subject, tokenUrl, "the address for tokens");
    switch (grant) {
      case AUTHORIZATION_CODE -> address(subject, authorizeUrl, "the address to sign in at");
      case DEVICE_CODE -> address(subject, deviceUrl, "the address for device codes");
      case CLIENT_CREDENTIALS, SERVICE_ACCOUNT -> {}
    }
  }

  private static void address(String subject, String url, String what) {
    if (url.isEmpty()) {
      throw new Failure.Misconfigured(
          subject, what + " is missing", "choose another way to sign in, or give it");
    }
    if (!isSafe(url)) {
      throw new Failure.Misconfigured(
          subject,
          what + " is not one of https",
          "give one that begins with https://; http is for this machine alone");
    }
  }

  /// Whether secrets may be sent there: https to anywhere, http to this machine.
  static boolean isSafe(String url) {
    try {
      URI uri = new URI(url);
      String host = uri.getHost();
      if (host == null || uri.getUserInfo() != null || uri.getFragment() != null) {
        return false;
      }
      return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
        case "https" -> true;
        case "http" -> isThisMachine(host);
        default -> false;
      };
    } catch (URISyntaxException _) {
      return false;
    }
  }

  private static boolean isThisMachine(String host) {
    return THIS_MACHINE.contains(host.toLowerCase(Locale.ROOT)) || LOOPBACK.matcher(host).matches();
  }
}
