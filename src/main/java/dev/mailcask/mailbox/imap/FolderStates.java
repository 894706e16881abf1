package dev.mailcask.mailbox.imap;

import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What STATUS tells of folders: of all at once with LIST where the server can (RFC 5819), else one
/// command a folder, sent ahead of the answers.
///
/// Servers write STATUS badly: names with blanks and no quotes, numbers left out, messages counted
/// that SELECT does not count. So all four numbers of a folder must be there, or it is left out and
/// will be opened; what is left out, or counted otherwise than before, costs time and no mail.
final class FolderStates {

  private static final String ITEMS = "(MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ)";

  /// Commands without an answer at a time. Outlook takes 50 for an attack.
  private static final int AHEAD = 10;

  private final ImapSession session;
  private final Map<FolderName, FolderState> states = new HashMap<>();

  FolderStates(ImapSession session) {
    this.session = session;
  }

  Map<FolderName, FolderState> of(Collection<FolderName> names) {
    Set<FolderName> wanted = new HashSet<>(names);
    if (!wanted.isEmpty() && session.offers("LIST-STATUS")) {
      Completion _ =
          session.command(
              session.complaints().subject(),
              "LIST \"\" \"*\" RETURN (STATUS " + ITEMS + ")",
              null,
              this::note);
    }
    if (states.isEmpty() && !wanted.isEmpty()) {
      session.pipeline(
          session.complaints().subject(),
          names.stream()
              .filter(FolderStates::plain)
              .map(name -> "STATUS " + quoted(name) + " " + ITEMS)
              .toList(),
          AHEAD,
          this::note,
          end -> {});
    }
    states.keySet().retainAll(wanted);
    return Map.copyOf(states);
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
    String name;
    if (tokens.at('"') || tokens.at('{')) {
      name = tokens.string();
    } else {
      String rest = tokens.rest();
      int list = rest.lastIndexOf('(');
      if (list < 0) {
        return;
      }
      name = rest.substring(0, list).strip();
      byte[] bytes = rest.substring(list).getBytes(StandardCharsets.ISO_8859_1);
      tokens = new Tokens(bytes, 0, bytes.length, List.of());
    }
    List<String> items = tokens.list();
    if (name != null && items != null) {
      note(name.equalsIgnoreCase("INBOX") ? "INBOX" : name, numbers(items));
    }
  }

  private void note(String name, Map<String, Long> numbers) {
    long uidValidity = numbers.getOrDefault("UIDVALIDITY", 0L);
    long uidNext = numbers.getOrDefault("UIDNEXT", 0L);
    long messages = numbers.getOrDefault("MESSAGES", -1L);
    long highestModSeq = numbers.getOrDefault("HIGHESTMODSEQ", 0L);
    if (uidValidity > 0 && uidNext > 0 && messages >= 0 && highestModSeq > 0) {
      states.put(
          new FolderName(name),
          new FolderState(uidValidity, uidNext, messages, highestModSeq, Set.of()));
    }
  }

  private static Map<String, Long> numbers(List<String> items) {
    Map<String, Long> numbers = new HashMap<>();
    for (int i = 0; i + 1 < items.size(); i += 2) {
      byte[] bytes = items.get(i + 1).getBytes(StandardCharsets.ISO_8859_1);
      boolean number = items.get(i + 1).chars().allMatch(c -> c >= '0' && c <= '9');
      if (number) {
        numbers.put(
            items.get(i).toUpperCase(Locale.ROOT),
            new Tokens(bytes, 0, bytes.length, List.of()).number());
      }
    }
    return numbers;
  }
}
