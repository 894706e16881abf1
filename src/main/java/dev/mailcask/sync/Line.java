package dev.mailcask.sync;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Sleeper;
import dev.mailcask.mailbox.FolderName;
import dev.mailcask.mailbox.Mailbox;
import dev.mailcask.mailbox.OpenFolder;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to the account that is made anew when it is lost, with growing patience; used by
/// one thread.
///
/// The first connection is tried once, so that a wrong password or host name is told at once. Later
/// ones are tried a few times. A line that is lost again and again without a single message in
/// between gives up too: it is the server then, and not the message. A server that asks for
/// patience gets it, by whatever command it asks, the login among them.
final class Line implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /// Tries to connect again: one second, two, four, eight, sixteen between them.
  private static final int RECONNECTS = 6;

  /// The refusal of a login is believed sooner: trying on may lock the account.
  private static final int REFUSALS = 2;

  /// Losses in a row without a message: enough to single out several messages that each cost the
  /// connection (see [BodyFetcher]), few enough to end within minutes.
  private static final int FRUITLESS = 60;

  private static final int FREE_LOSSES = 3;
  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final Duration SLOWEST = Duration.ofSeconds(30);

  private final String subject;
  private final Bearing bearing;
  private final Supplier<Mailbox> connector;
  private final Sleeper sleeper;
  private @Nullable Mailbox mailbox;
  private @Nullable OpenFolder open;
  private @Nullable FolderName openName;
  private boolean connectedBefore;
  private int fruitless;
  private int throttlings;
  private Duration waited = Duration.ZERO;

  /// How a line bears itself towards the server.
  ///
  /// @param random how long waits differ from each other
  /// @param asked told how long the server is left alone whenever it asks for patience
  /// @param spare whether the work is done without this line where the server does not want it
  record Bearing(
      Manners manners, SplittableRandom random, Consumer<Duration> asked, boolean spare) {
    Duration wait(Failure.Throttled failure, int times) {
      return manners.wait(failure.patience(), times, random);
    }

    Duration differing(Duration wait) {
      return Manners.jittered(wait, random);
    }
  }

  Line(String subject, Supplier<Mailbox> connector, Sleeper sleeper) {
    this(
        subject,
        connector,
        sleeper,
        new Bearing(Manners.UNKNOWN, new SplittableRandom(1), _ -> {}, false));
  }

  Line(String subject, Supplier<Mailbox> connector, Sleeper sleeper, Bearing bearing) {
    this.subject = subject;
    this.bearing = bearing;
    this.connector = connector;
    this.sleeper = sleeper;
  }

  /// The connection, made if need be.
  ///
  /// @throws GaveUp if it cannot be made
  Mailbox mailbox() {
    Mailbox connected = mailbox;
    if (connected == null) {
      connected = connect();
      mailbox = connected;
      connectedBefore = true;
    }
    return connected;
  }

  /// The folder, opened unless it is open on this line.
  OpenFolder open(FolderName name) {
    OpenFolder folder = open;
    return folder != null && name.equals(openName) ? folder : examine(name);
  }

  /// The folder, opened anew.
  OpenFolder examine(FolderName name) {
    open = null;
    OpenFolder folder = mailbox().examine(name);
    open = folder;
    openName = name;
    return folder;
  }

  /// Takes note that a message came through.
  void progress() {
    fruitless = 0;
    throttlings = 0;
  }

  /// Drops the connection after it was lost, and waits as long as is decent.
  ///
  /// @throws GaveUp if that happened too often
  /// @throws Stopped if the server asks for more patience than a run has
  void lost(Failure failure) {
    LOG.info("{}: {}; connecting again", subject, failure.problem());
    drop();
    if (failure instanceof Failure.Throttled throttled) {
      bearWith(throttled);
      return;
    }
    if (++fruitless > FRUITLESS) {
      throw new GaveUp(failure);
    }
    if (fruitless > FREE_LOSSES) {
      sleeper.pause(doubling(fruitless - FREE_LOSSES, LONGEST), subject);
    }
  }

  /// Waits as long as the server asks for, and lets the other connection know.
  ///
  /// @throws Stopped if that is longer than a run waits: what is asked of one connection holds for
  ///     the account
  private void bearWith(Failure.Throttled failure) {
    Duration wait = bearing.wait(failure, ++throttlings);
    waited = waited.plus(wait);
    if (waited.compareTo(Manners.PATIENCE) > 0) {
      throw new Stopped(failure);
    }
    bearing.asked.accept(wait);
    sleeper.pause(wait, subject);
  }

  private Mailbox connect() {
    int attempt = 0;
    int refusals = 0;
    while (true) {
      try {
        return connector.get();
      } catch (Failure.Throttled e) {
        if (!connectedBefore) {
          throw new GaveUp(e);
        }
        if (bearing.spare) {
          bearing.asked.accept(bearing.wait(e, 1));
          throw new GaveUp(e);
        }
        bearWith(e);
      } catch (Failure.Unreachable | Failure.Refused e) {
        refusals += e instanceof Failure.Refused ? 1 : 0;
        if (!connectedBefore || ++attempt >= RECONNECTS || refusals >= REFUSALS) {
          throw new GaveUp(e);
        }
        sleeper.pause(doubling(attempt, SLOWEST), subject);
      }
    }
  }

  private Duration doubling(int step, Duration longest) {
    Duration wait = Duration.ofSeconds(1L << Math.min(step - 1, 10));
    return bearing.differing(wait.compareTo(longest) > 0 ? longest : wait);
  }

  private void drop() {
    Mailbox old = mailbox;
    mailbox = null;
    open = null;
    openName = null;
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void close() {
    drop();
  }
}
