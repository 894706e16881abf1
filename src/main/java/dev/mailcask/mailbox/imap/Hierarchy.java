package dev.mailcask.mailbox.imap;

import dev.mailcask.mailbox.FolderName;
import java.util.ArrayList;
import java.util.List;

/// How a server names its folders: the prefix of the personal namespace (RFC 2342), such as
/// `INBOX.`, and the delimiter of levels; and the way to our paths and back.
///
/// A path has `/` between levels and no prefix, so that it means the same on every server. Within a
/// level `/` is written `%2F`, and `%` is written `%25` where it would be misread.
///
/// @param prefix of personal folders, often empty
/// @param delimiter empty where the server knows no levels
/// @param foreign prefixes of other people's and shared folders
record Hierarchy(String prefix, String delimiter, List<String> foreign) {

  private static final String INBOX = "INBOX";

  Hierarchy {
    foreign = List.copyOf(foreign);
  }

  /// Whether the raw name is in somebody else's namespace.
  boolean isForeign(String raw) {
    for (String their : foreign) {
      if (!their.isEmpty() && !prefix.startsWith(their)) {
        String root = withoutEnd(their, delimiter);
        if (raw.equals(root) || raw.startsWith(their)) {
          return true;
        }
      }
    }
    return false;
  }

  /// The path for people of a raw name.
  ///
  /// @param itsDelimiter the delimiter that LIST gives for this name
  String pathOf(String raw, String itsDelimiter) {
    String rest = raw;
    if (!prefix.isEmpty() && raw.length() > prefix.length() && startsWithPrefix(raw)) {
      rest = raw.substring(prefix.length());
      if (firstLevel(rest, itsDelimiter).equalsIgnoreCase(INBOX)) {
        rest = raw; // it would be taken for the INBOX or what is below it
      }
    }
    List<String> levels = new ArrayList<>();
    for (String level : split(rest, itsDelimiter)) {
      String name = ModifiedUtf7.decode(level);
      name = name.replaceAll("%(?=2[Ff5])", "%25").replace("/", "%2F");
      levels.add(name);
    }
    return String.join("/", levels);
  }

  /// The raw name for a path. What the server would take for its delimiter becomes `_`; where it
  /// knows no levels, they are joined with `-`.
  FolderName nameOf(String path) {
    if (path.equalsIgnoreCase(INBOX)) {
      return new FolderName(INBOX);
    }
    List<String> levels = new ArrayList<>();
    for (String level : path.split("/", -1)) {
      String name = level.replace("%2F", "/").replace("%2f", "/").replace("%25", "%");
      if (!delimiter.isEmpty()) {
        name = name.replace(delimiter, "_");
      }
      levels.add(ModifiedUtf7.encode(name));
    }
    String name = String.join(delimiter.isEmpty() ? "-" : delimiter, levels);
    boolean below =
        prefix.equalsIgnoreCase(INBOX + delimiter) && levels.getFirst().equalsIgnoreCase(INBOX);
    return new FolderName(below ? name : prefix + name);
  }

  private boolean startsWithPrefix(String raw) {
    return raw.startsWith(prefix)
        || (prefix.regionMatches(true, 0, INBOX, 0, INBOX.length())
            && raw.regionMatches(true, 0, prefix, 0, prefix.length()));
  }

  private static String firstLevel(String name, String delimiter) {
    return split(name, delimiter).getFirst();
  }

  private static List<String> split(String name, String delimiter) {
    List<String> levels = new ArrayList<>();
    int start = 0;
    while (!delimiter.isEmpty()) {
      int end = name.indexOf(delimiter, start);
      if (end < 0) {
        break;
      }
      levels.add(name.substring(start, end));
      start = end + delimiter.length();
    }
    levels.add(name.substring(start));
    return levels;
  }

  private static String withoutEnd(String text, String end) {
    return !end.isEmpty() && text.endsWith(end)
        ? text.substring(0, text.length() - end.length())
        : text;
  }
}
