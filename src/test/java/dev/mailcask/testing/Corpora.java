package dev.mailcask.testing;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Assumptions;

/// Real mail beside the repository, where it is there. Tests pass without it.
public final class Corpora {

  private static final Path FOLDER = Path.of("..", "shared", "corpora");

  private Corpora() {}

  /// Reads up to so many messages of a corpus; skips the test where there is none.
  public static void each(String name, int limit, Consumer<byte[]> reader) throws IOException {
    Path file = FOLDER.resolve("dev-" + name + ".tar.zst");
    Assumptions.assumeTrue(Files.exists(file), "no corpora beside the repository");
    int read = 0;
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new ZstdInputStream(new BufferedInputStream(Files.newInputStream(file))))) {
      TarArchiveEntry entry = tar.getNextEntry();
      while (entry != null && read < limit) {
        if (entry.isFile()) {
          reader.accept(tar.readAllBytes());
          read++;
        }
        entry = tar.getNextEntry();
      }
    }
  }
}
