package dev.mailcask.mailbox;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/// One logged-in connection to an account; not thread-safe. Every method throws
/// [dev.mailcask.base.Failure] and nothing else for what the server or the network does.
public interface Mailbox extends AutoCloseable {

  /// The folders of the personal namespace that LIST shows, each once, INBOX first; folders that
  /// cannot be selected are among them and say so.
  ///
  /// @throws dev.mailcask.base.Failure also when the answer is empty: an account has at least INBOX
  List<RemoteFolder> folders();

  /// What the server tells of folders without opening them (STATUS, RFC 3501 section 6.3.10, RFC
  /// 5819), where it keeps mod-sequences (RFC 7162): UIDVALIDITY, UIDNEXT, the number of messages
  /// and the highest mod-sequence, all four of them. A folder of which it tells less is not in the
  /// result. Not while a folder is open.
  Map<FolderName, FolderState> states(Collection<FolderName> folders);

  /// Opens a folder for reading (EXAMINE, RFC 3501 section 6.3.2): nothing in it changes by being
  /// read. The folder opened before is left.
  OpenFolder examine(FolderName folder);

  /// Creates the folder unless it is there.
  ///
  /// @throws dev.mailcask.base.Failure.Refused where mail can only be read (POP3); so [#append]
  void create(FolderName folder);

  /// Appends messages to a folder that exists (APPEND, RFC 3501 section 6.3.11), byte for byte, and
  /// reads flags the server refuses as data, not as failure.
  AppendSession append(FolderName folder);

  /// The name to use on this server for a folder path of ours, with the server's own delimiter and
  /// prefix.
  FolderName nameFor(String path);

  /// Leaves without waiting for the server's goodbye.
  @Override
  void close();
}
