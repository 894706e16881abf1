package dev.mailcask.mailbox;

import dev.mailcask.base.Content;
import java.util.List;

/// Appends to one folder.
public interface AppendSession extends AutoCloseable {

  /// The target's state when the session began.
  FolderState state();

  /// Appends one message. Bytes as given; the flags that the folder can keep; INTERNALDATE as given
  /// where the server takes it. If the connection is lost before the answer, the outcome is found
  /// out before anything is sent again (UIDs from the old UIDNEXT on, compared by size and
  /// content), so that no message is added twice.
  ///
  /// @param internalDate as a server sent it, or empty
  Outcome append(Content message, List<String> flags, String internalDate);

  @Override
  void close();

  /// What became of one message.
  sealed interface Outcome {
    /// @param uid of the appended message, 0 where the server does not say
    /// @param droppedFlags flags that the server does not keep
    record Appended(long uid, List<String> droppedFlags) implements Outcome {
      public Appended {
        droppedFlags = List.copyOf(droppedFlags);
      }
    }

    /// The server will not take this message, whatever is tried; others may pass.
    record Rejected(String reason) implements Outcome {}
  }
}
