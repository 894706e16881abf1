package dev.mailcask.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.JournalEvent.FolderSeen;
import dev.mailcask.archive.JournalEvent.GenerationBegan;
import dev.mailcask.archive.JournalEvent.Gone;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.LocalStorage;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.message.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives that earlier versions wrote, kept as files: whatever changes, they are read.
///
/// A new version of the format gets a directory of its own, written by [#main]; the old ones stay.
class OldFormatsTest {

  private static final Path V1 = Path.of("src/test/resources/formats/v1");
  private static final AccountId WORK = new AccountId("work");
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

  @TempDir Path directory;

  private static List<JournalEvent> events() {
    List<JournalEvent> events = new ArrayList<>();
    events.add(new FolderSeen(1, "Entw&APw-rfe", "Entwürfe", "/", List.of("\\Drafts")));
    events.add(new GenerationBegan(1, 77));
    for (int i = 0; i < MESSAGES.size(); i++) {
      byte[] bytes = MESSAGES.get(i);
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
    return PackedArchive.open(
        LocalStorage.open(archive), new ArchiveSettings(3, 1024, 512, 2048, 4), CLOCK);
  }

  /// Writes the archive of the current format; run by hand, once for a format.
  static void main(String[] args) {
    try (PackedArchive archive = open(Path.of(args[0]));
        ArchiveWriter writer = archive.writer(WORK)) {
      for (byte[] message : MESSAGES) {
        writer.store(Content.of(message));
      }
      events().forEach(writer::record);
      writer.commit();
      writer.record(new Gone(1, 77, List.of(2L)));
      writer.commit();
    }
  }

  @Test
  void version1IsRead() throws IOException {
    copy(V1, directory);
    try (PackedArchive archive = open(directory)) {
      assertThat(archive.accounts()).containsExactly(WORK);
      for (byte[] message : MESSAGES) {
        assertThat(archive.read(ContentId.of(message)).orElseThrow().toByteArray())
            .isEqualTo(message);
      }
      List<JournalEvent> expected = events();
      expected.add(new Gone(1, 77, List.of(2L)));
      List<JournalEvent> found = new ArrayList<>();
      archive.journal(WORK).readAfter(0, segment -> found.addAll(segment.events()));
      assertThat(found).isEqualTo(expected);
      List<Damage> damage = new ArrayList<>();
      archive.check(Sample.ALL, damage::add, _ -> {});
      assertThat(damage).isEmpty();
    }
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
