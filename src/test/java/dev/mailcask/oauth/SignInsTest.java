package dev.mailcask.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.testing.IdentityProvider;
import dev.mailcask.testing.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Signing in, by a browser that comes back and by a code.
class SignInsTest {

  private final IdentityProvider provider = new IdentityProvider();
  private final SettableClock clock = new SettableClock();
  private final LinkedBlockingQueue<Duration> waits = new LinkedBlockingQueue<>();
  private final SynchronousQueue<String> wake = new SynchronousQueue<>();
  private final SignIns signIns = new SignIns(clock, this::sleep, Duration.ofSeconds(1));

  private void sleep(Duration time) throws InterruptedException {
    waits.add(time);
    provider.deviceAnswer(wake.take());
    clock.advance(time);
  }

  @AfterEach
  void close() {
    signIns.close();
    provider.close();
  }

  private OAuthSettings settings(Grant grant) {
    String url = provider.url();
    return new OAuthSettings(
        grant,
        IdentityProvider.CLIENT,
        url + "/authorize?access_type=offline",
        url + "/token",
        url + "/device",
        List.of(IdentityProvider.SCOPE));
  }

  private SignIn begin() {
    return signIns.begin(
        settings(Grant.AUTHORIZATION_CODE), "", "alice@example.org", "http://localhost:81/back");
  }

  @Test
  void aBrowserComesBackWithACode() {
    SignIn begun = begin();
    assertThat(begun.state()).isEqualTo(SignIn.State.WAITING);
    assertThat(begun.address())
        .startsWith(provider.url() + "/authorize?access_type=offline&response_type=code")
        .contains("login_hint=alice%40example.org")
        .contains("code_challenge_method=S256");
    String back = IdentityProvider.browse(begun.address());
    assertThat(back).startsWith("http://localhost:81/back?code=");
    assertThat(signIns.answer(back).state()).isEqualTo(SignIn.State.DONE);
    OAuthKeys keys = OAuthKeys.of("x", signIns.take(begun.id(), begun.settings()));
    assertThat(keys.refreshToken()).startsWith("refresh-");
    assertThat(signIns.answer(begun.id(), back).state()).isEqualTo(SignIn.State.DONE);
    signIns.forget(begun.id());
    assertThatThrownBy(() -> signIns.get(begun.id())).isInstanceOf(Failure.Misconfigured.class);
  }

  @Test
  void theQueryAloneIsEnoughToPaste() {
    SignIn begun = begin();
    String back = IdentityProvider.browse(begun.address());
    String query = "  " + back.substring(back.indexOf('?') + 1) + "\n";
    assertThat(signIns.answer(begun.id(), query).state()).isEqualTo(SignIn.State.DONE);
  }

  @Test
  void anAddressThatIsNotTheOneChangesNothing() {
    SignIn begun = begin();
    String back = IdentityProvider.browse(begun.address());
    String other = IdentityProvider.browse(begin().address());
    String state = back.substring(back.indexOf("state="));
    for (String wrong :
        List.of("", "hello", "http://[", other, "http://localhost/?" + state, "x".repeat(20_000))) {
      assertThatThrownBy(() -> signIns.answer(begun.id(), wrong))
          .as(wrong)
          .isInstanceOf(Failure.Misconfigured.class);
    }
    assertThatThrownBy(() -> signIns.answer("http://localhost/?code=a&state=b"))
        .isInstanceOf(Failure.Misconfigured.class);
    assertThat(signIns.answer(begun.id(), back).state()).isEqualTo(SignIn.State.DONE);
  }

  @Test
  void acodeIsRedeemedWithTheVerifierOfItsOwnRequestOnly() {
    SignIn begun = begin();
    SignIn other = begin();
    String code = IdentityProvider.browse(other.address());
    String mixed =
        code.substring(0, code.indexOf("state="))
            + begun.address().replaceAll(".*(state=[^&]*).*", "$1");
    assertThatThrownBy(() -> signIns.answer(begun.id(), mixed))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("no longer valid");
  }

  @Test
  void theOwnerMayDecline() {
    provider.declining();
    SignIn begun = begin();
    assertThatThrownBy(() -> signIns.answer(IdentityProvider.browse(begun.address())))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("declined");
  }

  @Test
  void keysAreForTheProviderThatGaveThem() {
    SignIn begun = begin();
    assertThatThrownBy(() -> signIns.take(begun.id(), begun.settings()))
        .hasMessageContaining("nobody has signed in yet");
    signIns.answer(IdentityProvider.browse(begun.address()));
    OAuthSettings elsewhere =
        new OAuthSettings(
            Grant.AUTHORIZATION_CODE,
            IdentityProvider.CLIENT,
            begun.settings().authorizeUrl(),
            "https://elsewhere.example/token",
            "",
            begun.settings().scopes());
    assertThatThrownBy(() -> signIns.take(begun.id(), elsewhere))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("other settings");
  }

  @Test
  void aSignInIsForgottenAfterAWhile() {
    SignIn begun = begin();
    clock.advance(Duration.ofMinutes(31));
    assertThatThrownBy(() -> signIns.get(begun.id())).hasMessageContaining("too long ago");
  }

  @Test
  void noBrowserIsSentBackWithoutHttps() {
    assertThatThrownBy(
            () ->
                signIns.begin(settings(Grant.AUTHORIZATION_CODE), "", "", "http://nas.local/oauth"))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("https");
  }

  private SignIn device() {
    return signIns.begin(settings(Grant.DEVICE_CODE), "", "", "");
  }

  private Duration waited() throws InterruptedException {
    Duration wait = waits.poll(10, TimeUnit.SECONDS);
    assertThat(wait).isNotNull();
    return wait;
  }

  private SignIn ended(SignIn begun) throws InterruptedException {
    for (int i = 0; i < 1000; i++) {
      SignIn now = signIns.get(begun.id());
      if (now.state() != SignIn.State.WAITING) {
        return now;
      }
      Thread.sleep(10);
    }
    throw new AssertionError("it does not end");
  }

  @Test
  void waitsForACodeToBeTypedAsSlowlyAsTheProviderWants() throws InterruptedException {
    SignIn begun = device();
    assertThat(begun.userCode()).isEqualTo("ABCD-EFGH");
    assertThat(begun.address()).isEqualTo(provider.url() + "/type-it-here");
    assertThat(waited()).isEqualTo(Duration.ofSeconds(5));
    wake.put("authorization_pending");
    assertThat(waited()).isEqualTo(Duration.ofSeconds(5));
    wake.put("slow_down");
    assertThat(waited()).isEqualTo(Duration.ofSeconds(10));
    provider.answering(502, "bad gateway");
    wake.put("");
    assertThat(waited()).isEqualTo(Duration.ofSeconds(20));
    provider.answering(0, "");
    wake.put("");
    assertThat(ended(begun).state()).isEqualTo(SignIn.State.DONE);
    assertThat(OAuthKeys.of("x", signIns.take(begun.id(), begun.settings())).refreshToken())
        .startsWith("refresh-");
  }

  @Test
  void saysWhyNobodyTypedTheCode() throws InterruptedException {
    for (String error : List.of("expired_token", "access_denied", "invalid_grant")) {
      SignIn begun = device();
      waited();
      wake.put(error);
      SignIn end = ended(begun);
      assertThat(end.state()).isEqualTo(SignIn.State.FAILED);
      assertThat(end.problem()).isInstanceOf(Failure.Refused.class);
    }
  }

  @Test
  void stopsWaitingWhenTheCodeHasRunOut() throws InterruptedException {
    SignIn begun = device();
    waited();
    clock.advance(Duration.ofMinutes(15));
    wake.put("authorization_pending");
    assertThat(ended(begun).problem()).hasMessageContaining("nobody signed in in time");
  }

  @Test
  void stopsWaitingWhenItIsGivenUp() throws InterruptedException {
    SignIn begun = device();
    waited();
    signIns.forget(begun.id());
    assertThatThrownBy(() -> signIns.get(begun.id())).isInstanceOf(Failure.class);
  }

  @Test
  void tellsAtOnceWhereNoCodeIsToBeHad() {
    provider.answering(400, "{\"error\":\"invalid_scope\"}");
    assertThatThrownBy(this::device)
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("may not ask for mail");
    provider.answering(
        200,
        "{\"device_code\":\"a\",\"user_code\":\"b\","
            + "\"verification_uri\":\"javascript:alert(1)\"}");
    assertThatThrownBy(this::device).isInstanceOf(Failure.Unreachable.class);
  }
}
