package dev.mailcask.mailbox.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.testing.ScriptedImapServer;
import dev.mailcask.testing.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Logging in by POP3, as a transcript.
class Pop3LoginTest {

  private static final String PLAIN = base64("\0alice\0secret");

  @TempDir private Path dir;

  private final List<String> refusedTokens = new ArrayList<>();

  private void login(String script, Security security, Secret password) {
    login(script, security, new MailboxLogin.Password(password));
  }

  private void login(String script, Security security, MailboxLogin proof) {
    try (ScriptedImapServer server = ScriptedImapServer.play(script);
        Mailbox mailbox =
            new Pop3Connector(trusting())
                .connect(server.settings(Protocol.POP3, security), proof)) {
      assertThat(mailbox.folders()).hasSize(1);
    }
  }

  private Pop3Settings trusting() {
    try {
      Path authority = dir.resolve("authority.pem");
      Files.writeString(authority, TestCertificates.get().authority());
      Pop3Settings standard = PlayedDrop.settings(dir);
      return new Pop3Settings(
          standard.connectTimeout(), standard.readTimeout(), authority, dir, standard.inMemory());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Throwable refused(Runnable login) {
    try {
      login.run();
    } catch (Failure e) {
      return e;
    }
    throw new AssertionError("let in");
  }

  private static String capa(String... lines) {
    return "c: CAPA\nS: +OK\nS: " + String.join("\nS: ", lines) + "\nS: .\n";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aServerFromBeforeCapaGetsUserAndPassword() {
    login(
        """
        S: +OK POP3 ready <1896.697170952@example.org>
        c: CAPA
        S: -ERR what?
        c: USER alice
        S: +OK
        c: PASS pass word
        S: +OK
        """,
        Security.NONE,
        new Secret("pass word"));
  }

  @Test
  void saslComesFirstSoThatAnyPasswordFits() {
    String ours = base64("\0alice\0Grüße, \"x\"");
    login(
        "S: +OK\n"
            + capa("SASL PLAIN LOGIN", "USER")
            + "c: AUTH PLAIN\nS: +\nc: "
            + ours
            + "\nS: +OK\n"
            + capa("UIDL"),
        Security.NONE,
        new Secret("Grüße, \"x\""));
  }

  @Test
  void stlsComesBeforeThePasswordAndWhatWasSaidBeforeDoesNotCount() {
    login(
        "S: +OK\n"
            + capa("STLS", "SASL CRAM-MD5")
            + "c: STLS\nS: +OK\n! tls LOCALHOST\n"
            + capa("SASL PLAIN")
            + "c: AUTH PLAIN\nS: + \nc: "
            + PLAIN
            + "\nS: +OK\n"
            + capa("UIDL"),
        Security.STARTTLS,
        new Secret("secret"));
  }

  @Test
  void withoutStlsNoPasswordIsSent() {
    for (String script :
        List.of(
            "S: +OK\n" + capa("USER"),
            "S: +OK\n" + capa("STLS") + "c: STLS\nS: -ERR no\n",
            "S: +OK\nc: CAPA\nS: -ERR\nc: STLS\nS: -ERR\n")) {
      assertThat(refused(() -> login(script, Security.STARTTLS, new Secret("secret"))))
          .isInstanceOf(Failure.Refused.class)
          .hasMessageContaining("does not offer STLS, and the password is not sent without it")
          .hasMessageContaining("choose tls with port 995");
    }
  }

  @Test
  void whatIsSlippedInBeforeTlsIsNoticed() {
    assertThat(
            refused(
                () ->
                    login(
                        "S: +OK\n" + capa("STLS") + "c: STLS\nS| +OK\\r\\n+OK logged in\\r\\n\n",
                        Security.STARTTLS,
                        new Secret("secret"))))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("sent plaintext where TLS was due");
  }

  @Test
  void aCertificateForAnotherHostIsNotBelieved() {
    assertThat(
            refused(
                () -> {
                  try (ScriptedImapServer server =
                      ScriptedImapServer.play("! tls ELSEWHERE\nS: +OK\n")) {
                    new Pop3Connector(trusting())
                        .connect(
                            server.settings(Protocol.POP3, Security.TLS), new Secret("secret"));
                  } catch (AssertionError expected) {
                    assertThat(expected).hasMessageContaining("transcript");
                  }
                }))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("is made out to another host name");
  }

  @Test
  void aWrongPasswordIsToldWithoutIt() {
    assertThat(
            refused(
                () ->
                    login(
                        "S: +OK\n"
                            + capa("USER")
                            + "c: USER alice\nS: +OK\nc: PASS wrong\n"
                            + "S: -ERR [AUTH] Authentication failed for alice@example.org\n",
                        Security.NONE,
                        new Secret("wrong"))))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining(
            "does not accept user name and password"
                + " (it says: [AUTH] Authentication failed for …)")
        .hasMessageContaining("POP3 to be switched on")
        .hasMessageNotContaining("wrong");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[IN-USE] Couldn't lock mailbox",
        "[in-use] busy",
        "Unable to lock maildrop: Mailbox is locked by POP server",
        "maildrop already locked",
        "Your mail box is in use",
        "Can't open spool file: already open",
        "Another POP session is active"
      })
  void anOpenMailboxIsNoWrongPassword(String words) {
    assertThat(
            refused(
                () ->
                    login(
                        "S: +OK\n"
                            + capa("USER")
                            + "c: USER alice\nS: +OK\nc: PASS secret\nS: -ERR "
                            + words
                            + "\n",
                        Security.NONE,
                        new Secret("secret"))))
        .isInstanceOf(Failure.Throttled.class)
        .hasMessageContaining("another program has the mailbox open")
        .satisfies(
            e -> assertThat(((Failure.Throttled) e).patience()).isEqualTo(Duration.ofMinutes(10)));
  }

  @Test
  void theServersDelayBetweenLoginsIsKept() {
    assertThat(
            refused(
                () ->
                    login(
                        "S: +OK\n"
                            + capa("USER", "LOGIN-DELAY 900 USER")
                            + "c: USER alice\nS: +OK\nc: PASS secret\nS: -ERR [LOGIN-DELAY] wait\n",
                        Security.NONE,
                        new Secret("secret"))))
        .isInstanceOf(Failure.Throttled.class)
        .satisfies(
            e -> assertThat(((Failure.Throttled) e).patience()).isEqualTo(Duration.ofMinutes(15)));
  }

  @Test
  void troubleOfTheServerIsNoWrongPassword() {
    String begin = "S: +OK\n" + capa("USER") + "c: USER alice\nS: +OK\nc: PASS secret\nS: -ERR ";
    Secret password = new Secret("secret");
    assertThat(refused(() -> login(begin + "[SYS/TEMP] disk\n", Security.NONE, password)))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("cannot open the mailbox now");
    assertThat(refused(() -> login(begin + "[SYS/PERM] disk\n", Security.NONE, password)))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("tell who runs the server");
    assertThat(refused(() -> login(begin + "too many connections\n", Security.NONE, password)))
        .isInstanceOf(Failure.Throttled.class);
    assertThat(refused(() -> login("S: -ERR go away\n", Security.NONE, password)))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("turns the connection away (it says: go away)");
  }

  @Test
  void aServerOfAnotherProtocolIsToldApart() {
    assertThat(
            refused(
                () ->
                    login(
                        "S: * OK [CAPABILITY IMAP4rev1] ready\n",
                        Security.NONE,
                        new Secret("secret"))))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("does not greet as a POP3 server does");
  }

  @Test
  void withoutTlsSomeTakeNoPassword() {
    assertThat(refused(() -> login("S: +OK\n" + capa("STLS"), Security.NONE, new Secret("secret"))))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("takes no login without TLS");
  }

  @Test
  void nobodyListensThere() throws IOException {
    int port;
    try (java.net.ServerSocket taken =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    MailboxSettings nowhere =
        new MailboxSettings(
            new AccountId("work"), Protocol.POP3, "localhost", port, Security.NONE, "alice");
    assertThatThrownBy(() -> new Pop3Connector(trusting()).connect(nowhere, new Secret("x")))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("refuses connections; check the port, and that POP3 is switched on");
  }

  private MailboxLogin tokens() {
    return new MailboxLogin.OAuth(
        new MailboxLogin.AccessTokens() {
          @Override
          public Secret current() {
            return new Secret("first");
          }

          @Override
          public Secret insteadOf(Secret refused) {
            refusedTokens.add(refused.value());
            return new Secret("second");
          }
        });
  }

  private static String xoauth2(String token) {
    return "c: AUTH XOAUTH2\nS: +\nc: "
        + base64("user=alice\1auth=Bearer " + token + "\1\1")
        + "\n";
  }

  @Test
  void aRefusedTokenIsReplacedOnce() {
    login(
        "S: +OK\n"
            + capa("SASL PLAIN XOAUTH2")
            + xoauth2("first")
            + "S: + "
            + base64("{\"status\":\"401\"}")
            + "\nc:\nS: -ERR [AUTH] invalid\n! accept\nS: +OK\n"
            + capa("SASL PLAIN XOAUTH2")
            + xoauth2("second")
            + "S: +OK\n"
            + capa("UIDL"),
        Security.NONE,
        tokens());
    assertThat(refusedTokens).containsExactly("first");
  }

  @Test
  void aRightThatIsMissingIsToldOfPop3() {
    String no = "S: + " + base64("{\"status\":\"insufficient_scope\"}") + "\nc:\nS: -ERR no\n";
    assertThat(
            refused(
                () ->
                    login(
                        "S: +OK\n"
                            + capa("SASL XOAUTH2")
                            + xoauth2("first")
                            + no
                            + "! accept\nS: +OK\n"
                            + capa("SASL XOAUTH2")
                            + xoauth2("second")
                            + no,
                        Security.NONE,
                        tokens())))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("lacks the right to read mail over POP3");
  }

  @Test
  void theStandardComesFirst() {
    try (ScriptedImapServer server =
        ScriptedImapServer.play(
            "S: +OK\n"
                + capa("SASL XOAUTH2 OAUTHBEARER")
                + "c: AUTH OAUTHBEARER\nS: +\nc: bixhPWFsaWNlL...\nS: +OK\n"
                + capa("UIDL"))) {
      try (Mailbox mailbox =
          new Pop3Connector(trusting())
              .connect(server.settings(Protocol.POP3, Security.NONE), tokens())) {
        assertThat(mailbox.folders()).hasSize(1);
      }
    }
  }

  @Test
  void aMailboxInUseSaysNothingAgainstTheToken() {
    assertThat(
            refused(
                () ->
                    login(
                        "S: +OK\n"
                            + capa("SASL XOAUTH2")
                            + xoauth2("first")
                            + "S: -ERR [IN-USE] later\n",
                        Security.NONE,
                        tokens())))
        .isInstanceOf(Failure.Throttled.class);
    assertThat(refusedTokens).isEmpty();
  }

  @Test
  void aServerThatTakesNoTokensSaysSo() {
    assertThat(refused(() -> login("S: +OK\n" + capa("SASL PLAIN"), Security.NONE, tokens())))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("takes no access tokens");
  }
}
