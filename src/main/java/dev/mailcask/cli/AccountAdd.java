package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.Account;
import dev.mailcask.mailbox.MailboxSettings.Protocol;
import dev.mailcask.mailbox.MailboxSettings.Security;
import dev.mailcask.mailbox.RemoteFolder;
import dev.mailcask.mailbox.providers.Discovery;
import dev.mailcask.oauth.OAuthSettings;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Adds an account after testing its login.
@Command(
    name = "add",
    description = "Add an account; its login is tested first.",
    sortOptions = false)
final class AccountAdd implements Callable<Integer> {

  private final Session session;

  @Parameters(paramLabel = "NAME", description = "A name of your choice: letters, digits, . _ -")
  String name = "";

  @Option(
      names = "--host",
      paramLabel = "H",
      description = "The mail server. If not given, it is found from the address, and asked for.")
  String host = "";

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "Its port: 993 for tls, 143 otherwise, if not given (POP3: 995, 110).")
  @Nullable Integer port;

  @Option(
      names = "--pop3",
      description =
          "Fetch by POP3, where there is no IMAP: the inbox alone, without flags, and nothing can"
              + " be put back. Mail stays on the server.")
  boolean pop3;

  @Option(
      names = "--security",
      paramLabel = "HOW",
      description = "${COMPLETION-CANDIDATES}; none is for a server on this machine.")
  Security security = Security.TLS;

  @Option(
      names = "--user",
      paramLabel = "U",
      required = true,
      description = "The login name, or the e-mail address.")
  String user = "";

  @Option(
      names = "--password-file",
      paramLabel = "F",
      description = "A file that holds the password and nothing else.")
  @Nullable String passwordFile;

  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  boolean passwordStdin;

  @Option(
      names = "--schedule",
      paramLabel = "CRON",
      description =
          "When to back up, as a Quartz cron expression; 'none' for never. If not given: every"
              + " night at a minute of the account's own.")
  @Nullable String schedule;

  @Option(
      names = "--include",
      paramLabel = "PATTERN",
      description = "Back up only folders that match, such as 'Projects/**'.")
  List<String> include = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "PATTERN",
      description = "Leave out folders that match, such as 'Spam'.")
  List<String> exclude = List.of();

  @Mixin MannersOptions manners = new MannersOptions();

  @Mixin OAuthOptions oauth = new OAuthOptions();

  @Option(names = "--yes", description = "Take the server that was found without asking.")
  boolean yes;

  @Option(names = "--no-check", description = "Do not test the login.")
  boolean noCheck;

  AccountAdd(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Rooms rooms = session.roomsOfNewArchive();
    Accounts accounts = rooms.accounts();
    AccountId id = new AccountId(name);
    if (host.isEmpty()) {
      take(new FoundServer(session).find(user, pop3, yes));
    }
    AccountSettings settings = settings(accounts, id);
    Secret password = secret(settings);
    Integer folders = null;
    if (!noCheck) {
      List<RemoteFolder> found = accounts.test(id, settings, password);
      folders = found.size();
    }
    Account account = accounts.add(id, settings, password);
    if (rooms.appliance()) {
      rooms.jobs().reschedule();
    }
    if (session.json()) {
      session.print(
          new Json()
              .put("account", account.id())
              .put("host", account.settings().host())
              .put("folders", folders));
    } else {
      session.print(
          "Added account %s%s. Back it up now: mailcask backup %s"
              .formatted(
                  account.id(),
                  folders == null ? "" : ", " + Units.count(folders, "folder", "folders"),
                  account.id()));
    }
    return 0;
  }

  private void take(Discovery.Found found) {
    host = found.host();
    pop3 = found.protocol() == Protocol.POP3;
    port = found.port();
    security = found.security();
    user = found.user();
  }

  private Secret secret(AccountSettings settings) throws IOException {
    AccountSettings.OAuth how = settings.oauth();
    if (how == null) {
      return password();
    }
    OAuthSettings signIn = Accounts.signIn("account " + name, how);
    return signIn.grant().needsSignIn()
        ? new SigningIn(session).signIn(signIn, oauth.clientSecret(session), user)
        : oauth.tenantKeys(session, how).secret();
  }

  private AccountSettings settings(Accounts accounts, AccountId id) {
    String cron = schedule == null ? accounts.nightly(id) : schedule;
    Protocol protocol = pop3 ? Protocol.POP3 : Protocol.IMAP;
    return new AccountSettings(
        protocol.word(),
        host,
        port == null ? protocol.defaultPort(security) : port,
        security.name().toLowerCase(Locale.ROOT),
        user,
        cron.equals("none") ? "" : cron,
        include,
        exclude,
        oauth.oauth(session, pop3),
        manners.limits(AccountSettings.Limits.NONE),
        manners.watch(null));
  }

  private Secret password() throws IOException {
    if (passwordStdin && passwordFile != null) {
      throw Session.wrong(
          "--password-stdin and --password-file", "both were given", "give one of them");
    }
    if (passwordStdin) {
      return secret(new String(session.terminal().in().readAllBytes(), UTF_8), "standard input");
    }
    if (passwordFile != null) {
      return secret(session.read("password file", passwordFile), "password file " + passwordFile);
    }
    return secret(
        session.terminal().askSecret("Password of " + Plain.line(user) + ": ").value(),
        "the password");
  }

  /// Without the line end that editors and echo leave behind.
  private static Secret secret(String text, String where) {
    String password = text.replaceFirst("\\r?\\n$", "");
    if (password.isEmpty()) {
      throw Session.wrong(where, "it is empty", "give the account's password");
    }
    return new Secret(password);
  }
}
