package dev.mailcask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
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

  @Test
  void anArchiveIsNotBegunWhereOneIsLookedFor(@TempDir Path dir) throws IOException {
    Path missing = dir.resolve("mistyped");
    Path other = Files.createDirectory(dir.resolve("other"));
    Files.writeString(other.resolve("thesis.txt"), "x");
    Path file = Files.writeString(dir.resolve("README.md"), "x");
    for (Path root : List.of(missing, other, file)) {
      assertThatThrownBy(() -> new DataDirectory(root).requireArchive())
          .isInstanceOf(Failure.Misconfigured.class)
          .hasMessageContaining(root.equals(file) ? "it is a file" : "there is no archive here");
    }
    new DataDirectory(missing).requireRoomForArchive();
    Files.createDirectory(other.resolve("archive"));
    new DataDirectory(other).requireArchive();
    Files.delete(other.resolve("archive"));
    Files.writeString(other.resolve("catalog.db"), "x");
    assertThatThrownBy(() -> new DataDirectory(other).requireRoomForArchive())
        .hasMessageContaining("archive/ is missing");
    assertThat(missing).doesNotExist();
  }

  @Test
  void anArchiveIsBroughtBackIntoNothingElse(@TempDir Path dir) throws IOException {
    Path copy = Files.createDirectories(dir.resolve("copy/archive")).resolveSibling("");
    Path other = Files.createDirectory(dir.resolve("other"));
    new DataDirectory(other).requireRoomForRestore(copy);
    new DataDirectory(dir.resolve("new")).requireRoomForRestore(copy);
    Files.writeString(other.resolve("thesis.txt"), "x");
    assertThatThrownBy(() -> new DataDirectory(other).requireRoomForRestore(copy))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("it is not empty");
    assertThat(other).isDirectoryContaining("glob:**/thesis.txt");
    Path link = Files.createSymbolicLink(dir.resolve("link"), copy);
    for (Path inside : List.of(dir.resolve("copy/data"), link.resolve("data"), copy, dir)) {
      assertThatThrownBy(() -> new DataDirectory(inside).requireRoomForRestore(copy))
          .isInstanceOf(Failure.Refused.class)
          .hasMessageContaining("the directory of the copy");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
