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
  private volatile Known known = new Known("", 0, 0, 0, List.of());

  Waiting(Catalog catalog) {
    this.catalog = catalog;
  }

  private record Entry(long change, Header header) {}

  /// What waits, as of a moment.
  ///
  /// @param generation of the catalog
  /// @param read the last change that was looked at
  /// @param forgotten changes up to this one are not there any more, as the index had them
  /// @param seen the furthest position of the index; what it has is forgotten at the next one, as a
  ///     search that began before may still ask for it
  private record Known(
      String generation, long read, long forgotten, long seen, List<Entry> entries) {

    boolean isOf(Standing catalog, long position) {
      return generation.equals(catalog.generation()) && position >= forgotten;
    }

    boolean isAllOf(Standing catalog, long position) {
      return isOf(catalog, position)
          && position <= seen
          && (read >= catalog.lastChange() || entries.size() >= MOST);
    }
  }

  /// Says which of some messages the index has.
  interface Indexed {
    Set<ContentId> among(Collection<ContentId> ids) throws IOException;
  }

  /// The messages behind a position of the index that answer a query, newest first. Those that the
  /// index has, and that have only been moved since, are not among them.
  ///
  /// @param catalog how far it has come
  /// @param position the number of the last change that the index has
  List<Message> find(Standing catalog, long position, Indexed indexed, HeaderMatch query)
      throws IOException {
    List<Message> found = new ArrayList<>();
    for (Entry entry : behind(catalog, position, indexed)) {
      if (entry.change > position && query.holds(entry.header)) {
        found.add(entry.header.message());
      }
    }
    found.sort(Comparator.comparing(Message::received).reversed());
    return found;
  }

  private List<Entry> behind(Standing catalog, long position, Indexed indexed) throws IOException {
    Known before = known;
    if (before.isAllOf(catalog, position)) {
      return before.entries;
    }
    if (!reading.tryLock()) {
      if (before.isOf(catalog, position)) {
        return before.entries;
      }
      reading.lock();
    }
    try {
      if (!known.isAllOf(catalog, position)) {
        known = next(known, catalog, position, indexed);
      }
      return known.entries;
    } finally {
      reading.unlock();
    }
  }

  private Known next(Known before, Standing catalog, long position, Indexed indexed)
      throws IOException {
    if (!before.isOf(catalog, position)) { // the index has begun anew as well
      before = new Known(catalog.generation(), position, position, position, List.of());
    }
    long forgotten = position > before.seen ? before.seen : before.forgotten;
    Map<ContentId, Entry> entries = new LinkedHashMap<>();
    for (Entry entry : before.entries) {
      if (entry.change > forgotten) {
        entries.put(entry.header.message().id(), entry);
      }
    }
    long read = readOn(Math.max(before.read, forgotten), indexed, entries);
    return new Known(
        catalog.generation(),
        read,
        forgotten,
        Math.max(position, before.seen),
        List.copyOf(entries.values()));
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
