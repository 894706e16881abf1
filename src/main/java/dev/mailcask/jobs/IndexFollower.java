package dev.mailcask.jobs;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.index.Indexer;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets the index follow the catalog while backups run, so that mail can be searched as it comes in
/// and little is left to index at the end.
///
/// Pulls: looks every second whether the catalog changed. A failure here is logged and ends the
/// following, not the backup; the catch-up at the backup's end meets it again and tells the owner.
final class IndexFollower implements Progress {

  private static final Logger LOG = LoggerFactory.getLogger(IndexFollower.class);

  private final Catalog catalog;
  private final Supplier<Indexer> indexer;
  private final Duration pause;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int followed;
  private @Nullable Thread thread;

  IndexFollower(Catalog catalog, Supplier<Indexer> indexer, Duration pause) {
    this.catalog = catalog;
    this.indexer = indexer;
    this.pause = pause;
  }

  /// Follows until the returned handle is closed.
  Following follow() {
    lock.lock();
    try {
      followed++;
      if (thread == null) {
        thread = Thread.ofPlatform().name("index-follower").daemon().start(this::run);
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
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    long seen = -1;
    try {
      while (waitOrEnd()) {
        seen = look(seen);
      }
    } catch (RuntimeException e) {
      LOG.atLevel(FailureTable.of(e).level()).setCause(e).log("the index stopped following");
      forgetThread();
    }
  }

  private long look(long seen) {
    long last = catalog.lastChange();
    if (last == seen) {
      return seen;
    }
    try {
      indexer.get().catchUp(this);
      return last;
    } catch (Failure.Cancelled e) {
      return seen; // the last backup ended meanwhile
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

  /// Waits for the next look; false when nobody wants it any more, and then this thread is
  /// forgotten in the same breath, so that the next backup starts another.
  private boolean waitOrEnd() {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (followed > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
      if (followed == 0) {
        thread = null;
      }
      return followed > 0;
    } catch (InterruptedException e) {
      thread = null;
      Thread.currentThread().interrupt();
      return false;
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
