package dev.mailcask.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.Journal;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.DiskFailure;
import dev.mailcask.base.Failure;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the heads of the journals down outside of the archive: to a file, whose lines are only
/// ever added to, or to an address. Whoever keeps them can tell later that nothing archived until
/// then was altered or removed, and need trust neither this machine nor its owner. Each head is
/// written once. Thread-safe.
public final class HeadLog {

  private static final Logger LOG = LoggerFactory.getLogger(HeadLog.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Archive archive;
  private final ArchiveJournal own;
  private final @Nullable URI to;
  private final InstantSource clock;

  /// The hashes written last, by journal; null until it is known what was.
  private @Nullable Map<String, String> written;

  /// @param own the archive's own journal
  /// @param to where to, null for nowhere: a file, or an address of http or https
  public HeadLog(Archive archive, ArchiveJournal own, @Nullable URI to, InstantSource clock) {
    this.archive = archive;
    this.own = own;
    this.to = to;
    this.clock = clock;
  }

  /// Writes what changed since the last time. What cannot be written is written the next time, as
  /// far as it still is a head; it stops nothing.
  ///
  /// @return why it could not be written
  public synchronized Optional<Failure> write() {
    URI target = to;
    if (target == null) {
      return Optional.empty();
    }
    try {
      boolean file = "file".equals(target.getScheme());
      Map<String, String> before = written;
      if (before == null) {
        before = file ? read(Path.of(target), ArchiveId.of(archive)) : new HashMap<>();
      }
      List<RecordedHead> heads = new ArrayList<>();
      for (RecordedHead head : heads(clock.instant())) {
        if (!head.hash().equals(before.get(head.account()))) {
          heads.add(head);
        }
      }
      if (!heads.isEmpty()) {
        if (file) {
          append(Path.of(target), heads);
        } else {
          post(target, heads);
        }
        for (RecordedHead head : heads) {
          before.put(head.account(), head.hash());
        }
      }
      written = before;
      return Optional.empty();
    } catch (Failure e) {
      LOG.warn("the heads of the journals were not written down: {}", e.getMessage());
      return Optional.of(e);
    }
  }

  private List<RecordedHead> heads(Instant now) {
    String id = ArchiveId.of(archive);
    List<RecordedHead> heads = new ArrayList<>();
    for (AccountId account : archive.accounts()) {
      Journal journal = archive.journal(account);
      heads.add(headOf(journal, id, now));
    }
    if (own.last() > 0) {
      heads.add(new RecordedHead(now, id, JournalPass.OWN, own.last(), own.head()));
    }
    return heads;
  }

  /// Of one that may get longer at any moment: number and hash of the same segment.
  private static RecordedHead headOf(Journal journal, @Nullable String id, Instant now) {
    while (true) {
      long last = journal.last();
      String hash = journal.head();
      if (journal.last() == last) {
        return new RecordedHead(now, id, journal.account().name(), last, hash);
      }
    }
  }

  private static Map<String, String> read(Path file, @Nullable String id) {
    Map<String, String> heads = new HashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file, UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        RecordedHead head = RecordedHead.read(line);
        if (head != null && !head.isForeign(id)) {
          heads.put(head.account(), head.hash());
        }
      }
    } catch (NoSuchFileException e) {
      return heads; // the first one is still to be written
    } catch (IOException e) {
      throw DiskFailure.of("heads file " + file, e);
    }
    return heads;
  }

  private static void append(Path file, List<RecordedHead> heads) {
    StringBuilder lines = new StringBuilder();
    heads.forEach(head -> lines.append(head.line()).append('\n'));
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      if (out.size() > 0 && lastByte(file) != '\n') {
        lines.insert(0, '\n'); // a full disk cut the last line off; it must not take this one along
      }
      ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(UTF_8));
      while (bytes.hasRemaining()) {
        int _ = out.write(bytes);
      }
      out.force(true);
    } catch (NoSuchFileException e) {
      throw new Failure.Refused(
          "heads file " + file,
          "its directory is not there",
          "mount its disk, or name another file as archive.heads",
          e);
    } catch (IOException e) {
      throw DiskFailure.of("heads file " + file, e);
    }
  }

  private static int lastByte(Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      int _ = in.read(last, in.size() - 1);
      return last.get(0);
    }
  }

  private static void post(URI address, List<RecordedHead> heads) {
    String subject = "heads address " + address.getHost();
    String hint = "see that it takes a POST of JSON, or name another one as archive.heads";
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      for (RecordedHead head : heads) {
        HttpRequest request =
            HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(head.line()))
                .build();
        HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
        if (answer.statusCode() / 100 != 2) {
          throw new Failure.Refused(subject, "it answers " + answer.statusCode(), hint, null);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Cancelled(subject);
    } catch (IOException e) {
      throw new Failure.Unreachable(
          subject, "it cannot be reached (" + e.getClass().getSimpleName() + ")", hint, e);
    }
  }
}
