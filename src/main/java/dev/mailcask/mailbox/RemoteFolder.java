package dev.mailcask.mailbox;

import java.util.Set;

/// A folder as LIST shows it (RFC 3501 section 7.2.2, RFC 6154).
///
/// @param name the name to use with the server
/// @param path the name for people: decoded, levels separated by `/`, a `/` within a level written
///     `%2F`
/// @param delimiter the server's hierarchy delimiter, empty where the hierarchy is flat
/// @param attributes such as `\Noselect`, `\Sent`, `\All`
/// @param mailboxId what the server calls it whatever its name is (MAILBOXID, RFC 8474), which it
///     keeps when it is renamed; empty where the server does not say
public record RemoteFolder(
    FolderName name, String path, String delimiter, Set<String> attributes, String mailboxId) {
  public RemoteFolder {
    attributes = Set.copyOf(attributes);
  }

  /// On a server that does not say.
  public RemoteFolder(FolderName name, String path, String delimiter, Set<String> attributes) {
    this(name, path, delimiter, attributes, "");
  }

  /// Whether the folder can hold messages that can be read.
  public boolean selectable() {
    return attributes.stream()
        .noneMatch(a -> a.equalsIgnoreCase("\\Noselect") || a.equalsIgnoreCase("\\NonExistent"));
  }
}
