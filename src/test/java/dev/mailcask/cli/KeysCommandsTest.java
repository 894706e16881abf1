package dev.mailcask.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.keys.Credential;
import dev.mailcask.archive.keys.Credential.KeyFile;
import dev.mailcask.archive.keys.Credential.Passphrase;
import dev.mailcask.archive.keys.KeyRing;
import dev.mailcask.base.Secret;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.MemoryTerminal;
import dev.mailcask.testing.TestKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysCommandsTest extends CommandCase {

  private static final String WORDS = "correct horse battery";

  private MemoryTerminal terminal() {
    MemoryTerminal terminal = new MemoryTerminal();
    terminal.directory = dir;
    return terminal;
  }

  /// Runs a command that fails, and gives what it said.
  private String fails(int code, MemoryTerminal terminal, String... arguments) {
    assertThat(world.run(terminal, arguments)).as(terminal.errors()).isEqualTo(code);
    assertThat(terminal.text()).isEmpty();
    assertThat(terminal.errors().lines()).hasSize(1);
    return terminal.errors();
  }

  private String says(MemoryTerminal terminal, String... arguments) {
    assertThat(world.run(terminal, arguments)).as(terminal.errors()).isZero();
    assertThat(terminal.errors()).isEmpty();
    return terminal.text();
  }

  private static Credential words() {
    return new Passphrase(new Secret(WORDS));
  }

  /// Whether it opens the archive in a process of its own.
  private boolean opens(Credential credential) {
    MemoryStorage copy = new MemoryStorage();
    copy.put("keys.json", world.storage.bytes("keys.json"));
    try (KeyRing ring = new KeyRing(copy)) {
      return ring.open(TestKeys.configured(credential)).isPresent();
    } catch (dev.mailcask.base.Failure.Refused e) {
      return false;
    }
  }

  @Test
  void creatingSaysWhatLosingTheKeyMeans() {
    MemoryTerminal terminal = terminal();
    terminal.input = WORDS + "\n";
    assertThat(says(terminal, "keys", "create", "--passphrase-stdin"))
        .contains("Slot 1: passphrase.")
        .contains("WHO LOSES THE KEY LOSES THE ARCHIVE")
        .contains("apart from this machine")
        .contains("Only archive/ is encrypted.");
    assertThat(opens(words())).isTrue();
  }

  @Test
  void aPassphraseIsAskedForTwiceAtTheTerminal() {
    MemoryTerminal typist = terminal();
    typist.secret = WORDS;
    typist.secretAgain = WORDS + "!";
    assertThat(fails(2, typist, "keys", "create")).contains("the two differ");
    typist = terminal();
    typist.secret = WORDS;
    says(typist, "keys", "create");
    assertThat(opens(words())).isTrue();
  }

  @Test
  void whereNobodyCanBeAskedTheOptionsAreNamed() {
    assertThat(fails(2, terminal(), "keys", "create"))
        .contains("give --passphrase-file, --passphrase-stdin or --key-file");
    assertThat(
            fails(2, terminal(), "keys", "create", "--passphrase-stdin", "--key-file", "mail.key"))
        .contains("more than one was given");
    assertThat(dir.resolve("mail.key")).doesNotExist();
    assertThat(fails(2, terminal(), "keys", "create", "--passphrase-file", "none"))
        .contains("passphrase file none: it cannot be read");
    assertThat(fails(2, terminal(), "keys")).contains("create, list, add, change or remove");
  }

  @Test
  void aKeyFileIsMadeWhereThereIsNone() throws IOException {
    assertThat(says(terminal(), "--json", "keys", "create", "--key-file", "mail.key"))
        .isEqualTo("{\"encrypted\":true,\"slot\":1,\"kind\":\"keyFile\"}\n");
    byte[] key = Files.readAllBytes(dir.resolve("mail.key"));
    assertThat(key).hasSize(65);
    assertThat(opens(new KeyFile(key))).isTrue();
  }

  @Test
  void slotsAreAddedChangedListedAndRemoved() throws IOException {
    Files.writeString(dir.resolve("words"), WORDS, UTF_8);
    says(terminal(), "keys", "create", "--passphrase-file", "words");
    world.key = words();
    assertThat(says(terminal(), "--json", "keys", "add", "--key-file", "mail.key"))
        .isEqualTo("{\"slot\":2,\"kind\":\"keyFile\"}\n");
    assertThat(says(terminal(), "keys", "list"))
        .containsPattern("1 +passphrase \\(opened the archive now\\)\n")
        .containsPattern("2 +key file\n")
        .contains("Only archive/ is encrypted.");
    assertThat(says(terminal(), "--json", "keys", "list"))
        .isEqualTo(
            "{\"encrypted\":true,\"slots\":[{\"slot\":1,\"kind\":\"passphrase\",\"inUse\":true},"
                + "{\"slot\":2,\"kind\":\"keyFile\",\"inUse\":false}]}\n");
    assertThat(fails(5, terminal(), "keys", "add", "--key-file", "mail.key"))
        .contains("slot 2: it opens with this key file already");
    assertThat(fails(5, terminal(), "keys", "change", "1", "--key-file", "mail.key"))
        .contains("slot 2: it opens with this key file already");
    Files.writeString(dir.resolve("words"), "another set of words\n", UTF_8);
    assertThat(says(terminal(), "keys", "change", "1", "--passphrase-file", "words"))
        .contains("Slot 1 opens with another key from now on: passphrase.")
        .contains("see that its configuration names another key");
    assertThat(opens(words())).isFalse();
    assertThat(opens(new Passphrase(new Secret("another set of words")))).isTrue();
    assertThat(fails(2, terminal(), "keys", "remove", "1")).contains("give --yes");
    assertThat(says(terminal(), "keys", "remove", "1", "--yes")).contains("Removed slot 1.");
    assertThat(fails(5, terminal(), "keys", "remove", "2")).contains("it is the last one");
    assertThat(fails(2, terminal(), "keys", "remove", "7")).contains("slot 7: there is none");
    assertThat(opens(new KeyFile(Files.readAllBytes(dir.resolve("mail.key"))))).isTrue();
  }

  @Test
  void withoutTheKeyNothingIsAnsweredAndNothingChanged() throws IOException {
    Files.writeString(dir.resolve("words"), WORDS, UTF_8);
    says(terminal(), "keys", "create", "--passphrase-file", "words");
    byte[] before = world.storage.bytes("keys.json").clone();
    for (List<String> command :
        List.of(
            List.of("keys", "add", "--key-file", "new.key"),
            List.of("keys", "change", "1", "--key-file", "new.key"),
            List.of("keys", "remove", "1"),
            List.of("stats"))) {
      assertThat(fails(5, terminal(), command.toArray(String[]::new)))
          .contains("it is encrypted, and no key was given");
    }
    world.key = new Passphrase(new Secret("not the right words"));
    assertThat(fails(5, terminal(), "stats")).contains("the passphrase is a wrong one");
    assertThat(world.storage.bytes("keys.json")).isEqualTo(before);
    assertThat(dir.resolve("new.key")).doesNotExist();
  }

  @Test
  void anArchiveInTheClearHasNoKeys() {
    assertThat(says(terminal(), "keys", "list")).isEqualTo("The archive is not encrypted.\n");
    assertThat(says(terminal(), "--json", "keys", "list"))
        .isEqualTo("{\"encrypted\":false,\"slots\":[]}\n");
    assertThat(fails(2, terminal(), "keys", "add", "--key-file", "new.key"))
        .contains("it is not encrypted and has no keys");
    assertThat(dir.resolve("new.key")).doesNotExist();
    assertThat(fails(5, terminal(), "keys", "create", "--key-file", "new.key"))
        .as("the archive is open by now")
        .contains("stop the appliance");
    assertThat(dir.resolve("new.key")).doesNotExist();
  }

  @Test
  void statsAndStatusSayWhatIsEncryptedAndWhatIsNot() {
    says(terminal(), "keys", "create", "--key-file", "mail.key");
    world.key = KeyFile.read(dir.resolve("mail.key"), "it");
    assertThat(world.ok("stats")).containsPattern("encrypted +yes").contains("Only archive/");
    assertThat(world.ok("stats", "--json")).contains("\"encrypted\":true");
    assertThat(world.ok("status")).contains("Only archive/");
  }
}
