package dev.mailcask.accounts;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.Account;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.RemoteFolder;
import dev.mailcask.oauth.OAuthSettings;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The accounts that are backed up. Thread-safe; what a method did is durable when it returns.
public interface Accounts {

  /// The accounts that were not removed, by name.
  List<Account> list();

  /// @throws dev.mailcask.base.Failure.Misconfigured if there is no such account, with the nearest
  ///     name
  Account get(AccountId account);

  /// Connects, logs in and lists the folders; keeps nothing.
  ///
  /// @param password or the text that [dev.mailcask.oauth.SignIns#take] gave, if the settings say
  ///     that access tokens open the account; so everywhere here
  List<RemoteFolder> test(AccountId account, AccountSettings settings, Secret password);

  /// Tests an account with the password that was kept.
  List<RemoteFolder> test(AccountId account);

  /// Adds an account without testing it. A name that was removed before comes back with its
  /// archive.
  ///
  /// @throws dev.mailcask.base.Failure.Misconfigured if the name is taken, or a setting makes no
  ///     sense
  Account add(AccountId account, AccountSettings settings, Secret password);

  /// Changes the settings; null keeps the password.
  ///
  /// @throws dev.mailcask.base.Failure.Misconfigured if a setting makes no sense, or the
  ///     protocol is another one than before
  Account change(AccountId account, AccountSettings settings, @Nullable Secret password);

  /// Removes an account and its password, never its archived mail.
  void remove(AccountId account);

  /// A connection with the kept settings and password.
  default Mailbox connect(AccountId account) {
    return connect(account, CommandPace.FREE);
  }

  /// The same with commands at a pace.
  Mailbox connect(AccountId account, CommandPace pace);

  /// Why nobody is let in before the owner has done something, as sign in again, for people; empty
  /// while nothing is known against it. Asks nobody.
  Optional<String> loginProblem(AccountId account);

  /// How to sign in to an account that is opened by access tokens.
  ///
  /// @throws dev.mailcask.base.Failure.Misconfigured if a password opens it
  OAuthSettings oauth(AccountId account);

  /// The same of settings that are not kept yet.
  ///
  /// @param subject whom a failure is about
  /// @throws dev.mailcask.base.Failure.Misconfigured if they make no sense
  static OAuthSettings signIn(String subject, AccountSettings.OAuth oauth) {
    OAuthSettings settings = SettingsCheck.oauth(subject, oauth);
    settings.check(subject);
    return settings;
  }

  /// The secret of the owner's client at the provider, kept with the sign-in; empty where there is
  /// none. For the next sign-in, never to be shown.
  String clientSecret(AccountId account);

  /// Likewise, one to be kept open beside those of backups.
  Mailbox connectBeside(AccountId account);

  /// A nightly schedule at a minute of the account's own between 1 and 5 o'clock, as a Quartz cron
  /// expression.
  String nightly(AccountId account);
}
