package dev.mailcask;

import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings;
import java.util.function.Supplier;

/// A connector that is made when it is first used: reading the system's certificates takes longer
/// than most commands do.
record LateConnector(Supplier<MailboxConnector> made) implements MailboxConnector {

  @Override
  public Mailbox connect(MailboxSettings settings, MailboxLogin login, CommandPace pace) {
    return made.get().connect(settings, login, pace);
  }

  @Override
  public Mailbox connectBeside(MailboxSettings settings, MailboxLogin login) {
    return made.get().connectBeside(settings, login);
  }
}
