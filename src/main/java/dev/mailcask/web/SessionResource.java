package dev.mailcask.web;

import dev.mailcask.access.Access;
import dev.mailcask.access.Access.Session;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Signing in and out, the first user, the own password.
final class SessionResource {

  private final Access access;
  private final RequestGate gate;

  SessionResource(Access access, RequestGate gate) {
    this.access = access;
    this.gate = gate;
  }

  record SessionView(
      boolean signedIn, boolean needsFirstUser, @Nullable String user, @Nullable String csrf) {}

  record FirstUser(String token, String user, Secret password) {}

  record Credentials(String user, Secret password) {}

  record PasswordChange(Secret currentPassword, Secret newPassword) {}

  void install(RoutesConfig routes) {
    routes.get("/api/v1/session", this::show, Entry.OPEN);
    routes.post("/api/v1/session", this::signIn, Entry.OPEN);
    routes.delete("/api/v1/session", this::signOut);
    routes.post("/api/v1/first-user", this::createFirstUser, Entry.OPEN);
    routes.put("/api/v1/password", this::changePassword);
  }

  /// Also sets the cookie anew, so that it lasts as long as the session that is prolonged by use.
  private void show(Context ctx) {
    Optional<Session> session = gate.find(ctx);
    session.ifPresent(s -> gate.setCookie(ctx, s));
    ctx.json(
        new SessionView(
            session.isPresent(),
            access.needsFirstUser(),
            session.map(Session::user).orElse(null),
            session.map(Session::csrf).orElse(null)));
  }

  private void signIn(Context ctx) {
    Credentials credentials = RequestBody.read(ctx, Credentials.class);
    try {
      begin(ctx, access.signIn(credentials.user, credentials.password));
    } catch (Failure.Refused e) {
      throw HttpProblem.of(401, "refused", "Refused", e.subject(), e.problem(), e.hint());
    }
  }

  private void createFirstUser(Context ctx) {
    FirstUser first = RequestBody.read(ctx, FirstUser.class);
    try {
      begin(ctx, access.createFirstUser(first.token, first.user, first.password));
    } catch (Failure.Refused e) {
      throw HttpProblem.of(403, "refused", "Refused", e.subject(), e.problem(), e.hint());
    }
  }

  private void begin(Context ctx, Session session) {
    gate.setCookie(ctx, session);
    ctx.json(new SessionView(true, false, session.user(), session.csrf()));
  }

  private void signOut(Context ctx) {
    access.signOut(RequestGate.session(ctx).token());
    gate.clearCookie(ctx);
    ctx.status(204);
  }

  private void changePassword(Context ctx) {
    PasswordChange change = RequestBody.read(ctx, PasswordChange.class);
    access.changePassword(RequestGate.session(ctx), change.currentPassword, change.newPassword);
    ctx.status(204);
  }
}
