package dev.mailcask.accounts;

import dev.mailcask.archive.AccountSettings;
import java.util.List;
import java.util.Locale;

/// Decides which folders of an account are backed up.
///
/// A pattern is matched against the whole path of a folder: `*` stands for any characters, those of
/// deeper levels too, `?` for one. So `Archive` is that folder alone, `Archive/*` all below it,
/// `*/Junk` every Junk that is not at the top. Letters count as they are, but INBOX is the same in
/// any spelling (RFC 3501 section 5.1). Without `include` everything is in; `exclude` has the last
/// word.
public record FolderFilter(List<String> include, List<String> exclude) {

  private static final String INBOX = "INBOX";

  public FolderFilter {
    include = include.stream().map(FolderFilter::canonical).toList();
    exclude = exclude.stream().map(FolderFilter::canonical).toList();
  }

  /// The filter that the owner of the account wrote.
  public static FolderFilter of(AccountSettings settings) {
    return new FolderFilter(settings.include(), settings.exclude());
  }

  /// Whether the folder is backed up.
  ///
  /// @param path for people, with levels separated by `/`
  public boolean accepts(String path) {
    String folder = canonical(path);
    return (include.isEmpty() || include.stream().anyMatch(p -> matches(p, folder)))
        && exclude.stream().noneMatch(p -> matches(p, folder));
  }

  private static String canonical(String path) {
    String first = path.split("/", 2)[0];
    return first.toUpperCase(Locale.ROOT).equals(INBOX)
        ? INBOX + path.substring(first.length())
        : path;
  }

  /// Goes back to the last `*` where a letter does not fit, and lets it take one more: no pattern
  /// takes longer than its length times that of the path.
  private static boolean matches(String pattern, String path) {
    int p = 0;
    int star = -1;
    int resume = 0;
    for (int at = 0; at < path.length(); ) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = at;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == path.charAt(at))) {
        p++;
        at++;
      } else if (star >= 0) {
        p = star + 1;
        at = ++resume;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
