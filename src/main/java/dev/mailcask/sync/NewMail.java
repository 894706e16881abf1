package dev.mailcask.sync;

import dev.mailcask.accounts.Accounts;
import dev.mailcask.archive.AccountSettings;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Sleeper;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import dev.mailcask.mailbox.RemoteFolder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
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
/// A connection that is lost is made again, with growing pauses while that fails; a refused login
/// is left alone for an hour, for trying on may lock the account. The schedule goes on in any case.
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

  private final Accounts accounts;
  private final BackUp backUp;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Place, Thread> waiting = new HashMap<>();

  /// Has an account backed up.
  @FunctionalInterface
  public interface BackUp {

    /// Returns when that has ended, however it did.
    void run(AccountId account) throws InterruptedException;
  }

  public NewMail(Accounts accounts, BackUp backUp, InstantSource clock) {
    this(accounts, backUp, clock, Sleeper.REAL);
  }

  NewMail(Accounts accounts, BackUp backUp, InstantSource clock, Sleeper sleeper) {
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
      waiting.values().removeIf(thread -> !thread.isAlive()); // one that broke down begins anew
      for (Place place : places) {
        waiting.computeIfAbsent(
            place,
            its ->
                Thread.ofVirtual()
                    .name("new-mail-" + its.account())
                    .start(() -> new Waiter(its).run()));
      }
    } finally {
      lock.unlock();
    }
  }

  private void stop(Place place) {
    Thread thread = waiting.remove(place);
    if (thread != null) {
      thread.interrupt(); // which ends a read from the network as well
    }
  }

  @Override
  public void close() {
    waitIn(Set.of());
  }

  private final class Waiter {
    private final Place place;
    private Duration retry = FIRST_RETRY;

    /// What the folder's next UID was when it was last opened, 0 before. The first opening is news,
    /// too: mail may have come since the last backup.
    private long seen;

    Waiter(Place place) {
      this.place = place;
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
      Duration pause;
      try (Mailbox mailbox = accounts.connectBeside(place.account())) {
        listen(mailbox);
        return;
      } catch (Failure.Cancelled e) {
        throw e;
      } catch (Failure.Refused | Failure.Misconfigured e) {
        LOG.warn("{}; new mail is left to the schedule for an hour", e.getMessage());
        pause = REFUSED;
      } catch (Failure e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException();
        }
        LOG.info("account {}: not waiting for new mail: {}", place.account(), e.problem());
        pause = retry;
        retry = shorter(retry.multipliedBy(2), LAST_RETRY);
      }
      sleeper.sleep(pause);
    }

    private void listen(Mailbox mailbox) throws InterruptedException {
      OpenFolder folder = mailbox.examine(name(mailbox));
      long next = folder.state().uidNext();
      boolean news = next != seen; // it came while nobody was listening
      seen = next;
      while (!Thread.currentThread().isInterrupted()) {
        if (news || folder.await(LONGEST_WAIT)) {
          sleeper.sleep(COMPANY);
          rest(backUp());
        }
        news = false;
        retry = FIRST_RETRY;
      }
      throw new InterruptedException();
    }

    private FolderName name(Mailbox mailbox) {
      return mailbox.folders().stream()
          .filter(folder -> folder.path().equals(place.folder()) && folder.selectable())
          .findFirst()
          .map(RemoteFolder::name)
          .orElseThrow(
              () ->
                  new Failure.Refused(
                      "account " + place.account(),
                      "a folder to wait in is not there: " + place.folder(),
                      "name folders that are there as backup.watch in the configuration",
                      null));
    }

    private Duration backUp() throws InterruptedException {
      long began = clock.millis();
      backUp.run(place.account());
      return Duration.ofMillis(clock.millis() - began);
    }

    private void rest(Duration work) throws InterruptedException {
      Duration rest = shorter(work.multipliedBy(REST_TO_WORK), LONGEST_REST);
      sleeper.sleep(rest.compareTo(SHORTEST_REST) < 0 ? SHORTEST_REST : rest);
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
