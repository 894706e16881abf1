package dev.mailcask.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The jobs that were, in `logs/jobs.jsonl`: a line at each change of state, the last of a job
/// counts. Thread-safe.
///
/// Each line is durable before the job goes on, so that a job that was running when the machine
/// died is known at the next start. A torn last line is passed over. The file is written anew with
/// the newest jobs when it holds several times as many lines as are kept. It is a memory for
/// people: when it cannot be written, jobs go on without it.
final class JobHistory {

  private static final Logger LOG = LoggerFactory.getLogger(JobHistory.class);

  private final Path file;
  private final int kept;

  /// By id, oldest first.
  private final SequencedMap<String, Job> jobs = new LinkedHashMap<>();

  private int lines;

  /// @param kept jobs to remember
  JobHistory(Path file, int kept) {
    this.file = file;
    this.kept = kept;
    load();
    // What did not end was running when the process did.
    jobs.replaceAll((_, job) -> job.status().ended() ? job : interrupted(job));
  }

  private void load() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      for (String line : new String(Files.readAllBytes(file), UTF_8).split("\n", -1)) {
        lines++;
        if (!line.isBlank()) {
          read(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String line) {
    try {
      put(JobLine.read(line));
    } catch (RuntimeException e) {
      LOG.warn("line {} of {} is not a job and was passed over", lines, file.getFileName());
    }
  }

  private static Job interrupted(Job job) {
    Ended how = Ended.interrupted(job.work());
    return new Job(
        job.id(),
        job.work(),
        Status.INTERRUPTED,
        job.trigger(),
        job.queued(),
        job.started(),
        null,
        null,
        null,
        null,
        how.outcome(),
        how.hint());
  }

  /// Remembers a job's state, durably.
  synchronized void record(Job job) {
    put(job);
    try {
      if (lines >= 4 * kept) {
        writeAnew();
      } else {
        append(JobLine.write(job));
      }
    } catch (IOException e) {
      LOG.warn("the history of jobs cannot be written: {}", e.toString());
    }
  }

  private void put(Job job) {
    jobs.put(job.id(), job);
    if (jobs.size() > kept) {
      jobs.pollFirstEntry();
    }
  }

  private void append(String line) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      write(out, (endsTorn() ? "\n" : "") + line + "\n");
      out.force(false);
    }
    lines++;
  }

  /// Whether the file's last line was cut off by a crash: the next one begins on its own.
  private boolean endsTorn() throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return in.size() > 0 && in.read(last, in.size() - 1) == 1 && last.get(0) != '\n';
    }
  }

  private void writeAnew() throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    StringBuilder text = new StringBuilder();
    jobs.values().forEach(job -> text.append(JobLine.write(job)).append('\n'));
    try (FileChannel out =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(out, text.toString());
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    lines = jobs.size();
  }

  private static void write(FileChannel out, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(UTF_8));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  synchronized Optional<Job> job(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  /// The newest jobs, newest first.
  synchronized List<Job> newest(int limit) {
    Collection<Job> newest = jobs.sequencedValues().reversed();
    return new ArrayList<>(newest).subList(0, Math.min(limit, newest.size()));
  }

  /// The oldest job that is remembered.
  synchronized @Nullable Job oldest() {
    return jobs.isEmpty() ? null : jobs.firstEntry().getValue();
  }

  /// The newest job of this work.
  synchronized @Nullable Job newest(Jobs.Work work) {
    return jobs.sequencedValues().reversed().stream()
        .filter(job -> job.work().equals(work))
        .findFirst()
        .orElse(null);
  }
}
