package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import dev.mailcask.testing.RawImap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An appliance that waits for new mail: it is archived and found before the night.
class NewMailStoryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir private Path dir;

  @Test
  void mailIsFoundSecondsAfterItCame() throws Exception {
    Path data = dir.resolve("data");
    Path config = dir.resolve("mailcask.yaml");
    Files.writeString(config, "backup:\n  watch: [INBOX]\n");
    Path output = dir.resolve("output");
    try (DovecotServer server = DovecotServer.start();
        RawImap imap = server.imap("fresh")) {
      Stories.addAccount(data, server, "fresh");
      MailcaskProcess.run(data, "", "backup", "fresh").good();
      try (MailcaskProcess _ = MailcaskProcess.serve(data, output, "--config", config.toString())) {
        awaitFound(data, imap, "Zitronenfalter");
        server.killSessions();
        try (RawImap again = server.imap("fresh")) {
          awaitFound(data, again, "Apfelbaum");
        }
      }
    }
  }

  private static void awaitFound(Path data, RawImap imap, String word) throws Exception {
    byte[] mail = ("Subject: " + word + "\r\n\r\nnew\r\n").getBytes(StandardCharsets.UTF_8);
    long uid = imap.append("INBOX", "", "", mail);
    assertThat(uid).isPositive();
    Instant end = Instant.now().plus(PATIENCE);
    while (!MailcaskProcess.run(data, "", "search", word).text().contains(word)) {
      assertThat(Instant.now()).as(word + " is found in time").isBefore(end);
      Thread.sleep(500);
    }
  }
}
