package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Spool;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.imap.RestOfMessage.End;
import dev.mailcask.mailbox.net.ExchangeSubstitute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ObjLongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Fetches bodies with `UID FETCH set (UID BODY.PEEK[])`, and leaves no UID without an answer.
///
/// First all batches are asked for, one ahead of the answers. Then what is missing is looked into:
///
/// - Answered with OK (or with NO because some were just removed), some missing: who is still there
///   is asked for singly; what stays away gets a reason. Servers are known to say OK and send
///   nothing for mail that they cannot read.
/// - Answered with NO or BAD: the batch is halved until the culprit stands alone, as one bad
///   message must not stop the others.
/// - NIL, nothing where the server said there is something, or the message that Exchange puts in
///   the place of one that it cannot convert: not a message. Asked for once more, then given a
///   reason.
/// - Nothing, where the size is not known or zero: asked for once more, together with its size. A
///   message counts as empty only if the server sends nothing twice and says that its size is 0.
/// - Connection lost in the middle of a large message: what came of it is kept, and a later
///   connection goes on from there, see [RestOfMessage].
///
/// RFC822.SIZE is a hint: several servers estimate it, so that a literal of another size is taken
/// as it comes. A literal that ends early never gets this far, as the connection ends with it.
final class BodyFetch {

  private static final String BODY = "UID BODY.PEEK[]";

  /// What is counted for a message of unknown size.
  private static final long USUAL_SIZE = 16 << 10;

  /// After so many refusals without one success it is not the messages.
  private static final int MOST_REFUSALS_IN_A_ROW = 25;

  /// After so many refusals of the rest of a message it is fetched whole again.
  private static final int MOST_REFUSED_PIECES = 3;

  /// The line that announces a whole body, with the UID before it.
  private static final Pattern ANNOUNCED =
      Pattern.compile("\\bUID (\\d{1,10})\\b.*BODY\\[] \\{\\d+}$", Pattern.CASE_INSENSITIVE);

  private final ImapSession session;
  private final ImapSettings settings;
  private final FolderSelection selection;
  private final FlagSets flagSets;
  private final SortedMap<Long, Long> wanted;
  private final ObjLongConsumer<Content> sink;

  /// What was asked for and has not come.
  private final TreeSet<Long> pending = new TreeSet<>();
  private final Map<Long, String> oddities = new HashMap<>();
  private final Map<Long, String> unfetched = new TreeMap<>();
  private final Set<Long> empty = new TreeSet<>();
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
    try {
      fetch(afterThoseBrokenOff());
      return unfetched;
    } catch (Failure e) {
      keepBrokenOff();
      throw e;
    }
  }

  private void fetch(SortedMap<Long, Long> messages) {
    List<List<Long>> batches = batches(messages);
    List<Completion> ends = new ArrayList<>();
    pending.addAll(messages.keySet());
    session.pipeline(
        selection.subject(),
        batches.stream().map(batch -> command(batch, BODY)).toList(),
        2,
        this::receive,
        end -> {
          if (!end.ok() && Complaints.isThrottling(end)) {
            throw session.complaints().refused(selection.subject(), "", end);
          }
          selection.check();
          ends.add(end);
        });
    Set<Long> missing = new TreeSet<>(pending);
    for (int i = 0; i < ends.size() && !missing.isEmpty(); i++) {
      List<Long> batch = new ArrayList<>(batches.get(i));
      batch.retainAll(missing);
      lookInto(batch, ends.get(i));
    }
  }

  private List<List<Long>> batches(SortedMap<Long, Long> messages) {
    List<List<Long>> batches = new ArrayList<>();
    UidSet set = new UidSet();
    List<Long> batch = new ArrayList<>();
    long bytes = 0;
    for (Map.Entry<Long, Long> message : messages.entrySet()) {
      long size = message.getValue() > 0 ? message.getValue() : USUAL_SIZE;
      if (!batch.isEmpty()
          && (set.full()
              || batch.size() == settings.batchMessages()
              || bytes + size > settings.batchBytes())) {
        batches.add(batch);
        set = new UidSet();
        batch = new ArrayList<>();
        bytes = 0;
      }
      set.add(message.getKey());
      batch.add(message.getKey());
      bytes += size;
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  /// Goes on with the messages that broke off earlier; returns those that are to be fetched whole.
  private SortedMap<Long, Long> afterThoseBrokenOff() {
    if (session.brokenOff().isEmpty()) {
      return wanted;
    }
    SortedMap<Long, Long> whole = new TreeMap<>(wanted);
    for (long uid : wanted.keySet()) {
      BrokenOff begun = session.brokenOff().take(place(uid));
      if (begun != null && goOn(uid, begun)) {
        whole.remove(uid);
      }
    }
    return whole;
  }

  /// @return whether the message needs no fetching whole, for now at least
  private boolean goOn(long uid, BrokenOff message) {
    long before = message.size();
    boolean keep = false;
    try {
      End end = new RestOfMessage(session, selection, flagSets, uid).fetch(message);
      if (end == End.WHOLE) {
        sink.accept(message.content(), uid);
      } else if (end == End.REFUSED && message.refused() < MOST_REFUSED_PIECES) {
        keep = true;
        unfetched.put(uid, "the server did not send the rest of the message this time");
      }
      return end == End.WHOLE || keep;
    } catch (Failure e) {
      keep = message.size() > before || e instanceof Failure.Throttled;
      throw e;
    } finally {
      if (keep) {
        session.brokenOff().put(place(uid), message);
      } else {
        message.close();
      }
    }
  }

  /// Keeps the large message during which the connection was lost, if it can be told which.
  private void keepBrokenOff() {
    BrokenOff message = session.wire().takeBrokenOff();
    if (message == null) {
      return;
    }
    Matcher announced = ANNOUNCED.matcher(session.wire().partial());
    if (announced.find()
        && pending.contains(Long.valueOf(announced.group(1)))
        && selection.state().uidValidity() > 0) {
      session.brokenOff().put(place(Long.parseLong(announced.group(1))), message);
    } else {
      message.close();
    }
  }

  private BrokenOffMessages.Place place(long uid) {
    return BrokenOffMessages.Place.of(selection, uid);
  }

  /// Finds out about those of a batch that did not come.
  private void lookInto(List<Long> missing, Completion end) {
    if (missing.isEmpty()) {
      return;
    }
    if (end.ok() || end.hasCode("EXPUNGEISSUED")) {
      askAgain(missing);
    } else if (missing.size() == 1) {
      refuse(missing.getFirst(), end);
    } else {
      if (Complaints.isThrottling(end)) {
        throw session.complaints().refused(selection.subject(), "", end);
      }
      int half = missing.size() / 2;
      for (List<Long> part :
          List.of(missing.subList(0, half), missing.subList(half, missing.size()))) {
        Completion answer = ask(part, BODY);
        lookInto(List.copyOf(pending), answer);
      }
    }
  }

  private static String command(Collection<Long> uids, String items) {
    return "UID FETCH " + UidSet.of(uids) + " (" + items + ")";
  }

  private Completion ask(List<Long> uids, String items) {
    pending.clear();
    pending.addAll(uids);
    Completion end =
        session.command(selection.subject(), command(uids, items), null, this::receive);
    selection.check();
    return end;
  }

  private void receive(WireResponse response) {
    if (!response.isFetch()) {
      selection.note(response);
      return;
    }
    FetchAnswer answer = FetchAnswer.of(response, flagSets);
    try {
      if (answer.hasBody() && pending.contains(answer.uid())) {
        receive(answer, answer.body()); // else flags that changed meanwhile, or a stranger
      }
    } finally {
      if (answer.body() instanceof Spool.File file) {
        file.close();
      }
    }
  }

  private void receive(FetchAnswer answer, @Nullable Content body) {
    long uid = answer.uid();
    long expected = wanted.getOrDefault(uid, 0L);
    if (body == null) {
      oddities.put(uid, "the server says that it has no content (NIL)");
    } else if (body.size() == 0 && expected > 0) {
      oddities.put(uid, "the server sent nothing for a message of %d bytes".formatted(expected));
    } else if (body.size() == 0 && (empty.add(uid) || answer.size() != 0)) {
      oddities.put(uid, "the server sent nothing for the message, and does not say it is empty");
    } else if (ExchangeSubstitute.is(body)) {
      oddities.put(uid, "Exchange cannot convert the message and sent an error text in its place");
    } else {
      sink.accept(body, uid);
      pending.remove(uid);
      refusalsInARow = 0;
    }
  }

  /// Finds out what is the matter with messages that an OK left out.
  private void askAgain(List<Long> missing) {
    Completion noop = session.command(selection.subject(), "NOOP", null, selection::note);
    TreeSet<Long> there = new TreeSet<>();
    for (List<Long> some : pieces(missing)) {
      Completion end =
          session.command(
              selection.subject(),
              "UID FETCH " + UidSet.of(some) + " (UID)",
              null,
              response -> {
                if (response.isFetch()) {
                  there.add(FetchAnswer.of(response, flagSets).uid());
                }
              });
      if (!end.ok()) {
        throw session.complaints().refused(selection.subject(), "messages cannot be fetched", end);
      }
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
    Completion end = ask(List.of(uid), empty.contains(uid) ? "UID RFC822.SIZE BODY.PEEK[]" : BODY);
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
