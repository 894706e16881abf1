package dev.mailcask.access;

import java.util.List;

/// Searches that users keep under a name. Thread-safe; what a method did is durable when it
/// returns.
public interface SavedSearches {

  /// Searches that a user can keep, and the longest name and query, in chars.
  int MAX = 200;

  int MAX_NAME = 80;

  int MAX_QUERY = 4000;

  /// @param name what the user calls it; one user has a name once, without regard to case
  /// @param query in the query language
  record SavedSearch(String name, String query) {}

  /// The user's searches by name.
  List<SavedSearch> of(String user);

  /// Keeps a search, in the place of the one of that name.
  ///
  /// @throws dev.mailcask.base.Failure.Misconfigured if name or query are empty or too long, or the
  ///     user has too many
  void keep(String user, SavedSearch search);

  /// Forgets a search; nothing happens where there is none of that name.
  void forget(String user, String name);
}
