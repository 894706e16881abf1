package dev.mailcask.oauth;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.oauth.IdentityEndpoint.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Access tokens for mailboxes, made anew some minutes before they end. Thread-safe: two
/// connections of one mailbox that need a token at the same time get the same one, which matters
/// where each refresh token may be used once.
///
/// A provider may replace the refresh token each time (rotation, RFC 9700 section 4.14). The new
/// one is kept durably before the access token that came with it is handed out: a crash right after
/// loses nothing. An answer that is lost on its way leaves the old one with us; most providers take
/// it for a while still, and with others the owner has to sign in again.
public final class OAuthTokens {

  /// Words that say that trying again is no use before somebody has signed in.
  private static final Set<String> OVER =
      Set.of("invalid_grant", "interaction_required", "login_required", "consent_required");

  private static final Logger LOG = LoggerFactory.getLogger(OAuthTokens.class);

  private final IdentityEndpoint endpoint;
  private final InstantSource clock;
  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

  public OAuthTokens(InstantSource clock) {
    this(clock, Duration.ofSeconds(30));
  }

  OAuthTokens(InstantSource clock, Duration patience) {
    this.clock = clock;
    this.endpoint = new IdentityEndpoint(patience);
  }

  /// Where the keys of a mailbox are kept.
  public interface Store {

    /// @throws Failure.Refused if there are none
    OAuthKeys read();

    /// Durable when it returns.
    void write(OAuthKeys keys);
  }

  /// Whose tokens they are.
  ///
  /// @param subject whom a failure is about
  /// @param mailbox the mailbox to be opened
  public record Owner(String subject, OAuthSettings settings, String mailbox) {}

  /// A token that is valid for some minutes at least.
  ///
  /// @throws Failure.Refused if the owner has to sign in again, or the client is not let in
  /// @throws Failure.Unreachable if the provider cannot be asked
  public Secret current(Owner owner, Store store) {
    return locked(
        owner,
        () -> {
          OAuthKeys keys = store.read();
          return new Secret(
              keys.fresh(clock.instant()) ? keys.accessToken() : renew(owner, store, keys));
        });
  }

  /// Another token than one that was refused although it should have been valid.
  public Secret insteadOf(Secret refused, Owner owner, Store store) {
    return locked(
        owner,
        () -> {
          OAuthKeys keys = store.read();
          boolean another =
              keys.fresh(clock.instant()) && !keys.accessToken().equals(refused.value());
          return new Secret(another ? keys.accessToken() : renew(owner, store, keys));
        });
  }

  private Secret locked(Owner owner, Supplier<Secret> work) {
    ReentrantLock lock = locks.computeIfAbsent(owner.subject(), _ -> new ReentrantLock());
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Cancelled(owner.subject());
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private String renew(Owner owner, Store store, OAuthKeys keys) {
    OAuthSettings settings = owner.settings();
    settings.check(owner.subject());
    Instant asked = clock.instant();
    return switch (endpoint.post(owner.subject(), settings.tokenUrl(), form(owner, keys))) {
      case Answer.Ok(var json) -> {
        Granted granted = Granted.of(json, asked);
        if (granted == null) {
          throw IdentityEndpoint.nonsense(
              owner.subject(), String.valueOf(URI.create(settings.tokenUrl()).getHost()), 200);
        }
        store.write(keys.with(granted)); // before anybody uses it
        LOG.info("{}: has a new access token until {}", owner.subject(), granted.expires());
        yield granted.accessToken();
      }
      case Answer.No no -> {
        Failure failure = refused(owner, no);
        if (OVER.contains(no.error()) && keys.ended().isEmpty()) {
          remember(store, keys.over(no.error()), failure);
        }
        throw failure;
      }
    };
  }

  /// A mark for people. The refresh token stays: a later run tries it again, in case the provider
  /// was wrong.
  private static void remember(Store store, OAuthKeys over, Failure why) {
    try {
      if (store.read().refreshToken().equals(over.refreshToken())) { // nobody signed in meanwhile
        store.write(over);
      }
    } catch (Failure e) {
      why.addSuppressed(e);
    }
  }

  private Map<String, String> form(Owner owner, OAuthKeys keys) {
    OAuthSettings settings = owner.settings();
    Map<String, String> form = new LinkedHashMap<>();
    switch (settings.grant()) {
      case AUTHORIZATION_CODE, DEVICE_CODE -> {
        if (keys.refreshToken().isEmpty()) {
          throw new Failure.Refused(
              owner.subject(),
              "the sign-in was for an hour only, as the provider gave no refresh token",
              "allow the client to stay signed in (offline access), and sign in again",
              null);
        }
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", keys.refreshToken());
      }
      case CLIENT_CREDENTIALS -> {
        form.put("grant_type", "client_credentials");
        form.put("scope", String.join(" ", settings.scopes()));
      }
      case SERVICE_ACCOUNT -> {
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        form.put(
            "assertion",
            ServiceAccountKey.assertion(
                owner.subject(), settings, keys.privateKey(), owner.mailbox(), clock.instant()));
        return form;
      }
    }
    client(form, settings, keys.clientSecret());
    return form;
  }

  /// Says who asks (RFC 6749 section 2.3.1).
  static void client(Map<String, String> form, OAuthSettings settings, String clientSecret) {
    form.put("client_id", settings.clientId());
    if (!clientSecret.isEmpty()) {
      form.put("client_secret", clientSecret);
    }
  }

  private static Failure refused(Owner owner, Answer.No no) {
    if (OVER.contains(no.error()) && owner.settings().grant().needsSignIn()) {
      return new Failure.Refused(
          owner.subject(),
          "the sign-in has ended" + no.said(),
          "sign in again, on the page Accounts or with 'mailcask account sign-in'",
          null);
    }
    return refusedClient(owner.subject(), no);
  }

  /// The client itself is not let in, or may not do what it asks for.
  static Failure refusedClient(String subject, Answer.No no) {
    return switch (no.error()) {
      case "invalid_client", "unauthorized_client" ->
          new Failure.Refused(
              subject,
              "the provider does not accept the OAuth client" + no.said(),
              "check client id and secret at the provider, and whether the secret has run out",
              null);
      case "invalid_scope" ->
          new Failure.Refused(
              subject,
              "the OAuth client may not ask for mail" + no.said(),
              "give the client the right for IMAP at the provider",
              null);
      default ->
          new Failure.Refused(
              subject,
              "the provider refuses" + no.said(),
              "check the client and its rights at the provider",
              null);
    };
  }
}
