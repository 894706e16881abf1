package dev.mailcask.mailbox;

import dev.mailcask.base.Secret;

/// What proves to a server who logs in. Never prints itself.
public sealed interface MailboxLogin {

  /// A password, or an app password, which looks the same to the server.
  record Password(Secret secret) implements MailboxLogin {}

  /// OAuth 2.0 (RFC 6749): an access token, asked for anew for every connection, because tokens
  /// last about an hour and a backup may last longer.
  record OAuth(AccessTokens tokens) implements MailboxLogin {}

  /// Where access tokens come from. Thread-safe. Its methods throw [dev.mailcask.base.Failure] if
  /// there is no token to be had, and say whether to sign in again or to wait.
  interface AccessTokens {

    /// A token that should be valid for a while.
    Secret current();

    /// Another token, after a server did not take this one although it should have been valid.
    Secret insteadOf(Secret refused);
  }
}
