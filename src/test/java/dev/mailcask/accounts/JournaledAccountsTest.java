package dev.mailcask.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.AccountSettings.Limits;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.mailbox.AppendSession;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.MailboxSettings;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.RemoteFolder;
import dev.mailcask.oauth.Grant;
import dev.mailcask.oauth.OAuthSettings;
import dev.mailcask.oauth.OAuthTokens;
import dev.mailcask.oauth.SignIn;
import dev.mailcask.oauth.SignIns;
import dev.mailcask.secrets.SealedSecretStore;
import dev.mailcask.testing.IdentityProvider;
import dev.mailcask.testing.InMemoryArchive;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournaledAccountsTest {

  private static final AccountId WORK = new AccountId("work");
  private static final AccountId HOME = new AccountId("home");
  private static final AccountSettings SETTINGS =
      new AccountSettings(
          "imap",
          "mail.example.org",
          993,
          "tls",
          "me@example.org",
          "0 0 3 * * ?",
          List.of(),
          List.of("Trash"));
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-01T01:00:00Z"));

  @TempDir Path directory;

  private final InMemoryArchive archive = new InMemoryArchive(CLOCK);
  private final List<String> connections = new ArrayList<>();
  private Catalog catalog;
  private SealedSecretStore secrets;
  private Accounts accounts;

  @BeforeEach
  void open() {
    catalog = SqliteCatalog.open(directory.resolve("catalog.db"), CLOCK);
    secrets = new SealedSecretStore(directory.resolve("secrets"));
    accounts =
        new JournaledAccounts(
            archive, catalog, secrets, this::connect, new OAuthTokens(CLOCK), this::checkSchedule);
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private Mailbox connect(MailboxSettings settings, MailboxLogin login, CommandPace pace) {
    connections.add(settings + " with " + shown(login));
    return new OneFolder();
  }

  private static String shown(MailboxLogin login) {
    return switch (login) {
      case MailboxLogin.Password(Secret password) -> password.value();
      case MailboxLogin.OAuth(MailboxLogin.AccessTokens tokens) -> tokens.current().value();
    };
  }

  private void checkSchedule(String schedule) {
    if (schedule.equals("never")) {
      throw new Failure.Misconfigured("schedule", "no", "no");
    }
  }

  @Test
  void whatWasAddedIsInTheJournalAndComesBackWithIt() {
    Account added = accounts.add(WORK, SETTINGS, new Secret("pw"));
    assertThat(added).isEqualTo(new Account(WORK, SETTINGS, false));
    assertThat(accounts.list()).containsExactly(added);
    assertThat(accounts.get(WORK)).isEqualTo(added);
    catalog.rebuild(archive, Progress.NONE);
    assertThat(accounts.list()).containsExactly(added);
    archive.writer(WORK).close();
  }

  @Test
  void aNameIsTakenOnce() {
    accounts.add(WORK, SETTINGS, new Secret("pw"));
    assertThatThrownBy(() -> accounts.add(new AccountId("WORK"), SETTINGS, new Secret("other")))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("there is an account of this name");
    assertThat(secrets.get(WORK)).contains(new Secret("pw"));
  }

  @Test
  void aRemovedAccountLeavesItsArchiveAndMayComeBack() {
    accounts.add(WORK, SETTINGS, new Secret("pw"));
    accounts.remove(WORK);
    assertThat(accounts.list()).isEmpty();
    assertThat(secrets.get(WORK)).isEmpty();
    assertThat(catalog.account(WORK)).contains(new Account(WORK, SETTINGS, true));
    assertThatThrownBy(() -> accounts.get(WORK)).hasMessageContaining("it was removed");
    assertThatThrownBy(() -> accounts.remove(WORK)).isInstanceOf(Failure.Misconfigured.class);
    accounts.add(WORK, SETTINGS, new Secret("new"));
    assertThat(accounts.list()).hasSize(1);
    assertThat(archive.journal(WORK).last()).isEqualTo(3);
  }

  @Test
  void anUnknownNameComesWithTheNearest() {
    accounts.add(WORK, SETTINGS, new Secret("pw"));
    assertThatThrownBy(() -> accounts.get(new AccountId("wrok")))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("did you mean work?");
    assertThatThrownBy(() -> accounts.get(new AccountId("something-else")))
        .hasMessageContaining("look at the list");
  }

  @Test
  void changingKeepsThePasswordUnlessThereIsANewOne() {
    accounts.add(WORK, SETTINGS, new Secret("pw"));
    AccountSettings other = settings("imap", "other.example.org", 143, "starttls", "me", "");
    assertThat(accounts.change(WORK, other, null).settings()).isEqualTo(other);
    assertThat(secrets.get(WORK)).contains(new Secret("pw"));
    accounts.change(WORK, SETTINGS, new Secret("new"));
    assertThat(secrets.get(WORK)).contains(new Secret("new"));
    assertThatThrownBy(() -> accounts.change(HOME, other, null))
        .isInstanceOf(Failure.Misconfigured.class);
    assertThat(archive.accounts()).containsExactly(WORK);
  }

  @Test
  void duringABackupOnlyThePasswordCanBeChanged() {
    accounts.add(WORK, SETTINGS, new Secret("pw"));
    AccountSettings other = settings("imap", "other.example.org", 143, "starttls", "me", "");
    try (ArchiveWriter backup = archive.writer(WORK)) {
      assertThatThrownBy(() -> accounts.change(WORK, other, new Secret("lost")))
          .isInstanceOf(Failure.Locked.class)
          .hasMessageContaining("is running; try again");
      assertThatThrownBy(() -> accounts.remove(WORK)).isInstanceOf(Failure.Locked.class);
      assertThat(secrets.get(WORK)).contains(new Secret("pw"));
      accounts.change(WORK, SETTINGS, new Secret("new"));
      assertThat(secrets.get(WORK)).contains(new Secret("new"));
      assertThat(backup.pendingBytes()).isZero();
    }
    assertThat(accounts.get(WORK).settings()).isEqualTo(SETTINGS);
  }

  @Test
  void aFullDiskAddsNoAccount() {
    archive.failNextCommit(new Failure.OutOfSpace("archive", "the disk is full", "free it", null));
    assertThatThrownBy(() -> accounts.add(WORK, SETTINGS, new Secret("pw")))
        .isInstanceOf(Failure.OutOfSpace.class);
    assertThat(accounts.list()).isEmpty();
    accounts.add(WORK, SETTINGS, new Secret("pw"));
  }

  @Test
  void connectsWithWhatWasKept() {
    accounts.add(WORK, SETTINGS, new Secret("pw"));
    assertThat(accounts.test(WORK)).extracting(RemoteFolder::path).containsExactly("INBOX");
    assertThat(connections)
        .containsExactly(
            new MailboxSettings(
                    WORK, "mail.example.org", 993, MailboxSettings.Security.TLS, "me@example.org")
                + " with pw");
    assertThat(OneFolder.open).isZero();
    secrets.remove(WORK);
    assertThatThrownBy(() -> accounts.connect(WORK))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("enter the password");
  }

  @Test
  void tokensOfASignInOpenAnAccount() {
    try (IdentityProvider provider = new IdentityProvider().rotating().lifetime(0);
        SignIns signIns = new SignIns(CLOCK, time -> {})) {
      AccountSettings settings = withOAuth(provider, "authorization-code");
      Secret keys = signIn(signIns, provider);
      assertThat(accounts.test(WORK, settings, keys)).hasSize(1);
      keys = signIn(signIns, provider);
      accounts.add(WORK, settings, keys);
      assertThat(accounts.get(WORK).settings()).isEqualTo(settings);
      assertThat(accounts.loginProblem(WORK)).isEmpty();
      connections.clear();
      accounts.connect(WORK).close();
      accounts.connect(WORK).close();
      assertThat(connections)
          .doesNotHaveDuplicates()
          .hasSize(2)
          .allMatch(c -> c.contains("access-"));
      provider.revokeAll();
      assertThatThrownBy(() -> accounts.connect(WORK))
          .isInstanceOf(Failure.Refused.class)
          .hasMessageContaining("sign in again");
      assertThat(accounts.loginProblem(WORK).orElseThrow()).contains("has ended");
      accounts.change(WORK, settings, signIn(signIns, provider));
      assertThat(accounts.loginProblem(WORK)).isEmpty();
      accounts.connect(WORK).close();
    }
  }

  private static Secret signIn(SignIns signIns, IdentityProvider provider) {
    String url = provider.url();
    OAuthSettings settings =
        new OAuthSettings(
            Grant.AUTHORIZATION_CODE,
            IdentityProvider.CLIENT,
            url + "/authorize",
            url + "/token",
            "",
            List.of("imap"));
    SignIn begun = signIns.begin(settings, "", "", SignIns.NOBODY_LISTENS);
    signIns.answer(IdentityProvider.browse(begun.address()));
    return signIns.take(begun.id(), settings);
  }

  private static AccountSettings withOAuth(IdentityProvider provider, String grant) {
    String url = provider.url();
    return new AccountSettings(
        "imap",
        "mail.example.org",
        993,
        "tls",
        "me@example.org",
        "",
        List.of(),
        List.of(),
        new AccountSettings.OAuth(
            "own",
            grant,
            IdentityProvider.CLIENT,
            url + "/authorize",
            url + "/token",
            "",
            List.of("imap")));
  }

  @Test
  void aPasswordOpensNoAccountThatWantsASignIn() {
    try (IdentityProvider provider = new IdentityProvider()) {
      assertThatThrownBy(() -> accounts.add(WORK, withOAuth(provider, "magic"), new Secret("pw")))
          .isInstanceOf(Failure.Misconfigured.class)
          .hasMessageContaining("'magic'");
      assertThatThrownBy(
              () -> accounts.add(WORK, withOAuth(provider, "device-code"), new Secret("pw")))
          .isInstanceOf(Failure.Misconfigured.class)
          .hasMessageContaining("device codes is missing");
      accounts.add(WORK, withOAuth(provider, "authorization-code"), new Secret("pw"));
      assertThat(accounts.loginProblem(WORK).orElseThrow()).contains("nobody has signed in");
      assertThat(accounts.clientSecret(WORK)).isEmpty();
      secrets.remove(WORK);
      assertThat(accounts.loginProblem(WORK).orElseThrow()).contains("no sign-in is kept");
    }
  }

  @Test
  void aTestKeepsNothing() {
    assertThat(accounts.test(WORK, SETTINGS, new Secret("pw"))).hasSize(1);
    assertThat(archive.accounts()).isEmpty();
    assertThat(secrets.get(WORK)).isEmpty();
    assertThat(OneFolder.open).isZero();
  }

  @Test
  void anAccountKeepsItsProtocol() {
    accounts.add(WORK, settings("imap", "h", 993, "tls", "u", ""), new Secret("pw"));
    AccountSettings pop =
        new AccountSettings("pop3", "h", 995, "tls", "u", "", List.of(), List.of());
    assertThatThrownBy(() -> accounts.change(WORK, pop, null))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("an account keeps its protocol");
    assertThat(accounts.get(WORK).settings().kind()).isEqualTo("imap");
  }

  @Test
  void settingsThatMakeNoSenseAreNamedBeforeAnythingIsDone() {
    refused(settings("nntp", "h", 993, "tls", "u", ""), "the kind 'nntp'");
    refused(settings("pop3", " ", 995, "tls", "u", ""), "give the name of the POP3 server");
    refused(settings("pop3", "h", 0, "tls", "u", ""), "use 995 for TLS, 110 for STARTTLS");
    refused(settings("pop3", "h", 995, "tls", "u", ""), "POP3 has one folder");
    refused(settings("imap", " ", 993, "tls", "u", ""), "the host is missing");
    refused(settings("imap", "h:993", 993, "tls", "u", ""), "the host holds a port");
    refused(settings("imap", "https://h", 993, "tls", "u", ""), "address of the web");
    refused(settings("imap", "a b", 993, "tls", "u", ""), "not a valid name");
    refused(settings("imap", "me@h", 993, "tls", "u", ""), "not a valid name");
    refused(settings("imap", "h", 0, "tls", "u", ""), "there is no port 0");
    refused(settings("imap", "h", 65_536, "tls", "u", ""), "there is no port 65536");
    refused(settings("imap", "h", 993, "starttsl", "u", ""), "did you mean starttls?");
    refused(settings("imap", "h", 993, "ssl", "u", ""), "use tls, starttls");
    refused(settings("imap", "h", 993, "tls", "", ""), "the user is missing");
    refused(settings("imap", "h", 993, "tls", "a\r\nb", ""), "the user is missing");
    refused(settings("imap", "h", 993, "tls", "u", "never"), "schedule: no");
    AccountSettings waiting =
        new AccountSettings(
            "pop3", "h", 995, "tls", "u", "", List.of(), List.of(), null, null, List.of("INBOX"));
    refused(waiting, "new mail cannot be waited for over POP3");
    AccountSettings blank =
        new AccountSettings("imap", "h", 993, "tls", "u", "", List.of(" "), List.of());
    refused(blank, "a pattern of folders is empty");
    refused(settings(new Limits(3, 0, 0), null), "3 connections");
    refused(settings(new Limits(-1, 0, 0), null), "-1 connections");
    refused(settings(new Limits(0, 2, 0), null), "2 bytes a day");
    refused(settings(new Limits(0, -1, 0), null), "-1 bytes a day");
    refused(settings(new Limits(0, 0, 9), null), "9 commands a minute");
    refused(settings(null, List.of("INBOX", " ")), "a folder to wait in");
    refused(settings(null, List.of("A", "B", "C", "D")), "in 4 folders");
    assertThat(archive.accounts()).isEmpty();
    assertThat(connections).isEmpty();
  }

  private static AccountSettings settings(@Nullable Limits limits, @Nullable List<String> watch) {
    return new AccountSettings(
        "imap", "h", 993, "tls", "u", "", List.of(), List.of(), null, limits, watch);
  }

  @Test
  void limitsAndWatchedFoldersOfAnAccountAreKept() {
    AccountSettings own = settings(new Limits(1, 2_000_000_000L, 10), List.of());
    accounts.add(WORK, own, new Secret("pw"));
    assertThat(accounts.get(WORK).settings()).isEqualTo(own);
    AccountSettings other = settings(new Limits(0, 0, 0), null);
    assertThat(accounts.change(WORK, other, null).settings().limits())
        .as("nothing said is nothing kept")
        .isNull();
  }

  private void refused(AccountSettings settings, String problem) {
    assertThatThrownBy(() -> accounts.add(WORK, settings, new Secret("pw")))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining(problem);
    assertThatThrownBy(() -> accounts.test(WORK, settings, new Secret("pw")))
        .isInstanceOf(Failure.Misconfigured.class);
  }

  @Test
  void addressesOfAnyKindAreHosts() {
    for (String host :
        List.of("localhost", "127.0.0.1", "::1", "[2001:db8::1]", "müller.example", "a-b.c")) {
      assertThat(accounts.test(WORK, settings("imap", host, 993, "tls", "u", ""), new Secret("")))
          .hasSize(1);
    }
  }

  @Test
  void everyAccountHasItsOwnMinuteOfTheNight() {
    Set<String> times = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      String cron = accounts.nightly(new AccountId("account" + i));
      assertThat(cron).matches("0 ([0-9]|[1-5][0-9]) [1-4] \\* \\* \\?");
      times.add(cron);
    }
    assertThat(times).hasSizeGreaterThan(60);
    // The first eight bytes of the SHA-256 of "work", modulo 240: the same in every release.
    assertThat(accounts.nightly(WORK)).isEqualTo("0 38 1 * * ?");
  }

  private static AccountSettings settings(
      String kind, String host, int port, String security, String user, String schedule) {
    return new AccountSettings(
        kind, host, port, security, user, schedule, List.of(), List.of("Trash"));
  }

  /// An account with an inbox, that counts who has not left.
  private static final class OneFolder implements Mailbox {
    private static int open;

    OneFolder() {
      open++;
    }

    @Override
    public List<RemoteFolder> folders() {
      return List.of(new RemoteFolder(new FolderName("INBOX"), "INBOX", "/", Set.of()));
    }

    @Override
    public Map<FolderName, FolderState> states(Collection<FolderName> folders) {
      throw new IllegalStateException("not asked for here");
    }

    @Override
    public OpenFolder examine(FolderName folder) {
      throw new IllegalStateException("not asked for here");
    }

    @Override
    public void create(FolderName folder) {
      throw new IllegalStateException("not asked for here");
    }

    @Override
    public AppendSession append(FolderName folder) {
      throw new IllegalStateException("not asked for here");
    }

    @Override
    public FolderName nameFor(String path) {
      return new FolderName(path);
    }

    @Override
    public void close() {
      open--;
    }
  }
}
