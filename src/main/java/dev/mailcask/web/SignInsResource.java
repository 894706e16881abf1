package dev.mailcask.web;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.providers.Discovery;
import dev.mailcask.mailbox.providers.Discovery.Found;
import dev.mailcask.mailbox.providers.Provider;
import dev.mailcask.oauth.SignIn;
import dev.mailcask.oauth.SignIns;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finding a server from an address, and signing in at its provider: by a browser that the provider
/// sends back to our own page, or by a code.
///
/// The page that it is sent back to is the ordinary one; it hands its address over with the session
/// of its user, like everything else. So no address of ours is open to strangers.
final class SignInsResource {

  private final Accounts accounts;
  private final SignIns signIns;
  private final Discovery discovery;

  SignInsResource(WebServices services) {
    accounts = services.accounts();
    signIns = services.signIns();
    discovery = services.discovery();
  }

  record AddressInput(String address) {}

  record ServerInput(String address, @Nullable String kind) {}

  record FoundView(@Nullable ServerView server) {}

  record ServerView(
      String source,
      String kind,
      String host,
      int port,
      String security,
      String user,
      @Nullable ProviderView provider) {}

  record ProviderView(
      String name,
      String label,
      String hint,
      String link,
      List<String> logins,
      @Nullable OfferView oauth) {}

  record OfferView(
      List<String> grants,
      String authorizeUrl,
      String tokenUrl,
      String deviceUrl,
      List<String> scopes,
      List<String> tenantScopes) {}

  record SignInInput(
      @Nullable String account,
      @Nullable OAuthView oauth,
      @Nullable Secret clientSecret,
      @Nullable String user,
      @Nullable String redirect) {}

  record SignInView(
      String id,
      String state,
      String address,
      String userCode,
      Instant expires,
      @Nullable String problem,
      @Nullable String hint) {}

  /// How access tokens are come by, in requests and answers.
  record OAuthView(
      String provider,
      String grant,
      String clientId,
      String authorizeUrl,
      String tokenUrl,
      String deviceUrl,
      List<String> scopes) {

    static @Nullable OAuthView of(AccountSettings.@Nullable OAuth o) {
      return o == null
          ? null
          : new OAuthView(
              o.provider(),
              o.grant(),
              o.clientId(),
              o.authorizeUrl(),
              o.tokenUrl(),
              o.deviceUrl(),
              o.scopes());
    }

    AccountSettings.OAuth settings() {
      return new AccountSettings.OAuth(
          provider, grant, clientId.strip(), authorizeUrl, tokenUrl, deviceUrl, scopes);
    }
  }

  void install(RoutesConfig routes) {
    routes.post("/api/v1/servers/find", this::find);
    routes.post("/api/v1/sign-ins", this::begin);
    routes.post("/api/v1/sign-ins/answer", this::answer);
    routes.get("/api/v1/sign-ins/{id}", ctx -> ctx.json(view(known(ctx))));
    routes.delete("/api/v1/sign-ins/{id}", this::forget);
  }

  /// By POST: an address does not belong into one of ours, which is logged here and there.
  private void find(Context ctx) {
    ServerInput input = RequestBody.read(ctx, ServerInput.class);
    boolean pop3 = AccountsResource.protocol(input.kind, "field kind") == Protocol.POP3;
    Optional<Found> found =
        pop3 ? discovery.findPop3(input.address) : discovery.find(input.address);
    ctx.json(new FoundView(found.map(SignInsResource::view).orElse(null)));
  }

  private void begin(Context ctx) {
    SignInInput input = RequestBody.read(ctx, SignInInput.class);
    String redirect = input.redirect == null ? SignIns.NOBODY_LISTENS : input.redirect;
    String user = input.user == null ? "" : input.user;
    SignIn begun;
    if (input.account != null) {
      AccountId id = known(input.account);
      begun =
          signIns.begin(
              accounts.oauth(id),
              accounts.clientSecret(id),
              accounts.get(id).settings().user(),
              redirect);
    } else if (input.oauth != null) {
      String secret = input.clientSecret == null ? "" : input.clientSecret.value().strip();
      begun =
          signIns.begin(Accounts.signIn("sign-in", input.oauth.settings()), secret, user, redirect);
    } else {
      throw HttpProblem.badRequest(
          "field oauth", "it is missing", "give an account or the settings of a sign-in");
    }
    ctx.status(201).json(view(begun));
  }

  private AccountId known(String name) {
    try {
      return accounts.get(new AccountId(name)).id();
    } catch (Failure.Misconfigured e) {
      throw HttpProblem.notFound(e.subject(), e.problem(), e.hint());
    }
  }

  private void answer(Context ctx) {
    ctx.json(view(signIns.answer(RequestBody.read(ctx, AddressInput.class).address)));
  }

  private void forget(Context ctx) {
    signIns.forget(ctx.pathParam("id"));
    ctx.status(204);
  }

  private SignIn known(Context ctx) {
    try {
      return signIns.get(ctx.pathParam("id"));
    } catch (Failure.Misconfigured e) {
      throw HttpProblem.notFound(e.subject(), e.problem(), e.hint());
    }
  }

  private static SignInView view(SignIn sign) {
    Failure problem = sign.problem();
    return new SignInView(
        sign.id(),
        sign.state().name().toLowerCase(Locale.ROOT),
        sign.address(),
        sign.userCode(),
        sign.expires(),
        problem == null ? null : problem.problem(),
        problem == null ? null : problem.hint());
  }

  private static ServerView view(Found found) {
    Provider provider = found.provider();
    return new ServerView(
        found.source().name().toLowerCase(Locale.ROOT),
        found.protocol().word(),
        found.host(),
        found.port(),
        found.security().name().toLowerCase(Locale.ROOT),
        found.user(),
        provider == null ? null : view(provider));
  }

  private static ProviderView view(Provider provider) {
    Provider.OAuth oauth = provider.oauth();
    return new ProviderView(
        provider.name(),
        provider.label(),
        provider.hint(),
        provider.link(),
        provider.logins().stream().map(Provider.LoginKind::word).toList(),
        oauth == null
            ? null
            : new OfferView(
                oauth.grants(),
                oauth.authorizeUrl(),
                oauth.tokenUrl(),
                oauth.deviceUrl(),
                oauth.scopes(),
                oauth.tenantScopes()));
  }
}
