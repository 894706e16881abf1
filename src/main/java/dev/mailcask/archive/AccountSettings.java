package dev.mailcask.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an owner says of an account, without its password; kept in the journal so that the archive
/// alone brings the appliance back.
///
/// @param kind the protocol: `imap`
/// @param security `tls`, `starttls` or `none`
/// @param schedule a Quartz cron expression, or empty for no scheduled backups
/// @param include glob patterns of folder paths to back up; empty means all
/// @param exclude glob patterns of folder paths to leave out
/// @param oauth how access tokens are come by, null where a password opens the account
public record AccountSettings(
    String kind,
    String host,
    int port,
    String security,
    String user,
    String schedule,
    List<String> include,
    List<String> exclude,
    @Nullable OAuth oauth) {
  public AccountSettings {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /// Those of an account with a password.
  public AccountSettings(
      String kind,
      String host,
      int port,
      String security,
      String user,
      String schedule,
      List<String> include,
      List<String> exclude) {
    this(kind, host, port, security, user, schedule, include, exclude, null);
  }

  /// How access tokens are come by (OAuth 2.0), without anything secret.
  ///
  /// @param provider for people and for hints, such as `google`
  /// @param grant `authorization-code`, `device-code`, `client-credentials` or `service-account`
  /// @param clientId of the owner's own client at the provider
  /// @param authorizeUrl where a browser signs in, or empty
  /// @param tokenUrl where tokens come from
  /// @param deviceUrl where device codes come from, or empty
  /// @param scopes the rights to ask for
  public record OAuth(
      String provider,
      String grant,
      String clientId,
      String authorizeUrl,
      String tokenUrl,
      String deviceUrl,
      List<String> scopes) {
    public OAuth {
      scopes = List.copyOf(scopes);
    }
  }
}
