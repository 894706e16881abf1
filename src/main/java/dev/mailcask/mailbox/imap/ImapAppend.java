package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.AppendSession;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.iap.Argument;

/// Appends byte for byte, by a command of its own: Angus rewrites line ends and dates.
///
/// When the connection is lost before the answer, nobody knows whether the message is there. Other
/// programs send it again and leave duplicates, over a hundred in one report. Here the connection
/// is made anew and the UIDs that were given out since are compared with the message first. A
/// message that costs the connection twice is given up as rejected.
///
/// The folder is opened with SELECT, as EXAMINE says that no flag can be kept.
final class ImapAppend implements AppendSession {

  private static final Pattern APPENDUID = Pattern.compile("APPENDUID (\\d{1,10}) (\\d{1,10})\\b");
  private static final Pattern DATE =
      Pattern.compile("[ \\d]?\\d-[A-Z][a-z]{2}-\\d{4} \\d\\d:\\d\\d:\\d\\d [+-]\\d{4}");
  private static final int DATE_LENGTH = "17-Jul-1996 02:44:25 -0700".length();

  private final ImapSession session;
  private final Folders folders;
  private final FolderName folder;
  private final FolderState state;
  private FolderSelection selection;
  private AppendedMessages appended;

  ImapAppend(ImapSession session, Folders folders, FolderName folder) {
    this.session = session;
    this.folders = folders;
    this.folder = folder;
    this.selection = FolderSelection.of(session, "SELECT", folder.raw());
    this.state = selection.state();
    this.appended = new AppendedMessages(session, selection);
  }

  @Override
  public FolderState state() {
    return state;
  }

  @Override
  public Outcome append(Content message, List<String> flags, String internalDate) {
    if (message.size() > Integer.MAX_VALUE - 8) {
      return new Outcome.Rejected("it is larger than 2 GiB, which is more than can be sent");
    }
    if (session.wire().broken()) {
      reopen();
    }
    AppendFlags toKeep = AppendFlags.of(flags, selection.state().permanentFlags());
    String date = sendable(internalDate);
    int losses = 0;
    boolean created = false;
    while (true) {
      Completion end;
      try {
        end = send(message, toKeep, date);
      } catch (IOException e) {
        Failure lost =
            session.complaints().lost(selection.subject(), e, session.wire().lastComplaint());
        if (lost instanceof Failure.Cancelled || lost instanceof Failure.Throttled) {
          throw lost;
        }
        reopen();
        long uid = appended.find(message);
        if (uid > 0) {
          return new Outcome.Appended(uid, toKeep.dropped());
        }
        if (++losses == 2) {
          return new Outcome.Rejected(
              "the connection broke twice while the server took it; " + lost.problem());
        }
        continue;
      }
      if (end.ok()) {
        return new Outcome.Appended(uid(end, message), toKeep.dropped());
      }
      if (end.hasCode("TRYCREATE") && !created) {
        created = true;
        folders.create(folder);
        reselect();
      } else if (!toKeep.kept().isEmpty() && (end.mentions("flag") || end.mentions("keyword"))) {
        toKeep = toKeep.fewer();
      } else if (!date.isEmpty() && end.mentions("date")) {
        date = "";
      } else {
        return rejected(end);
      }
    }
  }

  private Completion send(Content message, AppendFlags flags, String date) throws IOException {
    Argument arguments = ImapSession.name(folder.raw());
    if (!flags.kept().isEmpty()) {
      arguments.writeAtom(flags.toString());
    }
    if (!date.isEmpty()) {
      arguments.writeAtom('"' + date + '"');
    }
    arguments.writeBytes(new MessageLiteral(message));
    return session.wire().execute("APPEND", arguments, selection::note);
  }

  private long uid(Completion end, Content message) {
    Matcher given = APPENDUID.matcher(end.code());
    if (!given.find()) {
      return appended.find(message);
    }
    long uid = Long.parseLong(given.group(2));
    appended.skip(uid);
    return Long.parseLong(given.group(1)) == selection.state().uidValidity() ? uid : 0;
  }

  private Outcome rejected(Completion end) {
    String subject = selection.subject();
    if (end.hasCode("OVERQUOTA") || (end.mentions("quota") && !end.mentions("size"))) {
      throw full(subject, end);
    }
    Failure failure = session.complaints().refused(subject, "messages cannot be appended", end);
    if (end.hasCode("NOPERM") || !(failure instanceof Failure.Refused)) {
      throw failure;
    }
    return new Outcome.Rejected("the server refuses it" + Complaints.said(end));
  }

  /// A failure for a full account.
  static Failure full(String subject, Completion end) {
    return new Failure.OutOfSpace(
        subject,
        "the account has no room for more" + Complaints.said(end),
        "make room in the account, or have its quota raised, and run it again",
        null);
  }

  /// Connects anew and sees that the folder is still the same.
  private void reopen() {
    session.redial();
    long validity = selection.state().uidValidity();
    selection = FolderSelection.of(session, "SELECT", folder.raw());
    if (selection.state().uidValidity() != validity) {
      throw session
          .complaints()
          .nonsense(
              selection.subject(),
              "the folder was replaced on the server while messages were appended to it");
    }
    appended = appended.after(selection);
  }

  private void reselect() {
    selection = FolderSelection.of(session, "SELECT", folder.raw());
    appended = new AppendedMessages(session, selection);
  }

  /// The date as APPEND takes it, empty if it is none.
  private static String sendable(String internalDate) {
    if (!DATE.matcher(internalDate).matches()) {
      return "";
    }
    return internalDate.length() < DATE_LENGTH ? " " + internalDate : internalDate;
  }

  /// Leaves the folder open: CLOSE would expunge it, and UNSELECT is not known everywhere.
  @Override
  public void close() {}
}
