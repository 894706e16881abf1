package dev.mailcask.search;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Catalog.Standing;
import dev.mailcask.catalog.Change;
import dev.mailcask.catalog.Message;
import dev.mailcask.search.HeaderMatch.Header;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// What the catalog has and the index has not yet, so that it is found by its headers meanwhile.
/// Keeps them between searches and asks the catalog only for what came since. Thread-safe.
///
/// While a backup runs there is something new at every moment, and reading it takes longer than a
/// search does: so one search reads, and those that come meanwhile make do with what was known
/// before, as if they had been asked a moment earlier.
///
/// Holds the first [#MOST] of them: with more the index is being built, and gets to them in
/// minutes; the coverage of each answer says how many they are.
final class Waiting {

  static final int MOST = 20_000;

  private static final int PAGE = 1000;

  private final Catalog catalog;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Known known = new Known("", 0, 0, List.of());

  Waiting(Catalog catalog) {
    this.catalog = catalog;
  }

  private record Entry(long change, Header header) {}

  /// What waits, as of a moment.
  ///
  /// @param generation of the catalog
  /// @param position of the index: what is behind it, and not in it, waits
  /// @param read the last change that was looked at
  private record Known(String generation, long position, long read, List<Entry> entries) {

    boolean isOf(Standing catalog) {
      return generation.equals(catalog.generation());
    }

    boolean isAllOf(Standing catalog, long index) {
      return isOf(catalog)
          && position == index
          && (read >= catalog.lastChange() || entries.size() >= MOST);
    }
  }

  /// Says which of some messages the index has.
  interface Indexed {
    Set<ContentId> among(Collection<ContentId> ids) throws IOException;
  }

  /// Whether a search has been on a later position of the index: who asks takes the newest one
  /// again, as what waits for another one is to be read anew.
  boolean isAhead(String generation, long position) {
    Known now = known;
    return now.generation.equals(generation) && now.position > position;
  }

  /// The messages behind a position of the index that answer a query, newest first. Those that the
  /// index has, and that have only been moved since, are not among them.
  ///
  /// @param catalog how far it has come
  /// @param position the number of the last change that the index has
  List<Message> find(Standing catalog, long position, Indexed indexed, HeaderMatch query)
      throws IOException {
    Known waiting = behind(catalog, position, indexed);
    List<Message> found = new ArrayList<>();
    for (Entry entry : waiting.entries) {
      if (entry.change > position && query.holds(entry.header)) {
        found.add(entry.header.message());
      }
    }
    if (waiting.position != position) {
      Set<ContentId> there = indexed.among(found.stream().map(Message::id).toList());
      found.removeIf(message -> there.contains(message.id()));
    }
    found.sort(Comparator.comparing(Message::received).reversed());
    return found;
  }

  /// What waits behind a position, or behind one before it, as it was a moment ago.
  private Known behind(Standing catalog, long position, Indexed indexed) throws IOException {
    Known before = known;
    if (before.isAllOf(catalog, position)) {
      return before;
    }
    if (!reading.tryLock()) {
      if (before.isOf(catalog) && before.position <= position) {
        return before;
      }
      reading.lock();
    }
    try {
      if (!known.isAllOf(catalog, position)) {
        known = next(known, catalog, position, indexed);
      }
      return known;
    } finally {
      reading.unlock();
    }
  }

  /// @param before of any other position; where it is behind this one, or of another life of the
  ///     catalog, all is read anew
  private Known next(Known before, Standing catalog, long position, Indexed indexed)
      throws IOException {
    Map<ContentId, Entry> entries = new LinkedHashMap<>();
    long read = position;
    if (before.isOf(catalog) && before.position <= position) {
      for (Entry entry : before.entries) {
        if (entry.change > position) {
          entries.put(entry.header.message().id(), entry);
        }
      }
      if (before.position < position) {
        indexed.among(entries.keySet()).forEach(entries::remove);
      }
      read = Math.max(before.read, position);
    }
    read = readOn(read, indexed, entries);
    return new Known(catalog.generation(), position, read, List.copyOf(entries.values()));
  }

  /// @return the last change that was looked at
  private long readOn(long from, Indexed indexed, Map<ContentId, Entry> entries)
      throws IOException {
    long read = from;
    while (entries.size() < MOST) {
      List<Change> changes = catalog.changesAfter(read, PAGE);
      if (changes.isEmpty()) {
        break;
      }
      Set<ContentId> there =
          indexed.among(changes.stream().map(change -> change.message().id()).toList());
      for (Change change : changes) {
        Message message = change.message();
        if (!there.contains(message.id())) {
          entries.put(message.id(), new Entry(change.number(), Header.of(message)));
        }
        read = change.number();
      }
    }
    return read;
  }
}
