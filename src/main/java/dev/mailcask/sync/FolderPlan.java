package dev.mailcask.sync;

import dev.mailcask.mailbox.OpenFolder.Changes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a run has to do about the messages of one generation of a folder: a pure function of what
/// the server lists and what the archive holds.
///
/// There is no high-water mark: what is new is the difference of two sets of UIDs, so that a
/// message that could not be fetched, or that turns up late below others, is never passed over.
///
/// @param fetch UIDs to fetch for the first time, in the order in which the messages came, which is
///     ascending but in POP3
/// @param retry UIDs that an earlier run could not fetch, ascending
/// @param gone UIDs that are not listed any more, archived or failed before, ascending
/// @param flagsChanged archived UIDs with flags other than before
/// @param listed how many UIDs the server lists
/// @param known how many of them are archived
record FolderPlan(
    List<Long> fetch,
    List<Long> retry,
    List<Long> gone,
    SortedMap<Long, List<String>> flagsChanged,
    long listed,
    long known) {

  static final FolderPlan NOTHING =
      new FolderPlan(List.of(), List.of(), List.of(), new TreeMap<>(), 0, 0);

  FolderPlan {
    fetch = List.copyOf(fetch);
    retry = List.copyOf(retry);
    gone = List.copyOf(gone);
    flagsChanged = Collections.unmodifiableSortedMap(flagsChanged);
  }

  /// Plans a range of UIDs; all arguments hold UIDs of that range only.
  ///
  /// @param listed what the server lists, with flags
  /// @param known what the archive holds, with the flags of then
  /// @param failed what earlier runs could not fetch
  static FolderPlan of(
      SortedMap<Long, List<String>> listed,
      SortedMap<Long, List<String>> known,
      NavigableSet<Long> failed) {
    List<Long> fetch = new ArrayList<>();
    List<Long> retry = new ArrayList<>();
    SortedMap<Long, List<String>> flagsChanged = new TreeMap<>();
    long archived = 0;
    for (Map.Entry<Long, List<String>> message : listed.entrySet()) {
      List<String> before = known.get(message.getKey());
      if (before == null) {
        (failed.contains(message.getKey()) ? retry : fetch).add(message.getKey());
        continue;
      }
      archived++;
      List<String> now = Flags.lasting(message.getValue());
      if (!Flags.same(before, now)) {
        flagsChanged.put(message.getKey(), now);
      }
    }
    NavigableSet<Long> gone =
        known.keySet().stream()
            .filter(uid -> !listed.containsKey(uid))
            .collect(Collectors.toCollection(TreeSet::new));
    failed.stream().filter(uid -> !listed.containsKey(uid)).forEach(gone::add);
    return new FolderPlan(fetch, retry, List.copyOf(gone), flagsChanged, listed.size(), archived);
  }

  /// Plans a folder of which is known what changed.
  ///
  /// @param changes what the server tells of
  /// @param known what the archive holds, with the flags of then
  /// @param failed what earlier runs could not fetch, and is not among the known
  static FolderPlan of(
      Changes changes, SortedMap<Long, List<String>> known, NavigableSet<Long> failed) {
    SortedMap<Long, List<String>> there = new TreeMap<>(changes.flags());
    SortedMap<Long, List<String>> before = new TreeMap<>();
    for (long uid : there.keySet()) {
      List<String> flags = known.get(uid);
      if (flags != null) {
        before.put(uid, flags);
      }
    }
    NavigableSet<Long> waiting = new TreeSet<>(failed);
    waiting.removeAll(changes.gone());
    FolderPlan plan = of(there, before, new TreeSet<>());
    List<Long> fetch = plan.fetch.stream().filter(uid -> !failed.contains(uid)).toList();
    long archived = known.keySet().stream().filter(uid -> !changes.gone().contains(uid)).count();
    return new FolderPlan(
        fetch,
        List.copyOf(waiting),
        List.copyOf(changes.gone()),
        plan.flagsChanged,
        archived + waiting.size() + fetch.size(),
        archived);
  }

  /// The plan for a folder in which nothing happened.
  static FolderPlan unchanged(long messages) {
    return new FolderPlan(List.of(), List.of(), List.of(), new TreeMap<>(), messages, messages);
  }

  /// The plan with messages to be fetched that only seemed to be known.
  FolderPlan with(SortedSet<Long> others) {
    SortedSet<Long> all = new TreeSet<>(fetch);
    all.addAll(others);
    SortedMap<Long, List<String>> flags = new TreeMap<>(flagsChanged);
    flags.keySet().removeAll(others);
    return new FolderPlan(List.copyOf(all), retry, gone, flags, listed, known - others.size());
  }

  /// The plan with the messages to be fetched in another order, the newest last.
  FolderPlan fetching(List<Long> inOrder) {
    return new FolderPlan(inOrder, retry, gone, flagsChanged, listed, known);
  }

  /// The messages about which the archive did not know.
  SortedSet<Long> news() {
    SortedSet<Long> news = new TreeSet<>(fetch);
    news.addAll(gone);
    news.addAll(flagsChanged.keySet());
    return news;
  }

  /// This range and the next one above it.
  FolderPlan plus(FolderPlan next) {
    SortedMap<Long, List<String>> flags = new TreeMap<>(flagsChanged);
    flags.putAll(next.flagsChanged);
    return new FolderPlan(
        joined(fetch, next.fetch),
        joined(retry, next.retry),
        joined(gone, next.gone),
        flags,
        listed + next.listed,
        known + next.known);
  }

  /// The plan where the listing was not whole: nothing may count as gone for not being listed.
  FolderPlan withoutGone() {
    return new FolderPlan(fetch, retry, List.of(), flagsChanged, listed, known);
  }

  private static List<Long> joined(List<Long> a, List<Long> b) {
    List<Long> both = new ArrayList<>(a.size() + b.size());
    both.addAll(a);
    both.addAll(b);
    return both;
  }

  /// Flags as values: their order means nothing, and `\Recent` is about the session (RFC 3501
  /// section 2.3.2).
  static final class Flags {
    private Flags() {}

    static List<String> lasting(List<String> flags) {
      return flags.stream().filter(flag -> !flag.equalsIgnoreCase("\\Recent")).toList();
    }

    static boolean same(List<String> a, List<String> b) {
      return a.equals(b) || Set.copyOf(a).equals(Set.copyOf(b));
    }
  }
}
