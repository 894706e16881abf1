package dev.mailcask.mailbox.imap;

import dev.mailcask.mailbox.FolderName;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What STATUS tells of folders (RFC 3501 section 6.3.10): of all at once with LIST where the
/// server can (RFC 5819), else one command a folder, sent ahead of the answers.
///
/// Servers write STATUS badly: names with blanks and no quotes, items left out. What cannot be read
/// is left out too, and who asks must do without.
final class FolderStatus {

  /// Commands without an answer at a time. Outlook takes 50 for an attack.
  private static final int AHEAD = 10;

  private final ImapSession session;
  private final String items;
  private final Map<FolderName, Map<String, String>> told = new HashMap<>();

  private FolderStatus(ImapSession session, String items) {
    this.session = session;
    this.items = items;
  }

  /// Asks for items of folders.
  ///
  /// @param items separated by blanks
  /// @return the items that were told, by their names in upper case; the single word of one in
  ///     parentheses without them
  static Map<FolderName, Map<String, String>> of(
      ImapSession session, Collection<FolderName> names, String items) {
    if (names.isEmpty()) {
      return Map.of();
    }
    FolderStatus status = new FolderStatus(session, items);
    status.ask(names);
    status.told.keySet().retainAll(new HashSet<>(names));
    return status.told;
  }

  private void ask(Collection<FolderName> names) {
    String subject = session.complaints().subject();
    if (session.offers("LIST-STATUS")) {
      Completion _ =
          session.command(
              subject, "LIST \"\" \"*\" RETURN (STATUS (" + items + "))", null, this::note);
    }
    if (told.isEmpty()) {
      session.pipeline(
          subject,
          names.stream()
              .filter(FolderStatus::plain)
              .map(name -> "STATUS " + quoted(name) + " (" + items + ")")
              .toList(),
          AHEAD,
          this::note,
          end -> {
            if (!end.ok()) {
              Complaints.heed(subject, end);
            }
          });
    }
  }

  /// Whether the name can stand in quotes (RFC 3501 section 9); one that cannot is left out.
  private static boolean plain(FolderName name) {
    return name.raw().chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  private static String quoted(FolderName name) {
    return '"' + name.raw().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private void note(WireResponse response) {
    if (!response.is("STATUS")) {
      return;
    }
    Tokens tokens = response.tokens("* STATUS".length());
    if (tokens.at('"') || tokens.at('{')) {
      String name = tokens.string();
      if (name != null) {
        note(name, tokens);
      }
      return;
    }
    String rest = tokens.rest();
    int list = rest.indexOf(" (");
    if (list > 0) {
      byte[] bytes = rest.substring(list).getBytes(StandardCharsets.ISO_8859_1);
      note(rest.substring(0, list).strip(), new Tokens(bytes, 0, bytes.length, List.of()));
    }
  }

  private void note(String name, Tokens tokens) {
    Map<String, String> values = new HashMap<>();
    if (!tokens.take('(')) {
      return;
    }
    while (tokens.more() && !tokens.at(')')) {
      String item = tokens.word().toUpperCase(Locale.ROOT);
      List<String> words = tokens.at('(') ? tokens.list() : null;
      String value = words == null ? tokens.string() : String.join(" ", words);
      if (item.isEmpty() || value == null) {
        return; // out of step
      }
      values.put(item, value);
    }
    told.put(new FolderName(name.equalsIgnoreCase("INBOX") ? "INBOX" : name), values);
  }

  /// The number of an item, or -1 where there is none.
  static long number(Map<String, String> values, String item) {
    String value = values.getOrDefault(item, "");
    boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
    try {
      return digits ? Long.parseLong(value) : -1;
    } catch (NumberFormatException e) {
      return -1; // more than 63 bits
    }
  }
}
