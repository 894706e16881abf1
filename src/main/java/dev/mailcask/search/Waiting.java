package dev.mailcask.search;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog;
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

/// What the catalog has and the index has not yet, so that it is found by its headers meanwhile.
/// Keeps them between searches and asks the catalog only for what came since. Thread-safe.
///
/// Holds the first [#MOST] of them: with more the index is being built, and gets to them in
/// minutes; the coverage of each answer says how many they are.
final class Waiting {

  static final int MOST = 20_000;

  private static final int PAGE = 1000;

  private final Catalog catalog;
  private final Map<ContentId, Entry> entries = new LinkedHashMap<>();
  private String generation = "";

  /// The last change that was looked at.
  private long read;

  /// Changes up to this one were forgotten, as the index had them.
  private long forgotten;

  /// The furthest position of the index that was seen; what it has is forgotten at the next one, as
  /// a search that began before may still ask for it.
  private long seen;

  Waiting(Catalog catalog) {
    this.catalog = catalog;
  }

  private record Entry(long change, Header header) {}

  /// Says which of some messages the index has.
  interface Indexed {
    Set<ContentId> among(Collection<ContentId> ids) throws IOException;
  }

  /// The messages behind a position of the index that answer a query, newest first. Those that the
  /// index has, and that have only been moved since, are not among them.
  ///
  /// @param position the number of the last change that the index has
  List<Message> find(long position, Indexed indexed, HeaderMatch query) throws IOException {
    List<Message> found = new ArrayList<>();
    for (Header header : behind(position, indexed)) {
      if (query.holds(header)) {
        found.add(header.message());
      }
    }
    found.sort(Comparator.comparing(Message::received).reversed());
    return found;
  }

  private synchronized List<Header> behind(long position, Indexed indexed) throws IOException {
    String now = catalog.generation();
    if (!now.equals(generation) || position < forgotten) { // the index has begun anew as well
      entries.clear();
      generation = now;
      forgotten = position;
      seen = position;
      read = position;
    }
    if (position > seen) {
      forgotten = seen;
      seen = position;
      read = Math.max(read, forgotten);
      entries.values().removeIf(entry -> entry.change <= forgotten);
    }
    if (read < catalog.lastChange()) {
      readOn(indexed);
    }
    return entries.values().stream()
        .filter(entry -> entry.change > position)
        .map(Entry::header)
        .toList();
  }

  private void readOn(Indexed indexed) throws IOException {
    while (entries.size() < MOST) {
      List<Change> changes = catalog.changesAfter(read, PAGE);
      if (changes.isEmpty()) {
        return;
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
  }
}
