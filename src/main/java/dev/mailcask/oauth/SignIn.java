package dev.mailcask.oauth;

import dev.mailcask.base.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A sign-in as it stands at a moment.
///
/// @param id unguessable
/// @param address to open in a browser
/// @param userCode to type there, empty where the browser comes back by itself
/// @param expires when it is given up
/// @param problem why it failed, null before and otherwise
public record SignIn(
    String id,
    OAuthSettings settings,
    String address,
    String userCode,
    Instant expires,
    State state,
    @Nullable Failure problem) {

  /// How far it is.
  public enum State {
    /// The owner has not signed in yet.
    WAITING,
    /// The keys are there.
    DONE,
    /// It came to nothing.
    FAILED
  }
}
