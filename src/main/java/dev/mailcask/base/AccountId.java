package dev.mailcask.base;

import java.util.Locale;
import java.util.regex.Pattern;

/// The name of an account, chosen by its owner, and the name of its journal's directory.
///
/// Letters, digits, `.`, `_` and `-`, at most 64, starting with a letter or digit; compared without
/// regard to case and kept in lower case, so that it is one directory on every file system.
public record AccountId(String name) implements Comparable<AccountId> {

  private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /// @throws Failure.Misconfigured if the name breaks the rule above
  public AccountId {
    name = name.toLowerCase(Locale.ROOT);
    if (!VALID.matcher(name).matches()) {
      throw new Failure.Misconfigured(
          "account name",
          "it is not a valid name",
          "use letters, digits, '.', '_' and '-', at most 64, starting with a letter or digit");
    }
  }

  @Override
  public int compareTo(AccountId other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
