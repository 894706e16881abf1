package dev.mailcask.mailbox.imap;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.testing.ImapMailboxContract;
import dev.mailcask.testing.RawImap;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// The contract against GreenMail, which has few extensions and its own ways.
class GreenMailMailboxTest extends ImapMailboxContract {

  private static GreenMail server;
  private static int accounts;

  @TempDir private Path dir;

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
  protected MailboxConnector connector() {
    return new ImapConnector(Scripted.smallBatches(dir));
  }

  @Override
  protected MailboxSettings newAccount() {
    String user = "user" + accounts++;
    server.setUser(user + "@example.org", user, password().value());
    return new MailboxSettings(
        new AccountId(user), "127.0.0.1", server.getImap().getPort(), Security.NONE, user);
  }

  @Override
  protected Secret password() {
    return new Secret("secret");
  }

  @Override
  protected boolean keepsModSeqs() {
    return false;
  }

  @Override
  protected RawImap client(MailboxSettings account) {
    return new RawImap("127.0.0.1", account.port(), account.user(), password().value());
  }
}
