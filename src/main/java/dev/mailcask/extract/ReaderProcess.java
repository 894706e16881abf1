package dev.mailcask.extract;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Failure;
import dev.mailcask.base.FileTree;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One process that reads files, one after the other. Used by one thread at a time; [#close] may be
/// called by any.
final class ReaderProcess implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ReaderProcess.class);

  private static final int CHUNK = 64 << 10;

  /// To start; a machine that is busy takes its time.
  private static final long START_SECONDS = 120;

  /// For the bytes of a file to get there, which depends on where they come from.
  private static final long SEND_SECONDS = 600;

  private static final String ERRORS = "errors";

  private final ExtractSettings settings;
  private final Path directory;
  private final ScheduledExecutorService timer;
  private final Process process;
  private final DataInputStream in;
  private final DataOutputStream out;
  private int files;
  private boolean gone;
  private volatile boolean late;
  private final AtomicBoolean closed = new AtomicBoolean();

  private ReaderProcess(
      ExtractSettings settings, Path directory, ScheduledExecutorService timer, Process process) {
    this.settings = settings;
    this.directory = directory;
    this.timer = timer;
    this.process = process;
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream(), CHUNK));
  }

  /// Starts one and waits until it is ready.
  ///
  /// @param parent the directory in which it gets one of its own
  /// @throws Failure.Unreachable if it does not start
  static ReaderProcess start(ReaderCommand command, Path parent, ScheduledExecutorService timer) {
    Path directory;
    try {
      Files.createDirectories(parent);
      directory = Files.createTempDirectory(parent, "reader-");
    } catch (IOException e) {
      throw DiskFailure.of("directory for temporary files", e);
    }
    Process process;
    try {
      process = command.in(directory).redirectError(directory.resolve(ERRORS).toFile()).start();
    } catch (IOException e) {
      delete(directory);
      throw notStarted("", e);
    }
    ReaderProcess reader = new ReaderProcess(command.settings(), directory, timer, process);
    Future<?> deadline = timer.schedule(reader::kill, START_SECONDS, TimeUnit.SECONDS);
    try {
      Wire.awaitReady(reader.in);
      return reader;
    } catch (IOException e) {
      reader.kill();
      String said = reader.errors();
      reader.close();
      throw notStarted(said, e);
    } finally {
      deadline.cancel(false);
    }
  }

  private static Failure notStarted(String said, IOException cause) {
    return new Failure.Unreachable(
        "reader of attachments",
        "its process does not start" + (said.isEmpty() ? "" : " (" + said + ")"),
        "give it more with extract.memory, or do without with extract.enabled",
        cause);
  }

  /// The first line of what it said before any file, thus nothing of any mail.
  private String errors() {
    try {
      process.waitFor(5, TimeUnit.SECONDS);
      return Files.readString(directory.resolve(ERRORS), UTF_8).lines().findFirst().orElse("");
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /// Reads one file. Afterwards, if this is not [#alive], the file may have ended the process.
  ///
  /// @throws IOException if the bytes cannot be read where they come from
  Extraction extract(Extractor.Source bytes, String name, String type) throws IOException {
    files++;
    Future<?> deadline = deadline(SEND_SECONDS * 1000);
    try {
      if (!send(bytes, name, type)) {
        return new Extraction.Refused(Reason.TOO_LARGE);
      }
      deadline.cancel(false);
      deadline = deadline(settings.time().toMillis());
      return receive();
    } catch (ReaderGone e) {
      return new Extraction.Refused(died());
    } finally {
      deadline.cancel(false);
    }
  }

  /// Hands a file over.
  ///
  /// @return whether it is not too large
  private boolean send(Extractor.Source bytes, String name, String type)
      throws IOException, ReaderGone {
    toReader(() -> Wire.sendName(out, name, type));
    boolean whole = false;
    try (InputStream source = bytes.open()) {
      byte[] buffer = new byte[CHUNK];
      long sent = 0;
      int read = source.read(buffer);
      for (; read >= 0 && sent + read <= settings.maxBytes(); read = source.read(buffer)) {
        int length = read;
        toReader(() -> Wire.sendChunk(out, buffer, length));
        sent += read;
      }
      whole = read < 0;
    } finally {
      boolean all = whole;
      toReader(() -> Wire.sendEnd(out, all));
    }
    return whole;
  }

  private Extraction receive() throws ReaderGone {
    try {
      return Wire.receiveAnswer(in);
    } catch (IOException e) {
      throw new ReaderGone(e);
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static void toReader(Writing writing) throws ReaderGone {
    try {
      writing.run();
    } catch (IOException e) {
      throw new ReaderGone(e);
    }
  }

  /// Nothing more is heard of the process, or nothing that makes sense.
  private static final class ReaderGone extends Exception {
    ReaderGone(IOException cause) {
      super(cause);
    }
  }

  private Future<?> deadline(long millis) {
    return timer.schedule(
        () -> {
          late = true;
          kill();
        },
        millis,
        TimeUnit.MILLISECONDS);
  }

  /// Why it ended; a process that only talks nonsense is ended.
  private Reason died() {
    boolean tooSlow = late;
    gone = true;
    try {
      int code = process.waitFor(2, TimeUnit.SECONDS) ? process.exitValue() : -1;
      log.debug("a reader ended with code {}", code);
      kill();
      if (tooSlow) {
        return Reason.TOO_SLOW;
      }
      return code == ReaderCommand.OUT_OF_MEMORY ? Reason.TOO_MUCH_MEMORY : Reason.CRASHED;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kill();
      return Reason.CRASHED;
    }
  }

  /// Whether it can read another file.
  boolean alive() {
    return !gone && process.isAlive();
  }

  /// Files that it was given so far.
  int files() {
    return files;
  }

  /// The operating system's number of it.
  long pid() {
    return process.pid();
  }

  /// Ends it, and what it has started, without asking.
  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    kill();
    try {
      process.waitFor(10, TimeUnit.SECONDS); // it may write files until it is gone
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    delete(directory);
  }

  private static void delete(Path directory) {
    try {
      FileTree.delete(directory);
    } catch (IOException e) {
      log.warn("temporary files of a reader stay until the next start ({})", e.getClass());
    }
  }
}
