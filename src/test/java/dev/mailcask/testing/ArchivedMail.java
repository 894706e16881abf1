package dev.mailcask.testing;

import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.message.EnvelopeParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An archive and its catalog, filled as a backup fills them but message by message: for tests of
/// what stands on both. Each call is a journal segment a minute after the one before.
public final class ArchivedMail implements AutoCloseable {

  /// When the first segment was written.
  public static final Instant START = Instant.parse("2024-06-01T00:00:00Z");

  public final InMemoryArchive archive;
  public final SqliteCatalog catalog;
  private final Map<String, Integer> folders = new HashMap<>();
  private final Map<String, Long> uids = new HashMap<>();
  private Instant now = START;
  private long nextUid = 1;

  /// @param directory for the catalog's file
  public ArchivedMail(Path directory) {
    archive = new InMemoryArchive(() -> now);
    catalog = SqliteCatalog.open(directory.resolve("catalog.db"), () -> now);
  }

  /// Puts a message into a folder.
  ///
  /// @param message with line feeds, as UTF-8
  public ContentId place(String account, String folder, String message) {
    return place(account, folder, message.getBytes(StandardCharsets.UTF_8));
  }

  /// Puts a message into a folder, with its Date as INTERNALDATE.
  public ContentId place(String account, String folder, byte[] message) {
    return place(account, folder, List.of(message)).getFirst();
  }

  /// Puts messages into a folder, all in one segment.
  public List<ContentId> place(String account, String folder, List<byte[]> messages) {
    List<JournalEvent> events = new ArrayList<>();
    int number = folder(account, folder, events);
    List<ContentId> ids = new ArrayList<>();
    for (byte[] message : messages) {
      ContentId id = ContentId.of(message);
      ids.add(id);
      long uid = nextUid++;
      uids.put(account + "/" + folder + "/" + id, uid);
      events.add(
          new JournalEvent.Placed(
              number,
              1,
              uid,
              id,
              message.length,
              "",
              List.of(),
              EnvelopeParser.parse(Content.of(message))));
    }
    write(account, messages, events);
    return ids;
  }

  /// Takes a message out of a folder.
  public void gone(String account, String folder, ContentId id) {
    Long uid = uids.get(account + "/" + folder + "/" + id);
    Integer number = folders.get(account + "/" + folder);
    if (uid == null || number == null) {
      throw new IllegalStateException("never placed there");
    }
    write(account, List.of(), List.of(new JournalEvent.Gone(number, 1, List.of(uid))));
  }

  /// Gives a message in a folder other flags.
  public void flags(String account, String folder, ContentId id, List<String> flags) {
    Long uid = uids.get(account + "/" + folder + "/" + id);
    Integer number = folders.get(account + "/" + folder);
    if (uid == null || number == null) {
      throw new IllegalStateException("never placed there");
    }
    write(account, List.of(), List.of(new JournalEvent.FlagsChanged(number, 1, uid, flags)));
  }

  /// Deletes a folder on the server.
  public void folderGone(String account, String folder) {
    Integer number = folders.get(account + "/" + folder);
    if (number == null) {
      throw new IllegalStateException("never there");
    }
    write(account, List.of(), List.of(new JournalEvent.FolderGone(number)));
  }

  private int folder(String account, String path, List<JournalEvent> events) {
    return folders.computeIfAbsent(
        account + "/" + path,
        key -> {
          int number =
              1 + (int) folders.keySet().stream().filter(k -> k.startsWith(account + "/")).count();
          events.add(new JournalEvent.FolderSeen(number, path, path, "/", List.of()));
          events.add(new JournalEvent.GenerationBegan(number, 1));
          return number;
        });
  }

  private void write(String account, List<byte[]> messages, List<JournalEvent> events) {
    now = now.plusSeconds(60);
    AccountId id = new AccountId(account);
    try (ArchiveWriter writer = archive.writer(id)) {
      messages.forEach(message -> writer.store(Content.of(message)));
      events.forEach(writer::record);
      writer.commit();
    }
    catalog.catchUp(archive, id);
  }

  /// Builds the catalog anew.
  public void rebuildCatalog() {
    catalog.rebuild(archive, Progress.NONE);
  }

  @Override
  public void close() {
    catalog.close();
    archive.close();
  }
}
