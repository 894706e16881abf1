package dev.mailcask.accounts;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.oauth.OAuthKeys;
import dev.mailcask.oauth.OAuthTokens;
import dev.mailcask.secrets.SecretStore;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// From what is kept of an account to what proves to its server who logs in. A password and the
/// keys of a sign-in lie in the same place, sealed; the settings say which of the two it is.
final class Logins {

  private static final Logger LOG = LoggerFactory.getLogger(Logins.class);

  private final SecretStore secrets;
  private final OAuthTokens tokens;

  Logins(SecretStore secrets, OAuthTokens tokens) {
    this.secrets = secrets;
    this.tokens = tokens;
  }

  /// With what is kept.
  ///
  /// @throws Failure.Refused if nothing is
  MailboxLogin kept(AccountId account, AccountSettings settings) {
    AccountSettings.OAuth oauth = settings.oauth();
    return oauth == null
        ? new MailboxLogin.Password(keptSecret(account, "password"))
        : tokens(account, settings, oauth, new SealedKeys(account));
  }

  /// With a secret that is not kept, or not yet.
  MailboxLogin of(AccountId account, AccountSettings settings, Secret secret) {
    AccountSettings.OAuth oauth = settings.oauth();
    return oauth == null
        ? new MailboxLogin.Password(secret)
        : tokens(account, settings, oauth, new PassingKeys(OAuthKeys.of(subject(account), secret)));
  }

  /// See [Accounts#loginProblem].
  Optional<String> problem(AccountId account, AccountSettings settings) {
    try {
      Secret secret = keptSecret(account, settings.oauth() == null ? "password" : "sign-in");
      if (settings.oauth() == null) {
        return Optional.empty();
      }
      String ended = OAuthKeys.of(subject(account), secret).ended();
      return ended.isEmpty()
          ? Optional.empty()
          : Optional.of("the sign-in has ended (the provider says: " + ended + ")");
    } catch (Failure e) {
      return Optional.of(e.problem());
    }
  }

  /// See [Accounts#clientSecret].
  String clientSecret(AccountId account) {
    try {
      return secrets
          .get(account)
          .map(secret -> OAuthKeys.of(subject(account), secret).clientSecret())
          .orElse("");
    } catch (Failure e) {
      // What is kept is a password from before, or damaged: signing in anew is the way out of it.
      LOG.warn("{}; its client's secret has to be given again", e.getMessage());
      return "";
    }
  }

  private MailboxLogin tokens(
      AccountId account,
      AccountSettings settings,
      AccountSettings.OAuth oauth,
      OAuthTokens.Store store) {
    OAuthTokens.Owner owner =
        new OAuthTokens.Owner(
            subject(account), SettingsCheck.oauth(subject(account), oauth), settings.user());
    return new MailboxLogin.OAuth(
        new MailboxLogin.AccessTokens() {
          @Override
          public Secret current() {
            return tokens.current(owner, store);
          }

          @Override
          public Secret insteadOf(Secret refused) {
            return tokens.insteadOf(refused, owner, store);
          }
        });
  }

  private Secret keptSecret(AccountId account, String what) {
    return secrets
        .get(account)
        .orElseThrow(
            () ->
                new Failure.Refused(
                    subject(account),
                    "no " + what + " is kept for it",
                    what.equals("password")
                        ? "enter the password of the account"
                        : "sign in to the account",
                    null));
  }

  private static String subject(AccountId account) {
    return "account " + account;
  }

  /// Those that are kept, durably.
  private final class SealedKeys implements OAuthTokens.Store {
    private final AccountId account;

    SealedKeys(AccountId account) {
      this.account = account;
    }

    @Override
    public OAuthKeys read() {
      return OAuthKeys.of(subject(account), keptSecret(account, "sign-in"));
    }

    @Override
    public void write(OAuthKeys keys) {
      secrets.put(account, keys.secret());
    }
  }

  /// Those of a test. The token of a sign-in that was made just now is fresh, so that nothing is
  /// renewed, and lost, on the way.
  private static final class PassingKeys implements OAuthTokens.Store {
    private OAuthKeys keys;

    PassingKeys(OAuthKeys keys) {
      this.keys = keys;
    }

    @Override
    public OAuthKeys read() {
      return keys;
    }

    @Override
    public void write(OAuthKeys next) {
      keys = next;
    }
  }
}
