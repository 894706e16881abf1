package dev.mailcask.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.archive.storage.ReadOnlyStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.index.IndexSettings;
import dev.mailcask.index.LuceneIndexer;
import dev.mailcask.message.Envelope;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.FakeAccounts;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.SettableClock;
import dev.mailcask.testing.TestKeys;
import dev.mailcask.verify.Verify.Report;
import dev.mailcask.verify.Verify.Request;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A small archive in memory, of several accounts, packs and parts, with all that is built from it,
/// and what stands around it when it is verified.
final class VerifyWorld implements AutoCloseable {

  static final ArchiveSettings SMALL = new ArchiveSettings(1, 1024, 512, 4096, 4);

  final SettableClock clock = new SettableClock();
  final MemoryStorage storage = new MemoryStorage();
  final FakeAccounts accounts = new FakeAccounts();
  final List<ArchiveFiller.Message> messages = new ArrayList<>();

  /// The files of the second copy, null where there is none.
  @Nullable MemoryStorage copy;

  /// Thrown when the copy is asked for.
  @Nullable RuntimeException copyFails;

  private final Path directory;
  private final @Nullable ArchiveKey key;
  private final KeyRing keys = new KeyRing(storage);
  PackedArchive archive;
  SqliteCatalog catalog;
  private @Nullable LuceneIndexer indexer;

  VerifyWorld(Path directory, long seed, boolean encrypted) {
    this.directory = directory;
    this.key = encrypted ? TestKeys.create(storage) : null;
    if (encrypted) {
      assertThat(keys.open(TestKeys.configured(TestKeys.FILE))).isPresent();
    }
    archive = PackedArchive.open(storage, SMALL, clock, key);
    ArchiveFiller filler = new ArchiveFiller(seed);
    filler.fill(archive);
    messages.addAll(filler.committed());
    fillWithParts(new Random(seed));
    catalog = openCatalog();
  }

  /// Large attachments, some of them in both accounts.
  private void fillWithParts(Random random) {
    List<byte[]> attachments = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      byte[] bytes = new byte[1500 + random.nextInt(3000)];
      random.nextBytes(bytes);
      attachments.add(bytes);
    }
    long uid = 1000;
    for (AccountId account : ArchiveFiller.ACCOUNTS) {
      try (ArchiveWriter writer = archive.writer(account)) {
        for (byte[] attachment : attachments) {
          byte[] bytes = mail(uid, attachment);
          ContentId id = writer.store(Content.of(bytes));
          Placed placed =
              new Placed(1, 1234567890L, ++uid, id, bytes.length, "", List.of(), Envelope.EMPTY);
          writer.record(placed);
          messages.add(new ArchiveFiller.Message(account, "INBOX", placed, bytes));
        }
        writer.commit();
      }
    }
  }

  private static byte[] mail(long number, byte[] attachment) {
    String text =
        "Subject: "
            + number
            + "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n"
            + "--b\r\nContent-Type: application/octet-stream\r\n"
            + "Content-Transfer-Encoding: base64\r\n\r\n"
            + Base64.getMimeEncoder().encodeToString(attachment)
            + "\r\n--b--\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private SqliteCatalog openCatalog() {
    SqliteCatalog opened = SqliteCatalog.open(directory.resolve("catalog.db"), clock);
    opened.catchUp(archive, Progress.NONE);
    return opened;
  }

  /// Opens the archive anew, as after another start; the catalog goes on.
  void reopen() {
    archive.close();
    archive = PackedArchive.open(storage, SMALL, clock, key);
  }

  /// Another start: catalog and index are opened anew too, and catch up.
  void restart() {
    close();
    archive = PackedArchive.open(storage, SMALL, clock, key);
    catalog = openCatalog();
  }

  LuceneIndexer indexer() {
    LuceneIndexer open = indexer;
    if (open == null) {
      open = new LuceneIndexer(directory.resolve("index"), archive, catalog, IndexSettings.DEFAULT);
      indexer = open;
    }
    return open;
  }

  Means means() {
    return new Means(
        archive,
        archive.maintenance(),
        catalog,
        accounts,
        this::indexer,
        keys::check,
        keys::putBack,
        this::openCopy,
        clock);
  }

  private Optional<Means.Copy> openCopy() {
    if (copyFails != null) {
      throw copyFails;
    }
    if (copy == null) {
      return Optional.empty();
    }
    ReadOnlyStorage files = new ReadOnlyStorage(copy);
    return Optional.of(new OpenCopy(PackedArchive.reading(files, SMALL, clock, key), files));
  }

  private record OpenCopy(PackedArchive archive, ArchiveStorage files) implements Means.Copy {
    @Override
    public ArchiveJournal journal() {
      return archive.maintenance().journal();
    }

    @Override
    public void close() {
      archive.close();
    }
  }

  /// Makes a second copy of the files as they are.
  void makeCopy() {
    MemoryStorage files = new MemoryStorage();
    storage.names().forEach(name -> files.put(name, storage.bytes(name).clone()));
    copy = files;
  }

  Report verify() {
    return verify(Request.ALL);
  }

  Report repair() {
    return verify(new Request(100, true, false, null));
  }

  Report verify(Request request) {
    return new ReadingVerify(means()).run(request, Progress.NONE);
  }

  /// Whether the archive gives the message as it was.
  static boolean reads(Archive archive, ArchiveFiller.Message message) {
    return Arrays.equals(
        archive.read(message.placed().id()).orElseThrow().toByteArray(), message.bytes());
  }

  @Override
  public void close() {
    if (indexer != null) {
      indexer.close();
      indexer = null;
    }
    catalog.close();
    archive.close();
  }
}
