package dev.mailcask.search;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Change;
import dev.mailcask.catalog.Message;
import dev.mailcask.search.HeaderMatch.Header;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
  private long read;

  Waiting(Catalog catalog) {
    this.catalog = catalog;
  }

  private record Entry(long change, Header header) {}

  /// The messages behind a position of the index that answer a query, newest first. One may be in
  /// the index all the same, if it has only been moved since.
  ///
  /// @param indexed the number of the last change that the index has
  List<Message> find(long indexed, HeaderMatch query) {
    List<Message> found = new ArrayList<>();
    for (Header header : behind(indexed)) {
      if (query.holds(header)) {
        found.add(header.message());
      }
    }
    found.sort(Comparator.comparing(Message::received).reversed());
    return found;
  }

  private synchronized List<Header> behind(long indexed) {
    String now = catalog.generation();
    if (!now.equals(generation)) {
      entries.clear();
      generation = now;
      read = 0;
    }
    read = Math.max(read, indexed);
    entries.values().removeIf(entry -> entry.change <= indexed);
    if (read < catalog.lastChange()) {
      readOn();
    }
    return entries.values().stream().map(Entry::header).toList();
  }

  private void readOn() {
    while (entries.size() < MOST) {
      List<Change> changes = catalog.changesAfter(read, PAGE);
      if (changes.isEmpty()) {
        return;
      }
      for (Change change : changes) {
        Message message = change.message();
        entries.put(message.id(), new Entry(change.number(), Header.of(message)));
        read = change.number();
      }
    }
  }
}
