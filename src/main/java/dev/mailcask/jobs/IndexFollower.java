package dev.mailcask.jobs;

import dev.mailcask.base.Background;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.index.Indexer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets the index follow the catalog while backups run, so that mail can be searched as it comes in
/// and little is left to index at the end.
///
/// A failure here is logged and ends the following, not the backup; the catch-up at the backup's
/// end meets it again and tells the owner.
final class IndexFollower implements Progress {

  private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);

  private final Supplier<Indexer> indexer;

  private final ReentrantLock lock = new ReentrantLock();
  private int followed;
  private @Nullable Thread thread;

  IndexFollower(Supplier<Indexer> indexer) {
    this.indexer = indexer;
  }

  /// Follows until the returned handle is closed.
  Following follow() {
    lock.lock();
    try {
      followed++;
      if (thread == null) {
        thread = Background.startSooner("index-follower", this::run);
      }
      return this::leave;
    } finally {
      lock.unlock();
    }
  }

  private void leave() {
    lock.lock();
    try {
      followed--;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (wantedOrForgotten()) {
        follow(indexer.get());
      }
    } catch (RuntimeException e) {
      LOG.atLevel(FailureTable.of(e).level()).setCause(e).log("the index stopped following");
      forgetThread();
    }
  }

  private void follow(Indexer writing) {
    try {
      writing.follow(() -> !cancelled(), this);
    } catch (Failure.Cancelled e) {
      LOG.debug("the last backup ended while the index followed");
    }
  }

  @Override
  public void at(Step step) {
    // nobody watches the index while a backup runs; its end shows how far it came
  }

  /// What is left to index when the last backup ends is left to its own catch-up, which shows it.
  @Override
  public boolean cancelled() {
    lock.lock();
    try {
      return followed == 0;
    } finally {
      lock.unlock();
    }
  }

  /// Whether somebody wants it; if not, this thread is forgotten in the same breath, so that the
  /// next backup starts another.
  private boolean wantedOrForgotten() {
    lock.lock();
    try {
      if (followed == 0) {
        thread = null;
      }
      return followed > 0;
    } finally {
      lock.unlock();
    }
  }

  private void forgetThread() {
    lock.lock();
    try {
      thread = null;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the last look to end, as long as looking is not wanted any more.
  void awaitEnd() {
    Thread running;
    lock.lock();
    try {
      running = followed == 0 ? thread : null;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      try {
        running.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Ends the following of one backup.
  interface Following extends AutoCloseable {
    @Override
    void close();
  }
}
