package dev.mailcask.restore;

import dev.mailcask.archive.Archive;
import dev.mailcask.base.Background;
import dev.mailcask.base.Content;
import dev.mailcask.base.Failure;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/// Reads the messages of a folder from the archive a few ahead of the server, in order. What cannot
/// be read is handed over with the reason.
final class ReadAhead implements AutoCloseable {

  private static final int AHEAD = 16;

  /// @param content null if it cannot be read
  /// @param problem why, else empty
  record Read(Wanted wanted, @Nullable Content content, String problem) {}

  private final BlockingQueue<Read> queue = new ArrayBlockingQueue<>(AHEAD);
  private final Thread reader;
  private volatile @Nullable RuntimeException bug;

  ReadAhead(Archive archive, List<Wanted> all) {
    this.reader = Background.start("restore, reading ahead", () -> readAll(archive, all));
  }

  /// The next message; there are as many as were given.
  Read next() throws InterruptedException {
    Read next = queue.take();
    RuntimeException thrown = bug;
    if (thrown != null) {
      throw thrown;
    }
    return next;
  }

  private void readAll(Archive archive, List<Wanted> all) {
    try {
      for (Wanted wanted : all) {
        queue.put(read(archive, wanted));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody wants the rest
    }
  }

  private Read read(Archive archive, Wanted wanted) {
    try {
      return archive
          .read(wanted.id())
          .map(content -> new Read(wanted, content, ""))
          .orElseGet(() -> new Read(wanted, null, "the archive lost it; run verify"));
    } catch (Failure e) {
      return new Read(wanted, null, e.subject() + ": " + e.problem() + "; " + e.hint());
    } catch (RuntimeException e) {
      bug = e;
      return new Read(wanted, null, "an internal error");
    }
  }

  @Override
  public void close() {
    reader.interrupt();
  }
}
