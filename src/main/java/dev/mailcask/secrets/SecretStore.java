package dev.mailcask.secrets;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Secret;
import java.util.Optional;

/// The passwords of accounts. Thread-safe; durable when a method returns.
public interface SecretStore {

  /// Keeps the password of an account, in place of an earlier one.
  void put(AccountId account, Secret password);

  /// The password, or empty if none was given.
  ///
  /// @throws dev.mailcask.base.Failure.Corrupt if it cannot be opened with the master key
  Optional<Secret> get(AccountId account);

  /// Forgets the password.
  void remove(AccountId account);
}
