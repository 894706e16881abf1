package dev.mailcask.mailbox.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.testing.ScriptedImapServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the owner of an account says of connections holds for all that connect to it.
class ConnectionLimitTest {

  private static final MailboxLogin LOGIN = new MailboxLogin.Password(new Secret("secret"));

  @TempDir private Path spool;

  private static MailboxSettings one(ScriptedImapServer server) {
    MailboxSettings its = server.settings(Security.NONE);
    return new MailboxSettings(
        its.account(), its.protocol(), its.host(), its.port(), its.security(), its.user(), 1);
  }

  @Test
  void aSecondConnectionWaitsForTheFirst() throws InterruptedException {
    ImapConnector connector = new ImapConnector(Scripted.settings(spool));
    try (ScriptedImapServer server = ScriptedImapServer.loggedIn("", "");
        Mailbox _ = connector.connect(one(server), LOGIN)) {
      Thread second =
          Thread.ofPlatform()
              .start(
                  () ->
                      assertThatThrownBy(() -> connector.connect(one(server), LOGIN))
                          .isInstanceOf(Failure.Cancelled.class));
      while (second.isAlive() && second.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(second.isAlive()).as("it waits").isTrue();
      second.interrupt();
      second.join();
    }
  }

  @Test
  void whoWaitsForNewMailWithoutAConnectionLeftIsTold() {
    ImapConnector connector = new ImapConnector(Scripted.settings(spool));
    try (ScriptedImapServer server = ScriptedImapServer.loggedIn("", "");
        Mailbox _ = connector.connectBeside(one(server), LOGIN)) {
      assertThatThrownBy(() -> connector.connectBeside(one(server), LOGIN))
          .isInstanceOf(Failure.Misconfigured.class)
          .hasMessageContaining("only 1 of its connections");
    }
  }
}
