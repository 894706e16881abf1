package dev.mailcask.mailbox.imap;

import dev.mailcask.mailbox.AppendSession;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.RemoteFolder;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    Map<FolderName, FolderState> states = new HashMap<>();
    if (session.keepsModSeqs()) {
      FolderStatus.of(session, names, "MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ")
          .forEach(
              (name, values) -> {
                long uidValidity = FolderStatus.number(values, "UIDVALIDITY");
                long uidNext = FolderStatus.number(values, "UIDNEXT");
                long messages = FolderStatus.number(values, "MESSAGES");
                long modSeq = FolderStatus.number(values, "HIGHESTMODSEQ");
                if (uidValidity > 0 && uidNext > 0 && messages >= 0 && modSeq > 0) {
                  states.put(
                      name, new FolderState(uidValidity, uidNext, messages, modSeq, Set.of()));
                }
              });
    }
    return states;
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
