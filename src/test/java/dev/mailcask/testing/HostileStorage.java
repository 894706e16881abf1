package dev.mailcask.testing;

import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.Failure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A storage that goes wrong when it is told to. It dies at any step and tears what it was writing
/// when the power failed; it fails at a step, and lives on; it is full, or slow; single files
/// cannot be read, or have a bit flipped when they are read or written. Otherwise it is the storage
/// beneath. Thread-safe.
public final class HostileStorage implements ArchiveStorage {

  /// What a disk writes at once.
  private static final int BLOCK = 512;

  private final MemoryStorage beneath;
  private final AtomicInteger steps = new AtomicInteger();
  private final AtomicInteger refusals = new AtomicInteger();
  private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
  private volatile int lastStep = Integer.MAX_VALUE;
  private volatile Death death = Death.BEFORE;
  private volatile boolean dead;
  private volatile int failing = -1;
  private volatile boolean done;
  private volatile boolean spoil;
  private volatile Duration delay = Duration.ZERO;
  private final Set<String> unreadable = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> flipped = new ConcurrentHashMap<>();
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
    TORN,
    /// The file's name over none of its bytes: one that named the file before it had them.
    EMPTY,
    /// The file's name over all of its bytes but the last block, which is zeros.
    ZEROED;

    /// Whether the file system broke its word, so that a file is damaged.
    public boolean damages() {
      return this != BEFORE && this != AFTER;
    }
  }

  /// The process dies at this step, counted from 1; opening, writing and publishing a draft,
  /// removing and moving a file are steps. Every call from there on throws [Died].
  public void dieAt(int step, Death how) {
    death = how;
    lastStep = step;
  }

  /// This step, counted from 1, fails as a disk does that is going bad; a write fails after half of
  /// its bytes. The process goes on.
  public void failAt(int step) {
    failing = step;
  }

  /// Likewise, but what this step does is done: the disk only cannot say so.
  public void failAfter(int step) {
    failing = step;
    done = true;
  }

  /// This file cannot be read.
  public void unreadable(String name) {
    unreadable.add(name);
  }

  /// How often a file was asked for that cannot be read.
  public int refusals() {
    return refusals.get();
  }

  /// Every file can be read again.
  public void readable() {
    unreadable.clear();
  }

  /// Reading this file gives a bit that was never written.
  public void flip(String name, long bit) {
    flipped.put(name, bit);
  }

  /// The next file that is published has a wrong bit in it.
  public void spoilNext() {
    spoil = true;
  }

  /// Every call takes so long.
  public void slow(Duration delay) {
    this.delay = delay;
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

  private void failIfTold() {
    if (steps.get() == failing) {
      throw broken("archive");
    }
  }

  private static Failure broken(String name) {
    return new Failure.Unreachable(
        name, "the disk answers with an error (Input/output error)", "look at the disk", null);
  }

  private Died die() {
    dead = true;
    return new Died();
  }

  private void checkAlive() {
    if (!delay.isZero()) {
      LockSupport.parkNanos(delay.toNanos());
    }
    if (dead) {
      throw new Died();
    }
  }

  private void checkReadable(String name) {
    checkAlive();
    if (unreadable.contains(name)) {
      refusals.incrementAndGet();
      throw broken("archive/" + name);
    }
  }

  private byte[] flip(String name, long offset, byte[] bytes) {
    Long bit = flipped.get(name);
    if (bit != null && bit / 8 >= offset && bit / 8 < offset + bytes.length) {
      bytes[(int) (bit / 8 - offset)] ^= (byte) (1 << bit % 8);
    }
    return bytes;
  }

  @Override
  public Draft draft() {
    if (isLast()) {
      throw die();
    }
    failIfTold();
    return new HostileDraft(beneath.draft());
  }

  @Override
  public byte[] read(String name, long offset, int length) {
    checkReadable(name);
    return flip(name, offset, beneath.read(name, offset, length));
  }

  @Override
  public ByteBuffer view(String name, long offset, int length) {
    return ByteBuffer.wrap(read(name, offset, length)).asReadOnlyBuffer();
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
    failIfTold();
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
      failIfTold();
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
      if (steps.get() == failing) {
        bytes.limit(bytes.position() + bytes.remaining() / 2);
        draft.write(bytes);
        throw broken("archive");
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
        if (!done) {
          failIfTold();
        }
        boolean published = draft.publish(name);
        failIfTold();
        if (spoil && published) {
          spoil = false;
          beneath.put(name, spoiled(beneath.bytes(name)));
        }
        return published;
      }
      if (death != Death.BEFORE) {
        draft.publish(name);
      }
      if (death.damages()) {
        beneath.put(name, left(beneath.bytes(name)));
      }
      throw die();
    }

    /// What is left of a file's bytes after the power failed.
    private byte[] left(byte[] whole) {
      return switch (death) {
        case BEFORE, AFTER -> whole;
        case TORN -> Arrays.copyOf(whole, whole.length / 2);
        case EMPTY -> new byte[0];
        case ZEROED ->
            Arrays.copyOf(Arrays.copyOf(whole, (whole.length - 1) / BLOCK * BLOCK), whole.length);
      };
    }

    private static byte[] spoiled(byte[] bytes) {
      byte[] other = bytes.clone();
      other[other.length / 2] ^= 4;
      return other;
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
