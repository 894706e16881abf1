package dev.mailcask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.demo.DemoServer;
import dev.mailcask.testing.MemoryTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An encrypted archive from its key to its search, and what is left of it without the key.
@Timeout(180)
class EncryptedStoryTest {

  private static final String VARIABLE = "MAILCASK_ARCHIVE_KEY_FILE";

  @TempDir Path dir;

  private int mailcask(Map<String, String> key, MemoryTerminal terminal, String... arguments) {
    terminal.directory = dir;
    return Mailcask.run(List.of(arguments), terminal, key, dir);
  }

  private String ok(Map<String, String> key, String... arguments) {
    MemoryTerminal terminal = new MemoryTerminal();
    terminal.input = DemoServer.PASSWORD;
    int code = mailcask(key, terminal, arguments);
    assertThat(terminal.errors()).isEmpty();
    assertThat(code).isZero();
    return terminal.text();
  }

  private JsonNode json(Map<String, String> key, String... arguments) {
    String[] all = Stream.concat(Stream.of("--json"), Stream.of(arguments)).toArray(String[]::new);
    return JsonMapper.shared().readTree(ok(key, all));
  }

  /// A command that says one line, and nothing else.
  private String refused(Map<String, String> key, MemoryTerminal terminal, String... arguments) {
    assertThat(mailcask(key, terminal, arguments)).as(terminal.errors()).isEqualTo(5);
    assertThat(terminal.text()).isEmpty();
    assertThat(terminal.errors().lines()).hasSize(1);
    return terminal.errors();
  }

  private void backUp(Map<String, String> key) {
    try (DemoServer server = DemoServer.start(0)) {
      ok(
          key,
          "account",
          "add",
          "demo",
          "--host",
          server.host(),
          "--port",
          Integer.toString(server.port()),
          "--security",
          "none",
          "--user",
          DemoServer.USER,
          "--password-stdin");
      JsonNode run = json(key, "backup");
      assertThat(run.get("outcome").stringValue()).isEqualTo("complete");
      assertThat(run.get("new").longValue()).isPositive();
    }
  }

  @Test
  void withTheKeyEverythingAnswersAndWithoutItNothing() throws IOException {
    Map<String, String> none = Map.of();
    Map<String, String> key = Map.of(VARIABLE, "mail.key");
    ok(none, "keys", "create", "--key-file", "mail.key");
    backUp(key);
    long hits = json(key, "search", "subject:re").get("total").longValue();
    assertThat(hits).isPositive();
    assertThat(json(key, "verify").get("damaged")).isEmpty();
    assertThat(json(key, "stats").get("encrypted").booleanValue()).isTrue();

    List<List<String>> commands =
        List.of(
            List.of("search", "subject:re"),
            List.of("folders", "demo"),
            List.of("status"),
            List.of("stats"),
            List.of("account", "list"),
            List.of("backup"),
            List.of("verify"),
            List.of("rebuild"),
            List.of("keys", "add", "--key-file", "second.key"),
            List.of("serve", "--port", "0"));
    Files.writeString(dir.resolve("wrong.key"), "0".repeat(64), UTF_8);
    for (List<String> command : commands) {
      String[] arguments = command.toArray(String[]::new);
      assertThat(refused(none, new MemoryTerminal(), arguments))
          .contains("the archive: it is encrypted, and no key was given");
      assertThat(refused(Map.of(VARIABLE, "wrong.key"), new MemoryTerminal(), arguments))
          .contains("the key file is a wrong one");
    }
    assertThat(dir.resolve("second.key")).doesNotExist();

    ok(key, "rebuild");
    assertThat(json(key, "search", "subject:re").get("total").longValue()).isEqualTo(hits);
    MemoryTerminal late = new MemoryTerminal();
    assertThat(refused(key, late, "keys", "create", "--key-file", "second.key"))
        .contains("encrypted already");
  }

  @Test
  void aCompactedArchiveAndItsCopyAreSealedToo() throws IOException {
    Map<String, String> key = Map.of(VARIABLE, "mail.key");
    ok(Map.of(), "keys", "create", "--key-file", "mail.key");
    backUp(key);
    long hits = json(key, "search", "subject:re").get("total").longValue();
    ok(key, "compact");
    assertThat(json(key, "verify").get("damaged")).isEmpty();
    ok(key, "copy", "--to", "copy");
    ok(key, "--data", "returned", "restore-archive", "copy");
    assertThat(json(key, "--data", "returned", "search", "subject:re").get("total").longValue())
        .isEqualTo(hits);
    assertThat(refused(Map.of(), new MemoryTerminal(), "--data", "returned", "stats"))
        .contains("it is encrypted, and no key was given");
    for (String place : List.of("data/archive", "copy/archive", "returned/archive")) {
      try (Stream<Path> files = Files.walk(dir.resolve(place))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          assertThat(Files.readString(file, ISO_8859_1))
              .as("%s", file)
              .doesNotContain("Content-Type", "Subject:", "internalDate");
        }
      }
    }
  }

  @Test
  void lostKeysAreTold() throws IOException {
    Map<String, String> key = Map.of(VARIABLE, "mail.key");
    ok(Map.of(), "keys", "create", "--key-file", "mail.key");
    backUp(key);
    Files.delete(dir.resolve("data/archive/keys.json"));
    for (Map<String, String> given : List.of(key, Map.<String, String>of())) {
      MemoryTerminal terminal = new MemoryTerminal();
      assertThat(mailcask(given, terminal, "folders", "demo")).isEqualTo(4);
      assertThat(terminal.text()).isEmpty();
      assertThat(terminal.errors())
          .startsWith("mailcask: archive/keys.json: the file is missing, and the archive is enc");
    }
  }

  @Test
  void whoIsAtTheTerminalIsAskedForThePassphrase() {
    MemoryTerminal typist = new MemoryTerminal();
    typist.secret = "correct horse battery";
    assertThat(mailcask(Map.of(), typist, "keys", "create")).as(typist.errors()).isZero();
    Map<String, String> variable = Map.of("MAILCASK_ARCHIVE_PASSPHRASE", "correct horse battery");
    assertThat(ok(variable, "stats")).containsPattern("encrypted +yes");
    assertThat(mailcask(Map.of(), typist, "stats")).as(typist.errors()).isZero();
    MemoryTerminal wrong = new MemoryTerminal();
    wrong.secret = "correct horse buttery";
    assertThat(refused(Map.of(), wrong, "stats")).contains("the passphrase is a wrong one");
  }

  @Test
  void aKeyForAnArchiveInTheClearIsAMistake() throws IOException {
    Map<String, String> key = Map.of("MAILCASK_ARCHIVE_PASSPHRASE", "correct horse battery");
    Files.createDirectories(dir.resolve("data/archive"));
    MemoryTerminal terminal = new MemoryTerminal();
    assertThat(mailcask(key, terminal, "stats")).isEqualTo(2);
    assertThat(terminal.errors()).contains("it is not encrypted, although a key was given");
    ok(Map.of(), "stats");
  }
}
