package dev.mailcask.oauth;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// What is kept secret of a sign-in; one text, kept where a password would be. Never prints itself.
///
/// The access token is kept too: who has the refresh token can have one at any time, and a command
/// that is given twice a minute need not ask the provider twice.
///
/// @param clientSecret of the owner's client, empty where it has none
/// @param privateKey of a service account as PEM (PKCS #8), else empty
/// @param refreshToken empty where there is none
/// @param accessToken the latest, empty where there is none
/// @param expires when the access token ends
/// @param renew from when on another one is asked for
/// @param ended why nobody is let in until the owner has signed in again, in the provider's words;
///     empty while all is well
public record OAuthKeys(
    String clientSecret,
    String privateKey,
    String refreshToken,
    String accessToken,
    @Nullable Instant expires,
    @Nullable Instant renew,
    String ended) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// The keys of a client that opens mailboxes by itself, or of one that nobody signed in with yet.
  public static OAuthKeys ofClient(String clientSecret) {
    return new OAuthKeys(clientSecret, "", "", "", null, null, "");
  }

  /// The keys of a service account.
  ///
  /// @param privateKey as PEM
  public static OAuthKeys ofServiceAccount(String privateKey) {
    return new OAuthKeys("", privateKey, "", "", null, null, "");
  }

  /// As it was kept.
  ///
  /// @param subject whom a failure is about
  /// @throws Failure.Refused if it is no such text, such as a password from before
  public static OAuthKeys of(String subject, Secret kept) {
    try {
      return JSON.readValue(kept.value(), OAuthKeys.class);
    } catch (JacksonException e) {
      throw new Failure.Refused(
          subject, "nobody has signed in for it yet", "sign in to the account", null);
    }
  }

  /// The text to be kept.
  public Secret secret() {
    return new Secret(JSON.writeValueAsString(this));
  }

  /// The same with new tokens. A refresh token that is not replaced stays valid (RFC 6749 section
  /// 6).
  OAuthKeys with(Granted granted) {
    return new OAuthKeys(
        clientSecret,
        privateKey,
        granted.refreshToken().isEmpty() ? refreshToken : granted.refreshToken(),
        granted.accessToken(),
        granted.expires(),
        granted.renew(),
        "");
  }

  /// The same after the provider refused to go on.
  OAuthKeys over(String reason) {
    return new OAuthKeys(clientSecret, privateKey, refreshToken, "", null, null, reason);
  }

  boolean fresh(Instant now) {
    return !accessToken.isEmpty() && renew != null && now.isBefore(renew);
  }

  @Override
  public String toString() {
    return "***";
  }
}
