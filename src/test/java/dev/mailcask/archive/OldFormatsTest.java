package dev.mailcask.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.keys.ArchiveKey;
import dev.mailcask.archive.keys.Credential;
import dev.mailcask.archive.keys.Credential.Passphrase;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.LocalStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Secret;
import dev.mailcask.message.Envelope;
import dev.mailcask.testing.MailGenerator;
import dev.mailcask.testing.TestKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives that earlier versions wrote, kept as files: whatever changes, they are read.
///
/// A new version of the format gets a directory of its own, written by [#main]; the old ones stay.
class OldFormatsTest {

  private static final Path V1 = Path.of("src/test/resources/formats/v1");
  private static final Path V2 = Path.of("src/test/resources/formats/v2");
  private static final Path V2_ENCRYPTED = Path.of("src/test/resources/formats/v2-encrypted");
  private static final Passphrase PASSPHRASE =
      new Passphrase(new Secret("an archive that is kept for good"));
  private static final AccountId WORK = new AccountId("work");
  private static final AccountId HOME = new AccountId("home");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));

  private static final List<byte[]> MESSAGES =
      Stream.of(
              "From: a@example.org\r\nSubject: one\r\n\r\nThe first.\r\n",
              "",
              "From: b@example.org\r\nSubject: two\r\n\r\n" + "many words, ".repeat(300),
              "no header, and no end of line")
          .map(text -> text.getBytes(StandardCharsets.UTF_8))
          .toList();

  /// What version 2 has besides: messages with parts, which two accounts share.
  private static final List<byte[]> WITH_PARTS =
      List.of(
          attached("one", 3000, 76, "\r\n"),
          attached("one again", 3000, 64, "\n"),
          attached("two", 1400, 76, "\r\n"));

  @TempDir Path directory;

  private static byte[] attached(String subject, int length, int line, String end) {
    byte[] attachment = new byte[length];
    new Random(length).nextBytes(attachment);
    String head = "Subject: " + subject + end + "Content-Transfer-Encoding: base64" + end + end;
    byte[] base64 = MailGenerator.base64(attachment, line, end);
    return (head + new String(base64, StandardCharsets.US_ASCII) + end)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static List<JournalEvent> events(List<byte[]> messages) {
    List<JournalEvent> events = new ArrayList<>();
    events.add(new FolderSeen(1, "Entw&APw-rfe", "Entwürfe", "/", List.of("\\Drafts")));
    events.add(new GenerationBegan(1, 77));
    for (int i = 0; i < messages.size(); i++) {
      byte[] bytes = messages.get(i);
      events.add(
          new Placed(
              1,
              77,
              i + 1,
              ContentId.of(bytes),
              bytes.length,
              "17-Jul-1996 02:44:25 -0700",
              List.of("\\Seen"),
              new Envelope(Instant.parse("1996-07-17T09:44:25Z"), "Ä", "b", "c", "d@e")));
    }
    return events;
  }

  private static PackedArchive open(Path archive) {
    return open(archive, null);
  }

  private static PackedArchive open(Path archive, @Nullable ArchiveKey key) {
    return PackedArchive.open(
        LocalStorage.open(archive), new ArchiveSettings(3, 1024, 512, 2048, 4), CLOCK, key);
  }

  /// Writes the archives of the current format, in the clear and encrypted, into two directories;
  /// run by hand, once for a format.
  static void main(String[] args) {
    write(open(Path.of(args[0])));
    try (KeyRing keys = new KeyRing(LocalStorage.open(Path.of(args[1])))) {
      keys.create(() -> PASSPHRASE);
      ArchiveKey key = keys.open(TestKeys.configured(PASSPHRASE)).orElseThrow();
      int _ = keys.add(() -> TestKeys.FILE);
      write(open(Path.of(args[1]), key));
    }
  }

  private static void write(PackedArchive opened) {
    try (PackedArchive archive = opened) {
      write(archive, WORK, MESSAGES);
      write(archive, HOME, WITH_PARTS.subList(0, 1));
      write(archive, WORK, WITH_PARTS);
    }
  }

  private static void write(PackedArchive archive, AccountId account, List<byte[]> messages) {
    try (ArchiveWriter writer = archive.writer(account)) {
      for (byte[] message : messages) {
        writer.store(Content.of(message));
      }
      events(messages).forEach(writer::record);
      writer.commit();
      writer.record(new Gone(1, 77, List.of(2L)));
      writer.commit();
    }
  }

  private static List<JournalEvent> written(List<byte[]> messages) {
    List<JournalEvent> events = events(messages);
    events.add(new Gone(1, 77, List.of(2L)));
    return events;
  }

  @Test
  void version1IsRead() throws IOException {
    copy(V1, directory);
    try (PackedArchive archive = open(directory)) {
      assertThat(archive.accounts()).containsExactly(WORK);
      assertRead(archive, MESSAGES);
      assertThat(journal(archive, WORK)).isEqualTo(written(MESSAGES));
      assertSound(archive, MESSAGES.size());
    }
  }

  @Test
  void version2IsReadWithItsParts() throws IOException {
    copy(V2, directory);
    assertVersion2(open(directory));
  }

  @Test
  void version2IsReadEncryptedWithEitherKey() throws IOException {
    copy(V2_ENCRYPTED, directory);
    for (Credential credential : List.of(PASSPHRASE, TestKeys.FILE)) {
      try (KeyRing keys = new KeyRing(LocalStorage.open(directory))) {
        ArchiveKey key = keys.open(TestKeys.configured(credential)).orElseThrow();
        assertVersion2(open(directory, key));
      }
    }
  }

  private static void assertVersion2(PackedArchive opened) {
    try (PackedArchive archive = opened) {
      assertThat(archive.accounts()).containsExactly(HOME, WORK);
      assertRead(archive, MESSAGES);
      assertRead(archive, WITH_PARTS);
      List<JournalEvent> work = written(MESSAGES);
      work.addAll(written(WITH_PARTS));
      assertThat(journal(archive, WORK)).isEqualTo(work);
      assertThat(journal(archive, HOME)).isEqualTo(written(WITH_PARTS.subList(0, 1)));
      int messages = MESSAGES.size() + WITH_PARTS.size();
      assertSound(archive, messages);
      assertThat(archive.totals().blobs()).as("two parts").isGreaterThanOrEqualTo(messages + 2L);
    }
  }

  @Test
  void whatVersion1StoredIsNotStoredAgain() throws IOException {
    copy(V1, directory);
    try (PackedArchive archive = open(directory)) {
      long blobs = archive.totals().blobs();
      write(archive, HOME, MESSAGES);
      assertThat(archive.totals().blobs()).isEqualTo(blobs);
      assertRead(archive, MESSAGES);
    }
  }

  private static void assertRead(PackedArchive archive, List<byte[]> messages) {
    for (byte[] message : messages) {
      assertThat(archive.read(ContentId.of(message)).orElseThrow().toByteArray())
          .isEqualTo(message);
    }
  }

  private static List<JournalEvent> journal(PackedArchive archive, AccountId account) {
    List<JournalEvent> found = new ArrayList<>();
    archive.journal(account).readAfter(0, segment -> found.addAll(segment.events()));
    return found;
  }

  private static void assertSound(PackedArchive archive, int messages) {
    List<Damage> damage = new ArrayList<>();
    assertThat(archive.check(Sample.ALL, damage::add, _ -> {}).messages()).isEqualTo(messages);
    assertThat(damage).isEmpty();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
