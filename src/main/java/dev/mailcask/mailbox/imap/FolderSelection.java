package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.FolderState;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.eclipse.angus.mail.iap.Argument;
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
  private long removed;
  private long highestModSeq;
  private @Nullable Set<String> permanentFlags;
  private boolean sticky = true;
  private boolean open;
  private boolean replaced;

  private FolderSelection(ImapSession session, String subject) {
    this.session = session;
    this.subject = subject;
  }

  /// Opens the folder for reading. Where the server keeps mod-sequences it is told that they are
  /// wanted: some begin to count only then.
  static FolderSelection examine(ImapSession session, String rawFolder) {
    String subject = session.complaints().subject(rawFolder);
    session.enableResync(subject);
    if (session.keepsModSeqs() && !session.resync()) {
      Argument arguments = ImapSession.name(rawFolder);
      arguments.writeArgument(new Argument().writeAtom("CONDSTORE"));
      FolderSelection selection = new FolderSelection(session, subject);
      Completion answer = selection.open("EXAMINE", arguments);
      if (answer.kind() != Completion.Kind.BAD || Complaints.isThrottling(answer)) {
        return selection.opened(answer);
      }
      session.forgoModSeqs();
    }
    return of(session, "EXAMINE", rawFolder);
  }

  /// Opens the folder.
  ///
  /// @param command `EXAMINE` or `SELECT`
  static FolderSelection of(ImapSession session, String command, String rawFolder) {
    String subject = session.complaints().subject(rawFolder);
    FolderSelection selection = new FolderSelection(session, subject);
    return selection.opened(selection.open(command, ImapSession.name(rawFolder)));
  }

  private Completion open(String command, Argument arguments) {
    return session.command(subject, command, arguments, this::note);
  }

  private FolderSelection opened(Completion answer) {
    if (!answer.ok()) {
      throw refused(answer);
    }
    noteCode(answer.code());
    open = true;
    removed = 0;
    return this;
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

  /// How many messages were removed since the folder was opened.
  long removed() {
    return removed;
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
      case "VANISHED" -> {
        if (!tokens.at('(')) { // with (EARLIER) it is about a time before the folder was opened
          noteRemoved(UidRanges.of(tokens.rest()).count());
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
      noteRemoved(1);
    }
  }

  private void noteRemoved(long count) {
    removed += count;
    exists = Math.max(0, exists - count);
  }

  /// @param code what follows the opening bracket
  private void noteCode(String code) {
    byte[] bytes = code.getBytes(StandardCharsets.ISO_8859_1);
    Tokens tokens = new Tokens(bytes, 0, bytes.length, List.of());
    switch (name(tokens.word())) {
      case "UIDVALIDITY" -> noteValidity(number(tokens.word()));
      case "UIDNEXT" -> uidNext = number(tokens.word());
      case "HIGHESTMODSEQ" -> highestModSeq = number(tokens.word());
      case "NOMODSEQ" -> highestModSeq = 0;
      case "UIDNOTSTICKY" -> sticky = false;
      case "CLOSED" -> forgetTheFolderBefore();
      case "PERMANENTFLAGS" -> {
        List<String> flags = tokens.list();
        permanentFlags = flags == null ? null : new HashSet<>(flags);
      }
      default -> {
        // others do not matter here
      }
    }
  }

  /// What was told up to here was about the folder that was open before (RFC 7162 section 3.2.11).
  private void forgetTheFolderBefore() {
    if (!open) {
      uidValidity = 0;
      uidNext = 0;
      exists = 0;
      removed = 0;
      highestModSeq = 0;
      permanentFlags = null;
      sticky = true;
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
