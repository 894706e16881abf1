package dev.mailcask.catalog;

import dev.mailcask.base.AccountId;

/// What is wrong with a journal, as far as the catalog came upon it.
///
/// @param segment where
/// @param problem for people
/// @param lost whether what the segment tells is missing in the catalog
public record JournalDamage(AccountId account, long segment, String problem, boolean lost) {}
