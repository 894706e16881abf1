package dev.mailcask.index;

import dev.mailcask.base.AccountId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Where a message is or was, as the index knows it.
///
/// @param path of the folder, as it is called now
/// @param keywords flags of the owner's own, in lower case: labels, as some call them
/// @param gone whether it is not there any more
public record Placement(
    AccountId account, String path, Set<Flag> flags, List<String> keywords, boolean gone) {

  /// The flags that servers know (RFC 9051, section 2.3.2), and one that all mail programs use.
  public enum Flag {
    SEEN(1, "\\Seen"),
    FLAGGED(2, "\\Flagged"),
    ANSWERED(4, "\\Answered"),
    DRAFT(8, "\\Draft"),
    DELETED(16, "\\Deleted"),
    FORWARDED(32, "$Forwarded");

    /// In the index: never to change without a new version.
    final int bit;

    final String name;

    Flag(int bit, String name) {
      this.bit = bit;
      this.name = name;
    }
  }

  public Placement {
    flags = flags.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(flags));
    keywords = List.copyOf(keywords);
  }
}
