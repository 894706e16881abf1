package dev.mailcask.sync;

import dev.mailcask.base.ContentId;
import dev.mailcask.catalog.NamedMessage;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which bodies need not be fetched, because the server says what it calls them (EMAILID, RFC 8474
/// section 5.1; X-GM-MSGID), and they came under that name before: from another folder, under
/// another label, or before the server numbered its messages anew. Thread-safe.
///
/// Two messages of one name have the same bytes: that is what the names are for. It is believed as
/// long as nothing speaks against it: size and INTERNALDATE must be the same as well, and one
/// message in [#SAMPLE] is fetched all the same. If ever two messages of one name differ, the
/// journal shows it, and from then on no name of this account is believed.
///
/// A body that one connection is fetching is not fetched by the other: it waits for it.
final class KnownBodies {

  private static final Logger LOG = LoggerFactory.getLogger(KnownBodies.class);

  /// Of so many messages that need not be fetched, one is.
  static final int SAMPLE = 128;

  /// Messages of this run that the catalog may not know yet: more than are ever uncommitted.
  private static final int RECENT = 60_000;

  private static final long PATIENCE_MILLIS = 1_000;

  private final Function<Collection<String>, Map<String, NamedMessage>> archived;
  private final Predicate<ContentId> stored;
  private final Set<String> underWay = new HashSet<>();
  private final Map<String, NamedMessage> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, NamedMessage> eldest) {
          return size() > RECENT;
        }
      };
  private boolean disbelieved;

  /// @param archived the messages of these names that the catalog knows
  /// @param stored whether a message is durable in the archive
  KnownBodies(
      Function<Collection<String>, Map<String, NamedMessage>> archived,
      Predicate<ContentId> stored) {
    this.archived = archived;
    this.stored = stored;
  }

  /// What to do about messages.
  ///
  /// @param known need not be fetched
  /// @param fetch are to be fetched now, and then given to [#done]
  /// @param later are being fetched by somebody else, or will be in a moment
  record Sorted(
      SortedMap<Long, NamedMessage> known,
      SortedMap<Long, Metadata> fetch,
      SortedMap<Long, Metadata> later) {}

  /// Sorts messages, and takes on what is to be fetched.
  Sorted sort(SortedMap<Long, Metadata> messages) {
    Sorted sorted = new Sorted(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    Set<String> names =
        messages.values().stream()
            .map(Metadata::objectId)
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet());
    if (names.isEmpty()) {
      sorted.fetch.putAll(messages);
      return sorted;
    }
    Map<String, NamedMessage> before = believed(names);
    synchronized (this) {
      messages.forEach((uid, its) -> sort(uid, its, before, sorted));
    }
    return sorted;
  }

  private Map<String, NamedMessage> believed(Set<String> names) {
    Map<String, NamedMessage> before = new HashMap<>(archived.apply(names));
    before.values().removeIf(message -> !stored.test(message.id()));
    return before;
  }

  private void sort(long uid, Metadata its, Map<String, NamedMessage> before, Sorted sorted) {
    String name = its.objectId();
    NamedMessage message = recent.getOrDefault(name, before.get(name));
    if (name.isEmpty() || disbelieved) {
      sorted.fetch.put(uid, its);
    } else if (message != null && fits(message, its) && !isSample(name)) {
      sorted.known.put(uid, message);
    } else if (message == null && !underWay.add(name)) {
      sorted.later.put(uid, its);
    } else {
      sorted.fetch.put(uid, its);
    }
  }

  private static boolean fits(NamedMessage message, Metadata its) {
    return message.size() == its.size() && message.internalDate().equals(its.internalDate());
  }

  /// Whether messages of this name are fetched though they are known.
  static boolean isSample(String name) {
    CRC32 sum = new CRC32();
    sum.update(name.getBytes(StandardCharsets.UTF_8));
    return sum.getValue() % SAMPLE == 0;
  }

  /// Takes note of a message that was fetched and stored.
  synchronized void came(Metadata its, NamedMessage message) {
    if (!its.objectId().isEmpty()) {
      NamedMessage before = recent.put(its.objectId(), message);
      if (before != null && !before.id().equals(message.id()) && !disbelieved) {
        disbelieved = true;
        LOG.warn("the server calls two different messages by one name; its names mean nothing");
      }
    }
  }

  /// Takes note that these are not under way any more, whether they came or not.
  synchronized void done(Collection<Metadata> messages) {
    messages.forEach(its -> underWay.remove(its.objectId()));
    notifyAll();
  }

  /// Waits until none of these is under way, or for a moment.
  synchronized void await(Collection<Metadata> messages) throws InterruptedException {
    List<String> names = messages.stream().map(Metadata::objectId).toList();
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    long left = PATIENCE_MILLIS;
    while (left > 0 && names.stream().anyMatch(underWay::contains)) {
      wait(left);
      left = (end - System.nanoTime()) / 1_000_000;
    }
  }
}
