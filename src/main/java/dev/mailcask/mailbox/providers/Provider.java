package dev.mailcask.mailbox.providers;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A provider of mail, as `providers.json` has it.
///
/// @param name for the command line, such as `google`
/// @param label for people
/// @param domains of addresses that are its own
/// @param mx ends of names that receive the mail of its customers' own domains
/// @param hosts ends of names that its IMAP servers have
/// @param host its IMAP server
/// @param security `tls`, `starttls` or `none`
/// @param logins what opens a mailbox, the commonest first
/// @param oauth null where nothing is known of it, or clients need approval
/// @param hint what the owner does to be let in: imperative, lower case
/// @param link where the owner does that, or empty
public record Provider(
    String name,
    String label,
    List<String> domains,
    List<String> mx,
    List<String> hosts,
    String host,
    int port,
    String security,
    UserForm user,
    List<LoginKind> logins,
    @Nullable OAuth oauth,
    Limits limits,
    String hint,
    String link) {

  /// What stands in for the tenant in addresses of a provider that has tenants.
  public static final String TENANT = "{tenant}";

  public Provider {
    domains = List.copyOf(domains);
    mx = List.copyOf(mx);
    hosts = List.copyOf(hosts);
    logins = List.copyOf(logins);
  }

  /// What the provider takes as the login name.
  public enum UserForm {
    ADDRESS,
    LOCAL_PART;

    /// As in the table: `local-part`.
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    static UserForm of(String word) {
      return Arrays.stream(values()).filter(v -> v.word().equals(word)).findFirst().orElseThrow();
    }

    /// The login name of an address.
    public String of(String localPart, String domain) {
      return this == ADDRESS ? localPart + "@" + domain : localPart;
    }
  }

  /// What opens a mailbox.
  public enum LoginKind {
    PASSWORD,
    APP_PASSWORD,
    OAUTH;

    /// As in the table: `app-password`.
    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    static LoginKind of(String word) {
      return Arrays.stream(values()).filter(v -> v.word().equals(word)).findFirst().orElseThrow();
    }
  }

  /// How access tokens are come by; the client is the owner's own.
  ///
  /// @param grants the ways that the provider offers for mail, the best for an appliance first
  /// @param scopes the rights to ask for where a person signs in
  /// @param tenantScopes the rights to ask for where an administrator opened all mailboxes
  public record OAuth(
      List<String> grants,
      String authorizeUrl,
      String tokenUrl,
      String deviceUrl,
      List<String> scopes,
      List<String> tenantScopes) {
    public OAuth {
      grants = List.copyOf(grants);
      scopes = List.copyOf(scopes);
      tenantScopes = List.copyOf(tenantScopes);
    }

    /// The same for reading by POP3, for which Microsoft has a right of its own.
    public OAuth forPop3() {
      return new OAuth(
          grants,
          authorizeUrl,
          tokenUrl,
          deviceUrl,
          scopes.stream()
              .map(scope -> scope.replace("/IMAP.AccessAsUser.All", "/POP.AccessAsUser.All"))
              .toList(),
          tenantScopes);
    }

    /// The same with the tenant put in where addresses want one; `common` stands for any.
    public OAuth forTenant(String tenant) {
      String its = tenant.isBlank() ? "common" : tenant.strip();
      return new OAuth(
          grants,
          authorizeUrl.replace(TENANT, its),
          tokenUrl.replace(TENANT, its),
          deviceUrl.replace(TENANT, its),
          scopes,
          tenantScopes);
    }
  }

  /// What the provider puts up with; 0 where nothing is known.
  ///
  /// @param connections at a time, of all programs of the owner
  /// @param bytesPerDay downloads over IMAP, of all programs of the owner
  /// @param popBytesPerDay the same over POP3
  /// @param pauseSeconds how long to stay away after it has asked for patience without saying how
  ///     long
  /// @param commandsPerMinute that one program gets away with; sources are in
  ///     `src/docs/decisions/0069-limits-of-accounts.md`
  public record Limits(
      int connections,
      long bytesPerDay,
      long popBytesPerDay,
      int pauseSeconds,
      int commandsPerMinute) {
    /// Nothing is known.
    public static final Limits UNKNOWN = new Limits(0, 0, 0, 0, 0);
  }
}
