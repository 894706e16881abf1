package dev.mailcask.sync;

import dev.mailcask.mailbox.RemoteFolder;
import java.util.Locale;
import java.util.Set;

/// Which folders come first while a large account is fetched: what people look for first.
enum Importance {
  INBOX,
  SENT,
  OTHER,
  RUBBISH;

  private static final Set<String> SENT_NAMES =
      Set.of("sent", "sent items", "sent messages", "sent mail", "gesendet", "envoyés", "enviados");

  /// Usual names of folders for rubbish, where the server does not say so (RFC 6154).
  private static final Set<String> RUBBISH_NAMES =
      Set.of(
          "trash",
          "junk",
          "spam",
          "bin",
          "junk e-mail",
          "junk email",
          "bulk mail",
          "deleted items",
          "deleted messages",
          "papierkorb",
          "corbeille");

  static Importance of(RemoteFolder folder) {
    if (folder.path().equalsIgnoreCase("INBOX")) {
      return INBOX;
    }
    if (isRubbish(folder.path(), folder.attributes())) {
      return RUBBISH;
    }
    return has(folder.attributes(), "\\Sent") || SENT_NAMES.contains(name(folder.path()))
        ? SENT
        : OTHER;
  }

  /// Whether the folder is there to be emptied.
  static boolean isRubbish(String path, Iterable<String> attributes) {
    return RUBBISH_NAMES.contains(name(path))
        || has(attributes, "\\Trash")
        || has(attributes, "\\Junk");
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  private static boolean has(Iterable<String> attributes, String wanted) {
    for (String attribute : attributes) {
      if (attribute.equalsIgnoreCase(wanted)) {
        return true;
      }
    }
    return false;
  }
}
