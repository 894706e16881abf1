package dev.mailcask.web;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.Secret;
import dev.mailcask.oauth.Grant;
import dev.mailcask.oauth.OAuthKeys;
import dev.mailcask.oauth.ServiceAccountKey;
import dev.mailcask.oauth.SignIns;
import org.jspecify.annotations.Nullable;

/// From what a form brings to what is kept of it: a password, the keys of a sign-in, or those of a
/// client that opens mailboxes by itself.
final class AccountSecrets {

  private final SignIns signIns;

  AccountSecrets(SignIns signIns) {
    this.signIns = signIns;
  }

  /// The secret of an account, or null where the form brings none and the kept one stays.
  ///
  /// @param password or the client's secret, or the key file of a service account
  /// @param signIn the id of one that is done
  @Nullable Secret of(
      AccountSettings settings, @Nullable Secret password, @Nullable String signIn) {
    AccountSettings.OAuth oauth = settings.oauth();
    if (oauth == null) {
      return password;
    }
    Grant grant = Grant.of(oauth.grant()).orElse(Grant.AUTHORIZATION_CODE);
    if (grant.needsSignIn()) {
      return signIn == null ? null : signIns.take(signIn, Accounts.signIn("sign-in", oauth));
    }
    if (password == null) {
      return null;
    }
    return switch (grant) {
      case SERVICE_ACCOUNT ->
          OAuthKeys.ofServiceAccount(
                  ServiceAccountKey.of("key file", password.value()).privateKey())
              .secret();
      case AUTHORIZATION_CODE, DEVICE_CODE, CLIENT_CREDENTIALS ->
          OAuthKeys.ofClient(password.value().strip()).secret();
    };
  }

  /// The same for an account that has none kept.
  Secret needed(AccountSettings settings, @Nullable Secret password, @Nullable String signIn) {
    Secret secret = of(settings, password, signIn);
    if (secret == null) {
      boolean person =
          settings.oauth() != null
              && Grant.of(settings.oauth().grant()).map(Grant::needsSignIn).orElse(true);
      throw HttpProblem.badRequest(
          person ? "field signIn" : "field password", "it is missing", "see /api/openapi.json");
    }
    return secret;
  }

  /// The keys were kept.
  void kept(@Nullable String signIn) {
    if (signIn != null) {
      signIns.forget(signIn);
    }
  }
}
