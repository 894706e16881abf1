package dev.mailcask.restore;

import dev.mailcask.base.ContentId;
import java.util.List;

/// A message as it was in a folder at the time asked for, and is to be there again.
///
/// @param source the folder's path in the archive
/// @param size in bytes
/// @param internalDate to be given to it; empty where nothing is known
/// @param flags as of then, without those that are never restored
record Wanted(ContentId id, String source, long size, String internalDate, List<String> flags) {

  Wanted {
    flags = flags.stream().filter(Wanted::restorable).toList();
  }

  /// `\Recent` belongs to the server's sessions; a message that is restored with `\Deleted` would
  /// be on its way out again, on some servers at once.
  static boolean restorable(String flag) {
    return !flag.equalsIgnoreCase("\\Recent") && !flag.equalsIgnoreCase("\\Deleted");
  }
}
