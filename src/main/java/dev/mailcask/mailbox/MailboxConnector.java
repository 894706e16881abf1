package dev.mailcask.mailbox;

import dev.mailcask.base.Secret;

/// Opens connections to accounts. Thread-safe; holds each account to two connections at a time
/// (POP3: one), and waits for a free one.
public interface MailboxConnector {

  /// Connects and logs in.
  ///
  /// @throws dev.mailcask.base.Failure if the server is unreachable, its certificate is not
  ///     trusted, or the login is refused
  default Mailbox connect(MailboxSettings settings, MailboxLogin login) {
    return connect(settings, login, CommandPace.FREE);
  }

  /// The same with commands at a pace, those of the login among them.
  Mailbox connect(MailboxSettings settings, MailboxLogin login, CommandPace pace);

  /// Connects and logs in, beside those: to wait for new mail on, which should keep no backup
  /// waiting. Three of these an account at a time, or fewer where its owner or provider allows few.
  ///
  /// @throws dev.mailcask.base.Failure.Misconfigured if there are as many already
  default Mailbox connectBeside(MailboxSettings settings, MailboxLogin login) {
    return connect(settings, login);
  }

  /// Connects and logs in with a password.
  default Mailbox connect(MailboxSettings settings, Secret password) {
    return connect(settings, new MailboxLogin.Password(password));
  }
}
