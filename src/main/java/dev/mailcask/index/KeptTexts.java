package dev.mailcask.index;

import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.message.Attachment;
import dev.mailcask.message.PartReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.ReaderManager;
import org.apache.lucene.store.FSDirectory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The texts of attachments as [AttachmentPass] has committed them last, to show the words around
/// what was found in them. Takes no lock and writes nothing, so that it also serves beside the
/// process that writes. Thread-safe.
public final class KeptTexts implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KeptTexts.class);

  /// Longer ones are not read just to be shown: that would keep everything else waiting.
  private static final long LONGEST = 16L << 20;

  private final Path path;
  private @Nullable ReaderManager readers;

  /// @param index the directory of the index; it need not be there yet
  public KeptTexts(Path index) {
    this.path = index.resolve(AttachmentTexts.DIRECTORY);
  }

  /// The text of an attachment; empty if it has none, was not read yet, or is not kept any more.
  public Optional<String> of(Content message, Attachment attachment) {
    if (!AttachmentKind.isReadable(attachment) || attachment.size() > LONGEST) {
      return Optional.empty();
    }
    try (InputStream in = PartReader.open(message, attachment.part()).orElse(null)) {
      return in == null ? Optional.empty() : text(AttachmentTexts.key(in));
    } catch (IOException e) {
      log.warn("the text of an attachment is not shown: {}", e.toString());
      return Optional.empty();
    }
  }

  /// Where the texts were damaged and begun anew, what is open fails in ways that Lucene does not
  /// promise: names of segments come again. Then only what is opened anew tells.
  private Optional<String> text(ContentId key) throws IOException {
    try {
      return newest(key);
    } catch (IOException | RuntimeException e) {
      log.debug("the texts of attachments are opened anew", e);
      close();
      return newest(key);
    }
  }

  private Optional<String> newest(ContentId key) throws IOException {
    DirectoryReader reader = acquire();
    if (reader == null) {
      return Optional.empty();
    }
    try {
      return AttachmentTexts.text(reader, key);
    } finally {
      reader.decRef();
    }
  }

  /// The newest state, or null where nothing was committed yet.
  private synchronized @Nullable DirectoryReader acquire() throws IOException {
    if (readers == null && Files.isDirectory(path)) {
      try {
        readers = new ReaderManager(FSDirectory.open(path));
      } catch (IndexNotFoundException e) {
        return null;
      }
    }
    if (readers == null) {
      return null;
    }
    readers.maybeRefreshBlocking();
    return readers.acquire();
  }

  @Override
  public synchronized void close() {
    try {
      if (readers != null) {
        readers.close();
        readers = null;
      }
    } catch (IOException e) {
      throw Failures.of(e);
    }
  }
}
