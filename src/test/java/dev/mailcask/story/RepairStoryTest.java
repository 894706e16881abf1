package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import dev.mailcask.testing.MailcaskProcess.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A disk that alters a byte, and the owner who mends it with two commands.
class RepairStoryTest {

  private static final int MESSAGES = 300;
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path dir;

  private Path data() {
    return dir.resolve("data");
  }

  private Answer mailcask(String... arguments) {
    return MailcaskProcess.run(data(), "", arguments);
  }

  private JsonNode json(Answer answer) {
    return JSON.readTree(answer.text());
  }

  @Test
  void anAlteredByteIsFoundAndMendedFromTheServer() throws Exception {
    long seed = Long.getLong("mailcask.seed", System.nanoTime());
    System.out.println("repair story: mailcask.seed=" + seed);
    Random random = new Random(seed);
    try (DovecotServer server = DovecotServer.start()) {
      server.deliver("repair", "INBOX", mails(random));
      server.deliver("repair", "Drafts", mails(random));
      Stories.addAccount(data(), server, "repair");
      mailcask("backup", "repair").good();
      JsonNode sound = json(mailcask("--json", "verify").good());
      assertThat(sound.get("messages").asLong()).isEqualTo(2 * MESSAGES);

      flip(largest("packs"), random);
      Answer found = mailcask("--json", "verify");
      assertThat(found.exitCode()).as("seed %d: %s", seed, found).isEqualTo(4);
      JsonNode places = json(found).get("damaged").valueStream().toList().getLast().get("places");
      assertThat(places.get(0).get("account").asString()).isEqualTo("repair");
      assertThat(places.get(0).get("folder").asString()).isIn("INBOX", "Drafts");

      JsonNode mended = json(mailcask("--json", "verify", "--repair").good());
      assertThat(mended.get("left").asLong()).as("seed %d", seed).isZero();
      assertThat(mended.get("broughtBack").asLong()).isPositive();
      mailcask("verify").good();
      assertThat(Stories.idsByUid(data(), "repair", "INBOX"))
          .isEqualTo(Stories.hashesByUid(server, "repair", "INBOX"));

      journalIsMendedFromTheCopy(random);
    }
  }

  private void journalIsMendedFromTheCopy(Random random) throws IOException {
    Path copy = dir.resolve("copy");
    mailcask("copy", "--to", copy.toString()).good();
    Path segment = largest("journal");
    byte[] whole = Files.readAllBytes(segment);
    flip(segment, random);
    Answer found = mailcask("verify", "--chain");
    assertThat(found.exitCode()).as(found.text()).isEqualTo(4);
    assertThat(found.text()).contains(String.valueOf(segment.getFileName()));
    Files.writeString(dir.resolve("with-copy.yaml"), "copy:\n  to: " + copy + "\n");
    String config = dir.resolve("with-copy.yaml").toString();
    mailcask("--config", config, "verify", "--repair").good();
    assertThat(Files.readAllBytes(segment)).isEqualTo(whole);
    mailcask("verify").good();
  }

  private Path largest(String directory) throws IOException {
    try (Stream<Path> files = Files.walk(data().resolve("archive").resolve(directory))) {
      return files
          .filter(Files::isRegularFile)
          .max(Comparator.comparingLong(file -> file.toFile().length()))
          .orElseThrow();
    }
  }

  /// Alters a byte behind the header and before the directory.
  private static void flip(Path file, Random random) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[40 + random.nextInt(bytes.length / 4)] ^= (byte) (1 << random.nextInt(8));
    Files.write(file, bytes);
  }

  private static Stream<byte[]> mails(Random random) {
    long base = random.nextLong();
    return IntStream.range(0, MESSAGES)
        .mapToObj(
            i ->
                ("From: a@example.org\r\nSubject: "
                        + i
                        + "\r\n\r\n"
                        + new Random(base + i).nextLong())
                    .concat("\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
  }
}
