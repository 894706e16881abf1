package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.net.TokenMessage;
import dev.mailcask.testing.ScriptedImapServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logging in with access tokens, as a transcript; `first`, `second` and so on are the tokens.
class TokenLoginTest {

  private static final String EXPIRED = "{\"status\":\"invalid_token\",\"schemes\":\"bearer\"}";
  private static final String NARROW = "{\"status\":\"insufficient_scope\",\"scope\":\"imap\"}";

  @TempDir private Path dir;

  private final Tokens tokens = new Tokens();

  private Mailbox connect(ScriptedImapServer server) {
    return new ImapConnector(Scripted.settings(dir))
        .connect(server.settings(Security.NONE), new MailboxLogin.OAuth(tokens));
  }

  private void logsIn(String transcript) {
    try (ScriptedImapServer server = ScriptedImapServer.play(transcript + "C: LOGOUT");
        Mailbox mailbox = connect(server)) {
      assertThat(mailbox).isNotNull();
    }
  }

  private Failure failure(String transcript) {
    try (ScriptedImapServer server = ScriptedImapServer.play(transcript)) {
      Failure[] failure = new Failure[1];
      assertThatThrownBy(() -> connect(server).close())
          .isInstanceOfSatisfying(Failure.class, e -> failure[0] = e)
          .hasMessageNotContaining("first")
          .hasMessageNotContaining("second");
      return failure[0];
    }
  }

  private static String xoauth2(String token) {
    return base64("user=alice\1auth=Bearer " + token + "\1\1");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String refused(String challenge, String no) {
    return """
        S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready
        C: AUTHENTICATE XOAUTH2 %s
        S: + %s
        c:
        S: $ NO %s
        """
        .formatted("%s", base64(challenge), no);
  }

  @Test
  void speaksXoauth2AtOnceWhereTheServerTakesThat() {
    logsIn(
        """
        S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=XOAUTH2] ready
        C: AUTHENTICATE XOAUTH2 %s
        S: * CAPABILITY IMAP4rev1 ID
        S: $ OK [CAPABILITY IMAP4rev1 ID] alice is in
        C: ID ("name" "Mailcask")
        S: $ OK
        """
            .formatted(xoauth2("first")));
  }

  @Test
  void waitsToBeAskedWhereTheServerWantsThat() {
    logsIn(
        """
        S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2] ready
        C: AUTHENTICATE XOAUTH2
        S: +
        c: %s
        S: $ OK in
        C: CAPABILITY
        S: * CAPABILITY IMAP4rev1
        S: $ OK
        """
            .formatted(xoauth2("first")));
  }

  @Test
  void prefersTheStandard() {
    try (ScriptedImapServer server =
        ScriptedImapServer.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER] ready
            C: AUTHENTICATE OAUTHBEARER ...
            S: $ OK [CAPABILITY IMAP4rev1] in
            C: LOGOUT
            """)) {
      connect(server).close();
    }
  }

  @Test
  void saysUserHostAndPortAsTheStandardHasIt() {
    MailboxSettings account =
        new MailboxSettings(
            new AccountId("work"), "imap.example.org", 993, Security.TLS, "a=b,c@example.org");
    assertThat(TokenMessage.OAUTHBEARER.of(account, "first"))
        .isEqualTo(
            base64(
                "n,a=a=3Db=2Cc@example.org,\1host=imap.example.org\1port=993"
                    + "\1auth=Bearer first\1\1"));
  }

  @Test
  void answersAnErrorAndTriesAnotherTokenOnAnotherConnection() {
    logsIn(
        refused(EXPIRED, "[AUTHENTICATIONFAILED] expired").formatted(xoauth2("first"))
            + """
            ! accept
            S: * OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR] ready
            C: AUTHENTICATE XOAUTH2 %s
            S: $ OK [CAPABILITY IMAP4rev1] in
            """
                .formatted(xoauth2("second")));
    assertThat(tokens.refused).containsExactly("first");
  }

  @Test
  void answersAnErrorOfTheStandardWithASeparator() {
    logsIn(
        """
        S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=OAUTHBEARER] ready
        C: AUTHENTICATE OAUTHBEARER ...
        S: + %s
        c: AQ==
        S: $ NO [AUTHENTICATIONFAILED] no
        ! accept
        S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=OAUTHBEARER] ready
        C: AUTHENTICATE OAUTHBEARER ...
        S: $ OK [CAPABILITY IMAP4rev1] in
        """
            .formatted(base64(EXPIRED)));
    assertThat(tokens.refused).containsExactly("first");
  }

  @Test
  void saysWhatToDoWhereEveryTokenIsRefused() {
    assertThat(
            failure(
                refused(EXPIRED, "[AUTHENTICATIONFAILED] no").formatted(xoauth2("first"))
                    + "! accept\n"
                    + refused("not JSON", "[AUTHENTICATIONFAILED] no")
                        .formatted(xoauth2("second"))))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("does not accept the access token")
        .hasMessageContaining("sign in again");
  }

  @Test
  void tellsARightThatIsMissingFromATokenThatIsOver() {
    assertThat(
            failure(
                refused(NARROW, "no").formatted(xoauth2("first"))
                    + "! accept\n"
                    + refused(NARROW, "no").formatted(xoauth2("second"))))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("lacks the right to read mail over IMAP");
  }

  @Test
  void blamesNoTokenForAServerThatIsBusyOrDown() {
    String asked =
        "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\nC: AUTHENTICATE XOAUTH2 ...\n";
    assertThat(failure(asked + "S: $ NO [UNAVAILABLE] later"))
        .isInstanceOf(Failure.Unreachable.class);
    assertThat(failure(asked + "S: $ BAD User is authenticated but not connected."))
        .isInstanceOf(Failure.Unreachable.class);
    assertThat(failure(asked + "S: $ NO [ALERT] Too many simultaneous connections. (Failure)"))
        .isInstanceOf(Failure.Throttled.class);
    assertThat(failure(asked + "S: * BYE rate limit hit")).isInstanceOf(Failure.Throttled.class);
    assertThat(failure(asked + "! close")).isInstanceOf(Failure.Unreachable.class);
    assertThat(failure(asked + "! stall"))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("does not answer in time");
    assertThat(tokens.refused).isEmpty();
  }

  @Test
  void endsWithAServerThatAsksForEver() {
    String asking = "S: + x\nc:\n".repeat(60);
    assertThat(
            failure(
                "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready\n"
                    + "C: AUTHENTICATE XOAUTH2 ...\n"
                    + asking.substring(0, "S: + x\nc:\n".length() * 50)))
        .isInstanceOf(Failure.Unreachable.class);
  }

  @Test
  void sendsNoTokenToAServerThatTakesNone() {
    assertThat(failure("S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready"))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("takes no access tokens");
  }

  @Test
  void asksForATokenForEveryConnection() {
    String login =
        """
        S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready
        C: AUTHENTICATE XOAUTH2 %s
        S: $ OK [CAPABILITY IMAP4rev1] in
        """;
    try (ScriptedImapServer server =
        ScriptedImapServer.play(
            login.formatted(xoauth2("first"))
                + "C: LOGOUT\n! accept\n"
                + login.formatted(xoauth2("second"))
                + "C: LOGOUT")) {
      connect(server).close();
      tokens.next();
      connect(server).close();
    }
  }

  /// Hands out `first`, and `second` after that was refused.
  private static final class Tokens implements MailboxLogin.AccessTokens {
    private final List<String> refused = new ArrayList<>();
    private int handed;

    void next() {
      handed++;
    }

    @Override
    public Secret current() {
      return new Secret(handed == 0 ? "first" : "second");
    }

    @Override
    public Secret insteadOf(Secret token) {
      refused.add(token.value());
      next();
      return current();
    }
  }
}
