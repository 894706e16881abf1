package dev.mailcask.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLockTest {

  @TempDir Path directory;

  /// The second process: says how it fared.
  static final class Other {
    private Other() {}

    static void main(String[] args) {
      try (DataLock _ = DataLock.acquire(Path.of(args[0]))) {
        System.out.print("has it");
      } catch (Failure.Locked e) {
        System.out.print(e.getMessage());
      }
    }
  }

  private String otherProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Other.class.getName(),
                directory.resolve("data").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void aSecondProcessIsToldWhoHasIt() throws Exception {
    try (DataLock _ = DataLock.acquire(directory.resolve("data"))) {
      assertThat(otherProcess())
          .contains("another Mailcask works on it (process " + ProcessHandle.current().pid() + ")")
          .contains("data directory");
    }
    assertThat(otherProcess()).isEqualTo("has it");
  }

  @Test
  void aSecondPartOfTheSameProcessIsRefusedToo() {
    try (DataLock _ = DataLock.acquire(directory)) {
      assertThatThrownBy(() -> DataLock.acquire(directory)).isInstanceOf(Failure.Locked.class);
    }
    DataLock.acquire(directory).close();
  }
}
