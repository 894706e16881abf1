package dev.mailcask.testing;

import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.Failure;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// A storage that goes wrong when it is told to: it dies at any step, is full, is slow, or tears
/// what it was writing when the power failed. Whatever was published before stays in the storage
/// beneath. Thread-safe.
public final class HostileStorage implements ArchiveStorage {

  private final MemoryStorage beneath;
  private final AtomicInteger steps = new AtomicInteger();
  private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
  private volatile int lastStep = Integer.MAX_VALUE;
  private volatile Death death = Death.BEFORE;
  private volatile boolean dead;
  private volatile @Nullable CountDownLatch gate;

  public HostileStorage(MemoryStorage beneath) {
    this.beneath = beneath;
  }

  /// What a publication leaves behind that the process dies in.
  public enum Death {
    /// Nothing but the draft.
    BEFORE,
    /// The file, durable, of which the process never hears.
    AFTER,
    /// The file's name over half of its bytes: a file system that broke its word.
    TORN
  }

  /// The process dies at this step, counted from 1; opening, writing and publishing a draft,
  /// removing and moving a file are steps. Every call from there on throws [Died].
  public void dieAt(int step, Death how) {
    death = how;
    lastStep = step;
  }

  /// How many steps were taken.
  public int steps() {
    return steps.get();
  }

  /// From now on there is room for so many bytes more.
  public void room(long bytes) {
    room.set(bytes);
  }

  /// Publishing waits from now on, until [#release].
  public void hold() {
    gate = new CountDownLatch(1);
  }

  /// Lets publications through.
  public void release() {
    CountDownLatch waiting = gate;
    gate = null;
    if (waiting != null) {
      waiting.countDown();
    }
  }

  /// The process has been killed: nothing that it does has any effect.
  public static final class Died extends RuntimeException {
    Died() {
      super("the process died here, as the test ordered");
    }
  }

  /// Takes a step and says whether it is the fatal one.
  private boolean isLast() {
    checkAlive();
    return steps.incrementAndGet() >= lastStep;
  }

  private Died die() {
    dead = true;
    return new Died();
  }

  private void checkAlive() {
    if (dead) {
      throw new Died();
    }
  }

  @Override
  public Draft draft() {
    if (isLast()) {
      throw die();
    }
    return new HostileDraft(beneath.draft());
  }

  @Override
  public byte[] read(String name, long offset, int length) {
    checkAlive();
    return beneath.read(name, offset, length);
  }

  @Override
  public ByteBuffer view(String name, long offset, int length) {
    checkAlive();
    return beneath.view(name, offset, length);
  }

  @Override
  public List<Stored> list(String prefix) {
    checkAlive();
    return beneath.list(prefix);
  }

  @Override
  public OptionalLong size(String name) {
    checkAlive();
    return beneath.size(name);
  }

  @Override
  public void replace(String name, byte[] content) {
    if (isLast()) {
      if (death == Death.AFTER) {
        beneath.replace(name, content);
      }
      throw die();
    }
    if (room.addAndGet(-content.length) < 0) {
      throw new Failure.OutOfSpace("archive", "the disk is full", "free some space", null);
    }
    beneath.replace(name, content);
  }

  @Override
  public void delete(String name) {
    change(() -> beneath.delete(name));
  }

  @Override
  public void move(String from, String to) {
    change(() -> beneath.move(from, to));
  }

  /// A change of names, which no file system tears.
  private void change(Runnable change) {
    if (!isLast()) {
      change.run();
      return;
    }
    if (death != Death.BEFORE) {
      change.run();
    }
    throw die();
  }

  @Override
  public void sweep() {
    checkAlive();
    beneath.sweep();
  }

  private final class HostileDraft implements Draft {
    private final Draft draft;

    HostileDraft(Draft draft) {
      this.draft = draft;
    }

    @Override
    public void write(ByteBuffer bytes) {
      if (isLast()) {
        bytes.limit(bytes.position() + bytes.remaining() / 2);
        draft.write(bytes);
        throw die();
      }
      if (room.addAndGet(-bytes.remaining()) < 0) {
        throw new Failure.OutOfSpace("archive", "the disk is full", "free some space", null);
      }
      draft.write(bytes);
    }

    @Override
    public boolean publish(String name) {
      awaitGate();
      if (!isLast()) {
        return draft.publish(name);
      }
      if (death != Death.BEFORE) {
        draft.publish(name);
      }
      if (death == Death.TORN) {
        byte[] whole = beneath.bytes(name);
        beneath.put(name, Arrays.copyOf(whole, whole.length / 2));
      }
      throw die();
    }

    private void awaitGate() {
      CountDownLatch waiting = gate;
      try {
        if (waiting != null && !waiting.await(1, TimeUnit.MINUTES)) {
          throw new IllegalStateException("the test forgot to release the storage");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      if (!dead) {
        draft.close();
      }
    }
  }
}
