package dev.mailcask.sync;

import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.NamedMessage;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Fetches a chunk: metadata in one pass, bodies in another, each message stored as it comes.
///
/// Some messages kill the session each time they are fetched (a server that trips over its own
/// storage, a filter in between), and would keep all others from being archived. So when a
/// connection is lost without a single message having come through, the group is cut into parts and
/// each is tried by itself, down to single messages; one that costs the connection twice by itself
/// is given up until the next run, and the others go on. A loss after progress is the network's,
/// and cuts nothing; so is one in the middle of a large message of which more is here than before.
/// The same cutting finds a message for which the server refuses the whole command.
///
/// A server that asks for patience is waited for and asked again, and no message is to blame for
/// it. Where it asks a second time with nothing having come in between, the first of the group are
/// left for later: if the others come through, and in the end one message alone meets with it again
/// and again, the server says so for want of better words, and the message is given up.
final class BodyFetcher {

  static final String RENUMBERED =
      "the server numbered its messages anew during the run; the next run reads them";

  private static final int PARTS = 8;

  /// Attempts to open the folder before it is left for this run.
  private static final int OPENS = 3;

  /// Messages in a row that cannot be fetched, before it is the folder that cannot be read.
  private static final int HOPELESS = 10;

  /// How often a message alone meets with a server that asks for patience.
  private static final int TIMES_ALONE = 3;

  /// A connection that brought so many bytes of a large message was worth it.
  private static final long PROGRESS = 256 << 10;

  private final BackupRun run;
  private final Line line;
  private final Chunk chunk;
  private final FolderTally tally;
  private int failedOpens;
  private long suspect;
  private int inARow;
  private int stored;

  /// Whether messages were left for later because the server asked for patience.
  private boolean sifting;

  private int throttledInARow;
  private final Map<Long, Alone> alone = new HashMap<>();

  /// A message that was asked for by itself when the server asked for patience.
  ///
  /// @param stored what had come at the first time
  private record Alone(int times, int stored) {}

  BodyFetcher(BackupRun run, Line line, Chunk chunk) {
    this.run = run;
    this.line = line;
    this.chunk = chunk;
    this.tally = chunk.tally();
  }

  /// Fetches what is left of the chunk.
  ///
  /// @throws GaveUp if the connection cannot be had again; the chunk keeps the rest
  void fetch() {
    while (!chunk.isDone()) {
      run.safePoint();
      if (tally.broken()) {
        chunk.drain();
        return;
      }
      next();
    }
    if (!chunk.retry()) {
      tally.reach().done(chunk.slice());
    }
  }

  private void next() {
    Group group = new Group(chunk.next());
    try {
      group.fetch();
    } catch (Failure.Unreachable | Failure.Throttled e) {
      group.putBack(e);
      line.lost(e);
    } catch (Failure.Refused e) {
      group.putBack(e);
    } catch (RuntimeException e) {
      chunk.putBack(group.left());
      throw e;
    }
  }

  private final class Group {
    private final List<Long> uids;
    private final SortedMap<Long, Metadata> waiting = new TreeMap<>();
    private @Nullable OpenFolder opened;
    private long keptBefore;
    private boolean asked;
    private int came;

    Group(List<Long> uids) {
      this.uids = uids;
    }

    void fetch() {
      OpenFolder folder = line.open(tally.folder().name());
      if (run.generation(folder.state().uidValidity()) != tally.generation()) {
        tally.breakOff(RENUMBERED);
        return;
      }
      opened = folder;
      keptBefore = kept();
      waiting.putAll(folder.metadata(uids.stream().sorted().toList()));
      waiting.keySet().retainAll(new TreeSet<>(uids));
      asked = true;
      for (long uid : uids) {
        if (!waiting.containsKey(uid)) {
          missing(uid, "the server lists it, but does not answer for it");
        }
      }
      KnownBodies.Sorted sorted = run.bodies().sort(waiting);
      try {
        sorted.known().forEach(this::placeKnown);
        fetchAllowed(folder, sorted.fetch());
      } finally {
        run.bodies().done(sorted.fetch().values());
      }
      if (!waiting.isEmpty()) { // under way elsewhere, or more than may come at once
        List<Long> rest = List.copyOf(waiting.keySet());
        waiting.clear();
        chunk.putBack(rest);
        run.await(sorted.later().values());
      }
    }

    private void fetchAllowed(OpenFolder folder, SortedMap<Long, Metadata> wanted) {
      SortedMap<Long, Metadata> now = run.allowed(wanted);
      try {
        fetch(folder, now);
      } finally {
        run.asked(now);
      }
    }

    private void fetch(OpenFolder folder, SortedMap<Long, Metadata> wanted) {
      SortedMap<Long, Long> sizes = new TreeMap<>();
      wanted.forEach((uid, metadata) -> sizes.put(uid, metadata.size()));
      Map<Long, String> reasons = sizes.isEmpty() ? Map.of() : folder.bodies(sizes, this::store);
      for (long uid : wanted.keySet()) {
        if (!waiting.containsKey(uid)) {
          continue; // it came
        }
        missing(uid, reasons.getOrDefault(uid, "the server did not send it"));
      }
    }

    private void reached(long uid, Metadata metadata) {
      if (!chunk.retry()) {
        tally.reach().came(chunk.slice(), uid, metadata.internalDate());
      }
    }

    private void placeKnown(long uid, NamedMessage message) {
      Metadata metadata = waiting.get(uid);
      if (metadata != null) {
        run.placeKnown(tally, uid, metadata, message);
        reached(uid, metadata);
        waiting.remove(uid);
        came++;
      }
    }

    private void store(Content content, long uid) {
      Metadata metadata = waiting.get(uid);
      if (metadata == null) {
        return; // not asked for, or sent twice
      }
      run.place(tally, uid, metadata, content);
      reached(uid, metadata);
      waiting.remove(uid);
      came++;
      inARow = 0;
      stored++;
      throttledInARow = 0;
      line.progress();
    }

    private void missing(long uid, String reason) {
      waiting.remove(uid);
      tally.missing(uid, reason);
    }

    /// What is not stored yet and not given up.
    List<Long> left() {
      return asked ? new ArrayList<>(waiting.keySet()) : uids;
    }

    private long kept() {
      OpenFolder folder = opened;
      return folder == null ? 0 : uids.stream().mapToLong(folder::kept).sum();
    }

    void putBack(Failure failure) {
      if (opened == null && failure instanceof Failure.Refused) {
        tally.breakOff(failure.problem());
        return;
      }
      List<Long> left = left();
      if (failure instanceof Failure.Throttled) {
        throttled(left, failure);
      } else if (opened == null && ++failedOpens >= OPENS) {
        tally.breakOff("the connection was lost every time it was opened");
      } else if (came > 0 || opened == null) {
        chunk.putBack(left);
      } else if (kept() >= keptBefore + PROGRESS) {
        line.progress();
        chunk.putBack(left);
      } else if (left.size() > 1) {
        chunk.putBack(left, PARTS);
      } else if (left.size() == 1) {
        single(left.getFirst(), failure);
      }
    }

    private void throttled(List<Long> left, Failure failure) {
      if (came > 0 || opened == null || left.isEmpty()) {
        chunk.putBack(left);
      } else if (left.size() == 1) {
        alone(left.getFirst(), failure);
      } else if (++throttledInARow < 2 && !sifting) {
        chunk.putBack(left);
      } else {
        sifting = true;
        int first = Math.ceilDiv(left.size(), PARTS);
        chunk.putLast(left.subList(0, first));
        chunk.putBack(left.subList(first, left.size()));
      }
    }

    private void alone(long uid, Failure failure) {
      Alone before = alone.getOrDefault(uid, new Alone(0, stored));
      int times = before.times + 1;
      boolean othersCame = stored > (chunk.isDone() ? 0 : before.stored);
      if (times >= TIMES_ALONE && othersCame) {
        tally.missing(uid, failure.problem() + " whenever it is fetched, and for no other message");
      } else {
        alone.put(uid, new Alone(times, before.stored));
        chunk.putLast(List.of(uid));
      }
    }

    private void single(long uid, Failure failure) {
      if (suspect != uid && !chunk.retry() && !(failure instanceof Failure.Refused)) {
        suspect = uid;
        chunk.putBack(List.of(uid));
        return;
      }
      tally.missing(uid, failure.problem() + " whenever it was fetched");
      if (++inARow < HOPELESS) {
        return;
      }
      if (chunk.retry()) {
        run.failedAgain(tally, chunk.drain());
      } else {
        tally.breakOff("%d messages in a row could not be fetched".formatted(inARow));
      }
    }
  }
}
