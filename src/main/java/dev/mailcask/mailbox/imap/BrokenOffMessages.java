package dev.mailcask.mailbox.imap;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// The messages that broke off, until a later connection goes on with them, in this run or in
/// another. The disk space of a few is given to that at most, and none outlives the process.
/// Thread-safe.
final class BrokenOffMessages {

  private static final int MOST = 2;

  private final Deque<Kept> kept = new ArrayDeque<>();

  /// Where a message is.
  ///
  /// @param folder the account and the folder
  record Place(String folder, long uidValidity, long uid) {
    static Place of(FolderSelection folder, long uid) {
      return new Place(folder.subject(), folder.state().uidValidity(), uid);
    }
  }

  private record Kept(Place place, BrokenOff message) {}

  /// Keeps a message, and drops the one kept for longest if there are too many.
  synchronized void put(Place place, BrokenOff message) {
    drop(place);
    kept.addLast(new Kept(place, message));
    if (kept.size() > MOST) {
      kept.removeFirst().message.close();
    }
  }

  /// Hands a message over, to be closed by the caller.
  synchronized @Nullable BrokenOff take(Place place) {
    for (Iterator<Kept> all = kept.iterator(); all.hasNext(); ) {
      Kept next = all.next();
      if (next.place.equals(place)) {
        all.remove();
        return next.message;
      }
    }
    return null;
  }

  /// Whether none is kept, as is usual: then nobody need ask for each message of a folder.
  synchronized boolean isEmpty() {
    return kept.isEmpty();
  }

  /// How much of a message is kept.
  synchronized long size(Place place) {
    return kept.stream()
        .filter(its -> its.place.equals(place))
        .mapToLong(its -> its.message.size())
        .sum();
  }

  private void drop(Place place) {
    BrokenOff before = take(place);
    if (before != null) {
      before.close();
    }
  }
}
