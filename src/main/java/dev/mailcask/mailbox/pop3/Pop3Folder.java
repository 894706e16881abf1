package dev.mailcask.mailbox.pop3;

import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Spool;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.OpenFolder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;

/// The inbox over POP3: messages without flags and without the date of their arrival.
final class Pop3Folder implements OpenFolder {

  private final PopLogin.Session session;
  private final PopComplaints complaints;
  private final Spool spool;
  private final Maildrop maildrop;
  private final Runnable requireCurrent;
  private boolean estimates;

  Pop3Folder(
      PopLogin.Session session,
      PopComplaints complaints,
      Spool spool,
      Maildrop maildrop,
      Runnable requireCurrent) {
    this.session = session;
    this.complaints = complaints;
    this.spool = spool;
    this.maildrop = maildrop;
    this.requireCurrent = requireCurrent;
  }

  @Override
  public FolderState state() {
    return maildrop.state();
  }

  @Override
  public long largestUid() {
    return Maildrop.END_OF_UIDS - 1;
  }

  @Override
  public List<Long> byArrival(List<Long> uids) {
    return maildrop.byArrival(uids);
  }

  @Override
  public SortedMap<Long, List<String>> flags(long first, long last) {
    requireOpen();
    SortedMap<Long, List<String>> flags = new TreeMap<>();
    if (first <= last) {
      maildrop
          .messages()
          .subMap(first, last + 1)
          .keySet()
          .forEach(uid -> flags.put(uid, List.of()));
    }
    if (first == 1 && last >= largestUid() && flags.size() < maildrop.state().exists()) {
      throw complaints.nonsense(
          "the server holds %d messages and lists %d of them"
              .formatted(maildrop.state().exists(), flags.size()));
    }
    return flags;
  }

  /// Nothing: there are no mod-sequences.
  @Override
  public Optional<Changes> changes(long modSeq, SortedSet<Long> known) {
    requireOpen();
    return Optional.empty();
  }

  @Override
  public SortedMap<Long, Metadata> metadata(List<Long> uids) {
    requireOpen();
    SortedMap<Long, Metadata> metadata = new TreeMap<>();
    for (long uid : uids) {
      Maildrop.Entry its = maildrop.messages().get(uid);
      if (its != null) {
        String name = its.uniqueId().isEmpty() ? "" : "UIDL " + its.uniqueId();
        metadata.put(uid, new Metadata(List.of(), "", its.size(), name));
      }
    }
    return metadata;
  }

  @Override
  public Map<Long, String> bodies(SortedMap<Long, Long> wanted, ObjLongConsumer<Content> sink) {
    requireOpen();
    Retrieval retrieval = new Retrieval(session, complaints, spool, maildrop, estimates, sink);
    boolean done = false;
    try {
      Map<Long, String> unfetched = retrieval.run(wanted.keySet());
      estimates = retrieval.estimates();
      done = true;
      return unfetched;
    } finally {
      if (!done) {
        session.wire().close(); // answers are on the way that nobody will read
      }
    }
  }

  /// Never: who waits keeps the mailbox locked, so that the owner's other programs, and even the
  /// delivery of mail on some servers, wait as well.
  @Override
  public boolean await(Duration most) {
    throw new Failure.Refused(
        complaints.inbox(),
        "POP3 does not tell of new mail",
        "let backups run more often, or add the account over IMAP",
        null);
  }

  private void requireOpen() {
    requireCurrent.run();
    if (!session.wire().isOpen()) {
      throw complaints.nonsense("the connection was lost");
    }
  }
}
