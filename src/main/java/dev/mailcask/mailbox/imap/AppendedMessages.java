package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import dev.mailcask.mailbox.FolderState;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds what was appended to a folder among the UIDs that were given out since it was opened.
final class AppendedMessages {

  private static final long LARGEST_UID = 4_294_967_295L;

  private final ImapSession session;
  private final FolderSelection selection;

  /// The smallest UID that a message not yet accounted for can have.
  private long next;

  AppendedMessages(ImapSession session, FolderSelection selection) {
    this.session = session;
    this.selection = selection;
    FolderState state = selection.state();
    this.next = state.uidNext() > 0 ? state.uidNext() : largest(state) + 1;
  }

  private AppendedMessages(ImapSession session, FolderSelection selection, long next) {
    this.session = session;
    this.selection = selection;
    this.next = next;
  }

  /// The same after the folder was opened again.
  AppendedMessages after(FolderSelection again) {
    return new AppendedMessages(session, again, next);
  }

  /// Takes note of the UID of a message that is accounted for.
  void skip(long uid) {
    next = Math.max(next, uid + 1);
  }

  /// The UID of the message, 0 if it is not among the new ones.
  long find(Content message) {
    SortedMap<Long, Long> fresh = list(next + ":" + LARGEST_UID);
    long[] found = {0};
    if (!fresh.isEmpty()) {
      Map<Long, String> _ =
          new BodyFetch(
                  session,
                  selection,
                  new FlagSets(),
                  fresh,
                  (body, uid) -> {
                    if (found[0] == 0 && SameMessage.is(message, body)) {
                      found[0] = uid;
                    }
                  })
              .run();
    }
    if (found[0] > 0) {
      skip(found[0]);
    }
    return found[0];
  }

  /// The largest UID in use, for servers that predict none.
  private long largest(FolderState state) {
    SortedMap<Long, Long> last = state.exists() == 0 ? new TreeMap<>() : list("*");
    return last.isEmpty() ? 0 : last.lastKey();
  }

  private SortedMap<Long, Long> list(String set) {
    SortedMap<Long, Long> sizes = new TreeMap<>();
    FlagSets flagSets = new FlagSets();
    Completion end =
        session.command(
            selection.subject(),
            "UID FETCH " + set + " (UID RFC822.SIZE)",
            null,
            response -> {
              if (response.isFetch()) {
                FetchAnswer answer = FetchAnswer.of(response, flagSets);
                if (answer.uid() >= next) {
                  sizes.merge(answer.uid(), Math.max(0, answer.size()), Math::max);
                }
              } else {
                selection.note(response);
              }
            });
    if (!end.ok()) {
      throw session.complaints().refused(selection.subject(), "messages cannot be listed", end);
    }
    return sizes;
  }
}
