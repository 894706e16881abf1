package dev.mailcask.catalog;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.Journal.Segment;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.FolderListed;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog.Fetched;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the catalog must answer, in the plainest way: a question about a time replays the journal
/// of one account up to that time, and looks. No intervals, no history.
final class CatalogModel {

  /// A UID of a generation.
  record Spot(int folder, long uidValidity, long uid) {}

  /// A message at a spot.
  private static final class Held {
    final Placed placed;
    final Instant since;
    List<String> flags;
    @Nullable Instant gone;

    Held(Placed placed, Instant since) {
      this.placed = placed;
      this.since = since;
      this.flags = placed.flags();
    }
  }

  private record Failed(
      String reason, int attempts, long run, Instant first, Instant last, @Nullable Instant next) {}

  private record AlarmKey(long run, int folder, String kind) {}

  private record Generation(int folder, long uidValidity) {}

  private final AccountId account;
  private final SortedMap<Integer, FolderSeen> folders = new TreeMap<>();
  private final Map<Integer, Instant> folderGone = new HashMap<>();
  private final Map<Integer, Long> current = new HashMap<>();
  private final Map<Generation, Instant> ended = new HashMap<>();
  private final Map<Spot, Held> live = new HashMap<>();
  private final Map<ContentId, Map<Spot, Held>> everHeld = new LinkedHashMap<>();
  private final Map<Spot, Failed> failed = new HashMap<>();
  private final Map<Integer, FolderListed> listings = new HashMap<>();
  private final TreeMap<Long, Run> runs = new TreeMap<>();
  private final List<Held> placements = new ArrayList<>();
  private @Nullable AccountSettings settings;
  private boolean removed;
  private long lastStarted;
  private final Map<AlarmKey, RaisedAlarm> alarms = new HashMap<>();
  private long seen;

  private CatalogModel(AccountId account) {
    this.account = account;
  }

  /// The account as of a time, or now.
  static CatalogModel of(AccountId account, List<Segment> journal, @Nullable Instant at) {
    CatalogModel model = new CatalogModel(account);
    for (Segment segment : journal) {
      if (at == null || !segment.at().isAfter(at)) {
        segment.events().forEach(event -> model.apply(event, segment.at()));
        // Times are those of segments: a folder renamed after the run's end, too.
        segment.events().forEach(model::end);
      }
    }
    return model;
  }

  private void apply(JournalEvent event, Instant at) {
    switch (event) {
      case JournalEvent.AccountSet set -> {
        settings = set.settings();
        removed = false;
      }
      case JournalEvent.AccountRemoved _ -> removed = true;
      case RunStarted started -> {
        lastStarted = started.run();
        runs.put(lastStarted, new Run(account, lastStarted, started.at(), null, null, Map.of()));
      }
      case RunFinished finished ->
          finished
              .summary()
              .alarms()
              .forEach(
                  alarm ->
                      alarms.put(
                          new AlarmKey(finished.run(), alarm.folder(), alarm.kind()),
                          new RaisedAlarm(finished.run(), finished.at(), "", alarm)));
      case JournalEvent.AlarmsSeen saw -> seen = Math.max(seen, saw.run());
      case JournalEvent.Repaired _ -> {}
      case FolderSeen seen -> {
        folders.put(seen.folder(), seen);
        folderGone.remove(seen.folder());
      }
      case JournalEvent.FolderGone gone -> {
        if (folders.containsKey(gone.folder())) {
          folderGone.putIfAbsent(gone.folder(), at);
        }
      }
      case JournalEvent.GenerationBegan began -> {
        Long before = current.put(began.folder(), began.uidValidity());
        if (before != null && before != began.uidValidity()) {
          ended.put(new Generation(began.folder(), before), at);
        }
        ended.remove(new Generation(began.folder(), began.uidValidity()));
      }
      case Placed placed -> place(placed, at);
      case JournalEvent.FlagsChanged changed -> {
        mention(changed.folder(), changed.uidValidity(), at);
        Held held = live.get(new Spot(changed.folder(), changed.uidValidity(), changed.uid()));
        if (held != null) {
          held.flags = changed.flags();
        }
      }
      case JournalEvent.Gone gone -> {
        mention(gone.folder(), gone.uidValidity(), at);
        for (long uid : gone.uids()) {
          Spot spot = new Spot(gone.folder(), gone.uidValidity(), uid);
          leave(spot, at);
          failed.remove(spot);
        }
      }
      case JournalEvent.FetchFailed fetch -> {
        mention(fetch.folder(), fetch.uidValidity(), at);
        Spot spot = new Spot(fetch.folder(), fetch.uidValidity(), fetch.uid());
        Failed before = failed.get(spot);
        int attempts = before == null ? 1 : before.attempts + (before.run == lastStarted ? 0 : 1);
        Instant first = before == null ? at : before.first;
        failed.put(
            spot, new Failed(fetch.reason(), attempts, lastStarted, first, at, fetch.nextTry()));
      }
      case JournalEvent.FolderFailed _ -> {}
      case FolderListed its -> listings.put(its.folder(), its);
      case JournalEvent.Restored _ -> {}
    }
  }

  private void end(JournalEvent event) {
    if (event instanceof RunFinished finished) {
      Map<Integer, String> paths = new HashMap<>();
      for (JournalEvent.FolderCount count : finished.summary().perFolder()) {
        FolderSeen seen = folders.get(count.folder());
        if (seen != null) {
          paths.put(count.folder(), seen.path());
        }
      }
      runs.computeIfPresent(
          finished.run(),
          (number, run) ->
              new Run(account, number, run.started(), finished.at(), finished.summary(), paths));
    }
  }

  /// A generation that is spoken of and never began is not current.
  private void mention(int folder, long uidValidity, Instant at) {
    if (!Objects.equals(current.get(folder), uidValidity)) {
      ended.putIfAbsent(new Generation(folder, uidValidity), at);
    }
  }

  private void place(Placed placed, Instant at) {
    mention(placed.folder(), placed.uidValidity(), at);
    Spot spot = new Spot(placed.folder(), placed.uidValidity(), placed.uid());
    leave(spot, at);
    failed.remove(spot);
    Held held = new Held(placed, at);
    live.put(spot, held);
    placements.add(held);
    everHeld.computeIfAbsent(placed.id(), id -> new HashMap<>()).put(spot, held);
  }

  private void leave(Spot spot, Instant at) {
    Held held = live.remove(spot);
    if (held != null) {
      held.gone = at;
    }
  }

  Optional<Account> account() {
    return Optional.ofNullable(settings).map(s -> new Account(account, s, removed));
  }

  List<Fetched> fetchedAfter(Instant time) {
    List<Fetched> fetched = new ArrayList<>();
    for (Run run : runs.values()) {
      Instant finished = run.finished();
      RunSummary summary = run.summary();
      if (finished != null
          && summary != null
          && finished.isAfter(time)
          && summary.bytesFetched() > 0) {
        fetched.add(new Fetched(finished, summary.bytesFetched()));
      }
    }
    fetched.sort(Comparator.comparing(Fetched::at));
    return fetched;
  }

  Optional<RaisedAlarm> lastAlarm(String kind) {
    return alarms.values().stream()
        .filter(raised -> raised.alarm().kind().equals(kind))
        .max(
            Comparator.comparingLong(RaisedAlarm::run)
                .thenComparingInt(raised -> -raised.alarm().folder()))
        .map(this::withPath);
  }

  List<Run> runs() {
    return List.copyOf(runs.descendingMap().values());
  }

  List<FolderAt> folders() {
    List<FolderAt> all = new ArrayList<>();
    folders.forEach(
        (number, seen) -> {
          List<Held> content = content(number);
          Instant gone = folderGone.get(number);
          if (gone == null || !content.isEmpty()) {
            long bytes = content.stream().mapToLong(held -> held.placed.size()).sum();
            all.add(
                new FolderAt(number, seen.path(), seen.attributes(), content.size(), bytes, gone));
          }
        });
    all.sort(Comparator.comparing(FolderAt::path).thenComparingInt(FolderAt::number));
    return all;
  }

  List<KnownFolder> knownFolders() {
    return folders.values().stream()
        .map(
            seen ->
                new KnownFolder(
                    seen.folder(),
                    seen.raw(),
                    seen.path(),
                    seen.delimiter(),
                    seen.attributes(),
                    current.getOrDefault(seen.folder(), 0L),
                    seen.mailboxId(),
                    folderGone.containsKey(seen.folder())))
        .toList();
  }

  SortedMap<Long, List<String>> knownMessages(int folder, long uidValidity) {
    SortedMap<Long, List<String>> known = new TreeMap<>();
    live.forEach(
        (spot, held) -> {
          if (spot.folder == folder && spot.uidValidity == uidValidity) {
            known.put(spot.uid, held.flags);
          }
        });
    return known;
  }

  Map<Integer, ListedFolder> listed() {
    Map<Integer, ListedFolder> all = new HashMap<>();
    listings.forEach(
        (folder, its) ->
            all.put(
                folder,
                new ListedFolder(
                    its,
                    knownMessages(folder, its.uidValidity()).size(),
                    failed.keySet().stream()
                        .filter(f -> f.folder == folder && f.uidValidity == its.uidValidity())
                        .count())));
    return all;
  }

  /// The messages by what the server calls them; none if it ever called two by one name.
  Map<String, NamedMessage> named() {
    Map<String, NamedMessage> all = new HashMap<>();
    for (Held held : placements) {
      Placed placed = held.placed;
      if (!placed.objectId().isEmpty()) {
        NamedMessage message =
            new NamedMessage(placed.id(), placed.size(), placed.internalDate(), placed.envelope());
        NamedMessage other = all.putIfAbsent(placed.objectId(), message);
        if (other != null && !other.id().equals(message.id())) {
          return Map.of();
        }
      }
    }
    return all;
  }

  /// The messages of the folder with the path, by UID.
  List<MessageAt> byUid(String path) {
    return inFolder(path).map(CatalogModel::at).toList();
  }

  /// The messages of the folder with the path, newest first.
  List<MessageAt> newestFirst(String path) {
    return inFolder(path)
        .sorted(
            Comparator.comparing(CatalogModel::received)
                .thenComparingLong(held -> held.placed.uid())
                .reversed())
        .map(CatalogModel::at)
        .toList();
  }

  private Stream<Held> inFolder(String path) {
    return folders.values().stream()
        .filter(seen -> seen.path().equals(path))
        .map(FolderSeen::folder)
        .max(
            Comparator.comparing((Integer f) -> folderGone.getOrDefault(f, Instant.MAX))
                .thenComparingInt(f -> f))
        .map(this::content)
        .orElse(List.of())
        .stream();
  }

  private List<Held> content(int folder) {
    Long uidValidity = current.get(folder);
    return uidValidity == null
        ? List.of()
        : live.values().stream()
            .filter(h -> h.placed.folder() == folder && h.placed.uidValidity() == uidValidity)
            .sorted(Comparator.comparingLong(h -> h.placed.uid()))
            .toList();
  }

  private static MessageAt at(Held held) {
    Placed placed = held.placed;
    return new MessageAt(
        placed.id(),
        placed.uidValidity(),
        placed.uid(),
        placed.size(),
        placed.internalDate(),
        held.flags,
        placed.envelope());
  }

  List<FailedMessage> failed() {
    return failed.entrySet().stream()
        .filter(
            e ->
                folders.containsKey(e.getKey().folder)
                    && !folderGone.containsKey(e.getKey().folder)
                    && Objects.equals(current.get(e.getKey().folder), e.getKey().uidValidity))
        .map(
            e ->
                new FailedMessage(
                    e.getKey().folder,
                    Objects.requireNonNull(folders.get(e.getKey().folder)).path(),
                    e.getKey().uidValidity,
                    e.getKey().uid,
                    e.getValue().reason,
                    e.getValue().attempts,
                    e.getValue().first,
                    e.getValue().last,
                    e.getValue().next))
        .sorted(
            Comparator.comparingInt(FailedMessage::folder).thenComparingLong(FailedMessage::uid))
        .toList();
  }

  /// Those that were ever raised, and one that was not.
  Set<String> alarmKinds() {
    Set<String> kinds = new HashSet<>(Set.of("never"));
    alarms.keySet().forEach(key -> kinds.add(key.kind()));
    return kinds;
  }

  private RaisedAlarm withPath(RaisedAlarm raised) {
    FolderSeen folder = folders.get(raised.alarm().folder());
    String path = folder == null ? "" : folder.path();
    return new RaisedAlarm(raised.run(), raised.at(), path, raised.alarm());
  }

  List<RaisedAlarm> alarms() {
    return alarms.values().stream()
        .filter(raised -> raised.run() > seen)
        .map(this::withPath)
        .sorted(
            Comparator.comparingLong(RaisedAlarm::run)
                .thenComparingInt(raised -> raised.alarm().folder())
                .thenComparing(raised -> raised.alarm().kind()))
        .toList();
  }

  /// How many messages are in folders that are there.
  long inFolders() {
    return folders.keySet().stream()
        .filter(folder -> !folderGone.containsKey(folder))
        .mapToLong(folder -> content(folder).size())
        .sum();
  }

  List<Message.Place> places(ContentId id) {
    List<Message.Place> places = new ArrayList<>();
    everHeld
        .getOrDefault(id, Map.of())
        .forEach(
            (spot, held) -> {
              FolderSeen seen = folders.get(spot.folder);
              if (seen != null) {
                Instant gone =
                    Stream.of(
                            Optional.ofNullable(held.gone),
                            Optional.ofNullable(
                                ended.get(new Generation(spot.folder, spot.uidValidity))),
                            Optional.ofNullable(folderGone.get(spot.folder)))
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
                places.add(
                    new Message.Place(
                        account,
                        spot.folder,
                        seen.path(),
                        spot.uid,
                        held.placed.internalDate(),
                        held.flags,
                        gone));
              }
            });
    return places;
  }

  /// Every message that was ever placed in any of the accounts, without its places.
  static Map<ContentId, Message> messages(List<CatalogModel> accounts) {
    Map<ContentId, List<Held>> all = new HashMap<>();
    accounts.forEach(
        model ->
            model.placements.forEach(
                h -> all.computeIfAbsent(h.placed.id(), id -> new ArrayList<>()).add(h)));
    Map<ContentId, Message> messages = new HashMap<>();
    all.forEach(
        (id, held) -> {
          Instant received =
              held.stream()
                  .flatMap(h -> internal(h).stream())
                  .min(Comparator.naturalOrder())
                  .orElseGet(
                      () ->
                          held.stream()
                              .map(CatalogModel::fallback)
                              .min(Comparator.naturalOrder())
                              .orElseThrow());
          Placed placed = held.getFirst().placed;
          List<Message.Place> places =
              accounts.stream().flatMap(model -> model.places(id).stream()).toList();
          messages.put(id, new Message(id, placed.size(), placed.envelope(), received, places));
        });
    return messages;
  }

  private static Instant received(Held held) {
    return internal(held).orElseGet(() -> fallback(held));
  }

  private static Optional<Instant> internal(Held held) {
    return Optional.ofNullable(InternalDate.parse(held.placed.internalDate()))
        .filter(time -> sensible(time, held.since));
  }

  private static Instant fallback(Held held) {
    return Optional.ofNullable(held.placed.envelope().date())
        .filter(time -> sensible(time, held.since))
        .orElse(Instant.ofEpochSecond(held.since.getEpochSecond()));
  }

  private static boolean sensible(Instant time, Instant archived) {
    return !time.isBefore(Instant.ofEpochSecond(86_400))
        && !time.isAfter(archived.plusSeconds(86_400));
  }
}
