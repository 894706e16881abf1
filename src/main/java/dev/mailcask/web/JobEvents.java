package dev.mailcask.web;

import dev.mailcask.access.Access;
import dev.mailcask.access.Access.Session;
import dev.mailcask.jobs.Jobs;
import dev.mailcask.jobs.Jobs.Job;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Changes of jobs as server-sent events (WHATWG HTML section 9.2).
///
/// Each client has a thread, the one of its request, and a letter box that holds the latest
/// state of each job: a client that reads slowly misses steps in between and holds up nobody. A
/// client that comes back needs nothing from before, so `Last-Event-ID` means nothing: it first
/// gets every job that has not ended. There are only so many streams at once: one more ends the
/// oldest, whose client comes again if it is still there.
final class JobEvents {

  /// At once; each holds a thread.
  static final int MOST = 100;

  private static final int JOBS = 100;

  private final Jobs jobs;
  private final Access access;
  private final Duration heartbeat;

  /// Oldest first; guarded by itself.
  private final SequencedSet<LetterBox> open = new LinkedHashSet<>();

  private volatile boolean closed;

  /// @param heartbeat between comments that keep the connection open, and looks at the session
  JobEvents(Jobs jobs, Access access, Duration heartbeat) {
    this.jobs = jobs;
    this.access = access;
    this.heartbeat = heartbeat;
  }

  /// Sends events until the client goes away, its session ends, or the server stops.
  void stream(Context ctx) throws Exception {
    Session session = RequestGate.session(ctx);
    ctx.disableCompression();
    ctx.res().setContentType("text/event-stream");
    ctx.res().setCharacterEncoding("UTF-8");
    ctx.res().setHeader("X-Accel-Buffering", "no"); // nginx would hold events back
    LetterBox box = new LetterBox();
    enter(box);
    try (AutoCloseable _ = jobs.watch(box::put)) {
      jobs.history(JOBS).stream().filter(job -> !job.status().ended()).forEach(box::offer);
      pump(box, ctx.res().getOutputStream(), session);
    } catch (IOException e) {
      // the client went away, which is how most streams end
    } finally {
      leave(box);
    }
  }

  private void enter(LetterBox box) {
    synchronized (open) {
      open.add(box);
      if (open.size() > MOST) {
        open.removeFirst().end();
      }
    }
  }

  private void leave(LetterBox box) {
    synchronized (open) {
      open.remove(box);
    }
  }

  private void pump(LetterBox box, OutputStream out, Session session)
      throws IOException, InterruptedException {
    write(out, "retry: 2000\n\n");
    long id = 0;
    while (!box.ended()) {
      Job job = box.take(heartbeat);
      if (job != null) {
        id++;
        write(
            out,
            "id: "
                + id
                + "\nevent: job\ndata: "
                + Json.MAPPER.writeValueAsString(JobView.of(job))
                + "\n\n");
      } else if (access.session(session.token()).isEmpty()) {
        return;
      } else {
        write(out, ": still here\n\n");
      }
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /// Ends all streams.
  void close() {
    closed = true;
    synchronized (open) {
      open.forEach(LetterBox::end);
    }
  }

  /// The latest state of each job that is still to be sent, in the order of their first changes.
  private final class LetterBox {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Job> waiting = new LinkedHashMap<>();
    private boolean ended;

    void put(Job job) {
      lock.lock();
      try {
        waiting.put(job.id(), job);
        changed.signal();
      } finally {
        lock.unlock();
      }
    }

    /// Puts a state that may be older than one that is here.
    void offer(Job job) {
      lock.lock();
      try {
        waiting.putIfAbsent(job.id(), job);
      } finally {
        lock.unlock();
      }
    }

    /// The next job, or null if none changed within the time or the stream ends.
    @Nullable Job take(Duration patience) throws InterruptedException {
      lock.lock();
      try {
        long left = patience.toNanos();
        while (waiting.isEmpty() && left > 0 && !ended) {
          left = changed.awaitNanos(left);
        }
        var first = waiting.entrySet().iterator();
        if (!first.hasNext()) {
          return null;
        }
        Job job = first.next().getValue();
        first.remove();
        return job;
      } finally {
        lock.unlock();
      }
    }

    boolean ended() {
      lock.lock();
      try {
        return ended || closed;
      } finally {
        lock.unlock();
      }
    }

    void end() {
      lock.lock();
      try {
        ended = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
