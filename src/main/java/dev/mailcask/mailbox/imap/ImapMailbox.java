package dev.mailcask.mailbox.imap;

import dev.mailcask.mailbox.AppendSession;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.RemoteFolder;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// An account over IMAP.
final class ImapMailbox implements Mailbox {

  private final ImapSession session;
  private final Folders folders;
  private final Runnable release;
  private boolean closed;
  private int opened;

  /// @param release called once, when this is closed
  ImapMailbox(ImapSession session, Runnable release) {
    this.session = session;
    this.folders = new Folders(session);
    this.release = release;
  }

  @Override
  public List<RemoteFolder> folders() {
    return folders.list();
  }

  @Override
  public Map<FolderName, FolderState> states(Collection<FolderName> names) {
    return session.keepsModSeqs() ? new FolderStates(session).of(names) : Map.of();
  }

  @Override
  public OpenFolder examine(FolderName folder) {
    int number = ++opened;
    FolderSelection selection = FolderSelection.examine(session, folder.raw());
    return new ImapFolder(session, selection, () -> requireCurrent(number));
  }

  @Override
  public void create(FolderName folder) {
    folders.create(folder);
  }

  @Override
  public AppendSession append(FolderName folder) {
    opened++;
    return new ImapAppend(session, folders, folder);
  }

  @Override
  public FolderName nameFor(String path) {
    return folders.hierarchy().nameOf(path);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      try {
        session.leave();
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
