package dev.mailcask.jobs;

import dev.mailcask.jobs.Jobs.Job;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells watchers of changes without ever waiting for one: of each job only the newest change is
/// kept until its watcher takes it.
final class JobWatchers {

  private static final Logger LOG = LoggerFactory.getLogger(JobWatchers.class);

  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

  AutoCloseable add(Consumer<Job> consumer) {
    Watcher watcher = new Watcher(consumer);
    watchers.add(watcher);
    Thread.ofVirtual().name("job-watcher").start(watcher::run);
    return watcher;
  }

  void publish(Job job) {
    watchers.forEach(watcher -> watcher.offer(job));
  }

  private final class Watcher implements AutoCloseable {
    private final Consumer<Job> consumer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Job> pending = new LinkedHashMap<>();
    private boolean closed;

    Watcher(Consumer<Job> consumer) {
      this.consumer = consumer;
    }

    void offer(Job job) {
      lock.lock();
      try {
        Job known = pending.get(job.id());
        if (known == null || !known.status().ended()) {
          pending.put(job.id(), job);
        }
        changed.signal();
      } finally {
        lock.unlock();
      }
    }

    void run() {
      for (List<Job> jobs = take(); !jobs.isEmpty(); jobs = take()) {
        for (Job job : jobs) {
          try {
            consumer.accept(job);
          } catch (RuntimeException e) {
            LOG.error("a watcher of jobs failed", e);
          }
        }
      }
    }

    /// The changes since the last call; empty when closed.
    private List<Job> take() {
      lock.lock();
      try {
        while (pending.isEmpty() && !closed) {
          changed.awaitUninterruptibly();
        }
        List<Job> jobs = closed ? List.of() : new ArrayList<>(pending.values());
        pending.clear();
        return jobs;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      watchers.remove(this);
      lock.lock();
      try {
        closed = true;
        changed.signal();
      } finally {
        lock.unlock();
      }
    }
  }
}
