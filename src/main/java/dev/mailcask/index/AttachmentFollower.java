package dev.mailcask.index;

import dev.mailcask.base.Background;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads attachments whenever some wait, until it is closed; while jobs run, at a quarter of its
/// pace: the processes that read give way to everything else, but not what is done here for them,
/// in the archive, the index and on the disk.
public final class AttachmentFollower implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(AttachmentFollower.class);

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration AFTER_FAILURE = Duration.ofMinutes(10);

  private final Attachments attachments;
  private final BooleanSupplier busy;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread thread;

  /// @param busy whether jobs run for which somebody waits; asked several times a second then
  public AttachmentFollower(Attachments attachments, BooleanSupplier busy) {
    this.attachments = attachments;
    this.busy = busy;
  }

  /// Begins, if it has not begun yet.
  public synchronized void start() {
    if (thread == null) {
      thread = Background.start("attachments", this::run);
    }
  }

  private void run() {
    Duration wait = Duration.ZERO;
    boolean tidied = false;
    while (!waited(wait)) {
      try {
        long read = attachments.read(new UntilClosed());
        wait = LOOK;
        if (!tidied) {
          attachments.forgetDropped();
          tidied = true;
        }
        if (read > 0) {
          log.info("attachments of {} messages were read", read);
        }
      } catch (Failure.Cancelled e) {
        return;
      } catch (Failure e) {
        log.warn("attachments are not read for now: {}", e.getMessage());
        wait = AFTER_FAILURE;
      } catch (RuntimeException e) {
        log.error("attachments are not read for now", e);
        wait = AFTER_FAILURE;
      }
    }
  }

  /// Whether it was closed within a time.
  private boolean waited(Duration time) {
    try {
      return closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return true;
    }
  }

  /// Rests and stops between two messages.
  private final class UntilClosed implements Progress {
    private final GivingWay way =
        new GivingWay(
            () -> busy.getAsBoolean() && !cancelled(),
            time -> closed.await(time.toMillis(), TimeUnit.MILLISECONDS),
            System::nanoTime);

    @Override
    public void at(Step step) { // Attachments#backlog tells how far it is
      way.rest();
    }

    @Override
    public boolean cancelled() {
      return closed.getCount() == 0;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    attachments.close();
    Thread running;
    synchronized (this) {
      running = thread;
    }
    if (running != null) {
      try {
        running.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
