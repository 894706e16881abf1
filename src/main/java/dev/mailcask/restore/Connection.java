package dev.mailcask.restore;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Sleeper;
import dev.mailcask.mailbox.Mailbox;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one connection of a restore, made anew when it is lost: a restore needs no second one, and
/// so two restores never wait for each other. Used by one thread.
final class Connection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

  /// Losses in a row before the server is given up: one second, two, four, eight, sixteen between.
  private static final int LOSSES = 6;

  private final String subject;
  private final Supplier<Mailbox> connector;
  private final Sleeper sleeper;
  private @Nullable Mailbox mailbox;
  private boolean connectedBefore;
  private int losses;

  Connection(String subject, Supplier<Mailbox> connector, Sleeper sleeper) {
    this.subject = subject;
    this.connector = connector;
    this.sleeper = sleeper;
  }

  /// The connection, made if need be; the very first is tried once, so that a wrong password or
  /// host name is told at once.
  Mailbox mailbox() {
    while (true) {
      Mailbox connected = mailbox;
      if (connected != null) {
        return connected;
      }
      try {
        mailbox = connector.get();
        connectedBefore = true;
      } catch (Failure.Unreachable | Failure.Throttled e) {
        if (!connectedBefore) {
          throw e;
        }
        lost(e);
      }
    }
  }

  /// Does work that may be done again from its beginning, and does so after a loss.
  <T> T repeating(Function<Mailbox, T> work) {
    while (true) {
      try {
        T result = work.apply(mailbox());
        progress();
        return result;
      } catch (Failure.Unreachable | Failure.Throttled e) {
        lost(e);
      }
    }
  }

  /// Takes note that the server does its work.
  void progress() {
    losses = 0;
  }

  /// Drops the connection after it was lost, and waits as long as is decent.
  ///
  /// @throws Failure the loss itself, if it was one too many
  void lost(Failure failure) {
    LOG.info("{}: {}; connecting again", subject, failure.problem());
    close();
    if (++losses > LOSSES) {
      throw failure;
    }
    sleeper.pause(Duration.ofSeconds(1L << (losses - 1)), subject);
  }

  @Override
  public void close() {
    Mailbox old = mailbox;
    mailbox = null;
    if (old != null) {
      old.close();
    }
  }
}
