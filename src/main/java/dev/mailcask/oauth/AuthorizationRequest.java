package dev.mailcask.oauth;

import dev.mailcask.base.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// A browser sent to the provider, and what it comes back with (RFC 6749 section 4.1).
///
/// The code that the browser brings is of no use to whoever else sees it: it is redeemed with a
/// random text of which the provider saw only the hash (PKCE, RFC 7636, S256). The state ties the
/// answer to this request. Where the browser runs on another machine than we do, the page that it
/// comes back to does not exist there; the owner copies its address to us all the same.
///
/// @param redirect where the browser comes back to: an address of ours, or any of the loopback that
///     nobody listens at (RFC 8252 section 7.3)
record AuthorizationRequest(
    OAuthSettings settings, String redirect, String state, String verifier, String hint) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final int LONGEST_ANSWER = 16 << 10;

  /// @param hint who will sign in, so that the provider need not ask
  static AuthorizationRequest of(OAuthSettings settings, String redirect, String hint) {
    return new AuthorizationRequest(settings, redirect, random(), random(), hint);
  }

  static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return BASE64.encodeToString(bytes);
  }

  /// Where to send the browser.
  String address() {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("response_type", "code");
    query.put("client_id", settings.clientId());
    query.put("redirect_uri", redirect);
    query.put("scope", String.join(" ", settings.scopes()));
    query.put("state", state);
    query.put("code_challenge", challenge());
    query.put("code_challenge_method", "S256");
    if (!hint.isEmpty()) {
      query.put("login_hint", hint);
    }
    String url = settings.authorizeUrl();
    return url + (url.contains("?") ? "&" : "?") + IdentityEndpoint.encoded(query);
  }

  private String challenge() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return BASE64.encodeToString(sha.digest(verifier.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no SHA-256 in this Java platform", e);
    }
  }

  /// What to redeem the answer with at the token endpoint.
  ///
  /// @param answer the address that the browser was sent back to, or its query alone
  /// @throws Failure.Misconfigured if it is another address
  /// @throws Failure.Refused if the owner declined
  Map<String, String> redemption(String subject, String answer, String clientSecret) {
    Map<String, String> query = query(subject, answer.strip());
    if (!same(query.getOrDefault("state", ""), state)) {
      throw wrong(subject, "this address belongs to another sign-in, or is not whole");
    }
    String error = query.getOrDefault("error", "");
    if (!error.isEmpty()) {
      throw new Failure.Refused(
          subject,
          error.equals("access_denied")
              ? "the sign-in was declined"
              : "the provider did not let anybody sign in ("
                  + IdentityEndpoint.tame(error + " " + query.getOrDefault("error_description", ""))
                  + ")",
          "sign in again, and allow the access to mail",
          null);
    }
    String code = query.getOrDefault("code", "");
    if (code.isEmpty()) {
      throw wrong(subject, "there is no code in this address");
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code);
    form.put("redirect_uri", redirect);
    form.put("code_verifier", verifier);
    OAuthTokens.client(form, settings, clientSecret);
    return form;
  }

  private static boolean same(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static Failure wrong(String subject, String problem) {
    return new Failure.Misconfigured(
        subject,
        problem,
        "copy the whole address out of the browser's address bar after signing in");
  }

  private static Map<String, String> query(String subject, String answer) {
    if (answer.length() > LONGEST_ANSWER) {
      throw wrong(subject, "this is too long for an address");
    }
    Map<String, String> query = new HashMap<>();
    try {
      String raw = answer.contains("?") ? new URI(answer).getRawQuery() : answer;
      for (String field : String.valueOf(raw).split("&", -1)) {
        int equals = field.indexOf('=');
        if (equals > 0) {
          query.putIfAbsent(field.substring(0, equals), decoded(field.substring(equals + 1)));
        }
      }
    } catch (URISyntaxException | IllegalArgumentException _) {
      throw wrong(subject, "this is no address");
    }
    return query;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "a sign-in under way";
  }
}
