package dev.mailcask.sync;

import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.FolderGone;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.catalog.KnownFolder;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.RemoteFolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a run has to do about folders: a pure function of what LIST shows and what the journal
/// knows. [FolderPlan] is its sibling for the messages of one folder.
///
/// A folder that cannot be selected holds no mail: it counts as not there. One that the owner left
/// out is not looked into, and is not gone either. A renamed folder is the same one with another
/// name where the server says so (MAILBOXID), else a new folder and a gone one: its messages are
/// stored already, and what the folder was called at a past time stays true.
///
/// @param events what the journal has to say about folders
/// @param folders the folders to look into, in the order of the server
record SyncPlan(List<JournalEvent> events, List<Folder> folders) {

  /// Attributes that come and go with the folder's children and its new mail (RFC 3501 section
  /// 7.2.2, RFC 5258): they say nothing about the folder itself.
  private static final Set<String> PASSING =
      Set.of("\\Marked", "\\Unmarked", "\\HasChildren", "\\HasNoChildren");

  SyncPlan {
    events = List.copyOf(events);
    folders = List.copyOf(folders);
  }

  /// A folder to look into.
  ///
  /// @param uidValidity the generation that is current in the archive, 0 where there is none
  record Folder(int number, FolderName name, String path, long uidValidity) {}

  /// More folders than were ever named in what cannot be read.
  private static final int SPARE = 10_000;

  /// @param onServer what LIST shows, complete
  /// @param known what the catalog knows of the account
  /// @param unread whether there is a part of the journal that nobody can read: it may name folders
  ///     whose numbers must not be given to others, as it may come back
  /// @param wanted whether the owner wants a path backed up
  static SyncPlan of(
      List<RemoteFolder> onServer,
      List<KnownFolder> known,
      boolean unread,
      Predicate<String> wanted) {
    Map<String, KnownFolder> renamed = renamed(onServer, known);
    Map<String, KnownFolder> byKey = new LinkedHashMap<>();
    known.forEach(folder -> byKey.put(key(folder.raw()), folder));
    byKey.values().removeAll(renamed.values());
    byKey.putAll(renamed);
    int next =
        1 + (unread ? SPARE : 0) + known.stream().mapToInt(KnownFolder::number).max().orElse(0);

    List<JournalEvent> events = new ArrayList<>();
    List<Folder> folders = new ArrayList<>();
    Set<String> there = new HashSet<>();
    Set<Integer> found = new HashSet<>();
    for (RemoteFolder folder : onServer) {
      if (!folder.selectable() || !there.add(key(folder.name().raw()))) {
        continue;
      }
      KnownFolder before = byKey.get(key(folder.name().raw()));
      if (before != null) {
        found.add(before.number());
      }
      if (!wanted.test(folder.path())) {
        continue;
      }
      int number = before == null ? next++ : before.number();
      List<String> attributes = lasting(folder);
      if (before == null || before.gone() || differs(before, folder, attributes)) {
        events.add(
            new FolderSeen(
                number,
                folder.name().raw(),
                folder.path(),
                folder.delimiter(),
                attributes,
                mailboxId(before, folder)));
      }
      folders.add(
          new Folder(
              number, folder.name(), folder.path(), before == null ? 0 : before.uidValidity()));
    }
    known.stream()
        .filter(folder -> !folder.gone() && !found.contains(folder.number()))
        .sorted(Comparator.comparingInt(KnownFolder::number))
        .forEach(folder -> events.add(new FolderGone(folder.number())));
    return new SyncPlan(events, folders);
  }

  /// The folders that have another name than before, by their new ones: what the server calls a
  /// folder whatever its name is (MAILBOXID, RFC 8474 section 4) is kept by RENAME and never used
  /// again.
  private static Map<String, KnownFolder> renamed(
      List<RemoteFolder> onServer, List<KnownFolder> known) {
    Map<String, KnownFolder> byId = new HashMap<>();
    for (KnownFolder folder : known) {
      if (!folder.mailboxId().isEmpty()) {
        byId.put(folder.mailboxId(), folder); // the latest number: it was there last
      }
    }
    Map<String, KnownFolder> renamed = new HashMap<>();
    for (RemoteFolder folder : onServer) {
      KnownFolder before = byId.get(folder.mailboxId());
      if (folder.selectable() && before != null) {
        renamed.put(key(folder.name().raw()), before);
      }
    }
    return renamed;
  }

  /// What the server calls it, or called it when it last said so.
  private static String mailboxId(@Nullable KnownFolder before, RemoteFolder now) {
    return now.mailboxId().isEmpty() && before != null ? before.mailboxId() : now.mailboxId();
  }

  /// INBOX has no case (RFC 3501 section 5.1); all other names are what they are.
  private static String key(String raw) {
    return raw.equalsIgnoreCase("INBOX") ? "INBOX" : raw;
  }

  private static List<String> lasting(RemoteFolder folder) {
    return folder.attributes().stream()
        .filter(attribute -> PASSING.stream().noneMatch(attribute::equalsIgnoreCase))
        .sorted()
        .toList();
  }

  private static boolean differs(KnownFolder before, RemoteFolder now, List<String> attributes) {
    return !before.mailboxId().equals(mailboxId(before, now))
        || !before.raw().equals(now.name().raw())
        || !before.path().equals(now.path())
        || !before.delimiter().equals(now.delimiter())
        || !Set.copyOf(before.attributes()).equals(Set.copyOf(attributes));
  }
}
