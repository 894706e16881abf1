package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Kills the program at random moments of a backup, as a power cut would, and looks at what is
/// left.
class CrashStoryTest {

  private static final int KILLS = 20;
  private static final int MESSAGES = 9_000;
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path dir;

  @Test
  void twentyKillsLoseNothingAndNeedNoHand() throws Exception {
    long seed = Long.getLong("mailcask.seed", System.nanoTime());
    Random random = new Random(seed);
    Path data = dir.resolve("data");
    try (DovecotServer server = DovecotServer.start()) {
      server.deliver("crash", "INBOX", mails(MESSAGES, seed));
      server.deliver("crash", "Later", mails(MESSAGES / 10, seed + 1));
      Stories.addAccount(data, server, "crash");
      long all = MESSAGES + MESSAGES / 10;
      long committed = 0;
      int inTheMiddle = 0;
      for (int i = 0; i < KILLS; i++) {
        Path output = dir.resolve("killed-" + i);
        MailcaskProcess backup = MailcaskProcess.start(data, output, "backup", "crash");
        boolean ended = backup.ended(300 + random.nextInt(2_500));
        backup.kill();
        long now = archived(data);
        assertThat(now)
            .as("archived after kill %d, ended before: %s (mailcask.seed=%d)", i, ended, seed)
            .isGreaterThanOrEqualTo(committed);
        inTheMiddle += now > committed && now < all ? 1 : 0;
        committed = now;
      }
      JsonNode last =
          JSON.readTree(MailcaskProcess.run(data, "", "--json", "backup", "crash").good().text());
      String why = "mailcask.seed=" + seed + ", last run: " + last;
      assertThat(inTheMiddle).as("kills between two commits, " + why).isPositive();
      assertThat(last.get("outcome").asString()).as(why).isEqualTo("complete");
      assertThat(last.get("new").asLong()).as(why).isEqualTo(all - committed);
      assertThat(archived(data)).as(why).isEqualTo(all);
      MailcaskProcess.run(data, "", "verify").good();
      assertThat(Stories.idsByUid(data, "crash", "INBOX"))
          .as(why)
          .isEqualTo(Stories.hashesByUid(server, "crash", "INBOX"));
    }
  }

  /// Messages in the archive by what a fresh process sees there.
  private static long archived(Path data) {
    JsonNode stats = JSON.readTree(MailcaskProcess.run(data, "", "--json", "stats").good().text());
    return stats.get("messages").asLong();
  }

  private static Stream<byte[]> mails(int count, long seed) {
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              StringBuilder mail = new StringBuilder("From: crash@example.org\r\n");
              mail.append("Subject: number ").append(i).append(" of ").append(seed);
              mail.append("\r\n\r\n");
              int lines = 20 + random.nextInt(300);
              for (int line = 0; line < lines; line++) {
                mail.append(Long.toString(random.nextLong(), 36)).append(" some words\r\n");
              }
              return mail.toString().getBytes(StandardCharsets.US_ASCII);
            });
  }
}
