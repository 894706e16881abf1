package dev.mailcask.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an owner says of an account, without its password; kept in the journal so that the archive
/// alone brings the appliance back.
///
/// @param kind the protocol: `imap` or `pop3`
/// @param security `tls`, `starttls` or `none`
/// @param schedule a Quartz cron expression, or empty for no scheduled backups
/// @param include glob patterns of folder paths to back up; empty means all
/// @param exclude glob patterns of folder paths to leave out
/// @param oauth how access tokens are come by, null where a password opens the account
/// @param limits what the owner allows of this account, null where nothing of the kind was said
/// @param watch paths of folders in which new mail is waited for; null where what holds for all
///     accounts holds for this one too
public record AccountSettings(
    String kind,
    String host,
    int port,
    String security,
    String user,
    String schedule,
    List<String> include,
    List<String> exclude,
    @Nullable OAuth oauth,
    @Nullable Limits limits,
    @Nullable List<String> watch) {
  public AccountSettings {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
    limits = Limits.NONE.equals(limits) ? null : limits;
    watch = watch == null ? null : List.copyOf(watch);
  }

  /// Those of an account with nothing of its own about limits and new mail.
  public AccountSettings(
      String kind,
      String host,
      int port,
      String security,
      String user,
      String schedule,
      List<String> include,
      List<String> exclude,
      @Nullable OAuth oauth) {
    this(kind, host, port, security, user, schedule, include, exclude, oauth, null, null);
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

  /// Whether mail is fetched by POP3: one folder at one moment, from which nothing is heard and
  /// into which nothing can be put, on one connection.
  public boolean pop3() {
    return kind.equals("pop3");
  }

  /// What the owner allows of the account; each outweighs what the configuration and the table of
  /// providers say, and 0 leaves it to them.
  ///
  /// @param connections of a backup at a time, 1 or 2
  /// @param bytesPerDay to fetch within 24 hours
  /// @param commandsPerMinute that a backup sends
  public record Limits(int connections, long bytesPerDay, int commandsPerMinute) {
    /// Nothing was said.
    public static final Limits NONE = new Limits(0, 0, 0);
  }

  /// Never null: what was not said is 0.
  public Limits limitsOrNone() {
    return limits == null ? Limits.NONE : limits;
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
