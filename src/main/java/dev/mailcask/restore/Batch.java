package dev.mailcask.restore;

import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.mailbox.AppendSession;
import dev.mailcask.mailbox.AppendSession.Outcome;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import dev.mailcask.restore.Readback.Compared;
import dev.mailcask.restore.Readback.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Some messages that are appended to one folder and then read back together.
///
/// Where the connection is lost in the middle of an APPEND, the message may have arrived or not: it
/// is looked for among what is new in the folder before it is sent again, so that none is added
/// twice.
final class Batch {

  private static final int MESSAGES = 250;
  private static final long BYTES = 16L << 20;

  private final Connection connection;
  private final FolderName name;
  private final List<Sent> sent = new ArrayList<>();
  private @Nullable AppendSession session;
  private long since;
  private long uidValidity;
  private boolean begun;
  private long bytes;

  Batch(Connection connection, FolderName name) {
    this.connection = connection;
    this.name = name;
  }

  boolean full() {
    return sent.size() >= MESSAGES || bytes >= BYTES;
  }

  List<Sent> sent() {
    return sent;
  }

  /// Of the target folder.
  long uidValidity() {
    return uidValidity;
  }

  /// Appends a message.
  ///
  /// @return the reason why the server does not take it, or empty
  /// @throws Failure if it takes nothing any more
  Optional<String> append(Wanted wanted, Content content) {
    while (true) {
      boolean sending = false;
      try {
        AppendSession open = session();
        sending = true;
        Outcome outcome = open.append(content, wanted.flags(), wanted.internalDate());
        connection.progress();
        return switch (outcome) {
          case Outcome.Appended appended -> {
            add(wanted, appended.uid());
            yield Optional.empty();
          }
          case Outcome.Rejected rejected -> Optional.of(rejected.reason());
        };
      } catch (Failure.Unreachable | Failure.Throttled e) {
        session = null;
        connection.lost(e);
        if (sending && arrived(wanted)) {
          return Optional.empty();
        }
      }
    }
  }

  /// Reads back what was appended.
  List<Compared> compare() {
    AppendSession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
    return sent.isEmpty()
        ? List.of()
        : connection.repeating(mailbox -> new Readback(mailbox.examine(name)).compare(sent, since));
  }

  private void add(Wanted wanted, long uid) {
    sent.add(new Sent(wanted, uid));
    bytes += wanted.size();
  }

  private AppendSession session() {
    AppendSession open = session;
    if (open == null) {
      open = connection.mailbox().append(name);
      session = open;
      if (!begun) {
        begun = true;
        since = Math.max(1, open.state().uidNext());
        uidValidity = open.state().uidValidity();
      }
      sameFolder(open.state().uidValidity());
    }
    return open;
  }

  private void sameFolder(long now) {
    if (now != uidValidity) {
      throw new Failure.Refused(
          "folder " + name,
          "the server numbered its messages anew during the restore",
          "run the restore again; it adds what is missing",
          null);
    }
  }

  private boolean arrived(Wanted wanted) {
    Optional<Long> uid = connection.repeating(mailbox -> find(mailbox, wanted));
    uid.ifPresent(found -> add(wanted, found));
    return uid.isPresent();
  }

  private Optional<Long> find(Mailbox mailbox, Wanted wanted) {
    OpenFolder folder = mailbox.examine(name);
    sameFolder(folder.state().uidValidity());
    long next = folder.state().uidNext();
    if (folder.state().exists() == 0 || (next > 0 && since >= next)) {
      return Optional.empty();
    }
    TreeSet<Long> fresh = new TreeSet<>(folder.flags(since, Presence.LAST_UID).keySet());
    sent.forEach(earlier -> fresh.remove(earlier.uid()));
    if (fresh.isEmpty()) {
      return Optional.empty();
    }
    SortedMap<Long, Metadata> metadata = folder.metadata(List.copyOf(fresh));
    SortedMap<Long, Long> sizes = new TreeMap<>();
    metadata.forEach((uid, its) -> sizes.put(uid, its.size()));
    Map<Long, ContentId> contents = new TreeMap<>();
    folder.bodies(sizes, (content, uid) -> contents.put(uid, Presence.hash(content)));
    return match(wanted, contents, metadata);
  }

  /// The fresh message that is the wanted one: by content; else, from a server that alters what it
  /// is given, the only one of the same INTERNALDATE.
  private Optional<Long> match(
      Wanted wanted, Map<Long, ContentId> contents, SortedMap<Long, Metadata> metadata) {
    List<Long> same = new ArrayList<>();
    List<Long> sameDate = new ArrayList<>();
    contents.forEach(
        (uid, id) -> {
          if (id.equals(wanted.id())) {
            same.add(uid);
          }
          Metadata its = metadata.get(uid);
          if (its != null && Readback.sameInstant(its.internalDate(), wanted.internalDate())) {
            sameDate.add(uid);
          }
        });
    // Equal messages of this batch whose UIDs the server did not tell are among them.
    long untold =
        sent.stream()
            .filter(its -> its.uid() == 0 && its.wanted().id().equals(wanted.id()))
            .count();
    if (same.size() > untold) {
      return Optional.of(same.getLast());
    }
    boolean anyUntold = sent.stream().anyMatch(its -> its.uid() == 0);
    return sameDate.size() == 1 && !anyUntold ? Optional.of(sameDate.getFirst()) : Optional.empty();
  }
}
