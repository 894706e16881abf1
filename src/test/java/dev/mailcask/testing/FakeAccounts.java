package dev.mailcask.testing;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Secret;
import dev.mailcask.catalog.Account;
import dev.mailcask.mailbox.CommandPace;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.RemoteFolder;
import dev.mailcask.oauth.OAuthSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Accounts that a test hands out, each with its own way to a connection; they cannot be changed
/// through the port.
public final class FakeAccounts implements Accounts {

  private record Entry(Account account, Supplier<Mailbox> connector) {}

  private final Map<AccountId, Entry> entries = new TreeMap<>();
  private Consumer<CommandPace> onPace = pace -> {};

  /// Adds an account with all its folders.
  public FakeAccounts with(String name, Supplier<Mailbox> connector) {
    return with(name, List.of(), List.of(), connector);
  }

  /// Adds an account.
  public FakeAccounts with(
      String name, List<String> include, List<String> exclude, Supplier<Mailbox> connector) {
    return with(
        name,
        new AccountSettings("imap", "localhost", 143, "none", name, "", include, exclude),
        connector);
  }

  /// Adds an account with these settings.
  public FakeAccounts with(String name, AccountSettings settings, Supplier<Mailbox> connector) {
    Account account = new Account(new AccountId(name), settings, false);
    entries.put(account.id(), new Entry(account, connector));
    return this;
  }

  /// Tells of the pace that each connection is to keep.
  public FakeAccounts onPace(Consumer<CommandPace> told) {
    onPace = told;
    return this;
  }

  private Entry entry(AccountId account) {
    Entry entry = entries.get(account);
    if (entry == null) {
      throw new Failure.Misconfigured("account " + account, "there is no such account", "add it");
    }
    return entry;
  }

  @Override
  public List<Account> list() {
    return entries.values().stream().map(Entry::account).toList();
  }

  @Override
  public Account get(AccountId account) {
    return entry(account).account();
  }

  @Override
  public Mailbox connectBeside(AccountId account) {
    return connect(account);
  }

  @Override
  public Mailbox connect(AccountId account, CommandPace pace) {
    onPace.accept(pace);
    return entry(account).connector().get();
  }

  @Override
  public List<RemoteFolder> test(AccountId account) {
    try (Mailbox mailbox = connect(account)) {
      return mailbox.folders();
    }
  }

  @Override
  public List<RemoteFolder> test(AccountId account, AccountSettings settings, Secret password) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Account add(AccountId account, AccountSettings settings, Secret password) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Account change(AccountId account, AccountSettings settings, @Nullable Secret password) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void remove(AccountId account) {
    throw new UnsupportedOperationException();
  }

  @Override
  public OAuthSettings oauth(AccountId account) {
    throw new UnsupportedOperationException();
  }

  @Override
  public String clientSecret(AccountId account) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<String> loginProblem(AccountId account) {
    return Optional.empty();
  }

  @Override
  public String nightly(AccountId account) {
    throw new UnsupportedOperationException();
  }
}
