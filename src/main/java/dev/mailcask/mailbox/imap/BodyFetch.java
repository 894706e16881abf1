package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.OpenFolder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fetches bodies with `UID FETCH set (UID BODY.PEEK[])`, batch by batch, and leaves no UID without
/// an answer.
///
/// - Answered with OK (or with NO because some were just removed), some missing: who is still there
///   is asked for singly; what stays away gets a reason. Servers are known to say OK and send
///   nothing for mail that they cannot read.
/// - Answered with NO or BAD: the batch is halved until the culprit stands alone, as one bad
///   message must not stop the others.
/// - NIL, nothing where the server said there is something, or the message that Exchange puts in
///   the place of one that it cannot convert: not a message. Asked for once more, then given a
///   reason.
/// - Connection lost: what was on the way is kept in [#inFlight()], the likeliest culprit first.
///
/// RFC822.SIZE is a hint: several servers estimate it, so that a literal of another size is taken
/// as it comes. A literal that ends early never gets this far, as the connection ends with it.
final class BodyFetch {

  /// What is counted for a message of unknown size.
  private static final long USUAL_SIZE = 16 << 10;

  /// After so many refusals without one success it is not the messages.
  private static final int MOST_REFUSALS_IN_A_ROW = 25;

  private static final Pattern PARTIAL_UID = Pattern.compile("\\bUID (\\d{1,10})\\b");

  private final ImapSession session;
  private final ImapSettings settings;
  private final FolderSelection selection;
  private final FlagSets flagSets;
  private final SortedMap<Long, Long> wanted;
  private final ObjLongConsumer<Content> sink;

  private final TreeSet<Long> pending = new TreeSet<>();
  private final Map<Long, String> oddities = new HashMap<>();
  private final Map<Long, String> unfetched = new TreeMap<>();
  private int refusalsInARow;

  BodyFetch(
      ImapSession session,
      FolderSelection selection,
      FlagSets flagSets,
      SortedMap<Long, Long> wanted,
      ObjLongConsumer<Content> sink) {
    this.session = session;
    this.settings = session.settings();
    this.selection = selection;
    this.flagSets = flagSets;
    this.wanted = wanted;
    this.sink = sink;
  }

  /// Fetches all; returns those that could not be had, with reasons.
  Map<Long, String> run() {
    UidSet set = new UidSet();
    List<Long> batch = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<Long, Long> message : wanted.entrySet()) {
      long size = message.getValue() > 0 ? message.getValue() : USUAL_SIZE;
      if (!batch.isEmpty()
          && (set.full()
              || batch.size() == settings.batchMessages()
              || bytes + size > settings.batchBytes())) {
        fetch(batch);
        set = new UidSet();
        batch = new ArrayList<>();
        bytes = 0;
      }
      set.add(message.getKey());
      batch.add(message.getKey());
      bytes += size;
    }
    fetch(batch);
    return unfetched;
  }

  /// What was asked for and did not come when the connection was lost, the likeliest culprit first.
  List<Long> inFlight() {
    List<Long> uids = new ArrayList<>(pending);
    Matcher partial = PARTIAL_UID.matcher(session.wire().partial());
    if (partial.find()) {
      Long uid = Long.valueOf(partial.group(1));
      if (uids.remove(uid)) {
        uids.addFirst(uid);
      }
    }
    return List.copyOf(uids);
  }

  private void fetch(List<Long> uids) {
    if (uids.isEmpty()) {
      return;
    }
    Completion end = ask(uids);
    if (pending.isEmpty()) {
      return;
    }
    List<Long> missing = List.copyOf(pending);
    if (end.ok() || end.hasCode("EXPUNGEISSUED")) {
      askAgain(missing);
    } else if (missing.size() == 1) {
      refuse(missing.getFirst(), end);
    } else {
      if (Complaints.isThrottling(end)) {
        throw session.complaints().refused(selection.subject(), "", end);
      }
      fetch(missing.subList(0, missing.size() / 2));
      fetch(missing.subList(missing.size() / 2, missing.size()));
    }
    pending.clear();
  }

  private Completion ask(List<Long> uids) {
    pending.clear();
    pending.addAll(uids);
    Completion end =
        session.command(
            selection.subject(),
            "UID FETCH " + UidSet.of(uids) + " (UID BODY.PEEK[])",
            null,
            this::receive);
    selection.check();
    return end;
  }

  private void receive(WireResponse response) {
    if (!response.isFetch()) {
      selection.note(response);
      return;
    }
    FetchAnswer answer = FetchAnswer.of(response, flagSets);
    if (!answer.hasBody() || !pending.contains(answer.uid())) {
      return; // flags that changed meanwhile, or nobody knows whose it is
    }
    Content body = answer.body();
    long expected = wanted.getOrDefault(answer.uid(), 0L);
    if (body == null) {
      oddities.put(answer.uid(), "the server says that it has no content (NIL)");
    } else if (body.size() == 0 && expected > 0) {
      oddities.put(
          answer.uid(), "the server sent nothing for a message of %d bytes".formatted(expected));
    } else if (ExchangeSubstitute.is(body)) {
      oddities.put(
          answer.uid(), "Exchange cannot convert the message and sent an error text in its place");
    } else {
      sink.accept(body, answer.uid());
      pending.remove(answer.uid());
      refusalsInARow = 0;
    }
  }

  /// Finds out what is the matter with messages that an OK left out.
  private void askAgain(List<Long> missing) {
    Completion noop = session.command(selection.subject(), "NOOP", null, selection::note);
    TreeSet<Long> there = new TreeSet<>();
    for (List<Long> some : pieces(missing)) {
      Completion _ =
          session.command(
              selection.subject(),
              "UID FETCH " + UidSet.of(some) + " (UID)",
              null,
              response -> {
                if (response.isFetch()) {
                  there.add(FetchAnswer.of(response, flagSets).uid());
                }
              });
    }
    if (!noop.ok()) {
      throw session.complaints().refused(selection.subject(), "messages cannot be fetched", noop);
    }
    for (long uid : missing) {
      if (there.contains(uid)) {
        askAlone(uid);
      } else {
        unfetched.put(uid, OpenFolder.VANISHED);
      }
    }
  }

  private void askAlone(long uid) {
    Completion end = ask(List.of(uid));
    if (pending.isEmpty()) {
      return;
    }
    if (end.ok()) {
      unfetched.put(
          uid,
          oddities.getOrDefault(
              uid, "the server lists the message, but does not send its content"));
    } else {
      refuse(uid, end);
    }
  }

  private void refuse(long uid, Completion end) {
    Failure failure =
        session.complaints().refused(selection.subject(), "the server refuses the message", end);
    if (failure instanceof Failure.Throttled || ++refusalsInARow > MOST_REFUSALS_IN_A_ROW) {
      throw failure;
    }
    unfetched.put(uid, failure.problem());
  }

  private static List<List<Long>> pieces(List<Long> uids) {
    List<List<Long>> pieces = new ArrayList<>();
    UidSet set = new UidSet();
    int start = 0;
    for (int i = 0; i < uids.size(); i++) {
      set.add(uids.get(i));
      if (set.full() || i == uids.size() - 1) {
        pieces.add(uids.subList(start, i + 1));
        start = i + 1;
        set = new UidSet();
      }
    }
    return pieces;
  }
}
