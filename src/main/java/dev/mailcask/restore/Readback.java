package dev.mailcask.restore;

import dev.mailcask.base.ContentId;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads back what was appended, and compares: bytes by their hash, INTERNALDATE as an instant,
/// flags as a set. Nothing counts as restored on the server's word alone.
final class Readback {

  /// `date-time` of RFC 3501 section 9; the day may begin with a blank.
  private static final DateTimeFormatter DATE_TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("d-MMM-yyyy HH:mm:ss xx")
          .toFormatter(Locale.ENGLISH);

  /// A message that the server took.
  ///
  /// @param uid 0 where the server did not say
  record Sent(Wanted wanted, long uid) {}

  /// What came of a message.
  ///
  /// @param uid in the target, 0 where it was not found
  /// @param found whether it is there at all
  /// @param differences what is not as it was, for people
  /// @param otherText whether INTERNALDATE is the same instant in other words
  record Compared(Sent sent, long uid, boolean found, List<String> differences, boolean otherText) {
    boolean equal() {
      return found && differences.isEmpty();
    }
  }

  private record Seen(ContentId id, @Nullable Metadata metadata) {}

  private final OpenFolder folder;
  private final SortedMap<Long, Seen> seen = new TreeMap<>();

  Readback(OpenFolder folder) {
    this.folder = folder;
  }

  /// Compares a batch.
  ///
  /// @param since the folder's UIDNEXT before the batch: what was appended without a UID is looked
  ///     for from there on
  List<Compared> compare(List<Sent> batch, long since) {
    NavigableSet<Long> uids = new TreeSet<>();
    batch.forEach(sent -> uids.add(sent.uid()));
    boolean untold = uids.remove(0L);
    if (untold) {
      uids.addAll(folder.flags(Math.max(1, since), Presence.LAST_UID).keySet());
    }
    read(uids);
    long[] places = places(batch);
    List<Compared> result = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      result.add(compare(batch.get(i), places[i]));
    }
    return result;
  }

  private void read(NavigableSet<Long> uids) {
    if (uids.isEmpty()) {
      return;
    }
    SortedMap<Long, Metadata> metadata = folder.metadata(List.copyOf(uids));
    SortedMap<Long, Long> sizes = new TreeMap<>();
    for (long uid : uids) {
      Metadata its = metadata.get(uid);
      sizes.put(uid, its == null ? 0L : its.size());
    }
    folder.bodies(
        sizes,
        (content, uid) -> seen.put(uid, new Seen(Presence.hash(content), metadata.get(uid))));
  }

  /// Where each message lies. Those whose UID the server did not tell are found by their content,
  /// and what is left, altered by the server, in the order in which it came.
  private long[] places(List<Sent> batch) {
    SortedMap<Long, Seen> free = new TreeMap<>(seen);
    batch.forEach(sent -> free.remove(sent.uid()));
    Map<ContentId, Deque<Long>> byContent = new HashMap<>();
    free.forEach(
        (uid, its) -> byContent.computeIfAbsent(its.id(), id -> new ArrayDeque<>()).add(uid));
    long[] places = new long[batch.size()];
    List<Integer> altered = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      Sent sent = batch.get(i);
      Deque<Long> same = byContent.getOrDefault(sent.wanted().id(), new ArrayDeque<>());
      if (sent.uid() != 0) {
        places[i] = sent.uid();
      } else if (same.isEmpty()) {
        altered.add(i);
      } else {
        places[i] = same.removeFirst();
        free.remove(places[i]);
      }
    }
    if (altered.size() == free.size()) {
      List<Long> rest = List.copyOf(free.keySet());
      for (int i = 0; i < rest.size(); i++) {
        places[altered.get(i)] = rest.get(i);
      }
    }
    return places;
  }

  private Compared compare(Sent sent, long uid) {
    Seen its = seen.get(uid);
    if (its == null) {
      return new Compared(sent, 0, false, List.of(), false);
    }
    Wanted wanted = sent.wanted();
    List<String> differences = new ArrayList<>();
    if (!its.id().equals(wanted.id())) {
      differences.add("the server altered its bytes");
    }
    Metadata metadata = its.metadata();
    if (metadata == null) {
      differences.add("the server does not tell its INTERNALDATE and flags");
      return new Compared(sent, uid, true, differences, false);
    }
    String date = wanted.internalDate();
    boolean otherText = !date.isEmpty() && !date.strip().equals(metadata.internalDate().strip());
    if (otherText && !sameInstant(date, metadata.internalDate())) {
      differences.add("its INTERNALDATE is %s, not %s".formatted(metadata.internalDate(), date));
      otherText = false;
    }
    if (date.isEmpty()) {
      differences.add("no INTERNALDATE was known of it, so that the server gave it one");
    }
    compareFlags(sent, metadata, differences);
    return new Compared(sent, uid, true, differences, otherText);
  }

  private static void compareFlags(Sent sent, Metadata metadata, List<String> differences) {
    Set<String> lacking = keys(sent.wanted().flags());
    Set<String> more = keys(metadata.flags().stream().filter(Wanted::restorable).toList());
    Set<String> both = keys(lacking);
    both.retainAll(more);
    lacking.removeAll(both);
    more.removeAll(both);
    if (!lacking.isEmpty()) {
      differences.add("the server does not keep the flags " + String.join(" ", lacking));
    }
    if (!more.isEmpty()) {
      differences.add("the server added the flags " + String.join(" ", more));
    }
  }

  /// Flags have no case (RFC 3501 section 2.3.2, RFC 5788).
  private static Set<String> keys(Collection<String> flags) {
    Set<String> keys = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    keys.addAll(flags);
    return keys;
  }

  static boolean sameInstant(String a, String b) {
    Instant first = instant(a);
    return first != null && first.equals(instant(b));
  }

  private static @Nullable Instant instant(String internalDate) {
    try {
      return OffsetDateTime.parse(internalDate.strip(), DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
