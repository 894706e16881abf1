package dev.mailcask.testing;

import dev.mailcask.archive.AccountSettings;
import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.message.Envelope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Fills an archive with made-up mail of two accounts, the same for the same seed, and keeps what
/// was committed, so that a test can ask for it again.
public final class ArchiveFiller {

  /// The accounts that are filled.
  public static final List<AccountId> ACCOUNTS =
      List.of(new AccountId("work"), new AccountId("home.office"));

  private static final List<String> FOLDERS = List.of("INBOX", "Entwürfe/2024", "..");
  private static final int COMMITS = 3;
  private static final int MESSAGES = 8;
  private static final long UID_VALIDITY = 1234567890L;

  private final Random random;
  private final List<Message> committed = new ArrayList<>();
  private final List<byte[]> texts = new ArrayList<>();
  private final List<byte[]> attachments = new ArrayList<>();
  private long uid;

  public ArchiveFiller(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      byte[] attachment = new byte[500 + random.nextInt(4000)];
      random.nextBytes(attachment);
      attachments.add(attachment);
    }
  }

  /// One message at its place.
  @SuppressWarnings("ArrayRecordComponent") // told apart by their places
  public record Message(AccountId account, String folder, Placed placed, byte[] bytes) {}

  /// What [ArchiveWriter#commit()] has returned for.
  public List<Message> committed() {
    return committed;
  }

  /// Stores some messages for each account, in several commits.
  public void fill(Archive archive) {
    for (AccountId account : ACCOUNTS) {
      try (ArchiveWriter writer = archive.writer(account)) {
        begin(writer);
        for (int c = 0; c < COMMITS; c++) {
          List<Message> batch = new ArrayList<>();
          for (int m = 0; m < MESSAGES; m++) {
            batch.add(place(writer, account));
          }
          writer.commit();
          committed.addAll(batch);
        }
      }
    }
  }

  private static void begin(ArchiveWriter writer) {
    writer.record(
        new JournalEvent.AccountSet(
            new AccountSettings(
                "imap", "mail.example.org", 993, "tls", "me", "", List.of(), List.of())));
    for (int f = 1; f <= FOLDERS.size(); f++) {
      String path = FOLDERS.get(f - 1);
      writer.record(new JournalEvent.FolderSeen(f, path, path, "/", List.of("\\HasNoChildren")));
      writer.record(new JournalEvent.GenerationBegan(f, UID_VALIDITY));
    }
  }

  private Message place(ArchiveWriter writer, AccountId account) {
    byte[] bytes = message();
    ContentId id = writer.store(Content.of(bytes));
    int folder = 1 + random.nextInt(FOLDERS.size());
    Placed placed =
        new Placed(
            folder,
            UID_VALIDITY,
            ++uid,
            id,
            bytes.length,
            "17-Jul-1996 02:44:25 -0700",
            random.nextBoolean() ? List.of("\\Seen", "$Wichtig") : List.of(),
            new Envelope(null, "Ä <a@example.org>", "", "Betreff \ud83d\ude00 " + uid, ""));
    writer.record(placed);
    return new Message(account, FOLDERS.get(folder - 1), placed, bytes);
  }

  /// Mostly short text; sometimes many blocks of noise, sometimes nothing, sometimes one again,
  /// sometimes one of a few attachments.
  private byte[] message() {
    int kind = random.nextInt(12);
    if (kind == 0 && !texts.isEmpty()) {
      return texts.get(random.nextInt(texts.size()));
    }
    byte[] bytes;
    if (kind == 1) {
      bytes = new byte[random.nextInt(6000)];
      random.nextBytes(bytes);
    } else {
      StringBuilder text = new StringBuilder("From: a@example.org\r\nSubject: " + uid + "\r\n\r\n");
      for (int words = random.nextInt(200); words > 0; words--) {
        text.append("word").append(random.nextInt(50)).append(words % 9 == 0 ? "\r\n" : " ");
      }
      if (kind == 3 || kind == 4) {
        attach(text);
      }
      bytes = kind == 2 ? new byte[0] : text.toString().getBytes(StandardCharsets.UTF_8);
    }
    texts.add(bytes);
    return bytes;
  }

  private void attach(StringBuilder text) {
    text.insert(0, "Content-Type: multipart/mixed; boundary=\"b\"\r\n");
    text.append("\r\n--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    byte[] attachment = attachments.get(random.nextInt(attachments.size()));
    byte[] base64 = MailGenerator.base64(attachment, 60 + random.nextInt(17), "\r\n");
    text.append(new String(base64, StandardCharsets.US_ASCII)).append("\r\n\r\n--b--\r\n");
  }
}
