package dev.mailcask.mailbox.imap;

import dev.mailcask.base.Content;
import dev.mailcask.base.Sleeper;
import dev.mailcask.mailbox.FolderState;
import dev.mailcask.mailbox.OpenFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A folder opened for reading. UIDs only, and minimal FETCH items: what servers get wrong is
/// ENVELOPE, BODYSTRUCTURE and SEARCH, so none of them is used. STATUS, which they get wrong as
/// well, tells at most that nothing changed ([FolderStatus]).
final class ImapFolder implements OpenFolder {

  private static final Logger LOG = LoggerFactory.getLogger(ImapFolder.class);

  /// How many messages are asked for in one command when no bodies come.
  private static final int MESSAGES_PER_LISTING = 1_000;

  private static final long LARGEST_UID = 4_294_967_295L;

  private final ImapSession session;
  private final FolderSelection selection;
  private final Runnable requireCurrent;
  private final FolderState state;
  private final FlagSets flagSets = new FlagSets();
  private int heard;
  private boolean idleRefused;

  ImapFolder(ImapSession session, FolderSelection selection, Runnable requireCurrent) {
    this.session = session;
    this.selection = selection;
    this.requireCurrent = requireCurrent;
    this.state = selection.state();
    this.heard = selection.announced();
  }

  @Override
  public FolderState state() {
    return state;
  }

  @Override
  public SortedMap<Long, List<String>> flags(long first, long last) {
    requireCurrent.run();
    SortedMap<Long, List<String>> flags = new TreeMap<>();
    if (state.exists() == 0 || first > last || (state.uidNext() > 0 && first >= state.uidNext())) {
      return flags; // at least one server never answers for a range above all of its UIDs
    }
    boolean all = first == 1 && last >= Math.max(state.uidNext() - 1, 1);
    Set<Long> answered = new HashSet<>();
    listFlags(first, last, flags, answered);
    if (all && answered.size() < selection.exists()) {
      noop();
      if (answered.size() < selection.exists()) {
        listFlags(first, last, flags, answered);
      }
      requireAll(answered.size());
    }
    return flags;
  }

  @Override
  public boolean await(Duration most) {
    requireCurrent.run();
    if (!idle(most)) {
      Sleeper.REAL.pause(most, selection.subject());
      noop();
    }
    selection.check();
    boolean more = selection.announced() > heard;
    heard = selection.announced();
    return more;
  }

  /// Lets the server speak up, if it can.
  private boolean idle(Duration most) {
    if (!session.offers("IDLE") || idleRefused) {
      return false;
    }
    Completion end =
        session.idle(
            selection.subject(), most, selection::note, () -> selection.announced() > heard);
    if (!end.ok()) {
      Complaints.heed(selection.subject(), end);
    }
    idleRefused = !end.ok();
    return end.ok();
  }

  private void listFlags(
      long first, long last, SortedMap<Long, List<String>> flags, Set<Long> answered) {
    long end = Math.min(last, LARGEST_UID);
    long width = listingWidth();
    List<String> ranges = new ArrayList<>();
    long from = first;
    while (from <= end) {
      boolean rest = state.uidNext() == 0 || from + width >= state.uidNext();
      long to = rest ? end : Math.min(end, from + width - 1);
      ranges.add(from + ":" + to);
      from = to + 1;
    }
    fetch(
        ranges,
        "UID FLAGS",
        answer -> {
          answered.add(answer.sequence());
          List<String> its = answer.flags();
          if (its != null && answer.uid() >= first && answer.uid() <= last) {
            flags.put(answer.uid(), its);
          }
        });
  }

  /// The number of UIDs to ask for at once, so that about [#MESSAGES_PER_LISTING] times ten of them
  /// are messages; no more than the server answers for at once (MESSAGELIMIT, RFC 9738).
  private long listingWidth() {
    long commands = state.exists() / (10L * MESSAGES_PER_LISTING) + 1;
    long width = Math.max(MESSAGES_PER_LISTING, state.uidNext() / commands + 1);
    return Math.min(width, session.messageLimit());
  }

  private void requireAll(int answered) {
    long exists = selection.exists();
    if (answered < exists) {
      throw session
          .complaints()
          .nonsense(
              selection.subject(),
              "the server holds %d messages and lists %d of them".formatted(exists, answered));
    }
  }

  @Override
  public Optional<Changes> changes(long modSeq, SortedSet<Long> known) {
    requireCurrent.run();
    Optional<Changes> changes = new ChangesSince(session, selection, flagSets).of(modSeq, known);
    selection.check();
    return changes;
  }

  @Override
  public SortedMap<Long, Metadata> metadata(List<Long> uids) {
    requireCurrent.run();
    Map<Long, MetadataDraft> drafts = new TreeMap<>();
    Set<Long> missing = listMetadata(uids, drafts);
    if (!missing.isEmpty()) {
      noop();
      Set<Long> _ = listMetadata(missing, drafts);
    }
    SortedMap<Long, Metadata> metadata = new TreeMap<>();
    drafts.forEach((uid, draft) -> metadata.put(uid, draft.toMetadata()));
    long dateless = metadata.values().stream().filter(its -> its.internalDate().isEmpty()).count();
    if (dateless > 0) {
      // Kept all the same: a message without a date is worth more than none.
      LOG.warn(
          "{}: the server tells no INTERNALDATE of {} messages, asked twice; they are kept without",
          selection.subject(),
          dateless);
    }
    return metadata;
  }

  private Set<Long> listMetadata(Iterable<Long> uids, Map<Long, MetadataDraft> drafts) {
    Set<Long> missing = new TreeSet<>();
    List<String> sets = new ArrayList<>();
    UidSet set = new UidSet();
    int most = Math.min(MESSAGES_PER_LISTING, session.messageLimit());
    for (long uid : uids) {
      missing.add(uid);
      if (set.full() || set.count() == most) {
        sets.add(set.toString());
        set = new UidSet();
      }
      set.add(uid);
    }
    if (set.count() > 0) {
      sets.add(set.toString());
    }
    fetch(
        sets,
        "UID FLAGS INTERNALDATE RFC822.SIZE" + nameItem(),
        answer -> {
          if (missing.contains(answer.uid()) || drafts.containsKey(answer.uid())) {
            MetadataDraft draft =
                drafts.computeIfAbsent(answer.uid(), uid -> new MetadataDraft()).add(answer);
            if (draft.complete()) {
              missing.remove(answer.uid());
            }
          }
        });
    return missing;
  }

  private String nameItem() {
    if (session.offers("OBJECTID")) {
      return " " + FetchAnswer.EMAILID;
    }
    return session.offers("X-GM-EXT-1") ? " " + FetchAnswer.GMAIL_ID : "";
  }

  @Override
  public Map<Long, String> bodies(SortedMap<Long, Long> wanted, ObjLongConsumer<Content> sink) {
    requireCurrent.run();
    return new BodyFetch(session, selection, flagSets, wanted, sink).run();
  }

  @Override
  public long kept(long uid) {
    BrokenOffMessages kept = session.brokenOff();
    return kept.isEmpty() ? 0 : kept.size(BrokenOffMessages.Place.of(selection, uid));
  }

  private void fetch(List<String> sets, String items, Consumer<FetchAnswer> answers) {
    session.pipeline(
        selection.subject(),
        sets.stream().map(set -> "UID FETCH " + set + " (" + items + ")").toList(),
        2,
        response -> {
          if (response.isFetch()) {
            answers.accept(FetchAnswer.of(response, flagSets));
          } else {
            selection.note(response);
          }
        },
        end -> {
          if (!end.ok()) {
            throw session
                .complaints()
                .refused(selection.subject(), "messages cannot be listed", end);
          }
          selection.check();
        });
  }

  private void noop() {
    Completion _ = session.command(selection.subject(), "NOOP", null, selection::note);
    selection.check();
  }

  /// Metadata that may come in several responses.
  private static final class MetadataDraft {
    private @Nullable List<String> flags;
    private @Nullable String internalDate;
    private long size;
    private String objectId = "";

    MetadataDraft add(FetchAnswer answer) {
      flags = answer.flags() == null ? flags : answer.flags();
      internalDate = answer.internalDate() == null ? internalDate : answer.internalDate();
      size = Math.max(size, answer.size());
      objectId = answer.objectId().isEmpty() ? objectId : answer.objectId();
      return this;
    }

    boolean complete() {
      return flags != null && internalDate != null;
    }

    Metadata toMetadata() {
      return new Metadata(
          flags == null ? new ArrayList<>() : flags,
          internalDate == null ? "" : internalDate,
          size,
          objectId);
    }
  }
}
