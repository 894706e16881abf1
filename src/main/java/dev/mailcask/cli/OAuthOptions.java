package dev.mailcask.cli;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.mailbox.providers.Provider;
import dev.mailcask.mailbox.providers.Providers;
import dev.mailcask.oauth.Grant;
import dev.mailcask.oauth.OAuthKeys;
import dev.mailcask.oauth.ServiceAccountKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How an account is signed in to without a password; options of several commands.
final class OAuthOptions {

  /// The provider that is described by its addresses alone.
  private static final String OWN = "own";

  @Option(
      names = "--oauth",
      paramLabel = "PROVIDER",
      description =
          "Sign in with OAuth instead of a password: google, microsoft, fastmail, or own with"
              + " --token-url and the like.")
  @Nullable String provider;

  @Option(
      names = "--client-id",
      paramLabel = "ID",
      description = "With --oauth: your own client at the provider; see the guide.")
  String clientId = "";

  @Option(
      names = "--client-secret-file",
      paramLabel = "F",
      description = "A file that holds the client's secret, where it has one.")
  @Nullable String clientSecretFile;

  @Option(
      names = "--grant",
      paramLabel = "HOW",
      description =
          "authorization-code, device-code, or for whole tenants client-credentials or"
              + " service-account. If not given: what fits the provider.")
  @Nullable String grant;

  @Option(
      names = "--tenant",
      paramLabel = "T",
      description = "Microsoft: the tenant's id or domain, if not any.")
  String tenant = "";

  @Option(
      names = "--key-file",
      paramLabel = "F",
      description = "Google: the key file of a service account (JSON).")
  @Nullable String keyFile;

  @Option(names = "--authorize-url", paramLabel = "URL", hidden = true)
  @Nullable String authorizeUrl;

  @Option(names = "--token-url", paramLabel = "URL", hidden = true)
  @Nullable String tokenUrl;

  @Option(names = "--device-url", paramLabel = "URL", hidden = true)
  @Nullable String deviceUrl;

  @Option(names = "--scope", paramLabel = "S", hidden = true)
  @Nullable List<String> scopes;

  /// What the options say, or null where a password is meant.
  ///
  /// @param pop3 whether mail is to be read by POP3
  AccountSettings.@Nullable OAuth oauth(Session session, boolean pop3) {
    if (provider == null) {
      return null;
    }
    Provider.OAuth known = pop3 ? known(provider).forPop3() : known(provider);
    String how = grant == null ? keyFile != null ? "service-account" : first(known) : grant;
    boolean tenantWide = !Grant.of(how).map(Grant::needsSignIn).orElse(true);
    return new AccountSettings.OAuth(
        provider,
        how,
        clientId.isEmpty() && keyFile != null ? key(session).clientEmail() : clientId,
        given(authorizeUrl, known.authorizeUrl()),
        given(tokenUrl, known.tokenUrl()),
        given(deviceUrl, known.deviceUrl()),
        scopes != null ? scopes : tenantWide ? known.tenantScopes() : known.scopes());
  }

  private Provider.OAuth known(String name) {
    if (name.equals(OWN)) {
      return new Provider.OAuth(
          List.of(Grant.AUTHORIZATION_CODE.word()), "", "", "", List.of(), List.of());
    }
    Provider.OAuth oauth = Providers.named(name).map(Provider::oauth).orElse(null);
    if (oauth == null) {
      List<String> names =
          Providers.all().stream().filter(p -> p.oauth() != null).map(Provider::name).toList();
      throw Session.wrong(
          "--oauth " + name,
          "nothing is known of such a sign-in",
          "use one of " + String.join(", ", names) + ", or own");
    }
    return oauth.forTenant(tenant);
  }

  private static String first(Provider.OAuth known) {
    return known.grants().getFirst();
  }

  private static String given(@Nullable String option, String otherwise) {
    return option == null ? otherwise : option;
  }

  /// The secret of the client, empty where it has none.
  String clientSecret(Session session) {
    return clientSecretFile == null ? "" : session.read("file", clientSecretFile).strip();
  }

  /// The keys of an account that nobody signs in to.
  OAuthKeys tenantKeys(Session session, AccountSettings.OAuth oauth) {
    if (oauth.grant().equals(Grant.SERVICE_ACCOUNT.word())) {
      return OAuthKeys.ofServiceAccount(key(session).privateKey());
    }
    if (clientSecretFile == null) {
      throw Session.wrong(
          "--grant " + oauth.grant(), "it needs the client's secret", "give --client-secret-file");
    }
    return OAuthKeys.ofClient(clientSecret(session));
  }

  private ServiceAccountKey key(Session session) {
    if (keyFile == null) {
      throw Session.wrong(
          "--grant service-account", "it needs the account's key", "give --key-file");
    }
    return ServiceAccountKey.of("key file " + keyFile, session.read("file", keyFile));
  }
}
