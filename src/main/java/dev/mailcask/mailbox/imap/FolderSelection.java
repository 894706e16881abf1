package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.FolderState;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Opens a folder with EXAMINE or SELECT and reads what the server tells of it (RFC 3501 section
/// 7.1, RFC 4315 section 3, RFC 7162 section 3.1.2); then watches over what the server adds to that
/// while the folder is open.
final class FolderSelection {

  private static final Set<String> ANY_FLAG =
      Set.of("\\Answered", "\\Flagged", "\\Deleted", "\\Seen", "\\Draft", "\\*");

  private final ImapSession session;
  private final String subject;
  private long uidValidity;
  private long uidNext;
  private long exists;
  private int announced;
  private long highestModSeq;
  private @Nullable Set<String> permanentFlags;
  private boolean sticky = true;
  private boolean open;
  private boolean replaced;

  private FolderSelection(ImapSession session, String subject) {
    this.session = session;
    this.subject = subject;
  }

  /// Opens the folder.
  ///
  /// @param command `EXAMINE` or `SELECT`
  static FolderSelection of(ImapSession session, String command, String rawFolder) {
    String subject = session.complaints().subject(rawFolder);
    FolderSelection selection = new FolderSelection(session, subject);
    Completion answer =
        session.command(subject, command, ImapSession.name(rawFolder), selection::note);
    if (!answer.ok()) {
      throw selection.refused(answer);
    }
    selection.noteCode(answer.code());
    selection.open = true;
    return selection;
  }

  private Failure refused(Completion answer) {
    return answer.hasCode("NONEXISTENT") || answer.mentions("doesn't exist")
        ? new Failure.Refused(
            subject,
            "the server does not know this folder (any more)",
            "list the account's folders again; it may have been renamed or deleted",
            null)
        : session.complaints().refused(subject, "the folder cannot be opened", answer);
  }

  FolderState state() {
    return new FolderState(
        sticky ? uidValidity : 0,
        uidNext,
        exists,
        highestModSeq,
        permanentFlags == null ? ANY_FLAG : permanentFlags);
  }

  String subject() {
    return subject;
  }

  /// The number of messages as of now.
  long exists() {
    return exists;
  }

  /// How often the server has told the number of messages, which it does when there are more.
  int announced() {
    return announced;
  }

  /// Takes note of a response that is about the folder as a whole.
  void note(WireResponse response) {
    if (response.isFetch()) {
      return;
    }
    Tokens tokens = response.tokens(2);
    String first = tokens.word();
    switch (first.toUpperCase(Locale.ROOT)) {
      case "OK", "NO" -> {
        String text = tokens.rest();
        int end = text.indexOf(']');
        // PERMANENTFLAGS may hold keywords with brackets: the list counts, not the bracket
        if (text.startsWith("[") && end > 0) {
          noteCode(text.substring(1));
        }
      }
      default -> noteCount(first, tokens.word());
    }
  }

  private void noteCount(String number, String what) {
    if (number.isEmpty() || number.length() > 10 || !number.chars().allMatch(Character::isDigit)) {
      return;
    }
    if (what.equalsIgnoreCase("EXISTS")) {
      exists = Long.parseLong(number);
      announced++;
    } else if (what.equalsIgnoreCase("EXPUNGE")) {
      exists = Math.max(0, exists - 1);
    }
  }

  /// @param code what follows the opening bracket
  private void noteCode(String code) {
    byte[] bytes = code.getBytes(StandardCharsets.ISO_8859_1);
    Tokens tokens = new Tokens(bytes, 0, bytes.length, List.of());
    switch (name(tokens.word())) {
      case "UIDVALIDITY" -> noteValidity(number(tokens.word()));
      case "UIDNEXT" -> uidNext = number(tokens.word());
      case "HIGHESTMODSEQ" -> highestModSeq = number(tokens.word());
      case "UIDNOTSTICKY" -> sticky = false;
      case "PERMANENTFLAGS" -> {
        List<String> flags = tokens.list();
        permanentFlags = flags == null ? null : new HashSet<>(flags);
      }
      default -> {
        // others do not matter here
      }
    }
  }

  private void noteValidity(long validity) {
    replaced |= open && validity != uidValidity;
    uidValidity = validity;
  }

  /// Fails if the server said while the folder was open that its UIDs are others now.
  void check() {
    if (replaced) {
      throw new Failure.Unreachable(
          subject,
          "the folder was replaced on the server while it was read (its UIDVALIDITY changed)",
          "run it again; the folder is then read as a new one",
          null);
    }
  }

  private static String name(String word) {
    return (word.endsWith("]") ? word.substring(0, word.length() - 1) : word)
        .toUpperCase(Locale.ROOT);
  }

  private static long number(String word) {
    String digits = word.endsWith("]") ? word.substring(0, word.length() - 1) : word;
    byte[] bytes = digits.getBytes(StandardCharsets.ISO_8859_1);
    return new Tokens(bytes, 0, bytes.length, List.of()).number();
  }
}
