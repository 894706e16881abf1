package dev.mailcask.access;

import dev.mailcask.base.Secret;
import java.util.Optional;

/// Users and sessions. Thread-safe; what a method did is durable when it returns.
public interface Access {

  /// Whether nobody can sign in yet.
  boolean needsFirstUser();

  /// The one-time token that creates the first user, made at the first call and the same until it
  /// is used; survives a restart.
  String firstUserToken();

  /// Creates the first user and signs in.
  ///
  /// @throws dev.mailcask.base.Failure.Refused if the token is wrong or used, or there is a user
  ///     already
  /// @throws dev.mailcask.base.Failure.Misconfigured if name or password are not acceptable
  Session createFirstUser(String token, String user, Secret password);

  /// Signs in.
  ///
  /// @throws dev.mailcask.base.Failure.Refused if name or password are wrong
  /// @throws dev.mailcask.base.Failure.Throttled after too many wrong tries
  Session signIn(String user, Secret password);

  /// The session of a cookie's token, if it is valid; using it prolongs it.
  Optional<Session> session(String token);

  /// Ends a session.
  void signOut(String token);

  /// Changes a password; ends the user's other sessions.
  void changePassword(Session session, Secret old, Secret fresh);

  /// @param token what the cookie holds
  /// @param csrf what a changing request must send in its header
  record Session(String token, String user, String csrf) {
    @Override
    public String toString() {
      return "session of " + user;
    }
  }
}
