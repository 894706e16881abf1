package dev.mailcask.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.Account;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.RemoteFolder;
import dev.mailcask.oauth.OAuthKeys;
import dev.mailcask.oauth.OAuthSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/// Accounts in memory. The server of each has two folders and takes the password `right`.
final class FakeAccounts implements Accounts {

  final Map<AccountId, AccountSettings> kept = new ConcurrentSkipListMap<>();
  final Map<AccountId, String> loginProblems = new ConcurrentSkipListMap<>();
  final Map<AccountId, Secret> passwords = new ConcurrentSkipListMap<>();

  @Override
  public List<Account> list() {
    return kept.keySet().stream().map(this::get).toList();
  }

  @Override
  public Account get(AccountId account) {
    AccountSettings settings = kept.get(account);
    if (settings == null) {
      throw new Failure.Misconfigured(
          "account " + account, "there is no such account", "did you mean work?");
    }
    return new Account(account, settings, false);
  }

  @Override
  public List<RemoteFolder> test(AccountId account, AccountSettings settings, Secret password) {
    if (settings.host().equals("nowhere.example")) {
      throw new Failure.Unreachable(
          "account " + account, "the server does not answer", "check host and port", null);
    }
    if (settings.oauth() != null) {
      assertThat(OAuthKeys.of("account", password).ended()).isEmpty();
    } else if (!password.value().equals("right")) {
      throw new Failure.Refused(
          "account " + account, "the server refused the login", "check user and password", null);
    }
    return List.of(
        new RemoteFolder(new FolderName("INBOX"), "INBOX", "/", Set.of()),
        new RemoteFolder(new FolderName("Lists"), "Lists", "/", Set.of("\\Noselect")));
  }

  @Override
  public List<RemoteFolder> test(AccountId account) {
    return test(account, get(account).settings(), passwords.getOrDefault(account, new Secret("")));
  }

  @Override
  public Account add(AccountId account, AccountSettings settings, Secret password) {
    if (kept.putIfAbsent(account, settings) != null) {
      throw new Failure.Misconfigured(
          "account " + account, "the name is taken", "choose another name");
    }
    passwords.put(account, password);
    return get(account);
  }

  @Override
  public Account change(AccountId account, AccountSettings settings, @Nullable Secret password) {
    kept.put(account, settings);
    if (password != null) {
      passwords.put(account, password);
    }
    return get(account);
  }

  @Override
  public void remove(AccountId account) {
    kept.remove(account);
    passwords.remove(account);
  }

  @Override
  public Mailbox connectBeside(AccountId account) {
    return connect(account);
  }

  @Override
  public Mailbox connect(AccountId account, CommandPace pace) {
    throw new UnsupportedOperationException("the web never connects by itself");
  }

  @Override
  public OAuthSettings oauth(AccountId account) {
    AccountSettings.OAuth oauth = get(account).settings().oauth();
    if (oauth == null) {
      throw new Failure.Misconfigured("account " + account, "a password opens it", "change that");
    }
    return Accounts.signIn("account " + account, oauth);
  }

  @Override
  public String clientSecret(AccountId account) {
    return "";
  }

  @Override
  public Optional<String> loginProblem(AccountId account) {
    return Optional.ofNullable(loginProblems.get(account));
  }

  @Override
  public String nightly(AccountId account) {
    return "0 17 2 * * ?";
  }
}
