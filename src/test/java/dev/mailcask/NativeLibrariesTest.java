package dev.mailcask;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.testing.MailcaskProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

  @TempDir Path dir;

  @Test
  void aKilledProcessLeavesThemWhereTheNextStartSweeps() throws Exception {
    Path data = dir.resolve("data");
    Path system = Files.createDirectory(dir.resolve("system"));
    Path output = dir.resolve("output");
    MailcaskProcess killed =
        MailcaskProcess.start(
            Map.of("java.io.tmpdir", system.toString()),
            data,
            output,
            "serve",
            "--port",
            "0",
            "--demo");
    killed.await(output, "http://localhost:");
    MailcaskProcess.run(data, "", "backup", "demo").good();
    killed.kill();
    assertThat(libraries(data.resolve("tmp"))).hasSizeGreaterThanOrEqualTo(2);
    assertThat(libraries(system)).isEmpty();
    MailcaskProcess.run(data, "", "verify").good();
    assertThat(libraries(data.resolve("tmp"))).hasSizeLessThanOrEqualTo(2);
    assertThat(System.getProperty("org.sqlite.tmpdir")).isNull();
  }

  @Test
  void theOwnersWishOutweighsOurs() {
    System.setProperty("ZstdTempFolder", "/elsewhere");
    try {
      NativeLibraries.unpackInto(dir);
      assertThat(System.getProperty("ZstdTempFolder")).isEqualTo("/elsewhere");
      assertThat(System.getProperty("org.sqlite.tmpdir")).isEqualTo(dir.toString());
      NativeLibraries.noMoreInto(dir);
      assertThat(System.getProperty("ZstdTempFolder")).isEqualTo("/elsewhere");
      assertThat(System.getProperty("org.sqlite.tmpdir")).isNull();
    } finally {
      System.clearProperty("ZstdTempFolder");
    }
  }

  private static List<String> libraries(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.contains("libsqlitejdbc") || name.contains("libzstd-jni"))
          .toList();
    }
  }
}
