package dev.mailcask;

import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings;
import java.util.function.Supplier;

/// Connects by the protocol of the account. Each connector is made when it is first used: reading
/// the system's certificates takes longer than most commands do.
record LateConnector(Supplier<MailboxConnector> imap, Supplier<MailboxConnector> pop3)
    implements MailboxConnector {

  @Override
  public Mailbox connect(MailboxSettings settings, MailboxLogin login, CommandPace pace) {
    return of(settings).connect(settings, login, pace);
  }

  @Override
  public Mailbox connectBeside(MailboxSettings settings, MailboxLogin login) {
    return of(settings).connectBeside(settings, login);
  }

  private MailboxConnector of(MailboxSettings settings) {
    return switch (settings.protocol()) {
      case IMAP -> imap.get();
      case POP3 -> pop3.get();
    };
  }
}
