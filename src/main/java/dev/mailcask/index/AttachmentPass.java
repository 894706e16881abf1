package dev.mailcask.index;

import dev.mailcask.archive.Archive;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Spool;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.extract.Extraction;
import dev.mailcask.extract.Extractor;
import dev.mailcask.index.MessageDocument.Attached;
import dev.mailcask.message.Attachment;
import dev.mailcask.message.MessageParser;
import dev.mailcask.message.ParsedMessage;
import dev.mailcask.message.PartReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.store.AlreadyClosedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads attachments after their messages were indexed, and indexes these once more.
///
/// The index itself is the list of what is to do: a message waits until it is written without that
/// mark. So a kill at any time costs at most the attachments since the last commit, and of these
/// only the look-up, as their texts are kept apart.
public final class AttachmentPass implements Attachments {

  private static final Logger log = LoggerFactory.getLogger(AttachmentPass.class);

  /// Messages between two commits at the most.
  private static final int BATCH = 64;

  /// Chars of all attachments of one message that are indexed.
  private static final int MAX_CHARS = 4 << 20;

  private static final long MAX_BYTES = 4L << 30;
  private static final int CHUNK = 64 << 10;

  private final LuceneIndexer indexer;
  private final Archive archive;
  private final Catalog catalog;
  private final Extractor extractor;
  private final Spool spool;
  private final AttachmentTexts texts;
  private final InstantSource clock;

  /// So long a message that cannot be read waits before it is tried again.
  private static final Duration AGAIN = Duration.ofHours(1);

  /// Messages that cannot be read; they wait on, until all of them are tried again.
  private final Set<ContentId> unreadable = new HashSet<>();

  private volatile Instant tryAgain = Instant.MIN;

  /// Messages that wait on in this pass only, as the index they are in is about to be replaced.
  private final Set<ContentId> postponed = new HashSet<>();

  /// @param index the directory of the index, in which the texts are kept
  /// @param spool where messages lie while their attachments are read
  public AttachmentPass(
      Path index,
      LuceneIndexer indexer,
      Archive archive,
      Catalog catalog,
      Extractor extractor,
      Spool spool,
      InstantSource clock) {
    this.indexer = indexer;
    this.archive = archive;
    this.catalog = catalog;
    this.extractor = extractor;
    this.spool = spool;
    this.clock = clock;
    this.texts = new AttachmentTexts(index.resolve(AttachmentTexts.DIRECTORY), clock, MAX_BYTES);
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private static <T> T onDisk(Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }

  @Override
  public synchronized long read(Progress progress) {
    return onDisk(() -> readAll(progress));
  }

  private long readAll(Progress progress) throws IOException {
    postponed.clear();
    if (!clock.instant().isBefore(tryAgain)) {
      unreadable.clear();
      tryAgain = clock.instant().plus(AGAIN);
    }
    String version = version();
    long total = indexer.waiting();
    long done = 0;
    for (List<ContentId> batch = next(version);
        !batch.isEmpty() && !progress.cancelled();
        batch = next(version)) {
      for (ContentId message : batch) {
        if (progress.cancelled()) {
          break;
        }
        done += read(message, version) ? 1 : 0;
        progress.at(new Progress.Step("reading attachments", "", done, Math.max(total, done), 0));
      }
      texts.commit();
      indexer.commitAttached();
    }
    return done;
  }

  private String version() throws IOException {
    return extractor.version() + " #" + texts.attempts();
  }

  /// Messages to be read: those that wait, then those of which an older version refused something,
  /// then those that were refused and are not listed any more.
  private List<ContentId> next(String version) throws IOException {
    Set<ContentId> left = new HashSet<>(unreadable);
    left.addAll(postponed);
    List<ContentId> batch = new ArrayList<>(indexer.waiting(BATCH + left.size()));
    batch.removeAll(left);
    if (batch.isEmpty()) {
      batch.addAll(texts.outdated(version, BATCH + left.size()));
      batch.removeAll(left);
    }
    if (batch.isEmpty() && !texts.isListComplete()) {
      batch.addAll(unlisted());
      if (batch.isEmpty()) {
        texts.listIsComplete();
      }
      batch.removeAll(left);
    }
    return batch.subList(0, Math.min(BATCH, batch.size()));
  }

  /// Messages that the index says to have something refused, of which the list knows nothing: it
  /// was lost, or its last commit was.
  private List<ContentId> unlisted() throws IOException {
    List<ContentId> unlisted = new ArrayList<>();
    for (ContentId message : indexer.refused()) {
      if (!texts.lists(message)) {
        unlisted.add(message);
      }
    }
    return unlisted;
  }

  /// Reads the attachments of a message. One that cannot be read is set aside and stops no other;
  /// what stops all of them, a disk that is full or a reader that does not start, ends the pass.
  ///
  /// @return whether they were read
  private boolean read(ContentId id, String version) throws IOException {
    try (Spool.File file = spool.begin()) {
      Content content = atHand(content(id), file);
      ParsedMessage parsed = MessageParser.parse(content);
      Attached attached = read(id, new PartReader(content), parsed, version);
      if (indexer.attach(() -> catalog.message(id), parsed, attached)) {
        return true;
      }
      postponed.add(id);
      forgetIfDropped(id);
    } catch (Unreadable e) {
      log.debug("attachments of message {} wait on", id, e);
      setAside(id);
    } catch (Failure | AlreadyClosedException e) {
      throw e;
    } catch (RuntimeException e) {
      log.error("attachments of message {} are not read", id, e);
      setAside(id);
    }
    return false;
  }

  private Content content(ContentId id) throws Unreadable {
    try {
      return archive
          .read(id)
          .orElseThrow(() -> new Unreadable(new IOException("it is not in the archive")));
    } catch (Failure e) {
      throw new Unreadable(e);
    }
  }

  /// The message without the archive behind it: unpacked once, however many attachments it has. It
  /// is in memory or, where it is too large for that, in the file.
  private Content atHand(Content content, Spool.File file) throws Unreadable {
    try (InputStream in = content.open()) {
      if (content.size() <= spool.inMemory()) {
        return Content.of(in.readAllBytes());
      }
      byte[] buffer = new byte[CHUNK];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        file.write(buffer, 0, read);
      }
      return file;
    } catch (IOException | UncheckedIOException | Failure.Corrupt e) {
      throw new Unreadable(e);
    }
  }

  /// The bytes of an attachment cannot be read from the archive.
  private static final class Unreadable extends Exception {
    Unreadable(Exception cause) {
      super(cause);
    }
  }

  private void setAside(ContentId id) throws IOException {
    unreadable.add(id);
    forgetIfDropped(id);
  }

  /// A message that is not there any more has nothing that could be refused.
  private void forgetIfDropped(ContentId id) throws IOException {
    if (catalog.message(id).isEmpty()) {
      texts.refused(id, "", List.of());
    }
  }

  private Attached read(ContentId id, PartReader parts, ParsedMessage parsed, String version)
      throws IOException, Unreadable {
    List<String> read = new ArrayList<>();
    List<Unread> refused = new ArrayList<>();
    int chars = 0;
    for (Attachment attachment : parsed.attachments()) {
      if (!AttachmentKind.isReadable(attachment)) {
        continue;
      }
      switch (extraction(id, parts, attachment, version)) {
        case Extraction.Nothing() -> {}
        case Extraction.Text(String text, boolean _) -> {
          String kept = text.substring(0, Math.min(text.length(), MAX_CHARS - chars));
          chars += kept.length();
          read.add(kept);
        }
        case Extraction.Refused(var reason) ->
            refused.add(
                new Unread(id, attachment.name(), attachment.type(), reason, clock.instant()));
      }
    }
    texts.refused(id, version, refused);
    return new Attached(read, !refused.isEmpty());
  }

  private Extraction extraction(
      ContentId id, PartReader parts, Attachment attachment, String version)
      throws IOException, Unreadable {
    Extractor.Source bytes = () -> open(parts, attachment);
    ContentId key = hash(bytes);
    Extraction known = texts.find(key, version);
    if (known != null) {
      return known;
    }
    Extraction extraction = extract(bytes, attachment);
    texts.put(key, id, extraction, version);
    return extraction;
  }

  private Extraction extract(Extractor.Source bytes, Attachment attachment) throws Unreadable {
    try {
      return extractor.extract(bytes, attachment.name(), attachment.type());
    } catch (IOException | UncheckedIOException | Failure.Corrupt e) {
      throw new Unreadable(e);
    }
  }

  private static InputStream open(PartReader parts, Attachment attachment) throws IOException {
    return parts.open(attachment.part()).orElseGet(() -> new ByteArrayInputStream(new byte[0]));
  }

  private static ContentId hash(Extractor.Source bytes) throws Unreadable {
    try {
      return AttachmentTexts.key(bytes.open());
    } catch (IOException | UncheckedIOException | Failure.Corrupt e) {
      throw new Unreadable(e);
    }
  }

  @Override
  public void retry() {
    onDisk(
        () -> {
          texts.tryAgain();
          tryAgain = Instant.MIN;
          return true;
        });
  }

  @Override
  public void forgetDropped() {
    onDisk(
        () -> {
          texts.retain(new CatalogIds(catalog));
          return true;
        });
  }

  @Override
  public Backlog backlog() {
    return onDisk(() -> new Backlog(indexer.waiting(), texts.countRefused()));
  }

  @Override
  public List<Unread> unread(int offset, int limit) {
    return onDisk(() -> texts.list(offset, limit));
  }

  @Override
  public void close() {
    extractor.close();
    synchronized (this) {
      onDisk(
          () -> {
            texts.close();
            return true;
          });
    }
  }
}
