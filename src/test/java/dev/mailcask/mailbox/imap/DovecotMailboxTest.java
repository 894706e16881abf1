package dev.mailcask.mailbox.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.ImapMailboxContract;
import dev.mailcask.testing.RawImap;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract against Dovecot over TLS.
class DovecotMailboxTest extends ImapMailboxContract {

  private static DovecotServer server;
  private static int accounts;

  @TempDir private Path dir;

  @BeforeAll
  static void start() {
    server = DovecotServer.start();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected MailboxConnector connector() {
    return new ImapConnector(Scripted.smallBatches(dir).trusting(server.authority()));
  }

  @Override
  protected MailboxSettings newAccount() {
    return server.settings("contract" + accounts++, Security.TLS);
  }

  @Override
  protected Secret password() {
    return DovecotServer.PASSWORD;
  }

  @Override
  protected boolean keepsModSeqs() {
    return true;
  }

  @Test
  void nulIsKeptAsDovecotSendsIt() {
    String mail = "Subject: zeros\r\n\r\n\0\0 and \0\r\n";
    server.deliver("zeros", "INBOX", Stream.of(mail.getBytes(ISO_8859_1)));
    Map<Long, String> bodies = new TreeMap<>();
    try (Mailbox its = connector().connect(server.settings("zeros", Security.TLS), password())) {
      OpenFolder inbox = its.examine(new FolderName("INBOX"));
      SortedMap<Long, Long> all = new TreeMap<>(Map.of(1L, 0L));
      Map<Long, String> missing =
          inbox.bodies(all, (content, uid) -> bodies.put(uid, Scripted.text(content)));
      assertThat(missing).isEmpty();
    }
    assertThat(bodies).isEqualTo(Map.of(1L, mail.replace('\0', '\u0080')));
  }

  @Override
  protected RawImap client(MailboxSettings account) {
    return server.imap(account.user());
  }
}
