package dev.mailcask.bench;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.message.Envelope;
import dev.mailcask.message.EnvelopeParser;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Stores mail as a backup does when the server costs nothing: two fetchers, a journal event with
/// its envelope for each message, a commit when 64 MiB wait.
final class MailStore {

  private static final int FETCHERS = 2;
  private static final long COMMIT_BYTES = 64L << 20;
  private static final long UID_VALIDITY = 1_600_000_000L;

  private final Archive archive;
  private final ReentrantLock committing = new ReentrantLock();

  private final int folders;
  private final Function<Envelope, String> internalDate;

  MailStore(Archive archive) {
    this(archive, 1, envelope -> "17-Jul-2020 02:44:25 +0000");
  }

  /// @param folders over which the messages are spread
  /// @param internalDate when the server says that it received a message
  MailStore(Archive archive, int folders, Function<Envelope, String> internalDate) {
    this.archive = archive;
    this.folders = folders;
    this.internalDate = internalDate;
  }

  /// Stores all and returns when they are durable.
  void store(List<Content> mail) {
    AtomicInteger next = new AtomicInteger();
    try (ArchiveWriter writer = archive.writer(new AccountId("bench"));
        ExecutorService fetchers = Executors.newFixedThreadPool(FETCHERS)) {
      begin(writer);
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < FETCHERS; i++) {
        running.add(fetchers.submit(() -> fetch(writer, mail, next)));
      }
      for (Future<?> fetcher : running) {
        fetcher.get();
      }
      writer.commit();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("storing failed", e);
    }
  }

  private void begin(ArchiveWriter writer) {
    writer.record(
        new JournalEvent.AccountSet(
            new AccountSettings(
                "imap", "mail.example.org", 993, "tls", "bench", "", List.of(), List.of())));
    for (int folder = 1; folder <= folders; folder++) {
      String path = folder == 1 ? "INBOX" : "Archive/Folder " + folder;
      writer.record(new JournalEvent.FolderSeen(folder, path, path, "/", List.of()));
      writer.record(new JournalEvent.GenerationBegan(folder, UID_VALIDITY));
    }
  }

  private void fetch(ArchiveWriter writer, List<Content> mail, AtomicInteger next) {
    for (int i = next.getAndIncrement(); i < mail.size(); i = next.getAndIncrement()) {
      Content message = mail.get(i);
      ContentId id = writer.store(message);
      Envelope envelope = EnvelopeParser.parse(message);
      writer.record(
          new Placed(
              1 + i % folders,
              UID_VALIDITY,
              i + 1L,
              id,
              message.size(),
              internalDate.apply(envelope),
              i % 10 == 0 ? List.of() : List.of("\\Seen"),
              envelope));
      if (writer.pendingBytes() >= COMMIT_BYTES && committing.tryLock()) {
        try {
          writer.commit();
        } finally {
          committing.unlock();
        }
      }
    }
  }
}
