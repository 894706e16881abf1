package dev.mailcask.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.DovecotServer;
import dev.mailcask.testing.MailcaskProcess;
import dev.mailcask.testing.MailcaskProcess.Answer;
import dev.mailcask.testing.RawImap;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A mailbox that can only be had by POP3: added, backed up, searched; and put back over IMAP.
class Pop3StoryTest {

  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path dir;

  private Path data;
  private Path config;

  @BeforeEach
  void begin() {
    data = dir.resolve("data");
    config = dir.resolve("mailcask.yaml");
  }

  @Test
  void fromPop3ToTheArchiveAndBackOverImap() throws Exception {
    try (DovecotServer server = DovecotServer.withPop3();
        RawImap imap = server.imap("drop")) {
      Files.writeString(config, "imap:\n  trusted-certificates: \"" + server.authority() + "\"\n");
      server.deliver("drop", "INBOX", IntStream.range(0, 40).mapToObj(Pop3StoryTest::mail));
      add(server.pop3TlsPort(), "tls", "drop", "--pop3").good();

      assertThat(run("account", "list").good().text()).contains("pop3, tls");
      assertThat(run("account", "test", "drop").good().text()).contains("1 folder");
      assertThat(backUp("drop").get("new").asLong()).isEqualTo(40);
      assertThat(backUp("drop").get("new").asLong()).as("nothing twice").isZero();
      imap.append("INBOX", "", "", mail(777));
      assertThat(backUp("drop").get("new").asLong()).isEqualTo(1);
      assertThat(run("search", "word777").good().text()).contains("Subject 777");
      assertThat(run("verify").good().exitCode()).isZero();
      imap.command("SELECT INBOX");
      assertThat(imap.command("UID SEARCH NOT DELETED").getFirst().split(" ", -1))
          .as("all is still there")
          .hasSize(2 + 41);

      Answer refused = run("restore", "drop", "--folder", "INBOX");
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.errors())
          .contains("account drop: its mail is fetched by POP3, which only reads")
          .contains("restore to an IMAP account");

      add(server.port(), "none", "other").good();
      run("restore", "drop", "--folder", "INBOX", "--to", "other", "--into", "From the drop")
          .good();
      try (RawImap there = server.imap("other")) {
        assertThat(there.command("STATUS \"From the drop\" (MESSAGES)").getFirst())
            .contains("MESSAGES 41");
        there.command("EXAMINE \"From the drop\"");
        List<String> found = there.command("UID SEARCH SUBJECT \"Subject 777\"");
        long uid = Long.parseLong(found.getFirst().replaceAll(".* ", ""));
        assertThat(there.body("From the drop", uid)).isEqualTo(mail(777));
        assertThat(there.command("UID FETCH " + uid + " (INTERNALDATE)").getFirst())
            .as("POP3 has no INTERNALDATE, and a Date is better than today")
            .contains("01-Mar-2020 10:00:00");
      }
    }
  }

  private Answer add(int port, String security, String user, String... further) {
    String[] arguments = {
      "--config",
      config.toString(),
      "account",
      "add",
      user,
      "--host",
      DovecotServer.HOST,
      "--port",
      String.valueOf(port),
      "--security",
      security,
      "--user",
      user,
      "--password-stdin"
    };
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of(further));
    return MailcaskProcess.run(
        data, DovecotServer.PASSWORD.value() + "\n", all.toArray(String[]::new));
  }

  private Answer run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--config", config.toString()));
    all.addAll(List.of(arguments));
    return MailcaskProcess.run(data, "", all.toArray(String[]::new));
  }

  private JsonNode backUp(String account) {
    return JSON.readTree(run("--json", "backup", account).good().text());
  }

  private static byte[] mail(int i) {
    String text =
        "From: a@example.org\r\nDate: Sun, 1 Mar 2020 11:00:00 +0100\r\n"
            + "Subject: Subject %d\r\n\r\n.dot and word%d\r\n..\r\n.\r\n".formatted(i, i);
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
