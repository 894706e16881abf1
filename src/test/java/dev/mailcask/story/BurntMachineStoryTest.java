package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.archive.storage.LocalStorage;
import dev.mailcask.base.ContentId;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import dev.mailcask.testing.MailcaskProcess.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The machine burns; what is left is the disk with the copy, and perhaps the key.
class BurntMachineStoryTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path dir;

  @Test
  void theCopyGivesTheWorkingApplianceBack() throws Exception {
    Path data = dir.resolve("data");
    Path copy = dir.resolve("disk/copy");
    try (DovecotServer server = DovecotServer.start()) {
      server.deliver("anna", "INBOX", IntStream.range(0, 30).mapToObj(i -> mail("letter", i)));
      server.deliver("anna", "Projects", IntStream.range(0, 9).mapToObj(i -> mail("plan", i)));
      Stories.addAccount(data, server, "anna");
      MailcaskProcess.run(data, "", "backup", "anna").good();
      MailcaskProcess.run(data, "", "copy", "--to", copy.toString()).good();
      List<String> before = answers(data);
      Path key = Files.copy(data.resolve("secrets/master.key"), dir.resolve("master.key"));
      ArchiveLedger.delete(data);
      Map<String, ContentId> copied = ArchiveLedger.files(copy);
      assertThat(copied.keySet())
          .contains("secrets/anna.password")
          .doesNotContain("secrets/master.key");

      Path fresh = dir.resolve("fresh");
      JsonNode back = restore(fresh, copy, "--master-key", key.toString());
      assertThat(back.get("messages").asInt()).isEqualTo(39);
      assertThat(back.get("withoutPassword")).isEmpty();
      assertThat(answers(fresh)).isEqualTo(before);
      assertThat(json(fresh, "backup", "anna").get("new").asInt()).isZero();
      MailcaskProcess.run(fresh, "", "copy", "--to", copy.toString(), "--check").good();

      Path keyless = dir.resolve("keyless");
      assertThat(restore(keyless, copy).get("withoutPassword")).hasSize(1);
      Answer refused = MailcaskProcess.run(keyless, "", "backup", "anna");
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.text() + refused.errors()).contains("enter the password of the account");
      // The second one is the older archive now; its copy must not be overwritten by it.
      Answer older = MailcaskProcess.run(keyless, "", "restore-archive", copy.toString());
      assertThat(older.exitCode()).as(older.errors()).isEqualTo(5);
    }
  }

  @Test
  void nobodyWorksInACopyOrInAnArchiveThatIsHalfBack() throws Exception {
    Path data = dir.resolve("data");
    Path copy = dir.resolve("copy");
    try (PackedArchive archive =
        PackedArchive.open(
            LocalStorage.open(data.resolve("archive")),
            ArchiveSettings.DEFAULT,
            InstantSource.system())) {
      new ArchiveFiller(1).fill(archive);
    }
    MailcaskProcess.run(data, "", "copy", "--to", copy.toString()).good();
    Answer inCopy = MailcaskProcess.run(copy, "", "stats");
    assertThat(inCopy.exitCode()).isEqualTo(5);
    assertThat(inCopy.errors()).contains("it is a copy of an archive");
    Path half = Files.createDirectories(dir.resolve("half"));
    Files.writeString(half.resolve("restoring-from-copy"), copy.toString());
    Answer inHalf = MailcaskProcess.run(half, "", "stats");
    assertThat(inHalf.exitCode()).isEqualTo(5);
    assertThat(inHalf.errors()).contains("give the command 'mailcask restore-archive' again");
    MailcaskProcess.run(half, "", "restore-archive", copy.toString()).good();
    MailcaskProcess.run(half, "", "stats").good();
  }

  private static JsonNode restore(Path data, Path copy, String... options) {
    List<String> command = new ArrayList<>(List.of("restore-archive", copy.toString()));
    command.addAll(List.of(options));
    return json(data, command.toArray(String[]::new));
  }

  private static JsonNode json(Path data, String... arguments) {
    List<String> command = new ArrayList<>(List.of("--json"));
    command.addAll(List.of(arguments));
    return JSON.readTree(
        MailcaskProcess.run(data, "", command.toArray(String[]::new)).good().text());
  }

  private static List<String> answers(Path data) {
    List<String> answers = new ArrayList<>();
    for (String question : List.of("account list", "folders anna", "list anna Projects")) {
      String[] command = ("--json " + question).split(" ", -1);
      answers.add(MailcaskProcess.run(data, "", command).good().text());
    }
    JsonNode found = json(data, "search", "plan", "--limit", "50");
    answers.add(found.path("total").toString());
    return answers;
  }

  private static byte[] mail(String kind, int number) {
    return ("From: anna@example.org\r\nSubject: " + kind + " " + number + "\r\n\r\nsome words\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
