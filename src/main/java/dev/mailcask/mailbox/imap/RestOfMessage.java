package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import dev.mailcask.mailbox.net.Spool;
import org.jspecify.annotations.Nullable;

/// Fetches what is missing of a message that broke off, in pieces (`BODY.PEEK[]<from.count>`, RFC
/// 3501 section 6.4.5), so that a large message comes through a line that never lasts for it all.
///
/// Servers get pieces wrong: some ignore the range and send everything, others are known to count
/// differently than in the whole. So the first piece begins before the end of what is here and must
/// repeat it byte for byte; each must say that it begins where it was asked to, and none may go
/// beyond the size that was announced for the whole. Whatever does not fit ends the attempt, and
/// the message is fetched whole.
final class RestOfMessage {

  private static final int OVERLAP = 1 << 16;

  /// Small, as a piece that breaks off is lost.
  private static final int PIECE = 1 << 20;

  private final ImapSession session;
  private final FolderSelection selection;
  private final FlagSets flagSets;
  private final long uid;
  private FetchAnswer.@Nullable Piece received;

  RestOfMessage(ImapSession session, FolderSelection selection, FlagSets flagSets, long uid) {
    this.session = session;
    this.selection = selection;
    this.flagSets = flagSets;
    this.uid = uid;
  }

  /// Fetches it.
  ///
  /// @return whether the message is whole now
  /// @throws dev.mailcask.base.Failure if the connection is lost; what came until then is kept
  boolean fetch(BrokenOff message) {
    int overlap = (int) Math.min(OVERLAP, message.size());
    while (!message.isWhole()) {
      if (!next(message, overlap)) {
        return false;
      }
      overlap = 0;
    }
    return true;
  }

  private boolean next(BrokenOff message, int overlap) {
    long from = message.size() - overlap;
    long count = Math.min(PIECE + overlap, message.total() - from);
    received = null;
    Completion end =
        session.command(
            selection.subject(),
            "UID FETCH %d (UID BODY.PEEK[]<%d.%d>)".formatted(uid, from, count),
            null,
            this::receive);
    selection.check();
    FetchAnswer.Piece piece = received;
    if (piece == null) {
      return false;
    }
    try {
      return end.ok() && piece.from() == from && message.append(piece.bytes(), overlap);
    } finally {
      close(piece.bytes());
    }
  }

  private void receive(WireResponse response) {
    if (!response.isFetch()) {
      selection.note(response);
      return;
    }
    FetchAnswer answer = FetchAnswer.of(response, flagSets);
    close(answer.body()); // the server ignores the range
    FetchAnswer.Piece piece = answer.piece();
    if (piece != null && answer.uid() == uid && received == null) {
      received = piece;
    } else if (piece != null) {
      close(piece.bytes());
    }
  }

  private static void close(@Nullable Content bytes) {
    if (bytes instanceof Spool.File file) {
      file.close();
    }
  }
}
