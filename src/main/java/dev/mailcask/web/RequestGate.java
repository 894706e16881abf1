package dev.mailcask.web;

import dev.mailcask.access.Access;
import dev.mailcask.access.Access.Session;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What every request passes before a resource sees it: the Host field names the appliance, a
/// changing request comes from a page of the appliance, somebody is signed in, and the page proves
/// with its CSRF token that it could read an answer of ours.
///
/// The cookie is `SameSite=Strict`, so that other sites' pages do not send it at all; origin and
/// token are there for browsers and networks that cannot be trusted with it.
final class RequestGate {

  static final String COOKIE = "mailcask";
  static final String CSRF_HEADER = "X-CSRF-Token";

  private static final Duration COOKIE_AGE = Duration.ofDays(30);
  private static final String SESSION = "mailcask.session";
  private static final Set<HandlerType> READING =
      Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

  private final Access access;
  private final HostNames hosts;
  private final boolean https;

  RequestGate(Access access, WebSettings settings) {
    this.access = access;
    this.hosts = new HostNames(settings);
    this.https = settings.https();
  }

  void install(RoutesConfig routes) {
    routes.before(this::checkHost);
    routes.beforeMatched(this::checkSession);
  }

  private void checkHost(Context ctx) {
    String host = ctx.header("Host");
    if (!hosts.accept(host)) {
      throw HttpProblem.of(
          421,
          "misdirected",
          "Not the name of this appliance",
          "host name",
          "the appliance does not know itself by the name in the address",
          "add the name to listen.hosts in config/mailcask.yaml, or use localhost or an IP address");
    }
    String origin = ctx.header("Origin");
    if (!READING.contains(ctx.method()) && origin != null && !sameOrigin(origin, host)) {
      throw HttpProblem.forbidden(
          "the request comes from a page of another site", "use the appliance's own page");
    }
  }

  private boolean sameOrigin(String origin, @Nullable String host) {
    try {
      String authority = URI.create(origin).getRawAuthority();
      return authority != null && (authority.equalsIgnoreCase(host) || hosts.named(authority));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void checkSession(Context ctx) {
    if (ctx.routeRoles().contains(Entry.OPEN)) {
      return;
    }
    Session session = find(ctx).orElseThrow(HttpProblem::signedOut);
    if (!READING.contains(ctx.method()) && !same(session.csrf(), ctx.header(CSRF_HEADER))) {
      throw HttpProblem.forbidden(
          "the header " + CSRF_HEADER + " is missing or not that of the session",
          "load the page again");
    }
    ctx.attribute(SESSION, session);
  }

  private static boolean same(String expected, @Nullable String given) {
    return given != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  /// The session of the request's cookie, if it is valid.
  Optional<Session> find(Context ctx) {
    return Optional.ofNullable(ctx.cookie(COOKIE)).flatMap(access::session);
  }

  /// The session of a request that has passed.
  static Session session(Context ctx) {
    Session session = ctx.attribute(SESSION);
    if (session == null) {
      throw new IllegalStateException("no session on an open route");
    }
    return session;
  }

  void setCookie(Context ctx, Session session) {
    setCookie(ctx, session.token(), COOKIE_AGE);
  }

  void clearCookie(Context ctx) {
    setCookie(ctx, "", Duration.ZERO);
  }

  private void setCookie(Context ctx, String value, Duration age) {
    ctx.header(
        "Set-Cookie",
        COOKIE
            + "="
            + value
            + "; Path=/; Max-Age="
            + age.toSeconds()
            + "; HttpOnly; SameSite=Strict"
            + (https ? "; Secure" : ""));
  }
}
