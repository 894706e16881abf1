package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent.Alarm;
import dev.mailcask.base.AccountId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.KnownFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds out whether more mail left a server than people delete on purpose: a mailbox that was
/// broken into, a server that lost a disk, a mail program that went mad. Nothing of it is lost
/// here, but its owner should know today, and not in a year.
///
/// What counts is mail that is in no folder of the account any more: mail that was moved, or whose
/// folder was renamed, is still there. Folders for rubbish do not count, emptying them is what they
/// are for. The alarm is raised by a run whose outcome may well be complete.
final class Losses {

  /// Messages that must have left before anybody is alarmed.
  private static final long MANY = 50;

  /// More than one in so many of a folder's messages.
  private static final int OF_FOLDER = 2;

  /// Likewise of an account's.
  private static final int OF_ACCOUNT = 5;

  /// More than one in so many of an account's folders, and more than one.
  private static final int OF_FOLDERS = 2;

  private final Catalog catalog;
  private final AccountId account;

  /// What there was before the run, by folders that were there.
  private final Map<Integer, Long> before = new HashMap<>();

  private Losses(Catalog catalog, AccountId account) {
    this.catalog = catalog;
    this.account = account;
  }

  /// Looks at what there is before a run.
  static Losses before(Catalog catalog, AccountId account) {
    Losses losses = new Losses(catalog, account);
    // What an earlier run found gone, and did not live to tell, was there as well.
    Map<Integer, Long> untold = catalog.departed(account);
    for (KnownFolder folder : catalog.knownFolders(account)) {
      long gone = untold.getOrDefault(folder.number(), 0L);
      long held = catalog.held(account, folder.number(), folder.uidValidity());
      if (!folder.gone()) {
        losses.before.put(folder.number(), held + gone);
      } else if (gone > 0) {
        losses.before.put(folder.number(), gone);
      }
    }
    return losses;
  }

  /// Looks at what there is after it; all that it did is committed, and in the catalog.
  List<Alarm> alarms(Collection<FolderTally> tallies) {
    if (before.isEmpty()) {
      return List.of();
    }
    Map<Integer, Long> departed = catalog.departed(account);
    Map<Integer, KnownFolder> folders = new HashMap<>();
    catalog.knownFolders(account).forEach(folder -> folders.put(folder.number(), folder));
    departed.keySet().removeIf(number -> isRubbish(folders.get(number)));
    List<Alarm> alarms = new ArrayList<>();
    foldersGone(folders, departed, alarms);
    account(departed, alarms);
    departed.forEach(
        (number, left) -> {
          KnownFolder folder = folders.get(number);
          if (folder != null && !folder.gone()) {
            folder(folder, left, tallies, alarms);
          }
        });
    return alarms;
  }

  private void folder(
      KnownFolder folder, long left, Collection<FolderTally> tallies, List<Alarm> alarms) {
    long had = before.getOrDefault(folder.number(), 0L);
    if (left <= MANY || left * OF_FOLDER <= had) {
      return;
    }
    boolean empty =
        tallies.stream()
            .anyMatch(tally -> tally.folder().number() == folder.number() && tally.isEmpty());
    String problem =
        empty
            ? "folder %s is empty on the server; it held %d messages".formatted(folder.path(), had)
            : "%d of %d messages in folder %s are not on the server any more"
                .formatted(left, had, folder.path());
    alarms.add(new Alarm(empty ? "emptied" : "dropped", folder.number(), had, left, problem));
  }

  private void account(Map<Integer, Long> departed, List<Alarm> alarms) {
    long had = before.values().stream().mapToLong(Long::longValue).sum();
    long left = departed.values().stream().mapToLong(Long::longValue).sum();
    if (left > MANY && left * OF_ACCOUNT > had) {
      alarms.add(
          new Alarm(
              "dropped",
              0,
              had,
              left,
              "%d of the account's %d messages are not on the server any more"
                  .formatted(left, had)));
    }
  }

  /// Folders that went with mail that is nowhere else now.
  private void foldersGone(
      Map<Integer, KnownFolder> folders, Map<Integer, Long> departed, List<Alarm> alarms) {
    long gone =
        before.keySet().stream()
            .filter(number -> departed.containsKey(number) && isGone(folders.get(number)))
            .count();
    if (gone > 1 && gone * OF_FOLDERS > before.size()) {
      alarms.add(
          new Alarm(
              "foldersGone",
              0,
              before.size(),
              gone,
              "%d of the account's %d folders are not on the server any more"
                  .formatted(gone, before.size())));
    }
  }

  private static boolean isGone(@Nullable KnownFolder folder) {
    return folder != null && folder.gone();
  }

  private static boolean isRubbish(@Nullable KnownFolder folder) {
    return folder != null && Importance.isRubbish(folder.path(), folder.attributes());
  }
}
