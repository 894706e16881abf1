package dev.mailcask.extract;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A few processes that read attachments, started when there is something to read.
///
/// One is replaced when it died, and after a number of files, so that what a library leaks does not
/// add up. Where a process that had read other files before dies of a file, a new one reads this
/// file once more: it is not refused for what others left behind. Processes without work end after
/// a while and give their memory back; and each ends by itself when Mailcask does.
public final class ReaderProcesses implements Extractor {

  private static final Logger log = LoggerFactory.getLogger(ReaderProcesses.class);

  /// What [dev.mailcask.extract.reader] makes of a file; to be raised when it makes more of it.
  private static final String OWN_VERSION = "1";

  private static final String MAIN = "dev.mailcask.extract.reader.ReaderMain";

  /// Files after which a process is replaced.
  private static final int FILES = 500;

  private static final long IDLE_SECONDS = 30;

  private final ReaderCommand command;
  private final Path directory;
  private final Semaphore permits;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("extract-timer").factory());
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<ReaderProcess> idle = new ArrayDeque<>();
  private final Set<ReaderProcess> all = new HashSet<>();
  private long uses;
  private boolean closed;

  /// @param directory for temporary files, which hold parts of mail while they are read
  /// @param libraries of the readers
  public ReaderProcesses(Path directory, ReaderLibraries libraries, ExtractSettings settings) {
    this(
        directory,
        new ReaderCommand(libraries, MAIN, settings, Tesseract.languages(settings.ocr())));
  }

  ReaderProcesses(Path directory, ReaderCommand command) {
    this.directory = directory.toAbsolutePath();
    this.command = command;
    this.permits = new Semaphore(command.settings().processes());
  }

  @Override
  public String version() {
    return command.version(OWN_VERSION);
  }

  @Override
  public Extraction extract(Source bytes, String name, String type) throws IOException {
    permits.acquireUninterruptibly();
    try {
      boolean fresh = false;
      while (true) {
        ReaderProcess reader = fresh ? start() : take();
        Extraction extraction;
        try {
          extraction = reader.extract(bytes, name, type);
        } finally {
          giveBack(reader);
        }
        checkOpen();
        if (fresh || reader.alive() || reader.files() == 1 || !mayBeOthersFault(extraction)) {
          return extraction;
        }
        fresh = true;
      }
    } catch (RejectedExecutionException e) { // closed, and with it who keeps the time
      throw new Failure.Cancelled("reading attachments");
    } finally {
      permits.release();
    }
  }

  private static boolean mayBeOthersFault(Extraction extraction) {
    return extraction instanceof Extraction.Refused(Reason reason)
        && (reason == Reason.CRASHED || reason == Reason.TOO_MUCH_MEMORY);
  }

  private ReaderProcess take() {
    while (true) {
      ReaderProcess reader;
      lock.lock();
      try {
        uses++;
        reader = idle.pollLast();
      } finally {
        lock.unlock();
      }
      if (reader == null) {
        return start();
      }
      if (reader.alive()) {
        return reader;
      }
      end(reader);
    }
  }

  private ReaderProcess start() {
    checkOpen();
    ReaderProcess reader = ReaderProcess.start(command, directory, timer);
    log.debug("reader {} started", reader.pid());
    lock.lock();
    try {
      if (!closed) {
        all.add(reader);
        return reader;
      }
    } finally {
      lock.unlock();
    }
    reader.close();
    throw new Failure.Cancelled("reading attachments");
  }

  private void giveBack(ReaderProcess reader) {
    if (!reader.alive() || reader.files() >= FILES) {
      end(reader);
      return;
    }
    lock.lock();
    try {
      if (!closed) {
        idle.addLast(reader);
        long use = uses;
        var _ = timer.schedule(() -> endIdle(use), IDLE_SECONDS, TimeUnit.SECONDS);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Ends the processes without work, if there was none since.
  private void endIdle(long use) {
    List<ReaderProcess> ended;
    lock.lock();
    try {
      if (use != uses) {
        return;
      }
      ended = List.copyOf(idle);
      idle.clear();
    } finally {
      lock.unlock();
    }
    ended.forEach(this::end);
  }

  private void end(ReaderProcess reader) {
    reader.close();
    lock.lock();
    try {
      all.remove(reader);
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() {
    lock.lock();
    try {
      if (closed) {
        throw new Failure.Cancelled("reading attachments");
      }
    } finally {
      lock.unlock();
    }
  }

  /// The processes there are.
  List<Long> pids() {
    lock.lock();
    try {
      return all.stream().map(ReaderProcess::pid).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    List<ReaderProcess> ended;
    lock.lock();
    try {
      closed = true;
      ended = List.copyOf(all);
      idle.clear();
    } finally {
      lock.unlock();
    }
    timer.shutdownNow();
    ended.forEach(this::end);
  }
}
