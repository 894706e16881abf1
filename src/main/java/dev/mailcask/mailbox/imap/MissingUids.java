package dev.mailcask.mailbox.imap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Finds out which of a set of UIDs are not in a folder any more, without listing all of it.
///
/// The sequence number of a message says how many there are up to its UID. So a few UIDs are asked
/// for, spread over the set, and between two of them that have as many messages as are known there,
/// none is missing; only the other stretches are listed. Numbers may shift while that goes on: what
/// comes out is right only if it makes the count right, which the caller looks at.
final class MissingUids {

  /// UIDs between two that are asked for, at least.
  private static final int STRETCH = 500;

  private final ImapSession session;
  private final FolderSelection selection;

  MissingUids(ImapSession session, FolderSelection selection) {
    this.session = session;
    this.selection = selection;
  }

  /// @param uids the UIDs that may be there; no others are
  /// @param there how many are there
  /// @return those that are not
  SortedSet<Long> among(SortedSet<Long> uids, long there) {
    List<Long> all = List.copyOf(uids);
    List<Place> marks = new ArrayList<>();
    marks.add(new Place(-1, 0));
    marks.addAll(marks(all));
    marks.add(new Place(all.size(), there + 1));
    SortedSet<Long> missing = new TreeSet<>();
    List<String> stretches = new ArrayList<>();
    for (int i = 1; i < marks.size(); i++) {
      Place from = marks.get(i - 1);
      Place to = marks.get(i);
      if (to.index - from.index != to.number - from.number) {
        List<Long> between = all.subList(from.index + 1, to.index);
        if (!between.isEmpty()) {
          missing.addAll(between);
          stretches.add(between.getFirst() + ":" + between.getLast());
        }
      }
    }
    fetch(stretches, answer -> missing.remove(answer.uid()));
    return missing;
  }

  /// A UID of the set, by its place in there, and the number that its message has in the folder.
  private record Place(int index, long number) {}

  private List<Place> marks(List<Long> all) {
    Map<Long, Integer> asked = new TreeMap<>();
    List<String> sets = new ArrayList<>();
    UidSet set = new UidSet();
    for (int i = STRETCH; i < all.size(); i += STRETCH) {
      if (set.full()) {
        sets.add(set.toString());
        set = new UidSet();
      }
      set.add(all.get(i));
      asked.put(all.get(i), i);
    }
    if (set.count() > 0) {
      sets.add(set.toString());
    }
    Map<Long, Place> found = new TreeMap<>();
    fetch(
        sets,
        answer -> {
          Integer index = asked.get(answer.uid());
          if (index != null) {
            found.put(answer.uid(), new Place(index, answer.sequence()));
          }
        });
    return List.copyOf(found.values());
  }

  private void fetch(List<String> sets, Consumer<FetchAnswer> answers) {
    FlagSets none = new FlagSets();
    session.pipeline(
        selection.subject(),
        sets.stream().map(set -> "UID FETCH " + set + " (UID)").toList(),
        2,
        response -> {
          if (response.isFetch()) {
            answers.accept(FetchAnswer.of(response, none));
          } else {
            selection.note(response);
          }
        },
        end -> {
          if (!end.ok()) {
            throw session
                .complaints()
                .refused(selection.subject(), "messages cannot be listed", end);
          }
        });
  }
}
