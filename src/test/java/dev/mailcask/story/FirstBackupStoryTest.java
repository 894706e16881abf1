package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.FaultProxy;
import dev.mailcask.testing.MailcaskProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first backup of a large mailbox over a narrow line: it is of use long before it ends.
class FirstBackupStoryTest {

  private static final Duration PROMISED = Duration.ofMinutes(1);
  private static final int MESSAGES = 800;
  private static final long NARROW = 300_000;

  @TempDir private Path dir;

  @Test
  void theNewestMailIsFoundWhileTheFirstBackupRuns() throws Exception {
    Path data = dir.resolve("data");
    Path output = dir.resolve("backup-output");
    try (DovecotServer server = DovecotServer.start();
        FaultProxy line = FaultProxy.to(server.port())) {
      server.deliver("large", "INBOX", IntStream.range(0, MESSAGES).mapToObj(this::mail));
      Stories.addAccount(data, line.port(), "large");
      line.bytesPerSecond(NARROW);
      try (MailcaskProcess _ = MailcaskProcess.serve(data, dir.resolve("output"));
          MailcaskProcess backup = MailcaskProcess.start(data, output, "backup", "large")) {
        awaitFound(data, MESSAGES - 1);
        assertThat(backup.ended(1)).as("the backup has ended").isFalse();

        line.bytesPerSecond(0);
        assertThat(backup.ended(PROMISED.toMillis())).as("the backup has ended").isTrue();
        assertThat(backup.exitCode()).isZero();
        awaitFound(data, 0);
      }
    }
  }

  private static void awaitFound(Path data, int number) throws Exception {
    Instant end = Instant.now().plus(PROMISED);
    while (!MailcaskProcess.run(data, "", "search", word(number)).text().contains(word(number))) {
      assertThat(Instant.now()).as("found in time").isBefore(end);
      Thread.sleep(500);
    }
  }

  private static String word(int number) {
    return "falter" + number;
  }

  /// Some 50 KB; the higher the number the newer.
  private byte[] mail(int number) {
    String line = "line of message " + number + " to fill the narrow line\r\n";
    return ("Subject: " + word(number) + "\r\n\r\n" + line.repeat(1_100))
        .getBytes(StandardCharsets.UTF_8);
  }
}
