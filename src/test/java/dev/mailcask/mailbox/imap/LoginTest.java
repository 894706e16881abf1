package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.providers.Providers;
import dev.mailcask.testing.ScriptedImapServer;
import dev.mailcask.testing.TestCertificates;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Getting in, and being told well why not.
class LoginTest {

  private static final Secret PASSWORD = new Secret("secret");

  @TempDir private Path dir;

  private Path authority() throws IOException {
    return Files.writeString(dir.resolve("ca.pem"), TestCertificates.get().authority());
  }

  private Throwable refusal(Security security, String script) throws IOException {
    try (ScriptedImapServer server = ScriptedImapServer.play(script)) {
      return catchThrowable(() -> connect(server, security, authority()).close());
    }
  }

  private Mailbox connect(ScriptedImapServer server, Security security, Path trusted) {
    return new ImapConnector(Scripted.settings(dir).trusting(trusted))
        .connect(server.settings(security), PASSWORD);
  }

  @Test
  void logsInOverTlsAndSaysWhoItIs() throws IOException {
    try (ScriptedImapServer server =
            ScriptedImapServer.play(
                """
                ! tls LOCALHOST
                S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN UTF8=ACCEPT ENABLE] ready
                C: AUTHENTICATE PLAIN
                S: +
                c: AGFsaWNlAHNlY3JldA==
                S: $ OK in
                C: CAPABILITY
                S: * CAPABILITY IMAP4rev1 ID UTF8=ACCEPT ENABLE
                S: $ OK
                C: ID ("name" "Mailcask")
                S: * ID NIL
                S: $ OK
                C: LOGOUT
                """);
        Mailbox mailbox = connect(server, Security.TLS, authority())) {
      assertThat(mailbox).isNotNull();
    }
  }

  @Test
  void logsInAfterStartTlsAndForgetsWhatWasSaidBefore() throws IOException {
    try (ScriptedImapServer server =
            ScriptedImapServer.play(
                """
                S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED ID] ready
                C: STARTTLS
                S: $ OK go
                ! tls LOCALHOST
                C: CAPABILITY
                S: * CAPABILITY IMAP4rev1
                S: $ OK
                C: LOGIN alice secret
                S: $ OK [CAPABILITY IMAP4rev1] in
                C: LOGOUT
                """);
        Mailbox mailbox = connect(server, Security.STARTTLS, authority())) {
      assertThat(mailbox).isNotNull();
    }
  }

  @Test
  void sendsNoPasswordWhereStartTlsWasStripped() throws IOException {
    assertThat(refusal(Security.STARTTLS, "S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready"))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("does not offer STARTTLS");
    assertThat(
            refusal(
                Security.STARTTLS,
                """
                S: * OK [CAPABILITY IMAP4rev1 STARTTLS] ready
                C: STARTTLS
                S: $ BAD unknown command
                """))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("does not offer STARTTLS");
  }

  @Test
  void sendsNoPasswordWherePreauthSkipsStartTls() throws IOException {
    assertThat(refusal(Security.STARTTLS, "S: * PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] hello"))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("plaintext where TLS was due");
  }

  @Test
  void believesNothingThatFollowsStartTlsInPlaintext() throws IOException {
    assertThat(
            refusal(
                Security.STARTTLS,
                """
                S: * OK [CAPABILITY IMAP4rev1 STARTTLS] ready
                C: STARTTLS
                S: $ OK go\\r\\n* CAPABILITY IMAP4rev1 INJECTED
                ! tls LOCALHOST
                """))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("plaintext where TLS was due");
  }

  @Test
  void tellsAnUnknownIssuerFromAWrongName() throws IOException {
    try (ScriptedImapServer server = ScriptedImapServer.play("! tls LOCALHOST")) {
      assertThatThrownBy(
              () ->
                  new ImapConnector(Scripted.settings(dir))
                      .connect(server.settings(Security.TLS), PASSWORD))
          .isInstanceOf(Failure.Refused.class)
          .hasMessageContaining("issued by CN=Mailcask test authority, which is not trusted")
          .hasMessageContaining("trusted certificates");
    } catch (AssertionError expected) {
      assertThat(expected).hasMessageContaining("! tls");
    }
  }

  @Test
  void refusesACertificateForAnotherName() throws IOException {
    try (ScriptedImapServer server = ScriptedImapServer.play("! tls ELSEWHERE")) {
      assertThatThrownBy(() -> connect(server, Security.TLS, authority()).close())
          .isInstanceOf(Failure.Refused.class)
          .hasMessageContaining("another host name (mail.elsewhere.example)");
    } catch (AssertionError expected) {
      assertThat(expected).hasMessageContaining("! tls");
    }
  }

  @Test
  void saysThatPortAndSecurityDoNotFit() throws IOException {
    assertThat(refusal(Security.TLS, "S: * OK IMAP without TLS"))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("does not agree on TLS")
        .hasMessageContaining("993");
    assertThat(refusal(Security.NONE, "S: SSH-2.0-OpenSSH_9.2p1"))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("does not greet as an IMAP server");
  }

  @Test
  void explainsARefusedLogin() throws IOException {
    String greeting = "S: * OK [CAPABILITY IMAP4rev1] ready\nC: LOGIN alice secret\n";
    assertThat(
            refusal(
                Security.NONE, greeting + "S: $ NO [AUTHENTICATIONFAILED] alice@example.org: no"))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("does not accept user name and password")
        .hasMessageNotContaining("alice@example.org")
        .hasMessageNotContaining("secret");
    assertThat(
            refusal(
                Security.NONE,
                greeting + "S: $ NO [ALERT] Too many simultaneous connections. (Failure)"))
        .isInstanceOf(Failure.Throttled.class);
    assertThat(
            refusal(Security.NONE, greeting + "S: $ BAD User is authenticated but not connected."))
        .isInstanceOf(Failure.Unreachable.class);
    assertThat(refusal(Security.NONE, greeting + "S: * BYE rate limit hit"))
        .isInstanceOf(Failure.Throttled.class);
    assertThat(refusal(Security.NONE, greeting + "! close"))
        .isInstanceOf(Failure.Unreachable.class);
    assertThat(refusal(Security.NONE, greeting + "! stall"))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("does not answer in time");
  }

  @Test
  void sendsNoPasswordWhereLoginIsDisabled() throws IOException {
    assertThat(refusal(Security.NONE, "S: * OK [CAPABILITY IMAP4rev1 LOGINDISABLED] ready"))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("choose tls or starttls");
  }

  @Test
  void saysWhyTheServerTurnsTheConnectionAway() throws IOException {
    assertThat(
            refusal(Security.NONE, "S: * BYE Maximum number of connections from user+IP exceeded"))
        .isInstanceOf(Failure.Throttled.class);
    assertThat(refusal(Security.NONE, "S: * BYE down for maintenance"))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("down for maintenance");
  }

  @Test
  @Timeout(60)
  void leavesWithoutWaitingForAnAnswer() {
    Duration ever = Duration.ofHours(1);
    ImapSettings patient = new ImapSettings(ever, ever, ever, null, dir, 4 << 10, 50, 1 << 20);
    try (ScriptedImapServer server = ScriptedImapServer.loggedIn("", "C: LOGOUT\n! stall\n")) {
      new ImapConnector(patient).connect(server.settings(Security.NONE), PASSWORD).close();
    }
  }

  @Test
  void saysThatNobodyIsThere() throws IOException {
    int unused;
    try (ServerSocket socket = new ServerSocket(0)) {
      unused = socket.getLocalPort();
    }
    ImapConnector connector = new ImapConnector(Scripted.settings(dir));
    AccountId account = new AccountId("work");
    assertThatThrownBy(
            () ->
                connector.connect(
                    new MailboxSettings(account, "localhost", unused, Security.TLS, "a"), PASSWORD))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("refuses connections");
    assertThatThrownBy(
            () ->
                connector.connect(
                    new MailboxSettings(account, "nowhere.invalid", 993, Security.TLS, "a"),
                    PASSWORD))
        .isInstanceOf(Failure.Unreachable.class)
        .hasMessageContaining("no server named nowhere.invalid");
  }

  @Test
  void givesItsPermitBackWhenALoginFails() throws IOException {
    ImapConnector connector = new ImapConnector(Scripted.settings(dir));
    for (int i = 0; i < 5; i++) {
      try (ScriptedImapServer server = ScriptedImapServer.play("S: * BYE no")) {
        assertThatThrownBy(() -> connector.connect(server.settings(Security.NONE), PASSWORD))
            .isInstanceOf(Failure.Unreachable.class);
      }
    }
  }

  @Test
  void refusesTrustedCertificatesThatAreNone() throws IOException {
    Path file = Files.writeString(dir.resolve("x.pem"), "not a certificate");
    assertThatThrownBy(() -> new ImapConnector(Scripted.settings(dir).trusting(file)))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("x.pem");
    assertThatThrownBy(
            () -> new ImapConnector(Scripted.settings(dir).trusting(dir.resolve("missing.pem"))))
        .isInstanceOf(Failure.Misconfigured.class);
  }

  @Test
  void knowsWhatTheLargeProvidersWant() {
    assertThat(Providers.hint("imap.gmail.com")).contains("app password");
    assertThat(Providers.hint("OUTLOOK.OFFICE365.COM")).contains("Microsoft");
    assertThat(Providers.hint("imap.example.org")).contains("check both");
  }
}
