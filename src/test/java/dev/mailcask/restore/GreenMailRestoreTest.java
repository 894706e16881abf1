package dev.mailcask.restore;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.imap.ImapConnector;
import dev.mailcask.mailbox.imap.ImapSettings;
import dev.mailcask.testing.RawImap;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Against GreenMail, which has few extensions and its own ways.
class GreenMailRestoreTest extends RestoreOverImapContract {

  private static GreenMail server;

  @BeforeAll
  static void start() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
    server.start();
  }

  @AfterAll
  static void stop() {
    server.stop();
  }

  @Override
  MailboxConnector connector(Path spool) {
    return new ImapConnector(ImapSettings.defaults(spool));
  }

  @Override
  MailboxSettings account(String user) {
    server.setUser(user + "@example.org", user, password().value());
    return new MailboxSettings(
        new AccountId(user), "127.0.0.1", server.getImap().getPort(), Security.NONE, user);
  }

  @Override
  Secret password() {
    return new Secret("secret");
  }

  @Override
  RawImap client(MailboxSettings account) {
    return new RawImap("127.0.0.1", account.port(), account.user(), password().value());
  }

  @Override
  boolean keywords() {
    return true;
  }

  @Override
  int messages() {
    return 35; // each answer takes it 40 ms: it waits for the acknowledgement
  }
}
