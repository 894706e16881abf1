package dev.mailcask.oauth;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.base.Sleeper;
import dev.mailcask.oauth.IdentityEndpoint.Answer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Sign-ins that are under way: from the address or code that the owner is shown to the keys that
/// are kept. Thread-safe; nothing of it outlives the process.
public final class SignIns implements AutoCloseable {

  /// Where a browser is sent back to when nobody of ours can listen: the page does not exist, but
  /// its address has all that is needed.
  public static final String NOBODY_LISTENS = "http://127.0.0.1/mailcask";

  private static final String SUBJECT = "sign-in";
  private static final Duration LIFE = Duration.ofMinutes(15);
  private static final int MOST = 50;

  private final IdentityEndpoint endpoint;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Map<String, Pending> pending = new ConcurrentHashMap<>();

  public SignIns(InstantSource clock, Sleeper sleeper) {
    this(clock, sleeper, Duration.ofSeconds(30));
  }

  SignIns(InstantSource clock, Sleeper sleeper, Duration patience) {
    this.clock = clock;
    this.sleeper = sleeper;
    this.endpoint = new IdentityEndpoint(patience);
  }

  /// Begins a sign-in with the grant of the settings.
  ///
  /// @param clientSecret of the owner's client, empty where it has none
  /// @param mailbox who will sign in, shown to the provider; may be empty
  /// @param redirect where the browser comes back to; [#NOBODY_LISTENS] without a page of ours
  /// @throws Failure if the provider does not even begin
  public SignIn begin(
      OAuthSettings settings, String clientSecret, String mailbox, String redirect) {
    settings.check(SUBJECT);
    forgetOld();
    Pending begun =
        switch (settings.grant()) {
          case AUTHORIZATION_CODE -> byBrowser(settings, clientSecret, mailbox, redirect);
          case DEVICE_CODE -> byDevice(settings, clientSecret);
          case CLIENT_CREDENTIALS, SERVICE_ACCOUNT ->
              throw new Failure.Misconfigured(
                  SUBJECT,
                  "nobody signs in with " + settings.grant().word(),
                  "give the secret of the client, or the key file, instead");
        };
    pending.put(begun.id, begun);
    if (settings.grant() == Grant.DEVICE_CODE) {
      begun.poller = Thread.ofVirtual().name("sign-in").start(() -> poll(begun));
    }
    return begun.view();
  }

  private Pending byBrowser(
      OAuthSettings settings, String clientSecret, String mailbox, String redirect) {
    if (!OAuthSettings.isSafe(redirect)) {
      throw new Failure.Misconfigured(
          SUBJECT,
          "a browser cannot be sent back to an address without https",
          "open Mailcask's page by https or on this machine, or paste the address instead");
    }
    AuthorizationRequest request = AuthorizationRequest.of(settings, redirect, mailbox);
    return new Pending(
        settings, clientSecret, request, request.address(), "", clock.instant().plus(LIFE));
  }

  /// Asks for a code for the owner (RFC 8628 section 3.1).
  private Pending byDevice(OAuthSettings settings, String clientSecret) {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("scope", String.join(" ", settings.scopes()));
    OAuthTokens.client(form, settings, clientSecret);
    Instant asked = clock.instant();
    return switch (endpoint.post(SUBJECT, settings.deviceUrl(), form)) {
      case Answer.No no -> throw OAuthTokens.refusedClient(SUBJECT, no);
      case Answer.Ok(var json) -> {
        DeviceCode code = DeviceCode.of(json, asked);
        if (code == null) {
          throw IdentityEndpoint.nonsense(
              SUBJECT, String.valueOf(URI.create(settings.deviceUrl()).getHost()), 200);
        }
        Pending begun =
            new Pending(
                settings, clientSecret, null, code.address(), code.userCode(), code.expires());
        begun.device = code;
        yield begun;
      }
    };
  }

  /// How a sign-in stands.
  ///
  /// @throws Failure.Misconfigured if there is none of this id, or no longer
  public SignIn get(String id) {
    return known(id).view();
  }

  /// Waits until a sign-in is done, has failed, or its time is up.
  ///
  /// @throws Failure.Cancelled if it was given up meanwhile
  public SignIn await(String id) {
    Pending sign = known(id);
    while (sign.view().state() == SignIn.State.WAITING) {
      if (!pending.containsKey(id)) {
        throw new Failure.Cancelled(SUBJECT);
      }
      if (clock.instant().isAfter(sign.expires)) {
        throw tooLate();
      }
      sign.awaitChange(SUBJECT);
    }
    return sign.view();
  }

  /// Brings the address that the browser was sent back to.
  ///
  /// @throws Failure.Misconfigured if it is another address; the sign-in goes on
  /// @throws Failure if the provider does not give the keys
  public SignIn answer(String id, String address) {
    Pending sign = known(id);
    AuthorizationRequest request = sign.request;
    if (request == null) {
      throw new Failure.Misconfigured(
          SUBJECT, "this sign-in waits for a code, not for an address", "type the code instead");
    }
    sign.redeem(
        () -> {
          Map<String, String> form = request.redemption(SUBJECT, address, sign.clientSecret);
          return redeemed(sign, endpoint.post(SUBJECT, sign.settings.tokenUrl(), form));
        });
    return sign.view();
  }

  /// The sign-in that an address belongs to, by the state in it.
  public SignIn answer(String address) {
    for (Pending sign : pending.values()) {
      if (sign.request != null && address.contains("state=" + sign.request.state())) {
        return answer(sign.id, address);
      }
    }
    throw new Failure.Misconfigured(
        SUBJECT, "this address belongs to no sign-in that is under way", "sign in again");
  }

  private OAuthKeys redeemed(Pending sign, Answer answer) {
    return switch (answer) {
      case Answer.Ok(var json) -> {
        Granted granted = Granted.of(json, clock.instant());
        if (granted == null) {
          throw IdentityEndpoint.nonsense(
              SUBJECT, String.valueOf(URI.create(sign.settings.tokenUrl()).getHost()), 200);
        }
        yield OAuthKeys.ofClient(sign.clientSecret).with(granted);
      }
      case Answer.No no when no.error().equals("invalid_grant") ->
          throw new Failure.Refused(
              SUBJECT, "the code is no longer valid" + no.said(), "sign in again", null);
      case Answer.No no -> throw OAuthTokens.refusedClient(SUBJECT, no);
    };
  }

  /// Asks again and again whether the owner has typed the code (RFC 8628 section 3.4 and 3.5).
  private void poll(Pending sign) {
    DeviceCode code = sign.device;
    if (code == null) {
      throw new IllegalStateException("there is no code to wait for");
    }
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "urn:ietf:params:oauth:grant-type:device_code");
    form.put("device_code", code.deviceCode());
    OAuthTokens.client(form, sign.settings, sign.clientSecret);
    Duration interval = code.interval();
    try {
      while (clock.instant().isBefore(code.expires())) {
        sleeper.pause(interval, SUBJECT);
        Answer answer;
        try {
          answer = endpoint.post(SUBJECT, sign.settings.tokenUrl(), form);
        } catch (Failure.Unreachable | Failure.Throttled e) {
          interval = interval.multipliedBy(2); // the owner may be typing still
          continue;
        }
        String error = answer instanceof Answer.No no ? no.error() : "";
        switch (error) {
          case "authorization_pending" -> {}
          case "slow_down" -> interval = interval.plusSeconds(5);
          case "expired_token" -> throw tooLate();
          case "access_denied", "authorization_declined" ->
              throw new Failure.Refused(
                  SUBJECT,
                  "the sign-in was declined",
                  "sign in again, and allow the access to mail",
                  null);
          default -> {
            sign.done(redeemed(sign, answer));
            return;
          }
        }
      }
      throw tooLate();
    } catch (Failure e) {
      sign.failed(e);
    }
  }

  private static Failure tooLate() {
    return new Failure.Refused(SUBJECT, "nobody signed in in time", "sign in again", null);
  }

  /// The keys of a sign-in that is done; [#forget] it when they are kept.
  ///
  /// @param settings those that it was begun with: its keys are for no other provider
  public Secret take(String id, OAuthSettings settings) {
    Pending sign = known(id);
    OAuthKeys keys = sign.keys();
    if (keys == null || !sign.settings.equals(settings)) {
      throw new Failure.Misconfigured(
          SUBJECT,
          keys == null ? "nobody has signed in yet" : "it was for other settings than these",
          "sign in, and keep the settings as they are then");
    }
    return keys.secret();
  }

  /// Gives a sign-in up, or forgets its keys after they were kept.
  public void forget(String id) {
    Pending sign = pending.remove(id);
    if (sign != null && sign.poller != null) {
      sign.poller.interrupt();
    }
  }

  private Pending known(String id) {
    forgetOld();
    Pending sign = pending.get(id);
    if (sign == null) {
      throw new Failure.Misconfigured(
          SUBJECT, "it was not begun here, or too long ago", "sign in again");
    }
    return sign;
  }

  private void forgetOld() {
    Instant now = clock.instant();
    pending.values().stream()
        .filter(sign -> sign.expires.plus(LIFE).isBefore(now))
        .forEach(sign -> forget(sign.id));
    if (pending.size() > MOST) {
      throw new Failure.Throttled(
          SUBJECT, "too many sign-ins are under way", "wait a quarter of an hour", null);
    }
  }

  @Override
  public void close() {
    pending.keySet().forEach(this::forget);
  }

  /// One sign-in.
  private static final class Pending {
    private final String id = AuthorizationRequest.random();
    private final OAuthSettings settings;
    private final String clientSecret;
    private final @Nullable AuthorizationRequest request;
    private final String address;
    private final String userCode;
    private final Instant expires;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable DeviceCode device;
    private @Nullable Thread poller;
    private @Nullable OAuthKeys keys;
    private @Nullable Failure problem;

    Pending(
        OAuthSettings settings,
        String clientSecret,
        @Nullable AuthorizationRequest request,
        String address,
        String userCode,
        Instant expires) {
      this.settings = settings;
      this.clientSecret = clientSecret;
      this.request = request;
      this.address = address;
      this.userCode = userCode;
      this.expires = expires;
    }

    synchronized SignIn view() {
      SignIn.State state =
          keys != null
              ? SignIn.State.DONE
              : problem != null ? SignIn.State.FAILED : SignIn.State.WAITING;
      return new SignIn(id, settings, address, userCode, expires, state, problem);
    }

    /// A code is good once: a second answer, as from a browser that loads its page again, changes
    /// nothing.
    synchronized void redeem(Supplier<OAuthKeys> redemption) {
      if (keys == null) {
        keys = redemption.get();
        problem = null;
        ended.countDown();
      }
    }

    synchronized void done(OAuthKeys found) {
      keys = found;
      ended.countDown();
    }

    synchronized void failed(Failure why) {
      problem = why;
      ended.countDown();
    }

    /// Or a moment, in which it may have been given up.
    void awaitChange(String subject) {
      try {
        boolean _ = ended.await(500, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Failure.Cancelled(subject);
      }
    }

    synchronized @Nullable OAuthKeys keys() {
      return keys;
    }
  }
}
