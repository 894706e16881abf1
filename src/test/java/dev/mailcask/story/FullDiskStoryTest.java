package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import dev.mailcask.testing.MailcaskProcess.Answer;
import dev.mailcask.testing.SmallDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Fills a real disk under the real program: each kind of work ends with an error that says so, the
/// archive is clean, and after making room the next run ends the work.
class FullDiskStoryTest {

  private static final long MIB = 1 << 20;

  @TempDir private Path dir;

  private final long seed = Long.getLong("mailcask.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private int mails;

  @Test
  void everyWorkEndsWithAClearErrorAndTheNextRunEndsIt() throws Exception {
    System.out.println("mailcask.seed=" + seed);
    try (SmallDisk disk = SmallDisk.mount(dir.resolve("disk"), 96 * MIB);
        SmallDisk other = SmallDisk.mount(dir.resolve("other"), 32 * MIB);
        DovecotServer server = DovecotServer.start()) {
      Path data = disk.directory().resolve("data");
      String copy = other.directory().resolve("copy").toString();
      server.deliver("full", "INBOX", mails(60));
      Stories.addAccount(data, server, "full");
      MailcaskProcess.run(data, "", "backup", "full").good();
      server.deliver("full", "INBOX", mails(20));
      MailcaskProcess.run(data, "", "backup", "full").good(); // for compact to have two packs
      MailcaskProcess.run(data, "", "copy", "--to", copy).good();

      server.deliver("full", "INBOX", mails(60));
      fails(disk, MIB, data, "backup", "full");
      assertThat(Stories.idsByUid(data, "full", "INBOX"))
          .isEqualTo(Stories.hashesByUid(server, "full", "INBOX"));
      fails(disk, MIB, data, "compact");
      fails(other, 2 * MIB, data, "copy", "--to", copy);
      fails(disk, 40_000, data, "rebuild");
      assertThat(MailcaskProcess.run(data, "", "--json", "search", "words").good().text())
          .contains("\"id\"");
    }
  }

  private void fails(SmallDisk disk, long left, Path data, String... work) throws IOException {
    String why = "%s with %d bytes left, seed %d".formatted(String.join(" ", work), left, seed);
    disk.fillUpTo(left);
    Answer answer = MailcaskProcess.run(data, "", work);
    disk.makeRoom();
    // 3: all mail is safe, and the index had no room
    assertThat(answer.exitCode()).as("%s: %s", why, answer.errors()).isIn(1, 3);
    assertThat(answer.text() + answer.errors())
        .as(why)
        .contains("the disk is full")
        .doesNotContain("internal error", "Exception");
    Answer verified = MailcaskProcess.run(data, "", "verify");
    assertThat(verified.exitCode()).as("verify after %s: %s", why, verified.text()).isZero();
    Answer again = MailcaskProcess.run(data, "", work);
    assertThat(again.exitCode()).as("again, %s: %s %s", why, again.text(), again.errors()).isZero();
  }

  /// About 100 KB each, half of which no compression makes smaller.
  private Stream<byte[]> mails(int count) {
    return Stream.generate(
            () -> {
              byte[] noise = new byte[40_000 + random.nextInt(40_000)];
              random.nextBytes(noise);
              return ("From: full@example.org\r\nSubject: number "
                      + ++mails
                      + "\r\n\r\nsome words "
                      + Base64.getMimeEncoder().encodeToString(noise)
                      + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII);
            })
        .limit(count);
  }
}
