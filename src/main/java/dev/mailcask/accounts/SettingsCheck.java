package dev.mailcask.accounts;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Nearest;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.providers.Connections;
import dev.mailcask.oauth.Grant;
import dev.mailcask.oauth.OAuthSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Says what makes no sense in an account's settings before anything is kept or connected.
final class SettingsCheck {

  private static final List<String> SECURITY = List.of("tls", "starttls", "none");
  private static final int LAST_PORT = 65_535;
  private static final int LONGEST_HOST = 253;

  /// With less, mail of one day may outgrow what is fetched of it in one.
  private static final long LEAST_BYTES = 1_000_000;

  /// Each folder costs a few.
  private static final int LEAST_COMMANDS = 10;

  private static final Pattern HOST_AND_PORT = Pattern.compile("[^:]+:\\d+");
  private static final Pattern HOST = Pattern.compile("[^\\s/@:,;]+|\\[?[0-9A-Fa-f:.%]+]?");

  private final Consumer<String> scheduleCheck;

  SettingsCheck(Consumer<String> scheduleCheck) {
    this.scheduleCheck = scheduleCheck;
  }

  /// @throws Failure.Misconfigured at the first setting that makes no sense
  void check(AccountId account, AccountSettings settings) {
    String subject = "account " + account;
    Protocol protocol =
        Protocol.of(settings.kind())
            .orElseThrow(
                () ->
                    wrong(
                        subject,
                        "the kind '" + settings.kind() + "' is not known",
                        "use imap or pop3"));
    host(subject, settings.host(), protocol.label());
    if (settings.port() < 1 || settings.port() > LAST_PORT) {
      throw wrong(
          subject,
          "there is no port " + settings.port(),
          "use %d for TLS, %d for STARTTLS, or what the provider names"
              .formatted(
                  protocol.defaultPort(Security.TLS), protocol.defaultPort(Security.STARTTLS)));
    }
    security(subject, settings.security());
    if (settings.user().isBlank() || settings.user().chars().anyMatch(Character::isISOControl)) {
      throw wrong(subject, "the user is missing", "give the name to log in with");
    }
    scheduleCheck.accept(settings.schedule());
    patterns(subject, settings.include());
    patterns(subject, settings.exclude());
    if (protocol == Protocol.POP3
        && !(settings.include().isEmpty() && settings.exclude().isEmpty())) {
      throw wrong(
          subject,
          "POP3 has one folder, and there is nothing to choose",
          "leave out the patterns of folders");
    }
    AccountSettings.OAuth oauth = settings.oauth();
    if (oauth != null) {
      oauth(subject, oauth).check(subject);
    }
    limits(subject, settings.limitsOrNone());
    watch(subject, protocol, settings.watch());
  }

  private static void limits(String subject, AccountSettings.Limits limits) {
    if (limits.connections() < 0 || limits.connections() > Connections.MOST_WORKING) {
      throw wrong(
          subject,
          limits.connections() + " connections at a time are not possible",
          "use 1 or 2, or leave it to the configuration");
    }
    if (limits.bytesPerDay() != 0 && limits.bytesPerDay() < LEAST_BYTES) {
      throw wrong(
          subject,
          limits.bytesPerDay() + " bytes a day are too few for a backup to come to an end",
          "allow 1 MB or more a day");
    }
    if (limits.commandsPerMinute() != 0 && limits.commandsPerMinute() < LEAST_COMMANDS) {
      throw wrong(
          subject,
          limits.commandsPerMinute() + " commands a minute are too few for a backup",
          "allow " + LEAST_COMMANDS + " or more a minute");
    }
  }

  private static void watch(String subject, Protocol protocol, @Nullable List<String> folders) {
    if (folders == null || folders.isEmpty()) {
      return;
    }
    if (protocol == Protocol.POP3) {
      throw wrong(
          subject,
          "new mail cannot be waited for over POP3",
          "name no folder, and let backups run more often");
    }
    if (folders.stream().anyMatch(String::isBlank)) {
      throw wrong(
          subject, "a folder to wait in has no name", "leave it out, or name one such as INBOX");
    }
    if (folders.stream().distinct().count() > Connections.MOST_WAITING) {
      throw wrong(
          subject,
          "new mail is to be waited for in " + folders.size() + " folders",
          "name three at the most; the schedule backs up all the others");
    }
  }

  /// How access tokens are come by, as the room `oauth` wants it.
  ///
  /// @throws Failure.Misconfigured if there is no such grant
  static OAuthSettings oauth(String subject, AccountSettings.OAuth oauth) {
    List<String> words = Arrays.stream(Grant.values()).map(Grant::word).toList();
    Grant grant =
        Grant.of(oauth.grant())
            .orElseThrow(
                () ->
                    wrong(
                        subject,
                        "there is no way to sign in called '" + oauth.grant() + "'",
                        "use one of " + String.join(", ", words)));
    return new OAuthSettings(
        grant,
        oauth.clientId(),
        oauth.authorizeUrl(),
        oauth.tokenUrl(),
        oauth.deviceUrl(),
        oauth.scopes());
  }

  private static void host(String subject, String host, String label) {
    if (host.isBlank()) {
      throw wrong(subject, "the host is missing", "give the name of the " + label + " server");
    }
    if (HOST_AND_PORT.matcher(host).matches()) {
      throw wrong(subject, "the host holds a port", "give the port in its own setting");
    }
    if (host.contains("://") || host.contains("/")) {
      throw wrong(
          subject,
          "the host is an address of the web",
          "give the name of the " + label + " server alone");
    }
    if (host.length() > LONGEST_HOST || !HOST.matcher(host).matches()) {
      throw wrong(
          subject,
          "the host is not a valid name",
          "give the name or IP address of the " + label + " server");
    }
  }

  private static void security(String subject, String security) {
    if (!SECURITY.contains(security)) {
      Optional<String> meant = Nearest.of(security, SECURITY);
      throw wrong(
          subject,
          "the security '" + security + "' is not known",
          meant.map(word -> "did you mean " + word + "? ").orElse("")
              + "use tls, starttls, or none for a server on the same machine");
    }
  }

  private static void patterns(String subject, List<String> patterns) {
    if (patterns.stream().anyMatch(String::isBlank)) {
      throw wrong(
          subject,
          "a pattern of folders is empty",
          "leave it out, or write one such as INBOX or Archive/*");
    }
  }

  /// The settings as the mailbox wants them; they were checked when they were kept.
  static MailboxSettings mailbox(AccountId account, AccountSettings settings) {
    return new MailboxSettings(
        account,
        Protocol.of(settings.kind()).orElseThrow(),
        settings.host(),
        settings.port(),
        Security.valueOf(settings.security().toUpperCase(Locale.ROOT)),
        settings.user(),
        settings.limitsOrNone().connections());
  }

  private static Failure wrong(String subject, String problem, String hint) {
    return new Failure.Misconfigured(subject, problem, hint);
  }
}
