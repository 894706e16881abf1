package dev.mailcask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.MemoryTerminal;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Adding and removing accounts.
class AccountCommandsTest extends CommandCase {
  @Test
  void anAccountIsTestedAndAdded() throws IOException {
    Files.writeString(dir.resolve("pw"), "secret\n");
    terminal.directory = dir;
    int code =
        world.run(
            terminal,
            "--json",
            "account",
            "add",
            "Work",
            "--host",
            "mail.example",
            "--user",
            "ann",
            "--password-file",
            "pw",
            "--exclude",
            "Spam",
            "--exclude",
            "Trash");
    assertThat(terminal.errors()).isEmpty();
    assertThat(code).isZero();
    assertThat(terminal.text())
        .isEqualTo("{\"account\":\"work\",\"host\":\"mail.example\",\"folders\":2}\n");
    JsonNode list = json(world.ok("account", "list", "--json")).get("accounts");
    assertThat(list).hasSize(1);
    assertThat(list.get(0).get("port").intValue()).isEqualTo(993);
    assertThat(list.get(0).get("security").stringValue()).isEqualTo("tls");
    assertThat(list.get(0).get("exclude")).hasSize(2);
    assertThat(list.get(0).get("schedule").stringValue()).matches("0 \\d+ [1-4] \\* \\* \\?");
    assertThat(world.ok("account", "list")).contains("work", "mail.example:993", "ann");
    assertThat(json(world.ok("--json", "account", "test", "work")).get("folders").intValue())
        .isEqualTo(2);
    assertThat(world.ok("account", "test", "work")).contains("Lists").contains("2 folders");
  }

  @Test
  void aWrongPasswordIsRefusedAndNothingIsAdded() {
    terminal.input = "wrong\n";
    int code =
        world.run(
            terminal, "account", "add", "work", "--host", "h", "--user", "u", "--password-stdin");
    assertThat(code).isEqualTo(5);
    assertThat(terminal.text()).isEmpty();
    assertThat(terminal.errors())
        .isEqualTo(
            "mailcask: account work: the server refuses user name or password; check both\n");
    assertThat(world.ok("account", "list")).contains("no account yet");
  }

  @Test
  void thePasswordIsAskedForOnATerminal() {
    String[] add = {
      "account",
      "add",
      "work",
      "--host",
      "h",
      "--user",
      "u",
      "--security",
      "none",
      "--schedule",
      "none"
    };
    assertThat(world.run(terminal, add)).isEqualTo(2);
    assertThat(terminal.errors()).contains("there is no terminal to ask for it");
    MemoryTerminal asked = new MemoryTerminal();
    asked.secret = "secret";
    assertThat(world.run(asked, add)).isZero();
    JsonNode account = json(world.ok("--json", "account", "list")).get("accounts").get(0);
    assertThat(account.get("port").intValue()).isEqualTo(143);
    assertThat(account.get("schedule").stringValue()).isEmpty();
  }

  @Test
  void anAccountIsRemovedButNotItsMail() {
    world.fill();
    assertThat(world.ok("account", "remove", "work")).contains("still here");
    assertThat(world.ok("account", "list")).contains("no account yet");
    assertThat(world.ok("folders", "work")).contains("INBOX");
    assertThat(world.run(terminal, "account", "remove", "wrk")).isEqualTo(2);
    assertThat(terminal.errors()).startsWith("mailcask: account wrk: ");
  }
}
