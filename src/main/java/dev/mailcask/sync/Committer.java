package dev.mailcask.sync;

import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// Decides when what was fetched becomes durable, and lets the catalog follow. Thread-safe.
///
/// One fetcher commits, the others go on; only one that runs far ahead waits. So a run holds a
/// bounded number of bytes and events, and a kill costs one batch.
final class Committer {

  /// Events that are held at most between two commits, some hundred bytes each.
  private static final int MOST_EVENTS = 20_000;

  private final ArchiveWriter writer;
  private final Runnable catchUp;
  private final SyncSettings settings;
  private final InstantSource clock;
  private final ReentrantLock committing = new ReentrantLock();
  private final AtomicInteger events = new AtomicInteger();
  private volatile long last;
  private volatile boolean committed;
  private volatile boolean pending;

  /// @param catchUp lets the catalog take in what was committed
  Committer(ArchiveWriter writer, Runnable catchUp, SyncSettings settings, InstantSource clock) {
    this.writer = writer;
    this.catchUp = catchUp;
    this.settings = settings;
    this.clock = clock;
    this.last = clock.millis();
  }

  ContentId store(Content content) {
    return writer.store(content);
  }

  void record(JournalEvent event) {
    pending = true;
    begin(event);
  }

  /// Records what needs no commit of its own.
  void begin(JournalEvent event) {
    writer.record(event);
    events.incrementAndGet();
  }

  /// Commits if it is time to.
  void tick() {
    if (!due(1)) {
      return;
    }
    if (due(2)) {
      committing.lock();
    } else if (!committing.tryLock()) {
      return;
    }
    try {
      if (due(1)) {
        commitNow();
      }
    } finally {
      committing.unlock();
    }
  }

  /// Commits all that is pending.
  void commit() {
    committing.lock();
    try {
      commitNow();
    } finally {
      committing.unlock();
    }
  }

  /// Commits if anything but the beginning of the run is pending.
  void commitPending() {
    if (pending) {
      commit();
    }
  }

  /// Drops what could not be committed, so that the end of the run can be.
  void drop() {
    writer.drop();
    events.set(0);
  }

  /// Whether anything of this run is durable.
  boolean committed() {
    return committed;
  }

  private boolean due(int times) {
    return events.get() >= times * MOST_EVENTS
        || writer.pendingBytes() >= times * settings.commitBytes()
        || clock.millis() - last >= times * settings.commitEvery().toMillis();
  }

  private void commitNow() {
    events.set(0);
    last = clock.millis();
    pending = false;
    writer.commit();
    committed = true;
    last = clock.millis();
    catchUp.run();
  }
}
