package dev.mailcask.accounts;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.AccountRemoved;
import dev.mailcask.archive.JournalEvent.AccountSet;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Nearest;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.MailboxConnector;
import dev.mailcask.mailbox.MailboxLogin;
import dev.mailcask.mailbox.RemoteFolder;
import dev.mailcask.oauth.OAuthSettings;
import dev.mailcask.oauth.OAuthTokens;
import dev.mailcask.secrets.SecretStore;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Accounts whose settings lie in their journals, so that the archive alone brings them back.
///
/// A journal has one writer. While a backup has it, the settings of its account cannot be changed,
/// and whoever tries is told so at once; a new password alone needs no writer and is kept at any
/// time.
public final class JournaledAccounts implements Accounts {

  private static final int FIRST_HOUR = 1;
  private static final int NIGHTLY_MINUTES = 4 * 60;

  private final Archive archive;
  private final Catalog catalog;
  private final SecretStore secrets;
  private final MailboxConnector connector;
  private final Logins logins;
  private final SettingsCheck settingsCheck;

  /// Held from looking whether a name is free until it is taken.
  private final ReentrantLock changing = new ReentrantLock();

  /// @param catalog caught up with the archive
  /// @param scheduleCheck throws [Failure.Misconfigured] at a schedule that makes no sense
  public JournaledAccounts(
      Archive archive,
      Catalog catalog,
      SecretStore secrets,
      MailboxConnector connector,
      OAuthTokens tokens,
      Consumer<String> scheduleCheck) {
    this.archive = archive;
    this.catalog = catalog;
    this.secrets = secrets;
    this.connector = connector;
    this.logins = new Logins(secrets, tokens);
    this.settingsCheck = new SettingsCheck(scheduleCheck);
  }

  @Override
  public List<Account> list() {
    return catalog.accounts().stream().filter(account -> !account.removed()).toList();
  }

  @Override
  public Account get(AccountId account) {
    Account known = catalog.account(account).orElse(null);
    if (known == null) {
      List<String> names = list().stream().map(other -> other.id().name()).toList();
      throw new Failure.Misconfigured(
          "account " + account,
          "there is no such account",
          Nearest.of(account.name(), names)
              .map(name -> "did you mean " + name + "?")
              .orElse("look at the list of accounts, or add it"));
    }
    if (known.removed()) {
      throw new Failure.Misconfigured(
          "account " + account,
          "it was removed",
          "add it again to go on with its archive, which is still here");
    }
    return known;
  }

  @Override
  public List<RemoteFolder> test(AccountId account, AccountSettings settings, Secret password) {
    settingsCheck.check(account, settings);
    MailboxLogin login = logins.of(account, settings, password);
    try (Mailbox mailbox = connector.connect(SettingsCheck.mailbox(account, settings), login)) {
      return mailbox.folders();
    }
  }

  @Override
  public List<RemoteFolder> test(AccountId account) {
    try (Mailbox mailbox = connect(account)) {
      return mailbox.folders();
    }
  }

  @Override
  public Account add(AccountId account, AccountSettings settings, Secret password) {
    settingsCheck.check(account, settings);
    changing.lock();
    try {
      if (catalog.account(account).filter(known -> !known.removed()).isPresent()) {
        throw new Failure.Misconfigured(
            "account " + account,
            "there is an account of this name",
            "choose another name, or change the settings of this one");
      }
      return keep(account, settings, password);
    } finally {
      changing.unlock();
    }
  }

  @Override
  public Account change(AccountId account, AccountSettings settings, @Nullable Secret password) {
    settingsCheck.check(account, settings);
    changing.lock();
    try {
      AccountSettings before = get(account).settings();
      if (!before.kind().equals(settings.kind())) {
        throw new Failure.Misconfigured(
            "account " + account,
            "it is fetched by %s, and an account keeps its protocol: by another one it has other folders"
                .formatted(before.kind()),
            "add the mailbox as another account; what both have is stored once");
      }
      if (!before.equals(settings)) {
        return keep(account, settings, password);
      }
      if (password != null) {
        secrets.put(account, password);
      }
      return get(account);
    } finally {
      changing.unlock();
    }
  }

  /// The password goes first, so that no account is there without one. One that is left by a commit
  /// that failed is replaced by the next try.
  private Account keep(AccountId account, AccountSettings settings, @Nullable Secret password) {
    try (ArchiveWriter writer = writer(account)) {
      if (password != null) {
        secrets.put(account, password);
      }
      commit(writer, new AccountSet(settings));
    }
    catalog.catchUp(archive, account);
    return get(account);
  }

  @Override
  public void remove(AccountId account) {
    changing.lock();
    try {
      get(account);
      try (ArchiveWriter writer = writer(account)) {
        commit(writer, new AccountRemoved());
      }
      catalog.catchUp(archive, account);
      secrets.remove(account);
    } finally {
      changing.unlock();
    }
  }

  private static void commit(ArchiveWriter writer, JournalEvent event) {
    writer.record(event);
    writer.commit();
  }

  private ArchiveWriter writer(AccountId account) {
    try {
      return archive.writer(account);
    } catch (Failure.Locked e) {
      Failure busy =
          new Failure.Locked(
              "account " + account,
              "a backup or restore of it is running",
              "try again when it has ended, or cancel it");
      busy.addSuppressed(e);
      throw busy;
    }
  }

  @Override
  public Mailbox connectBeside(AccountId account) {
    AccountSettings settings = get(account).settings();
    return connector.connectBeside(
        SettingsCheck.mailbox(account, settings), logins.kept(account, settings));
  }

  @Override
  public Mailbox connect(AccountId account, CommandPace pace) {
    AccountSettings settings = get(account).settings();
    return connector.connect(
        SettingsCheck.mailbox(account, settings), logins.kept(account, settings), pace);
  }

  @Override
  public Optional<String> loginProblem(AccountId account) {
    return logins.problem(account, get(account).settings());
  }

  @Override
  public OAuthSettings oauth(AccountId account) {
    AccountSettings.OAuth oauth = get(account).settings().oauth();
    if (oauth == null) {
      throw new Failure.Misconfigured(
          "account " + account,
          "a password opens it, so that nobody signs in",
          "change its password instead");
    }
    return SettingsCheck.oauth("account " + account, oauth);
  }

  @Override
  public String clientSecret(AccountId account) {
    return logins.clientSecret(account);
  }

  @Override
  public String nightly(AccountId account) {
    long hash = ContentId.of(account.name().getBytes(StandardCharsets.UTF_8)).a();
    int minute = Math.floorMod(hash, NIGHTLY_MINUTES);
    return "0 " + minute % 60 + " " + (FIRST_HOUR + minute / 60) + " * * ?";
  }
}
