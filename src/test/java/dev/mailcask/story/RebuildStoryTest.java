package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import dev.mailcask.testing.RawImap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deletes catalog and index and asks the same questions again.
class RebuildStoryTest {

  @TempDir private Path dir;

  @Test
  void theArchiveAloneBringsBackEveryAnswer() throws Exception {
    Path data = dir.resolve("data");
    try (DovecotServer server = DovecotServer.start()) {
      Stories.addAccount(data, server, "anna");
      List<Instant> moments = threeRuns(server, data);
      Map<String, String> before = answers(data, moments);

      delete(data.resolve("index"));
      Files.delete(data.resolve("catalog.db"));
      Files.deleteIfExists(data.resolve("catalog.db-wal"));
      Files.deleteIfExists(data.resolve("catalog.db-shm"));
      MailcaskProcess.run(data, "", "rebuild").good();

      assertThat(answers(data, moments)).isEqualTo(before);
    }
  }

  /// A folder that grows, loses a message, and goes.
  private static List<Instant> threeRuns(DovecotServer server, Path data) {
    List<Instant> moments = new ArrayList<>();
    RawImap imap = server.imap("anna");
    imap.command("CREATE Projects");
    for (int i = 0; i < 30; i++) {
      imap.append("INBOX", "", "17-Jul-1996 02:44:25 -0700", mail("inbox", i));
      imap.append("Projects", "\\Seen $Kept", "", mail("project", i));
    }
    moments.add(backup(data));
    imap.command("SELECT Projects");
    imap.command("UID STORE 1:5 +FLAGS.SILENT (\\Deleted)");
    imap.command("UID STORE 6:9 +FLAGS.SILENT (\\Flagged)");
    imap.command("EXPUNGE");
    imap.append("INBOX", "\\Flagged", "", mail("inbox", 99));
    moments.add(backup(data));
    imap.command("CLOSE");
    imap.command("DELETE Projects");
    moments.add(backup(data));
    return moments;
  }

  private static Instant backup(Path data) {
    MailcaskProcess.run(data, "", "backup", "anna").good();
    return Instant.now();
  }

  private static byte[] mail(String kind, int number) {
    return ("From: Anna <anna@example.org>\r\nSubject: "
            + kind
            + " number "
            + number
            + "\r\nDate: Mon, 2 Mar 2026 10:00:00 +0100\r\n\r\nsome words on "
            + kind
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static Map<String, String> answers(Path data, List<Instant> moments) {
    Map<String, String> answers = new LinkedHashMap<>();
    for (Instant moment : moments) {
      ask(answers, data, "folders", "anna", "--at", moment.toString());
      ask(answers, data, "list", "anna", "INBOX", "--at", moment.toString());
      ask(answers, data, "list", "anna", "Projects", "--at", moment.toString());
      ask(
          answers,
          data,
          "restore",
          "anna",
          "--folder",
          "Projects",
          "--at",
          moment.toString(),
          "--dry-run");
    }
    ask(answers, data, "search", "subject:project -number", "--limit", "100");
    ask(answers, data, "search", "project", "--limit", "100");
    ask(answers, data, "search", "in:INBOX \"inbox number\"", "--limit", "100");
    return answers;
  }

  private static void ask(Map<String, String> answers, Path data, String... question) {
    String[] command =
        Stream.concat(Stream.of("--json"), Stream.of(question)).toArray(String[]::new);
    String answer = MailcaskProcess.run(data, "", command).good().text();
    // How long it took is not part of the answer.
    answers.put(
        String.join(" ", question), answer.replaceAll("\"seconds\":[0-9.E-]+", "\"seconds\":0"));
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
