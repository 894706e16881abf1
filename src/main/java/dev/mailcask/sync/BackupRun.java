package dev.mailcask.sync;

import dev.mailcask.accounts.FolderFilter;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.FetchFailed;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.archive.JournalEvent.Pause;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Account;
import dev.mailcask.catalog.ListedFolder;
import dev.mailcask.catalog.MessageAt;
import dev.mailcask.catalog.NamedMessage;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder.Metadata;
import dev.mailcask.mailbox.RemoteFolder;
import dev.mailcask.message.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One backup run of one account, in four passes over its folders, each done by two connections
/// where there is work for two:
///
/// - list the folders, and of each what is there, or what changed; record what is gone or has other
///   flags
/// - fetch what is new
/// - find out what became of the messages that did not come
/// - let a new UIDVALIDITY generation begin, now that its mail is whole
///
/// The last pass comes last on purpose: while a folder is read anew after its UIDVALIDITY changed,
/// the archive goes on showing what it held, and a run that ends early never leaves half a folder
/// in its place.
///
/// The run's end has a segment of its own ([RunEnd]): all that was fetched is durable and counted
/// before the journal says "complete". A run that is killed has no end there, and the next one goes
/// on from what was committed.
final class BackupRun {

  private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);

  private final Means means;
  private final AccountId account;
  private final Predicate<String> wanted;
  private final long number;
  private final RunEnd end;
  private final Committer committer;
  private final Progress progress;
  private final boolean insist;
  private final Restraint restraint;
  private final Courtesy commands;
  private final Crew crew;
  private final Line line;
  private final String subject;
  private final FailedBefore failedBefore;
  private final LastListings listings;
  private final KnownBodies bodies;
  private final LostContent lost;
  private final Map<Integer, FolderTally> tallies = new TreeMap<>();
  private final Map<Integer, Importance> importance = new HashMap<>();
  private volatile Pace pace;

  private static final Duration NAP = Duration.ofSeconds(5);

  /// @param lost what is in the catalog and in no pack
  /// @param insist whether to try all messages again that failed before, whenever they are due
  BackupRun(
      Means means,
      Account its,
      long number,
      ArchiveWriter writer,
      LostContent lost,
      boolean insist,
      Progress progress) {
    this.means = means;
    this.account = its.id();
    this.wanted = FolderFilter.of(its.settings())::accepts;
    this.number = number;
    this.insist = insist;
    this.progress = progress;
    this.subject = "account " + account;
    this.committer =
        new Committer(
            writer,
            () -> means.catalog().catchUp(means.archive(), account),
            means.settings(),
            means.clock());
    this.lost = lost;
    this.end = new RunEnd(means, account, number, committer, lost);
    this.restraint = new Restraint(means, its, number);
    Manners manners = restraint.manners();
    this.commands =
        new Courtesy(
            manners.pace(means.clock(), this::sleep, subject), means.clock(), this::sleep, subject);
    this.line = newLine(false);
    this.crew = new Crew(subject, line, manners.connections() > 1 ? newLine(true) : null);
    this.failedBefore = new FailedBefore(means.catalog().failed(account));
    this.pace = new Pace(means.clock(), List.of(), 0, restraint::secondsFor);
    this.bodies =
        new KnownBodies(names -> means.catalog().named(account, names), means.archive()::contains);
    Map<Integer, ListedFolder> whole = new HashMap<>(means.catalog().listed(account));
    whole.keySet().removeIf(lost::in);
    this.listings = new LastListings(whole, number, means.clock().instant());
  }

  private Line newLine(boolean spare) {
    return new Line(
        subject,
        () -> means.accounts().connect(account, commands),
        this::sleep,
        new Line.Bearing(restraint.manners(), restraint.random(), commands::asked, spare));
  }

  /// Waits in pieces, so that the owner need not wait for the end of it.
  private void sleep(Duration time) throws InterruptedException {
    for (Duration left = time; left.isPositive(); left = left.minus(NAP)) {
      safePoint();
      means.sleeper().sleep(left.compareTo(NAP) > 0 ? NAP : left);
    }
  }

  RunSummary run() {
    end.begin();
    try (crew) {
      folders();
      passUnchanged();
      crew.work(
          tallies.values().stream().filter(tally -> !tally.wasListed()).toList(),
          (its, tally) -> new FolderVisit(this, tally).list(its));
      long total = tallies.values().stream().mapToLong(BackupRun::toFetch).sum();
      pace = new Pace(means.clock(), tallies.values(), total, restraint::secondsFor);
      crew.work(Chunk.cut(inOrder()), (its, chunk) -> new BodyFetcher(this, its, chunk).fetch());
      crew.work(
          tallies.values().stream().filter(tally -> !tally.missing().isEmpty()).toList(),
          this::settle);
      tallies.values().forEach(this::beginWhole);
      return end.complete(tallies.values(), pace.bytes());
    } catch (RuntimeException e) {
      RuntimeException reason = Stopped.reasonOf(e);
      Pause pause = restraint.pause(reason);
      if (pause != null) {
        try {
          return end.paused(pause, tallies.values(), pace.bytes());
        } catch (RuntimeException unwritten) {
          reason = unwritten;
        }
      }
      end.early(reason, tallies.values(), pace.bytes());
      throw reason;
    }
  }

  private List<FolderTally> inOrder() {
    return tallies.values().stream()
        .sorted(
            Comparator.comparing(
                tally -> importance.getOrDefault(tally.folder().number(), Importance.OTHER)))
        .toList();
  }

  private static long toFetch(FolderTally tally) {
    return (long) tally.plan().fetch().size() + tally.retryNow().size();
  }

  private void folders() {
    progress.at(new Progress.Step("connecting", "", 0, -1, 0));
    List<RemoteFolder> onServer = list();
    boolean unread =
        means.catalog().damage().stream().anyMatch(d -> d.lost() && d.account().equals(account));
    SyncPlan plan = SyncPlan.of(onServer, means.catalog().knownFolders(account), unread, wanted);
    if (plan.folders().isEmpty()) {
      throw new Failure.Misconfigured(
          subject,
          "none of its %d folders is to be backed up, by the patterns of folders in its settings"
              .formatted(onServer.size()),
          "change or remove the patterns of folders to include and to leave out");
    }
    for (JournalEvent event : plan.events()) {
      record(event);
    }
    Map<String, Importance> byName = new HashMap<>();
    onServer.forEach(folder -> byName.put(folder.name().raw(), Importance.of(folder)));
    for (SyncPlan.Folder folder : plan.folders()) {
      tallies.put(folder.number(), new FolderTally(folder));
      importance.put(folder.number(), byName.getOrDefault(folder.name().raw(), Importance.OTHER));
    }
  }

  private List<RemoteFolder> list() {
    Mailbox mailbox = line.mailbox();
    try {
      return mailbox.folders();
    } catch (Failure.Unreachable e) {
      line.lost(e);
      return line.mailbox().folders();
    }
  }

  private void passUnchanged() {
    try {
      listings.pass(line.mailbox(), tallies.values());
    } catch (Failure.Unreachable | Failure.Throttled e) {
      line.lost(e); // the folders are looked into then
    } catch (Failure.Refused e) {
      LOG.info("{}: {}; all folders are opened", e.subject(), e.problem());
    }
  }

  private void settle(Line its, FolderTally tally) {
    if (tally.broken()) {
      settled(tally, new TreeSet<>(), new TreeMap<>(tally.missing()));
    } else {
      new FolderVisit(this, tally).settle(its);
    }
  }

  // what the visits and fetchers ask for; thread-safe

  /// Ends the work here if the owner, or a failure elsewhere, wants so.
  void safePoint() {
    crew.safePoint();
    if (progress.cancelled()) {
      throw new Stopped(new Failure.Cancelled(subject));
    }
  }

  /// The number under which UIDs are kept, see [FolderVisit].
  long generation(long uidValidity) {
    return uidValidity == 0 ? -number : uidValidity;
  }

  AccountId account() {
    return account;
  }

  /// What is remembered of folders.
  LastListings listings() {
    return listings;
  }

  /// What the archive holds of a generation.
  Map<Long, MessageAt> archived(SyncPlan.Folder folder, long generation) {
    Map<Long, MessageAt> archived = new TreeMap<>();
    means
        .catalog()
        .eachMessage(
            account,
            folder.path(),
            null,
            message -> {
              if (message.uidValidity() == generation) {
                archived.put(message.uid(), message);
              }
            });
    return archived;
  }

  SortedMap<Long, List<String>> known(SyncPlan.Folder folder, long generation) {
    SortedMap<Long, List<String>> known =
        means.catalog().knownMessages(account, folder.number(), generation);
    known.keySet().removeAll(lost.of(folder.number(), generation));
    return known;
  }

  /// What is to be tried again: what could not be fetched, and what is lost.
  NavigableSet<Long> failedBefore(SyncPlan.Folder folder, long generation) {
    NavigableSet<Long> again = new TreeSet<>(failedBefore.in(folder.number(), generation));
    again.addAll(lost.of(folder.number(), generation));
    return again;
  }

  /// Those of them that are not to be tried in this run.
  Set<Long> notYet(SyncPlan.Folder folder, long generation) {
    return insist
        ? Set.of()
        : failedBefore.notYet(folder.number(), generation, means.clock().instant());
  }

  /// Says where the listing stands.
  void looking(FolderTally tally) {
    progress.at(new Progress.Step("looking for changes", tally.folder().path(), 0, -1, 0));
  }

  /// Which bodies need not be fetched.
  KnownBodies bodies() {
    return bodies;
  }

  /// Waits while another connection fetches these.
  void await(Collection<Metadata> messages) {
    try {
      bodies.await(messages);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped(new Failure.Cancelled(subject));
    }
  }

  /// The first of these messages, as many as may be asked for now; given back with [#asked].
  SortedMap<Long, Metadata> allowed(SortedMap<Long, Metadata> wanted) {
    List<Long> sizes = wanted.values().stream().map(Metadata::size).toList();
    try {
      int count = 0;
      while (count == 0 && !sizes.isEmpty()) {
        safePoint();
        count = restraint.ask(sizes, pace);
      }
      return count == wanted.size()
          ? wanted
          : wanted.headMap(List.copyOf(wanted.keySet()).get(count));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Stopped(new Failure.Cancelled(subject));
    }
  }

  /// Takes note that nothing of this is under way any more.
  void asked(SortedMap<Long, Metadata> allowed) {
    restraint.done(allowed.values().stream().map(Metadata::size).toList());
  }

  /// Stores a message and says where it was seen.
  void place(FolderTally tally, long uid, Metadata metadata, Content content) {
    safePoint();
    try {
      restraint.took(content.size());
      ContentId id = committer.store(content);
      NamedMessage message =
          new NamedMessage(id, content.size(), metadata.internalDate(), envelope(content, id));
      placed(tally, uid, metadata, message, content.size());
      bodies.came(metadata, message);
      restraint.check(pace);
    } catch (RuntimeException e) {
      throw new Stopped(e);
    }
  }

  /// Says where a message was seen that is in the archive already.
  void placeKnown(FolderTally tally, long uid, Metadata metadata, NamedMessage message) {
    safePoint();
    try {
      placed(tally, uid, metadata, message, 0);
    } catch (RuntimeException e) {
      throw new Stopped(e);
    }
  }

  private void placed(
      FolderTally tally, long uid, Metadata metadata, NamedMessage message, long crossed) {
    committer.record(
        new Placed(
            tally.folder().number(),
            tally.generation(),
            uid,
            message.id(),
            message.size(),
            metadata.internalDate(),
            FolderPlan.Flags.lasting(metadata.flags()),
            message.envelope(),
            metadata.objectId()));
    tally.placed();
    Progress.Step step = pace.fetched(tally.folder().path(), crossed);
    committer.tick();
    progress.at(step);
  }

  private Envelope envelope(Content content, ContentId id) {
    try {
      return means.envelopes().apply(content);
    } catch (RuntimeException e) {
      LOG.warn("message {}: its header cannot be read; it is archived all the same", id, e);
      return Envelope.EMPTY;
    }
  }

  void record(JournalEvent event) {
    try {
      committer.record(event);
      committer.tick();
    } catch (RuntimeException e) {
      throw new Stopped(e);
    }
  }

  /// Lets the folder's generation begin.
  void begin(FolderTally tally) {
    record(new GenerationBegan(tally.folder().number(), tally.generation()));
  }

  private void beginWhole(FolderTally tally) {
    boolean other = tally.generation() != tally.folder().uidValidity();
    if (tally.wasListed()
        && tally.problem() == null
        && other
        && tally.folder().uidValidity() != 0) {
      begin(tally);
    }
  }

  /// Takes note of what became of the messages that did not come.
  void settled(FolderTally tally, NavigableSet<Long> gone, SortedMap<Long, String> still) {
    int folder = tally.folder().number();
    Instant now = means.clock().instant();
    still.forEach(
        (uid, reason) ->
            record(
                new FetchFailed(
                    folder,
                    tally.generation(),
                    uid,
                    reason,
                    RetryPlan.next(
                        failedBefore.attempts(folder, tally.generation(), uid) + 1,
                        now,
                        new SplittableRandom(31 * uid + number)))));
    gone.forEach(uid -> vanished(tally, uid));
    tally.settle(still.size());
  }

  /// Takes note that a listed message was removed before it could be fetched; where an earlier run
  /// could not fetch it either, it need not be tried again.
  private void vanished(FolderTally tally, long uid) {
    tally.vanished(uid);
    if (tally.plan().retry().contains(uid)) {
      record(new Gone(tally.folder().number(), tally.generation(), List.of(uid)));
    }
  }

  /// Takes note that messages which failed in an earlier run were not tried in this one.
  void failedAgain(FolderTally tally, Collection<Long> uids) {
    tally.failedAgain(uids.size());
  }
}
