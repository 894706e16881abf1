package dev.mailcask.sync;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.RaisedAlarm;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Messages that the journal tells of and that are in no pack: somebody deleted files, or a disk
/// did. The catalog alone would count them as archived. A run fetches again what the server still
/// has, and raises an alarm for the rest.
///
/// @param uids by folder and UIDVALIDITY
/// @param ids what they are
record LostContent(Map<Integer, Map<Long, NavigableSet<Long>>> uids, Set<ContentId> ids) {

  static final LostContent NONE = new LostContent(Map.of(), Set.of());

  /// The kind of its alarm.
  private static final String KIND = "contentLost";

  /// Looks for each message of the account that is not gone.
  static LostContent of(Archive archive, Catalog catalog, AccountId account) {
    Map<Integer, Map<Long, NavigableSet<Long>>> uids = new HashMap<>();
    Set<ContentId> ids = new HashSet<>();
    catalog.eachHeld(
        account,
        (folder, uidValidity, uid, id) -> {
          if (!archive.contains(id)) {
            ids.add(id);
            uids.computeIfAbsent(folder, _ -> new HashMap<>())
                .computeIfAbsent(uidValidity, _ -> new TreeSet<>())
                .add(uid);
          }
        });
    return new LostContent(uids, ids);
  }

  boolean isEmpty() {
    return ids.isEmpty();
  }

  /// Whether something in the folder is lost.
  boolean in(int folder) {
    return uids.containsKey(folder);
  }

  /// The UIDs of what is lost in a generation of a folder.
  NavigableSet<Long> of(int folder, long uidValidity) {
    return uids.getOrDefault(folder, Map.of())
        .getOrDefault(uidValidity, Collections.emptyNavigableSet());
  }

  /// What is still lost at the end of a run; told once, and again when it is more.
  List<Alarm> alarms(Archive archive, Catalog catalog, AccountId account) {
    long left = ids.stream().filter(id -> !archive.contains(id)).count();
    if (left == 0 || wasTold(catalog.lastAlarm(account, KIND), left)) {
      return List.of();
    }
    String problem =
        ("the content of %d archived messages is lost, and the server does not have it any more;"
                + " run verify to see which, and verify --repair with a second copy")
            .formatted(left);
    return List.of(new Alarm(KIND, 0, ids.size(), left, problem));
  }

  /// However long ago that was, and whether or not it was acknowledged since.
  private static boolean wasTold(Optional<RaisedAlarm> last, long left) {
    return last.filter(raised -> raised.alarm().left() >= left).isPresent();
  }
}
