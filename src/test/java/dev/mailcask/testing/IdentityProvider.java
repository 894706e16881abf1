package dev.mailcask.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An OAuth 2.0 identity provider on loopback that believes nothing: it checks client, redirect,
/// PKCE, signatures and that each code and, with rotation, each refresh token is used once. Whoever
/// comes to sign in is let in as [#user].
///
/// Faults are switched on by the test and stay until switched off. Its `/introspect` is what a
/// Dovecot asks (RFC 7662). Thread-safe.
public final class IdentityProvider implements AutoCloseable {

  public static final String CLIENT = "mailcask-client";
  public static final String SCOPE = "imap";

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final HttpServer server;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Map<String, String>> requests = new ArrayList<>();
  private final Map<String, Map<String, String>> codes = new HashMap<>();
  private final Set<String> deviceCodes = new HashSet<>();
  private final Set<String> refreshTokens = new HashSet<>();
  private final Map<String, Long> accessTokens = new LinkedHashMap<>();
  private final KeyPair serviceKey = rsa();
  private String user = "alice";
  private String secret = "";
  private String deviceAnswer = "authorization_pending";
  private boolean declines;
  private boolean rotates;
  private boolean forgetful;
  private int lifetime = 3600;
  private int status;
  private String body = "";
  private boolean hangs;
  private int counter;

  public IdentityProvider() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/authorize", exchange -> answer(exchange, this::authorize));
    server.createContext("/token", exchange -> answer(exchange, this::token));
    server.createContext("/device", exchange -> answer(exchange, this::device));
    server.createContext("/introspect", exchange -> answer(exchange, this::introspect));
    server.start();
  }

  /// Where it is: `/authorize`, `/token`, `/device` and `/introspect` are below.
  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /// Whoever signs in from now on.
  public synchronized IdentityProvider user(String name) {
    user = name;
    return this;
  }

  /// The client has a secret from now on.
  public synchronized IdentityProvider secret(String clientSecret) {
    secret = clientSecret;
    return this;
  }

  /// Tokens live so long, in seconds, from now on.
  public synchronized IdentityProvider lifetime(int seconds) {
    lifetime = seconds;
    return this;
  }

  /// Each refresh token is good once.
  public synchronized IdentityProvider rotating() {
    rotates = true;
    return this;
  }

  /// Refuses whoever wants to sign in.
  public synchronized IdentityProvider declining() {
    declines = true;
    return this;
  }

  /// Gives no refresh tokens.
  public synchronized IdentityProvider forgetful() {
    forgetful = true;
    return this;
  }

  /// What waits for a device code hears next; empty lets it in.
  public synchronized void deviceAnswer(String error) {
    deviceAnswer = error;
  }

  /// Every answer is this from now on; status 0 ends it.
  public synchronized void answering(int code, String text) {
    status = code;
    body = text;
  }

  /// Answers nothing any more.
  public synchronized void hanging() {
    hangs = true;
  }

  /// No token that was given is good any more.
  public synchronized void revokeAll() {
    refreshTokens.clear();
    accessTokens.clear();
  }

  /// The access tokens that were given are over, however long they should have lived.
  public synchronized void endAccessTokens() {
    accessTokens.clear();
  }

  /// How many access tokens were given.
  public synchronized int given() {
    return counter;
  }

  /// The forms and queries that came, in their order.
  public synchronized List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  /// The key file of a service account, as Google makes it.
  public String serviceAccountFile() {
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(serviceKey.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n";
    return JSON.writeValueAsString(
        Map.of(
            "type",
            "service_account",
            "client_email",
            CLIENT,
            "private_key",
            pem,
            "token_uri",
            url() + "/token"));
  }

  /// Does what a browser does: goes to an address, and gives the one that it is sent back to.
  public static String browse(String address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      String location = connection.getHeaderField("Location");
      if (location == null) {
        throw new AssertionError("no redirect, but HTTP " + connection.getResponseCode());
      }
      return location;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What a browser shows of a page.
  public static String page(String address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection();
      int code = connection.getResponseCode();
      try (InputStream in =
          code < 400 ? connection.getInputStream() : connection.getErrorStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized Reply authorize(Map<String, String> form) {
    if (!CLIENT.equals(form.get("client_id")) || !"code".equals(form.get("response_type"))) {
      return new Reply(400, "who are you?");
    }
    Map<String, String> query = new LinkedHashMap<>();
    if (declines) {
      query.put("error", "access_denied");
    } else {
      String code = "code-" + ++counter + "/+";
      codes.put(code, form);
      query.put("code", code);
    }
    query.put("state", form.getOrDefault("state", ""));
    String location = form.get("redirect_uri") + "?" + encoded(query);
    return new Reply(302, location);
  }

  private synchronized Reply device(Map<String, String> form) {
    if (!client(form)) {
      return error(401, "invalid_client");
    }
    String code = "device-" + ++counter;
    deviceCodes.add(code);
    return json(
        Map.of(
            "device_code",
            code,
            "user_code",
            "ABCD-EFGH",
            "verification_uri",
            url() + "/type-it-here",
            "expires_in",
            900,
            "interval",
            5));
  }

  private synchronized Reply token(Map<String, String> form) {
    String grant = form.getOrDefault("grant_type", "");
    if (!grant.endsWith("jwt-bearer") && !client(form)) {
      return error(401, "invalid_client");
    }
    return switch (grant) {
      case "authorization_code" -> redeem(form);
      case "refresh_token" -> refresh(form.getOrDefault("refresh_token", ""));
      case "client_credentials" ->
          SCOPE.equals(form.get("scope")) && !secret.isEmpty()
              ? granted(false)
              : error(400, "invalid_scope");
      case "urn:ietf:params:oauth:grant-type:device_code" -> deviceToken(form);
      case "urn:ietf:params:oauth:grant-type:jwt-bearer" -> byAssertion(form);
      default -> error(400, "unsupported_grant_type");
    };
  }

  private Reply redeem(Map<String, String> form) {
    Map<String, String> asked = codes.remove(form.getOrDefault("code", ""));
    if (asked == null
        || !Objects.equals(asked.get("redirect_uri"), form.get("redirect_uri"))
        || !"S256".equals(asked.get("code_challenge_method"))
        || !sha256(form.getOrDefault("code_verifier", "")).equals(asked.get("code_challenge"))) {
      return error(400, "invalid_grant");
    }
    return granted(!forgetful);
  }

  private Reply refresh(String token) {
    if (!refreshTokens.contains(token)) {
      return error(400, "invalid_grant");
    }
    if (rotates) {
      refreshTokens.remove(token);
    }
    return granted(rotates);
  }

  private Reply deviceToken(Map<String, String> form) {
    if (!deviceCodes.contains(form.getOrDefault("device_code", ""))) {
      return error(400, "invalid_grant");
    }
    return deviceAnswer.isEmpty() ? granted(true) : error(400, deviceAnswer);
  }

  private Reply byAssertion(Map<String, String> form) {
    String[] parts = form.getOrDefault("assertion", "").split("\\.", -1);
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(serviceKey.getPublic());
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      boolean good =
          signature.verify(Base64.getUrlDecoder().decode(parts[2]))
              && claims.path("iss").asString("").equals(CLIENT)
              && claims.path("aud").asString("").equals(url() + "/token")
              && claims.path("scope").asString("").equals(SCOPE)
              && claims.path("exp").asLong(0) - claims.path("iat").asLong(0) == 3600;
      user = claims.path("sub").asString("");
      return good ? granted(false) : error(400, "invalid_grant");
    } catch (GeneralSecurityException | RuntimeException e) {
      return error(400, "invalid_request");
    }
  }

  private Reply granted(boolean refresh) {
    String access = "access-" + ++counter;
    accessTokens.put(access, System.currentTimeMillis() + lifetime * 1000L);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", access);
    answer.put("token_type", "Bearer");
    answer.put("expires_in", lifetime);
    if (refresh) {
      String token = "refresh-" + counter;
      refreshTokens.add(token);
      answer.put("refresh_token", token);
    }
    return json(answer);
  }

  /// What a resource server asks; the token is in the query (Dovecot's mode `get`).
  private synchronized Reply introspect(Map<String, String> form) {
    Long end = accessTokens.get(form.getOrDefault("token", ""));
    boolean active = end != null && end > System.currentTimeMillis();
    return json(
        active
            ? Map.of("active", true, "username", user, "scope", SCOPE, "client_id", CLIENT)
            : Map.of("active", false));
  }

  private boolean client(Map<String, String> form) {
    return CLIENT.equals(form.get("client_id"))
        && secret.equals(form.getOrDefault("client_secret", ""));
  }

  /// An answer; the body is the address with 302.
  private record Reply(int status, String body) {}

  @FunctionalInterface
  private interface Page {
    Reply show(Map<String, String> form);
  }

  private static Reply json(Map<String, ?> fields) {
    return new Reply(200, JSON.writeValueAsString(fields));
  }

  private static Reply error(int status, String error) {
    return new Reply(
        status,
        JSON.writeValueAsString(
            Map.of("error", error, "error_description", "sorry, alice@example.org")));
  }

  private void answer(HttpExchange exchange, Page page) throws IOException {
    String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, String> form = decoded(sent.isEmpty() ? query : sent);
    Reply reply;
    boolean silent;
    synchronized (this) {
      requests.add(form);
      silent = hangs;
      reply = status == 0 ? null : new Reply(status, body);
    }
    if (silent) {
      awaitClose();
    }
    if (reply == null) {
      reply = page.show(form);
    }
    if (reply.status == 302) {
      exchange.getResponseHeaders().add("Location", reply.body);
      exchange.sendResponseHeaders(302, -1);
    } else {
      byte[] bytes = reply.body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> decoded(String form) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (form != null) {
      for (String field : form.split("&", -1)) {
        String[] pair = field.split("=", 2);
        fields.put(
            URLDecoder.decode(pair[0], StandardCharsets.UTF_8),
            pair.length > 1 ? URLDecoder.decode(pair[1], StandardCharsets.UTF_8) : "");
      }
    }
    return fields;
  }

  private static String encoded(Map<String, String> fields) {
    List<String> pairs = new ArrayList<>();
    fields.forEach(
        (name, value) -> pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return String.join("&", pairs);
  }

  private static String sha256(String text) {
    try {
      return BASE64.encodeToString(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
