package dev.mailcask.mailbox.pop3;

import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Spool;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.net.ExchangeSubstitute;
import dev.mailcask.mailbox.net.Trouble;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/// Fetches messages with RETR, in the order of the mailbox, some commands ahead of the answers
/// where the server says that it bears that (PIPELINING, RFC 2449 section 6.8).
///
/// A message is whole when its last line is there; one that breaks off costs the connection and is
/// never handed over. Two things look whole and may not be:
///
/// - The message is shorter than the server announced. Some servers estimate sizes, others send
///   what they could still read of it. So it is asked for once more, alone: the same length twice
///   is its length, and from then on this server is known to estimate.
/// - Exchange sends a text of its own in the place of a message that it cannot convert.
///
/// Where the server says no to a message, the others go on.
final class Retrieval {

  /// Commands ahead of the answers.
  private static final int AHEAD = 8;

  /// After so many refusals without one success it is not the messages.
  private static final int MOST_REFUSALS_IN_A_ROW = 25;

  private final PopWire wire;
  private final boolean pipelining;
  private final PopComplaints complaints;
  private final Spool spool;
  private final Maildrop maildrop;
  private final ObjLongConsumer<Content> sink;
  private final Map<Long, String> unfetched = new TreeMap<>();
  private final Map<Long, Long> tooShort = new TreeMap<>();
  private final Deque<Long> asked = new ArrayDeque<>();
  private boolean estimates;
  private int refusalsInARow;

  /// @param estimates whether the server is known to estimate sizes
  Retrieval(
      PopLogin.Session session,
      PopComplaints complaints,
      Spool spool,
      Maildrop maildrop,
      boolean estimates,
      ObjLongConsumer<Content> sink) {
    this.wire = session.wire();
    this.pipelining = session.capabilities().has("PIPELINING");
    this.complaints = complaints;
    this.spool = spool;
    this.maildrop = maildrop;
    this.estimates = estimates;
    this.sink = sink;
  }

  /// Fetches all; returns those that could not be had, with reasons.
  Map<Long, String> run(Collection<Long> wanted) {
    List<Long> there = new ArrayList<>();
    for (long uid : wanted) {
      if (maildrop.messages().containsKey(uid)) {
        there.add(uid);
      } else {
        unfetched.put(uid, OpenFolder.VANISHED);
      }
    }
    there.sort(Comparator.comparingInt(uid -> entry(uid).number()));
    try {
      fetch(there);
      while (!tooShort.isEmpty()) {
        fetch(List.of(tooShort.keySet().iterator().next()));
      }
    } catch (IOException e) {
      throw complaints.lost(complaints.inbox(), e);
    }
    return unfetched;
  }

  /// Whether the server is known to estimate sizes, by now.
  boolean estimates() {
    return estimates;
  }

  private Maildrop.Entry entry(long uid) {
    Maildrop.Entry entry = maildrop.messages().get(uid);
    if (entry == null) {
      throw new IllegalStateException("not listed: " + uid);
    }
    return entry;
  }

  private void fetch(List<Long> uids) throws IOException {
    int next = 0;
    while (next < uids.size() || !asked.isEmpty()) {
      while (next < uids.size()
          && (asked.isEmpty() || (pipelining && asked.size() < AHEAD && wire.ahead()))) {
        long uid = uids.get(next++);
        asked.addLast(uid);
        wire.send("RETR " + entry(uid).number());
      }
      receive(asked.getFirst());
      long _ = asked.removeFirst();
    }
  }

  private void receive(long uid) throws IOException {
    PopAnswer answer = wire.answer();
    if (!answer.ok()) {
      refuse(uid, answer);
      return;
    }
    try (MessageDraft draft = new MessageDraft(spool, entry(uid).size())) {
      wire.message(draft);
      receive(uid, draft.content());
    }
  }

  private void receive(long uid, Content message) {
    long announced = entry(uid).size();
    Long before = tooShort.remove(uid);
    if (message.size() < announced && !estimates) {
      if (before == null) {
        tooShort.put(uid, message.size());
        return;
      }
      if (before != message.size()) {
        unfetched.put(
            uid,
            "the server sends %d bytes of %d, and before it was %d"
                .formatted(message.size(), announced, before));
        return;
      }
      estimates = message.size() > 0;
    }
    if (message.size() == 0 && announced > 0) {
      unfetched.put(uid, "the server sent nothing for a message of %d bytes".formatted(announced));
    } else if (ExchangeSubstitute.is(message)) {
      unfetched.put(uid, "Exchange cannot convert the message and sent an error text in its place");
    } else {
      sink.accept(message, uid);
      refusalsInARow = 0;
    }
  }

  private void refuse(long uid, PopAnswer answer) {
    tooShort.remove(uid);
    Failure failure = complaints.refused("the server refuses the message", answer);
    if (Trouble.asksForPatience(answer.words()) || ++refusalsInARow > MOST_REFUSALS_IN_A_ROW) {
      throw failure;
    }
    unfetched.put(uid, failure.problem());
  }
}
