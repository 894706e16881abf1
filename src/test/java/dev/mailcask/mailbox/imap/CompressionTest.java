package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.RawImap;
import dev.mailcask.testing.ScriptedImapServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompressionTest {

  private static final String LISTED =
      """
      C: LIST "" ""
      S: * LIST (\\\\Noselect) "/" ""
      S: $ OK
      C: LIST "" "*"
      S: * LIST () "/" INBOX
      S: $ OK
      """;

  @TempDir private Path dir;

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, false",
    "127.8.0.1, false",
    "::1, false",
    "0.0.0.0, false",
    "10.1.2.3, false",
    "172.16.0.1, false",
    "172.32.0.1, true",
    "192.168.7.7, false",
    "169.254.1.1, false",
    "fe80::1, false",
    "fd12:3456::1, false",
    "fc00::1, false",
    "fe00::1, true",
    "2a00:1450:4001::6c, true",
    "142.250.1.108, true"
  })
  void paysWithServersThatAreNotInTheHouse(String address, boolean pays) throws IOException {
    assertThat(Compression.pays(InetAddress.ofLiteral(address))).isEqualTo(pays);
  }

  private Mailbox connect(ScriptedImapServer server) {
    return new ImapConnector(Scripted.settings(dir), address -> true)
        .connect(server.settings(Security.NONE), new MailboxLogin.Password(new Secret("secret")));
  }

  @Test
  void aServerThatRefusesGoesOnUncompressed() {
    try (ScriptedImapServer server =
            ScriptedImapServer.loggedIn(
                "COMPRESS=DEFLATE",
                """
                C: COMPRESS DEFLATE
                S: $ NO [COMPRESSIONACTIVE] TLS does that already
                """
                    + LISTED);
        Mailbox mailbox = connect(server)) {
      assertThat(mailbox.folders()).hasSize(1);
    }
  }

  @Test
  void aServerThatDoesNotOfferItIsNotAsked() {
    try (ScriptedImapServer server = ScriptedImapServer.loggedIn("", LISTED);
        Mailbox mailbox = connect(server)) {
      assertThat(mailbox.folders()).hasSize(1);
    }
  }

  @Test
  void aServerInTheHouseIsNotAsked() {
    try (ScriptedImapServer server = ScriptedImapServer.loggedIn("COMPRESS=DEFLATE", LISTED);
        Mailbox mailbox = Scripted.connect(server, dir)) {
      assertThat(mailbox.folders()).hasSize(1);
    }
  }

  @Test
  void whatIsNoCompressedDataIsALostConnection() {
    try (ScriptedImapServer server =
            ScriptedImapServer.loggedIn(
                "COMPRESS=DEFLATE",
                """
                C: COMPRESS DEFLATE
                S: $ OK active
                S: * this is plain text
                """);
        Mailbox mailbox = connect(server)) {
      assertThatThrownBy(mailbox::folders).isInstanceOf(Failure.Unreachable.class);
    }
  }

  @Test
  void aLargeMessageComesWholeThroughIt() {
    byte[] mail =
        ("Subject: large\r\n\r\n" + "all the same line\r\n".repeat(300_000))
            .getBytes(StandardCharsets.US_ASCII);
    try (DovecotServer server = DovecotServer.compressing()) {
      server.deliver("ann", "INBOX", Stream.of(mail));
      try (RawImap raw = server.imap("ann")) {
        assertThat(raw.command("CAPABILITY").getFirst()).contains("COMPRESS=DEFLATE");
      }
      try (Mailbox mailbox =
          new ImapConnector(ImapSettings.defaults(dir), address -> true)
              .connect(
                  server.settings("ann", Security.NONE),
                  new MailboxLogin.Password(DovecotServer.PASSWORD))) {
        AtomicReference<byte[]> came = new AtomicReference<>();
        mailbox
            .examine(mailbox.nameFor("INBOX"))
            .bodies(Scripted.wanted(1), (content, uid) -> came.set(content.toByteArray()));
        assertThat(came.get()).isEqualTo(mail);
      }
    }
  }
}
