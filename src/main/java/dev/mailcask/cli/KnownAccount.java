package dev.mailcask.cli;

import dev.mailcask.base.AccountId;

/// An account whose archive is looked at: one that was removed still has its mail.
final class KnownAccount {

  private KnownAccount() {}

  /// @throws dev.mailcask.base.Failure.Misconfigured if there never was such an account
  static AccountId of(Rooms rooms, String name) {
    AccountId id = new AccountId(name);
    return rooms.catalog().account(id).isPresent() ? id : rooms.accounts().get(id).id();
  }
}
