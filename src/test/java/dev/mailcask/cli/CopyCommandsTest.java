package dev.mailcask.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.replica.Replica;
import dev.mailcask.testing.MemoryTerminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `copy` and `restore-archive`.
class CopyCommandsTest extends CommandCase {

  @Test
  void copyTellsWhatItDidAndWhatIsThere() {
    assertThat(world.ok("copy"))
        .isEqualTo(
            """
            2 files copied (2.00 KiB) in 0.5 s; 7 files now in the copy (4.00 KiB).
            1 pack removed from it, because the archive put others in their place.
            """);
    assertThat(world.copyRequested).isEqualTo(new Replica.Request(null, false));
    JsonNode answer = json(world.ok("--json", "copy", "--check"));
    assertThat(answer.get("filesInCopy").asInt()).isEqualTo(7);
    assertThat(answer.get("problems")).isEmpty();
    assertThat(Objects.requireNonNull(world.copyRequested).check()).isTrue();
  }

  @Test
  void thePlaceIsMeantFromWhereTheCommandIsGiven() {
    world.ok("copy", "--to", "disk/mail");
    Path to = Objects.requireNonNull(Objects.requireNonNull(world.copyRequested).to());
    assertThat(to).isEqualTo(new MemoryTerminal().resolve("disk/mail")).isAbsolute();
  }

  @Test
  void problemsAreListedAndTheExitCodeSaysSo() {
    world.copied =
        new Replica.Report(
            "/mnt", 1, 1, 0, 9, 2, 9, 9, List.of(new Replica.Problem("packs/a", "is lost")), 1);
    MemoryTerminal terminal = new MemoryTerminal();
    assertThat(world.run(terminal, "copy", "--check")).isEqualTo(3);
    assertThat(terminal.text())
        .contains("9 files of the copy read back and checked; 2 were damaged and written again.")
        .contains("  packs/a: is lost");
  }

  @Test
  void restoreArchiveNamesTheAccountsWithoutAPassword() {
    world.fill();
    assertThat(world.ok("restore-archive", "/mnt/copy"))
        .contains("3 files brought back (4.00 KiB) in 0.5 s: 1 message of 1 account.")
        .contains("Enter the passwords of these accounts again, in the settings of each: work.")
        .contains("mailcask serve");
    assertThat(world.restoredFrom).isEqualTo(Path.of("/mnt/copy"));
    JsonNode answer = json(world.ok("--json", "restore-archive", "/mnt/copy"));
    assertThat(answer.at("/withoutPassword/0").asString()).isEqualTo("work");
    assertThat(answer.get("messages").asInt()).isEqualTo(1);
  }

  @Test
  void aKeyThatIsNotThereIsTold() {
    MemoryTerminal terminal = new MemoryTerminal();
    assertThat(world.run(terminal, "restore-archive", "/mnt/copy", "--master-key", "/none/key"))
        .isNotZero();
    assertThat(terminal.errors()).contains("/none/key");
    assertThat(world.restoredFrom).isNull();
  }
}
