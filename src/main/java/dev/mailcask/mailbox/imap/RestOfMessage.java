package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import dev.mailcask.base.Spool;
import org.jspecify.annotations.Nullable;

/// Fetches what is missing of a message that broke off, in pieces (`BODY.PEEK[]<from.count>`, RFC
/// 3501 section 6.4.5), so that a large message comes through a line that never lasts for it all.
///
/// Servers get pieces wrong: some ignore the range and send everything, others count differently
/// than in the whole, and some make the message anew each time it is asked for, with boundaries of
/// its own. So its beginning is asked for again, and the first piece begins before the end of what
/// is here; both must be the same, byte for byte. Each piece must say that it begins where it was
/// asked to, and none may go beyond the size that was announced for the whole. Whatever does not
/// fit ends the attempt, and the message is fetched whole.
final class RestOfMessage {

  /// How an attempt ended.
  enum End {
    /// The message is whole now.
    WHOLE,
    /// The server did not give a piece this time.
    REFUSED,
    /// The server cannot be trusted with pieces of this message.
    UNFIT
  }

  private static final int BEGINNING = 1 << 14;
  private static final int OVERLAP = 1 << 16;

  /// Small, as a piece that breaks off is lost.
  private static final int PIECE = 1 << 20;

  private final ImapSession session;
  private final FolderSelection selection;
  private final FlagSets flagSets;
  private final long uid;
  private FetchAnswer.@Nullable Piece received;
  private boolean rangeIgnored;

  RestOfMessage(ImapSession session, FolderSelection selection, FlagSets flagSets, long uid) {
    this.session = session;
    this.selection = selection;
    this.flagSets = flagSets;
    this.uid = uid;
  }

  /// Fetches it.
  ///
  /// @throws dev.mailcask.base.Failure if the connection is lost, or the server asks for patience;
  ///     what came until then is kept
  End fetch(BrokenOff message) {
    int beginning = (int) Math.min(BEGINNING, message.size());
    End end = piece(0, beginning, bytes -> message.beginsWith(bytes, beginning));
    int overlap = (int) Math.min(OVERLAP, message.size());
    while (end == End.WHOLE && !message.isWhole()) {
      int repeated = overlap;
      long from = message.size() - repeated;
      long count = Math.min(PIECE + repeated, message.total() - from);
      end = piece(from, count, bytes -> message.append(bytes, repeated));
      overlap = 0;
    }
    return end;
  }

  private interface Use {
    boolean fits(Content piece);
  }

  private End piece(long from, long count, Use use) {
    received = null;
    rangeIgnored = false;
    Completion end =
        session.command(
            selection.subject(),
            "UID FETCH %d (UID BODY.PEEK[]<%d.%d>)".formatted(uid, from, count),
            null,
            this::receive);
    selection.check();
    FetchAnswer.Piece piece = received;
    try {
      if (!end.ok() && Complaints.isThrottling(end)) {
        throw session.complaints().refused(selection.subject(), "", end);
      }
      if (piece == null || !end.ok()) {
        return rangeIgnored ? End.UNFIT : End.REFUSED;
      }
      return piece.from() == from && use.fits(piece.bytes()) ? End.WHOLE : End.UNFIT;
    } finally {
      close(piece == null ? null : piece.bytes());
    }
  }

  private void receive(WireResponse response) {
    if (!response.isFetch()) {
      selection.note(response);
      return;
    }
    FetchAnswer answer = FetchAnswer.of(response, flagSets);
    rangeIgnored |= answer.hasBody();
    close(answer.body());
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
