package dev.mailcask.sync;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Sleeper;
import dev.mailcask.catalog.Account;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.RemoteFolder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Waits in folders for new mail, and has their account backed up when there is some. Thread-safe.
///
/// Each folder that is waited in has a connection and a thread of its own. What woke it is of no
/// matter: the backup is the same as at night, so it proves as much, and finds whatever came while
/// nobody was listening. After each it rests for several times as long as the backup took, so that
/// a server that answers slowly is not kept busy by a mailbox in which much arrives.
///
/// A connection that is lost is made again, with growing pauses while that fails, and not before a
/// server that asks for patience says; none is there while the account makes a pause, when no
/// backup may run. A refused login
/// is left alone for an hour, for trying on may lock the account, and so is a folder that is not
/// there; of both is told once, until it is something else. The schedule goes on in any case.
public final class NewMail implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NewMail.class);

  /// Servers end sessions that are silent for longer, and routers forget them.
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(4);

  /// Mail often comes in company.
  private static final Duration COMPANY = Duration.ofSeconds(2);

  private static final int REST_TO_WORK = 10;
  private static final Duration SHORTEST_REST = Duration.ofSeconds(5);
  private static final Duration LONGEST_REST = Duration.ofMinutes(15);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(10);
  private static final Duration LAST_RETRY = Duration.ofMinutes(15);
  private static final Duration REFUSED = Duration.ofHours(1);

  /// A folder that is waited in.
  ///
  /// @param settings with which its account is reached; others make it another place
  public record Place(AccountId account, String folder, AccountSettings settings) {}

  /// Where to wait: at IMAP accounts.
  ///
  /// @param usual folders of the accounts that name none themselves
  public static Set<Place> places(List<Account> accounts, List<String> usual) {
    Set<Place> places = new HashSet<>();
    for (Account account : accounts) {
      if (account.settings().pop3()) {
        continue; // nobody tells of new mail there, and who asks all the time locks the mailbox
      }
      for (String folder : Objects.requireNonNullElse(account.settings().watch(), usual)) {
        places.add(new Place(account.id(), folder, account.settings()));
      }
    }
    return places;
  }

  private final Accounts accounts;
  private final BackUp backUp;
  private final Pauses pauses;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Place, Waiting> waiting = new HashMap<>();

  private record Waiting(Waiter waiter, Thread thread) {}

  /// Has an account backed up.
  @FunctionalInterface
  public interface BackUp {

    /// Returns when that has ended.
    ///
    /// @return whether it came to its end, so that what it could have is archived
    boolean run(AccountId account) throws InterruptedException;
  }

  /// Knows of the pauses that accounts make.
  @FunctionalInterface
  public interface Pauses {

    /// Until when the server of an account is left alone, empty where it need not be now.
    Optional<Instant> until(AccountId account);
  }

  public NewMail(Accounts accounts, BackUp backUp, Pauses pauses, InstantSource clock) {
    this(accounts, backUp, pauses, clock, Sleeper.REAL);
  }

  NewMail(Accounts accounts, BackUp backUp, Pauses pauses, InstantSource clock, Sleeper sleeper) {
    this.pauses = pauses;
    this.accounts = accounts;
    this.backUp = backUp;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /// Waits in these folders from now on, and in no others.
  public void waitIn(Set<Place> places) {
    lock.lock();
    try {
      for (Place old : new HashSet<>(waiting.keySet())) {
        if (!places.contains(old)) {
          stop(old);
        }
      }
      waiting.values().removeIf(its -> !its.thread.isAlive()); // one that broke down begins anew
      for (Place place : places) {
        waiting.computeIfAbsent(place, this::begin);
      }
    } finally {
      lock.unlock();
    }
  }

  private Waiting begin(Place place) {
    Waiter waiter = new Waiter(place);
    String name = "new-mail-" + place.account();
    return new Waiting(waiter, Thread.ofVirtual().name(name).start(waiter::run));
  }

  private void stop(Place place) {
    Waiting its = waiting.remove(place);
    if (its != null) {
      its.thread.interrupt(); // which ends a read from the network as well
    }
  }

  /// Why new mail of the account is left to the schedule although it should be waited for, for
  /// people; empty where nothing is in the way that the owner could mend.
  public Optional<String> problem(AccountId account) {
    lock.lock();
    try {
      return waiting.entrySet().stream()
          .filter(its -> its.getKey().account().equals(account))
          .map(its -> its.getValue().waiter.problem)
          .filter(problem -> !problem.isEmpty())
          .findFirst();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    waitIn(Set.of());
  }

  private final class Waiter {
    private final Place place;
    private final SplittableRandom random;
    private Duration retry = FIRST_RETRY;

    /// What the folder's next UID was just before the last backup that came to its end, which so
    /// has seen all mail below it; 0 before the first one. The first opening is news, too: mail may
    /// have come since the last backup of somebody else.
    private long seen;

    /// What is in the way that the owner could mend, or empty.
    private volatile String problem = "";

    Waiter(Place place) {
      this.place = place;
      this.random = new SplittableRandom(place.hashCode());
    }

    void run() {
      try {
        while (true) {
          session();
        }
      } catch (InterruptedException | Failure.Cancelled e) {
        LOG.debug("account {}: nobody waits for new mail any more", place.account());
      } catch (RuntimeException e) {
        LOG.error("account {}: waiting for new mail broke down", place.account(), e);
      }
    }

    private void session() throws InterruptedException {
      Duration pause = Duration.ZERO;
      try {
        pause = leftOfPause();
        if (pause.isZero()) {
          connectAndListen();
        }
      } catch (Failure.Cancelled e) {
        throw e;
      } catch (Failure.Refused | Failure.Misconfigured e) {
        if (!e.problem().equals(problem)) {
          LOG.warn("{}; new mail is left to the schedule until that has changed", e.getMessage());
        }
        problem = e.problem();
        pause = REFUSED;
      } catch (Failure e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException();
        }
        LOG.info("account {}: not waiting for new mail: {}", place.account(), e.problem());
        pause = nextRetry();
        if (e instanceof Failure.Throttled its) {
          pause = longer(pause, Manners.jittered(its.patience(), random));
        }
      }
      if (pause.isPositive()) {
        sleeper.sleep(pause);
      }
    }

    /// How long to stay away now: the owner may end a pause early, so it is looked at again.
    private Duration leftOfPause() {
      Instant now = clock.instant();
      return pauses
          .until(place.account())
          .filter(until -> until.isAfter(now))
          .map(until -> shorter(Duration.between(now, until), LAST_RETRY))
          .orElse(Duration.ZERO);
    }

    private void connectAndListen() throws InterruptedException {
      try (Mailbox mailbox = accounts.connectBeside(place.account())) {
        listen(mailbox);
      }
    }

    /// How long to wait before the next try, which is longer each time.
    private Duration nextRetry() {
      Duration its = retry;
      retry = shorter(retry.multipliedBy(2), LAST_RETRY);
      return Manners.jittered(its, random);
    }

    /// Returns when the account makes a pause.
    private void listen(Mailbox mailbox) throws InterruptedException {
      FolderName name = name(mailbox);
      OpenFolder folder = mailbox.examine(name);
      problem = "";
      boolean news = folder.state().uidNext() != seen; // it came while nobody was listening
      while (!Thread.currentThread().isInterrupted()) {
        if (news || folder.await(LONGEST_WAIT)) {
          sleeper.sleep(COMPANY);
          folder = mailbox.examine(name); // which tells of mail that comes from now on
          news = !backUp(folder.state().uidNext());
        }
        if (!news) {
          retry = FIRST_RETRY;
        } else if (leftOfPause().isPositive()) {
          return;
        } else {
          sleeper.sleep(nextRetry());
        }
      }
      throw new InterruptedException();
    }

    private FolderName name(Mailbox mailbox) {
      return mailbox.folders().stream()
          .filter(folder -> isPlace(folder) && folder.selectable())
          .findFirst()
          .map(RemoteFolder::name)
          .orElseThrow(
              () ->
                  new Failure.Refused(
                      "account " + place.account(),
                      "a folder to wait in is not there: " + place.folder(),
                      "name folders that are there, in the account's settings or as backup.watch in the"
                          + " configuration",
                      null));
    }

    /// INBOX has no case (RFC 3501 section 5.1).
    private boolean isPlace(RemoteFolder folder) {
      return folder.path().equals(place.folder())
          || (folder.path().equalsIgnoreCase("INBOX") && place.folder().equalsIgnoreCase("INBOX"));
    }

    /// @return whether the mail below the UID was seen to
    private boolean backUp(long next) throws InterruptedException {
      long began = clock.millis();
      boolean done = backUp.run(place.account());
      if (done) {
        seen = next;
        rest(Duration.ofMillis(clock.millis() - began));
      }
      return done;
    }

    private void rest(Duration work) throws InterruptedException {
      Duration rest = shorter(work.multipliedBy(REST_TO_WORK), LONGEST_REST);
      sleeper.sleep(rest.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : rest);
    }
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
