package dev.mailcask.catalog;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;

/// An account as the journal last said.
///
/// @param removed whether the owner removed it; its mail is still here
public record Account(AccountId id, AccountSettings settings, boolean removed) {}
