package dev.mailcask.mailbox.pop3;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Spool;
import dev.mailcask.mailbox.AppendSession;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.RemoteFolder;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An account over POP3: one folder, to be read.
final class Pop3Mailbox implements Mailbox {

  /// The one folder.
  static final RemoteFolder INBOX =
      new RemoteFolder(new FolderName("INBOX"), "INBOX", "", Set.of());

  private final PopLogin.Session session;
  private final PopComplaints complaints;
  private final Spool spool;
  private final Runnable release;
  private @Nullable Maildrop maildrop;
  private boolean closed;
  private int opened;

  /// @param release called once, when this is closed
  Pop3Mailbox(PopLogin.Session session, PopComplaints complaints, Spool spool, Runnable release) {
    this.session = session;
    this.complaints = complaints;
    this.spool = spool;
    this.release = release;
  }

  @Override
  public List<RemoteFolder> folders() {
    return List.of(INBOX);
  }

  /// Nothing: there are no mod-sequences, and the folder is listed with one command anyway.
  @Override
  public Map<FolderName, FolderState> states(Collection<FolderName> folders) {
    return Map.of();
  }

  /// The same however often it is opened: the server shows a session what there was when it began.
  @Override
  public OpenFolder examine(FolderName folder) {
    if (!folder.raw().equalsIgnoreCase(INBOX.path())) {
      throw new Failure.Refused(
          complaints.trouble().subject() + ", folder " + folder.raw(),
          "POP3 knows of no folder but INBOX",
          "add the account over IMAP to back up all of its folders",
          null);
    }
    int number = ++opened;
    Maildrop its = maildrop;
    if (its == null) {
      its = list();
      maildrop = its;
    }
    return new Pop3Folder(session, complaints, spool, its, () -> requireCurrent(number));
  }

  private Maildrop list() {
    try {
      return Maildrop.list(session, complaints);
    } catch (IOException e) {
      session.wire().close();
      throw complaints.lost(complaints.inbox(), e);
    }
  }

  @Override
  public void create(FolderName folder) {
    throw complaints.onlyReads("a folder cannot be made");
  }

  @Override
  public AppendSession append(FolderName folder) {
    throw complaints.onlyReads("no message can be put there");
  }

  @Override
  public FolderName nameFor(String path) {
    return new FolderName(path);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        session.wire().close();
      } finally {
        release.run();
      }
    }
  }

  private void requireCurrent(int number) {
    if (closed || number != opened) {
      throw new IllegalStateException("this folder was left when another was opened, or closed");
    }
  }
}
