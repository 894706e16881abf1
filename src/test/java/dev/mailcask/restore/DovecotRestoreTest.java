package dev.mailcask.restore;

import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.imap.ImapConnector;
import dev.mailcask.mailbox.imap.ImapSettings;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.RawImap;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// Against Dovecot over TLS.
class DovecotRestoreTest extends RestoreOverImapContract {

  private static DovecotServer server;

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
  MailboxConnector connector(Path spool) {
    return new ImapConnector(ImapSettings.defaults(spool).trusting(server.authority()));
  }

  @Override
  MailboxSettings account(String user) {
    return server.settings(user, Security.TLS);
  }

  @Override
  Secret password() {
    return DovecotServer.PASSWORD;
  }

  @Override
  RawImap client(MailboxSettings account) {
    return server.imap(account.user());
  }

  @Override
  boolean keywords() {
    return true;
  }

  @Override
  int messages() {
    return 120;
  }
}
