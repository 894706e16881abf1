package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mailcask.base.ContentId;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import dev.mailcask.testing.RawImap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Some ten thousand messages of a real mailing list, from a real server into the archive:
/// everything is there to the byte, a second run fetches nothing, and small changes cost small
/// runs.
///
/// Runs where the corpus lies beside the repository, and is skipped elsewhere.
class CorpusStoryTest {

  private static final Path CORPUS =
      Path.of("..", "shared", "corpora", "dev-list-linux-raid.tar.zst");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path dir;

  @Test
  void everyMessageOfTheListIsArchivedToTheByte() throws Exception {
    assumeTrue(Files.exists(CORPUS), "no corpus beside the repository");
    List<Path> mails = unpack();
    Path data = dir.resolve("data");
    try (DovecotServer server = DovecotServer.start()) {
      server.deliver("list", "INBOX", mails.stream().map(CorpusStoryTest::bytes));
      Stories.addAccount(data, server, "list");

      JsonNode first = backup(data);
      assertThat(first.get("outcome").asString()).isEqualTo("complete");
      assertThat(first.get("new").asLong()).isEqualTo(mails.size());

      JsonNode second = backup(data);
      assertThat(second.get("new").asLong()).isZero();
      assertThat(second.get("bytesFetched").asLong()).isZero();
      assertThat(second.get("known").asLong()).isEqualTo(mails.size());

      RawImap imap = server.imap("list");
      imap.command("SELECT INBOX");
      imap.command("UID STORE 1:50 +FLAGS.SILENT (\\Deleted)");
      imap.command("EXPUNGE");
      for (int i = 0; i < 50; i++) {
        imap.append(
            "INBOX",
            "$Fresh",
            "",
            ("Subject: fresh " + i + "\r\n\r\nnew\r\n").getBytes(StandardCharsets.US_ASCII));
      }
      JsonNode third = backup(data);
      assertThat(third.get("new").asLong()).isEqualTo(50);
      assertThat(third.get("gone").asLong()).isEqualTo(50);

      Map<Long, String> archived = Stories.idsByUid(data, "list", "INBOX");
      assertThat(archived).isEqualTo(Stories.hashesByUid(server, "list", "INBOX"));
      for (long uid = 60; uid < mails.size(); uid += mails.size() / 12) {
        String id = Objects.requireNonNull(archived.get(uid));
        byte[] shown = MailcaskProcess.run(data, "", "show", id, "--raw").good().output();
        assertThat(shown).isEqualTo(imap.body("INBOX", uid));
        assertThat(ContentId.of(shown)).hasToString(id);
      }
      MailcaskProcess.run(data, "", "verify").good();
    }
  }

  private static JsonNode backup(Path data) {
    return JSON.readTree(MailcaskProcess.run(data, "", "--json", "backup", "list").good().text());
  }

  private List<Path> unpack() throws IOException, InterruptedException {
    Process tar =
        new ProcessBuilder(
                "tar", "--zstd", "-xf", CORPUS.toAbsolutePath().toString(), "-C", dir.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).as("tar --zstd").isZero();
    try (Stream<Path> files = Files.walk(dir.resolve("list-linux-raid"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
