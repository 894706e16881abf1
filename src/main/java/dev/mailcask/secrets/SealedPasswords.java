package dev.mailcask.secrets;

import dev.mailcask.base.AccountId;
import java.util.Set;
import java.util.SortedMap;

/// The passwords of accounts as they lie on the disk: sealed, and of no use to anybody without the
/// master key. Thread-safe; durable when a method returns.
public interface SealedPasswords {

  /// The sealed password of each account that has one.
  SortedMap<AccountId, byte[]> sealed();

  /// Keeps a sealed password in place of an earlier one.
  void putSealed(AccountId account, byte[] sealed);

  /// Keeps the key that opens them.
  ///
  /// @param text of the file `master.key`
  /// @throws dev.mailcask.base.Failure.Corrupt if it is no master key
  void putMasterKey(byte[] text);

  /// Whether a master key lies here that is another one than this.
  ///
  /// @param text of a file `master.key`
  boolean hasOtherMasterKey(byte[] text);

  /// The accounts whose passwords open with the master key that is here.
  Set<AccountId> open();

  /// Forgets the password.
  void remove(AccountId account);
}
