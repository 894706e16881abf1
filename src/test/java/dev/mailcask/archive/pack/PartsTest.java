package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.Sample;
import dev.mailcask.archive.pack.MessageSplitter.Split;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.testing.Corpora;
import dev.mailcask.testing.MailGenerator;
import dev.mailcask.testing.MemoryStorage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Messages are taken apart and come back byte for byte, whatever they are.
class PartsTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-23T04:50:43Z"));
  private static final AccountId WORK = new AccountId("work");
  private static final AccountId HOME = new AccountId("home");
  private static final ArchiveSettings SMALL = new ArchiveSettings(3, 4096, 512, 65536, 8);

  private final MemoryStorage storage = new MemoryStorage();

  @TempDir Path directory;

  private PackedArchive open() {
    return PackedArchive.open(storage, SMALL, CLOCK);
  }

  private static @Nullable Split split(byte[] message) {
    try {
      return MessageSplitter.split(Content.of(message), ContentId.of(message), 512);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whateverWasStoredComesBack() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    MailGenerator generator = new MailGenerator(new Random(seed), 30_000);
    Map<ContentId, byte[]> stored = new HashMap<>();
    try (PackedArchive archive = open();
        ArchiveWriter writer = archive.writer(WORK)) {
      for (int i = 0; i < 1500; i++) {
        byte[] message = generator.next();
        stored.put(writer.store(Content.of(message)), message);
      }
      writer.commit();
      assertRead(archive, stored, seed);
    }
    try (PackedArchive archive = open()) {
      assertRead(archive, stored, seed);
      assertSound(archive, stored);
      int recipes = count(PackFormat.RECIPE);
      assertThat(recipes).as("messages in parts, seed %d", seed).isGreaterThan(stored.size() / 3);
    }
  }

  private static void assertRead(PackedArchive archive, Map<ContentId, byte[]> stored, long seed) {
    stored.forEach(
        (id, bytes) ->
            assertThat(archive.read(id).orElseThrow().toByteArray())
                .as("seed %d", seed)
                .isEqualTo(bytes));
  }

  private static void assertSound(PackedArchive archive, Map<ContentId, byte[]> stored) {
    List<Damage> damage = new ArrayList<>();
    var checked = archive.check(Sample.ALL, damage::add, _ -> {});
    assertThat(damage).isEmpty();
    assertThat(checked.messages()).isEqualTo(stored.size());
    assertThat(checked.mailBytes())
        .isEqualTo(stored.values().stream().mapToLong(bytes -> bytes.length).sum());
  }

  private int count(byte kind) {
    int count = 0;
    for (var file : storage.list(PackFormat.PREFIX)) {
      PackFile pack = PackFile.open(storage, null, file.name(), file.size());
      for (int blob = 0; blob < pack.blobs(); blob++) {
        count += pack.kind(blob) == kind ? 1 : 0;
      }
    }
    return count;
  }

  @Test
  void anAttachmentIsStoredOnceInTwentyMessagesFoldersAndAccounts() {
    byte[] attachment = new byte[50_000];
    new Random(3).nextBytes(attachment);
    int[] lines = {60, 64, 72, 73, 76};
    List<ContentId> ids = new ArrayList<>();
    try (PackedArchive archive = open()) {
      for (int i = 0; i < 20; i++) {
        try (ArchiveWriter writer = archive.writer(i % 2 == 0 ? WORK : HOME)) {
          byte[] text =
              MailGenerator.base64(attachment, lines[i % lines.length], i < 10 ? "\r\n" : "\n");
          ids.add(writer.store(Content.of(message("To: " + i, text, "\r\n\r\n"))));
          writer.commit();
        }
      }
      assertThat(ids).doesNotHaveDuplicates();
      assertThat(count(PackFormat.PART)).isEqualTo(1);
      assertThat(count(PackFormat.RECIPE)).isEqualTo(20);
      assertThat(archive.totals().storedBytes()).isLessThan(50_000 + 20 * 1000);
      for (ContentId id : ids) {
        assertThat(archive.read(id)).isPresent();
      }
    }
  }

  /// A message with one attachment in base64.
  private static byte[] message(String field, byte[] base64, String behind) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        (field
                + "\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nhello\r\n--x\r\n"
                + "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(base64);
    out.writeBytes((behind + "--x--\r\n").getBytes(StandardCharsets.US_ASCII));
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({
    // what stands behind the base64, with | for CR LF
    "|, 3",
    "||, 3",
    "|||____|list footer|, 3",
    "==|, 3",
    "-|, 3"
  })
  void whatIsBehindTheBase64StaysInTheMessage(String behind, int pieces) {
    byte[] bytes = new byte[3000];
    new Random(5).nextBytes(bytes);
    Split split =
        split(
            message(
                "Subject: x",
                MailGenerator.base64(bytes, 76, "\r\n"),
                behind.replace("|", "\r\n")));
    assertThat(split).isNotNull();
    assertThat(split.parts()).hasSize(1);
    assertThat(split.parts().getFirst().id()).isEqualTo(ContentId.of(bytes));
    assertThat(split.parts().getFirst().isDense()).isTrue();
    Recipe recipe = Recipe.parse(split.recipe());
    assertThat(recipe).isNotNull();
    assertThat(recipe.pieces()).hasSize(pieces);
  }

  @Test
  void aBodyThatIsNotBase64IsAPartAsItIs() {
    byte[] text = "no base64 at all; ".repeat(100).getBytes(StandardCharsets.US_ASCII);
    Split split = split(message("Subject: x", text, "\r\n"));
    assertThat(split).isNotNull();
    assertThat(split.parts().getFirst().id()).isEqualTo(ContentId.of(text));
    assertThat(split.parts().getFirst().isDense()).isFalse();
  }

  @Test
  void smallBodiesStayInTheMessage() {
    assertThat(split(message("Subject: x", new byte[511], "\r\n"))).isNull();
    assertThat(split(new byte[0])).isNull();
  }

  @Test
  void aRecipeThatWouldBeTooLargeIsNone() {
    String preamble = "no part of it\r\n".repeat(Recipe.MAX_BYTES / 14);
    String header = "Content-Type: multipart/mixed; boundary=x\r\n\r\n";
    byte[] base64 = MailGenerator.base64(new byte[1000], 76, "\r\n");
    assertThat(split(message(header + preamble.substring(1_000_000), base64, "\r\n"))).isNotNull();
    assertThat(split(message(header + preamble, base64, "\r\n"))).isNull();
  }

  @Test
  void aLargeMessageIsTakenApartWithoutItsBytesInMemory() throws IOException {
    byte[] attachment = new byte[20 << 20];
    new Random(4).nextBytes(attachment);
    byte[] message =
        message("Subject: x", MailGenerator.base64(attachment, 76, "\r\n"), "\r\n\r\n");
    Path spool = Files.write(directory.resolve("spool"), message);
    try (PackedArchive archive = PackedArchive.open(storage, ArchiveSettings.DEFAULT, CLOCK);
        ArchiveWriter writer = archive.writer(WORK)) {
      ContentId id = writer.store(Content.of(spool, message.length));
      writer.commit();
      assertThat(archive.totals().rawBytes()).isBetween(20L << 20, (20L << 20) + 2000);
      Content content = archive.read(id).orElseThrow();
      assertThat(content).isInstanceOf(StoredContent.class);
      for (int times = 0; times < 2; times++) {
        try (InputStream in = content.open()) {
          assertThat(in.readAllBytes()).isEqualTo(message);
        }
      }
      List<Damage> damage = new ArrayList<>();
      assertThat(archive.check(Sample.ALL, damage::add, _ -> {}).mailBytes())
          .isEqualTo(message.length);
      assertThat(damage).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "list-linux-raid, 1500",
    "list-usrp-users-2019-2021, 600",
    "enron-inboxes, 1000",
    "spamassassin, 3000",
    "fixtures-eml, 100000"
  })
  void realMailComesBack(String corpus, int limit) throws IOException {
    int most = Integer.getInteger("mailcask.corpus", limit); // more of it by hand
    Map<ContentId, Integer> stored = new HashMap<>();
    try (PackedArchive archive = PackedArchive.open(storage, ArchiveSettings.DEFAULT, CLOCK);
        ArchiveWriter writer = archive.writer(WORK)) {
      Corpora.each(
          corpus,
          most,
          message -> {
            for (byte[] bytes : List.of(message, crlf(message))) {
              stored.put(writer.store(Content.of(bytes)), bytes.length);
            }
          });
      writer.commit();
      List<Damage> damage = new ArrayList<>();
      var checked = archive.check(Sample.ALL, damage::add, _ -> {});
      assertThat(damage).isEmpty();
      assertThat(checked.messages()).isEqualTo(stored.size());
      assertThat(checked.mailBytes())
          .isEqualTo(stored.values().stream().mapToLong(Integer::longValue).sum());
      Corpora.each(
          corpus,
          Math.min(most, 200),
          message ->
              assertThat(archive.read(ContentId.of(crlf(message))).orElseThrow().toByteArray())
                  .isEqualTo(crlf(message)));
    }
  }

  /// The same message with the other line ends.
  private static byte[] crlf(byte[] message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(message.length * 21 / 20);
    for (int i = 0; i < message.length; i++) {
      if (message[i] == '\r' && i + 1 < message.length && message[i + 1] == '\n') {
        continue;
      }
      if (message[i] == '\n' && (i == 0 || message[i - 1] != '\r')) {
        out.write('\r');
      }
      out.write(message[i]);
    }
    return out.toByteArray();
  }
}
