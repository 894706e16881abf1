package dev.mailcask.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.testing.IdentityProvider;
import dev.mailcask.testing.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Access tokens over the life of a sign-in.
class OAuthTokensTest {

  private final IdentityProvider provider = new IdentityProvider();
  private final SettableClock clock = new SettableClock();
  private final OAuthTokens tokens = new OAuthTokens(clock, Duration.ofSeconds(1));
  private final Kept kept = new Kept();

  @AfterEach
  void close() {
    provider.close();
  }

  private OAuthTokens.Owner owner(Grant grant) {
    return new OAuthTokens.Owner("account work", settings(grant), "alice");
  }

  private OAuthSettings settings(Grant grant) {
    String url = provider.url();
    return new OAuthSettings(
        grant,
        IdentityProvider.CLIENT,
        url + "/authorize",
        url + "/token",
        url + "/device",
        List.of(IdentityProvider.SCOPE));
  }

  private OAuthTokens.Owner signedIn() {
    try (SignIns signIns = new SignIns(clock, time -> {})) {
      OAuthSettings settings = settings(Grant.AUTHORIZATION_CODE);
      SignIn begun = signIns.begin(settings, "", "alice", SignIns.NOBODY_LISTENS);
      signIns.answer(begun.id(), IdentityProvider.browse(begun.address()));
      kept.write(OAuthKeys.of("account work", signIns.take(begun.id(), settings)));
    }
    return owner(Grant.AUTHORIZATION_CODE);
  }

  private String current(OAuthTokens.Owner owner) {
    return tokens.current(owner, kept).value();
  }

  @Test
  void usesTheTokenOfTheSignInUntilShortlyBeforeItsEnd() {
    OAuthTokens.Owner owner = signedIn();
    String first = current(owner);
    clock.advance(Duration.ofMinutes(54));
    assertThat(current(owner)).isEqualTo(first);
    clock.advance(Duration.ofMinutes(2));
    assertThat(current(owner)).isNotEqualTo(first);
    assertThat(provider.requests().getLast())
        .containsEntry("grant_type", "refresh_token")
        .containsEntry("client_id", IdentityProvider.CLIENT)
        .doesNotContainKey("client_secret");
  }

  @Test
  void keepsARotatedRefreshTokenBeforeTheAccessTokenIsUsed() {
    provider.rotating();
    OAuthTokens.Owner owner = signedIn();
    for (int hour = 0; hour < 5; hour++) {
      clock.advance(Duration.ofHours(1));
      String token = current(owner);
      assertThat(kept.keys.accessToken()).isEqualTo(token);
      assertThat(kept.keys.refreshToken()).isEqualTo(token.replace("access", "refresh"));
    }
  }

  @Test
  void handsOutNoTokenThatCouldNotBeKept() {
    provider.rotating();
    OAuthTokens.Owner owner = signedIn();
    clock.advance(Duration.ofHours(1));
    kept.full = true;
    assertThatThrownBy(() -> current(owner)).isInstanceOf(Failure.OutOfSpace.class);
  }

  @Test
  void asksOnceForManyConnections() throws InterruptedException {
    provider.rotating();
    OAuthTokens.Owner owner = signedIn();
    int before = provider.given();
    clock.advance(Duration.ofHours(1));
    Set<String> seen = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(Thread.ofVirtual().start(() -> seen.add(current(owner))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(seen).hasSize(1);
    assertThat(provider.given()).isEqualTo(before + 1);
  }

  @Test
  void replacesARefusedTokenOnceForAll() {
    OAuthTokens.Owner owner = signedIn();
    Secret refused = tokens.current(owner, kept);
    Secret other = tokens.insteadOf(refused, owner, kept);
    assertThat(other).isNotEqualTo(refused);
    assertThat(tokens.insteadOf(refused, owner, kept)).isEqualTo(other);
  }

  @Test
  void tellsASignInThatHasEndedAndComesBackAfterTheNext() {
    OAuthTokens.Owner owner = signedIn();
    provider.revokeAll();
    clock.advance(Duration.ofHours(1));
    assertThatThrownBy(() -> current(owner))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("the sign-in has ended")
        .hasMessageContaining("invalid_grant")
        .hasMessageContaining("sign in again")
        .hasMessageNotContaining("alice@example.org")
        .hasMessageNotContaining("refresh-");
    assertThat(kept.keys.ended()).isEqualTo("invalid_grant");
    assertThat(current(signedIn())).startsWith("access-");
    assertThat(kept.keys.ended()).isEmpty();
  }

  @Test
  void aProviderThatIsDownEndsNoSignIn() {
    OAuthTokens.Owner owner = signedIn();
    clock.advance(Duration.ofHours(1));
    provider.answering(503, "<html>down</html>");
    unreachable(owner, "HTTP 503");
    provider.answering(400, "{\"error\":\"temporarily_unavailable\"}");
    unreachable(owner, "HTTP 400");
    provider.answering(200, "garbage");
    unreachable(owner, "HTTP 200");
    provider.answering(200, "{\"access_token\":\"a\\u0001b\"}");
    unreachable(owner, "HTTP 200");
    provider.answering(200, "x".repeat(100_000));
    unreachable(owner, "broke off");
    provider.answering(429, "{\"error\":\"invalid_grant\"}");
    assertThatThrownBy(() -> current(owner)).isInstanceOf(Failure.Throttled.class);
    provider.answering(0, "");
    provider.hanging();
    unreachable(owner, "does not answer in time");
    provider.close();
    unreachable(owner, "cannot be reached");
    assertThat(kept.keys.ended()).isEmpty();
    assertThat(kept.keys.refreshToken()).isNotEmpty();
  }

  private void unreachable(OAuthTokens.Owner owner, String words) {
    assertThatThrownBy(() -> current(owner))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining(words);
  }

  @Test
  void tellsAClientThatIsNotLetIn() {
    OAuthTokens.Owner owner = signedIn();
    clock.advance(Duration.ofHours(1));
    provider.secret("changed");
    assertThatThrownBy(() -> current(owner))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("does not accept the OAuth client");
    assertThat(kept.keys.ended()).isEmpty();
  }

  @Test
  void saysThatASignInWasForAnHourOnly() {
    provider.forgetful();
    OAuthTokens.Owner owner = signedIn();
    assertThat(current(owner)).startsWith("access-");
    clock.advance(Duration.ofHours(1));
    assertThatThrownBy(() -> current(owner))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("no refresh token");
  }

  @Test
  void aClientWithARightOfItsOwnNeedsNobodyToSignIn() {
    provider.secret("s3cret");
    kept.write(OAuthKeys.ofClient("s3cret"));
    assertThat(current(owner(Grant.CLIENT_CREDENTIALS))).startsWith("access-");
    assertThat(provider.requests().getLast())
        .containsEntry("grant_type", "client_credentials")
        .containsEntry("scope", "imap");
  }

  @Test
  void aServiceAccountSignsForAMailbox() {
    ServiceAccountKey key = ServiceAccountKey.of("key", provider.serviceAccountFile());
    assertThat(key.clientEmail()).isEqualTo(IdentityProvider.CLIENT);
    kept.write(OAuthKeys.ofServiceAccount(key.privateKey()));
    assertThat(current(owner(Grant.SERVICE_ACCOUNT))).startsWith("access-");
  }

  @Test
  void readsNoOtherFileAsAServiceAccount() {
    for (String file : List.of("", "{}", "[1]", "{\"client_email\":\"a\",\"private_key\":\"b\"}")) {
      assertThatThrownBy(() -> ServiceAccountKey.of("key", file))
          .isInstanceOf(Failure.Misconfigured.class);
    }
  }

  @Test
  void sendsSecretsByHttpsOnly() {
    for (String url :
        List.of(
            "http://login.example.org/token",
            "http://127.0.0.1.example.org/token",
            "http://localhost@example.org/token",
            "ftp://localhost/token",
            "https:/token",
            "login")) {
      OAuthSettings settings =
          new OAuthSettings(Grant.CLIENT_CREDENTIALS, "c", "", url, "", List.of("imap"));
      assertThatThrownBy(
              () -> tokens.current(new OAuthTokens.Owner("account work", settings, "a"), kept))
          .as(url)
          .isInstanceOf(Failure.Misconfigured.class);
    }
    for (String url :
        List.of("https://a.example/token", "http://[::1]:80/t", "http://127.9.9.9/")) {
      new OAuthSettings(Grant.CLIENT_CREDENTIALS, "c", "", url, "", List.of()).check("x");
    }
  }

  @Test
  void takesAPasswordForNoKeys() {
    assertThatThrownBy(() -> OAuthKeys.of("account work", new Secret("hunter2")))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("nobody has signed in")
        .hasMessageNotContaining("hunter2");
    assertThat(signedInKeys().toString()).isEqualTo("***");
  }

  private OAuthKeys signedInKeys() {
    OAuthTokens.Owner _ = signedIn();
    return kept.read();
  }

  /// Keys in memory.
  private static final class Kept implements OAuthTokens.Store {
    private OAuthKeys keys = OAuthKeys.ofClient("");
    private boolean full;

    @Override
    public synchronized OAuthKeys read() {
      return keys;
    }

    @Override
    public synchronized void write(OAuthKeys next) {
      if (full) {
        throw new Failure.OutOfSpace("secrets", "the disk is full", "make room", null);
      }
      keys = next;
    }
  }
}
