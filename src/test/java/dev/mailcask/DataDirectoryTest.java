package dev.mailcask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

  @Test
  void nobodyElseLooksIntoIt(@TempDir Path dir) throws IOException {
    for (String before : new String[] {"rwxr-xr-x", "rwxrwxrwx", "rwx------"}) {
      Path root = Files.createDirectory(dir.resolve(before));
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString(before));
      new DataDirectory(root).prepare();
      assertThat(permissions(root)).as(before).isEqualTo("rwx------");
      assertThat(permissions(root.resolve("tmp"))).isEqualTo("rwx------");
    }
    new DataDirectory(dir.resolve("new/data")).prepare();
    assertThat(permissions(dir.resolve("new/data"))).isEqualTo("rwx------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
