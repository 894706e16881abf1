package dev.mailcask.index;

import dev.mailcask.archive.Archive;
import dev.mailcask.base.Background;
import dev.mailcask.base.Content;
import dev.mailcask.base.Counted;
import dev.mailcask.base.Failure;
import dev.mailcask.catalog.Change;
import dev.mailcask.catalog.Message;
import dev.mailcask.index.KnownMessages.Lookup;
import dev.mailcask.index.MessageDocument.Attached;
import dev.mailcask.message.MessageParser;
import dev.mailcask.message.ParsedMessage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads that read messages and write their documents. Used by one thread at a time.
final class DocumentWriters implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DocumentWriters.class);

  /// Chunks that wait or are worked on, for each thread.
  private static final int UNDER_WAY = 3;

  private final Archive archive;
  private final int permits;
  private final Semaphore room;
  private final BlockingQueue<MessageDocument> documents;
  private final ExecutorService threads;

  /// Messages that could not be read since this was told.
  private final AtomicLong unread = new AtomicLong();

  private final AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();

  DocumentWriters(Archive archive, int count) {
    this.archive = archive;
    this.permits = UNDER_WAY * count;
    this.room = new Semaphore(permits);
    this.documents = new ArrayBlockingQueue<>(count);
    for (int i = 0; i < count; i++) {
      documents.add(new MessageDocument());
    }
    this.threads = Background.soonerPool("index", count);
  }

  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  /// Hands over a chunk of changes; waits while too many are under way.
  ///
  /// @param known what the index had before
  void write(IndexWriter writer, KnownMessages known, List<Change> chunk) throws IOException {
    boolean again = false;
    for (Change change : chunk) {
      again |= known.written(change.message().id());
    }
    if (again) {
      drain(); // what was handed over before must not be written later
    }
    submit(() -> writeAll(writer, known.lookup(), chunk));
  }

  private void submit(Task task) {
    room.acquireUninterruptibly();
    threads.execute(
        () -> {
          try {
            if (failed.get() == null) {
              task.run();
            }
          } catch (Throwable t) {
            failed.compareAndSet(null, t);
          } finally {
            room.release();
          }
        });
  }

  /// Waits until everything that was handed over is in files, each thread writing those of its own;
  /// what is left for a commit is to make them durable.
  ///
  /// @throws IOException the first fault that kept a document from being written
  void flush(IndexWriter writer) throws IOException {
    drain();
    for (int i = 0; i < documents.size(); i++) {
      submit(() -> writer.flushNextBuffer());
    }
    drain();
  }

  /// Waits until everything that was handed over is written.
  ///
  /// @throws IOException the first fault that kept a document from being written
  void drain() throws IOException {
    room.acquireUninterruptibly(permits);
    room.release(permits);
    tellUnread();
    switch (failed.getAndSet(null)) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable t -> throw new IllegalStateException("an index thread ended", t);
    }
  }

  /// One line, however many they are: a pack that is lost takes thousands along.
  private void tellUnread() {
    long count = unread.getAndSet(0);
    if (count > 0) {
      log.warn(
          "{} cannot be read from the archive and {} indexed by subject, names and dates alone;"
              + " 'mailcask verify' tells which",
          Counted.of(count, "message", "messages"),
          count == 1 ? "is" : "are");
    }
  }

  private void writeAll(IndexWriter writer, Lookup known, List<Change> chunk)
      throws IOException, InterruptedException {
    MessageDocument document = documents.take();
    try {
      for (Change change : chunk) {
        write(writer, known, document, change.message());
      }
    } finally {
      documents.add(document);
    }
  }

  private void write(IndexWriter writer, Lookup known, MessageDocument document, Message message)
      throws IOException {
    Term id = new Term(Fields.ID, new BytesRef(message.id().bytes()));
    BytesRef state = PlacementCodec.encode(message.places());
    switch (known.find(message, state)) {
      case SAME -> {}
      case MOVED -> writer.updateBinaryDocValue(id, Fields.STATE, state);
      case NEW -> {
        ParsedMessage parsed = parsed(message);
        try {
          writer.updateDocument(id, document.of(message, state, parsed, null));
        } catch (AlreadyClosedException e) {
          throw e;
        } catch (RuntimeException e) { // a message that no analysis was ready for stops no other
          log.error("message {} is indexed by its envelope", message.id(), e);
          writer.updateDocument(id, document.of(message, state, null, null));
        }
      }
    }
  }

  /// Writes a message again, with what its attachments gave; everything that was handed over is
  /// written before.
  void attach(IndexWriter writer, Message message, ParsedMessage parsed, Attached attached)
      throws IOException {
    drain();
    MessageDocument document = documents.remove();
    try {
      Term id = new Term(Fields.ID, new BytesRef(message.id().bytes()));
      BytesRef state = PlacementCodec.encode(message.places());
      writer.updateDocument(id, document.of(message, state, parsed, attached));
    } finally {
      documents.add(document);
    }
  }

  /// The message as it is in the archive, or null if it cannot be read; then it is found by what
  /// the catalog knows of it, and nothing stops.
  private @Nullable ParsedMessage parsed(Message message) {
    try {
      Optional<Content> content = archive.read(message.id());
      if (content.isPresent()) {
        return MessageParser.parse(content.get());
      }
      log.info("message {} is not in the archive; indexed by its envelope", message.id());
      unread.incrementAndGet();
    } catch (Failure e) {
      log.info("message {} is indexed by its envelope: {}", message.id(), e.getMessage());
      unread.incrementAndGet();
    } catch (RuntimeException e) {
      log.error("message {} is indexed by its envelope", message.id(), e);
    }
    return null;
  }

  @Override
  public void close() {
    threads.close();
  }
}
