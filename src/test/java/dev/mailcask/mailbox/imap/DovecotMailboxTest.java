package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.ImapMailboxContract;
import dev.mailcask.testing.RawImap;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

  @Override
  protected RawImap client(MailboxSettings account) {
    return server.imap(account.user());
  }
}
