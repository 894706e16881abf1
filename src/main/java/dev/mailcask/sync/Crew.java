package dev.mailcask.sync;

import dev.mailcask.base.Failure;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One or two connections that share the work of a run. The first is the caller's thread; the
/// second comes along when there is work for two, and may be missing: a server that grants one
/// connection only is backed up all the same.
final class Crew implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Crew.class);

  private final String subject;
  private final Line first;
  private @Nullable Line second;
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

  Crew(String subject, Line first, @Nullable Line second) {
    this.subject = subject;
    this.first = first;
    this.second = second;
  }

  /// Ends this thread's work if the other's ended with a failure.
  void safePoint() {
    RuntimeException reason = failure.get();
    if (reason != null) {
      throw new Stopped(reason);
    }
  }

  /// Does all the tasks; returns when both connections are idle again.
  ///
  /// @throws RuntimeException the first failure of either, see [Stopped#reasonOf]
  <T> void work(Collection<T> tasks, BiConsumer<Line, T> work) {
    Shift<T> shift = new Shift<>(new ConcurrentLinkedDeque<>(tasks), work);
    Line other = second;
    if (other == null || tasks.size() < 2) {
      shift.run(first);
    } else {
      together(shift, other);
    }
    safePoint();
    if (!shift.tasks.isEmpty() && !shift.firstGaveUp) {
      shift.run(first); // the other gave back what it had after this one was done
      safePoint();
    }
    RuntimeException gaveUp = shift.gaveUp.get();
    if (gaveUp != null && !shift.tasks.isEmpty()) {
      throw gaveUp;
    }
  }

  private <T> void together(Shift<T> shift, Line other) {
    Thread thread = Thread.ofVirtual().name(subject + ", second").start(() -> join(shift, other));
    shift.run(first);
    if (failure.get() != null || !shift.secondConnected) {
      thread.interrupt();
    }
    await(thread);
    if (!shift.secondConnected) {
      other.close();
    }
  }

  /// Waits for the second thread whatever comes: what follows commits and closes what it uses.
  private void await(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
        fail(new Failure.Cancelled(subject));
        thread.interrupt();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> void join(Shift<T> shift, Line other) {
    try {
      other.mailbox();
      shift.secondConnected = true;
    } catch (GaveUp e) {
      LOG.info("{}: no second connection: {}", subject, e.failure().problem());
      second = null;
      return;
    } catch (RuntimeException e) {
      LOG.debug("{}: the second connection was not needed any more", subject, e);
      return;
    } catch (Throwable e) {
      fail(broken(e));
      return;
    }
    shift.run(other);
  }

  /// An Error ends the run as any bug does, and never only the thread that it hit.
  private static RuntimeException broken(Throwable e) {
    return e instanceof RuntimeException known
        ? Stopped.reasonOf(known)
        : new IllegalStateException("the work on a connection broke down", e);
  }

  private void fail(RuntimeException e) {
    failure.compareAndSet(null, e);
  }

  @Override
  public void close() {
    first.close();
    Line other = second;
    if (other != null) {
      other.close();
    }
  }

  private final class Shift<T> {
    private final Deque<T> tasks;
    private final BiConsumer<Line, T> work;
    private final AtomicReference<@Nullable RuntimeException> gaveUp = new AtomicReference<>();
    private volatile boolean secondConnected;
    private volatile boolean firstGaveUp;

    Shift(Deque<T> tasks, BiConsumer<Line, T> work) {
      this.tasks = tasks;
      this.work = work;
    }

    void run(Line line) {
      T task = tasks.pollFirst();
      while (task != null && failure.get() == null) {
        try {
          work.accept(line, task);
        } catch (GaveUp e) {
          tasks.addFirst(task);
          gaveUp.compareAndSet(null, e.failure());
          firstGaveUp |= line == first;
          return;
        } catch (Throwable e) {
          fail(broken(e));
          return;
        }
        task = tasks.pollFirst();
      }
    }
  }
}
