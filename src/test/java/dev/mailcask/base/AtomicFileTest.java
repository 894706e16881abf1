package dev.mailcask.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

  @TempDir Path directory;

  @Test
  void theContentIsReplacedAndPrivate() throws IOException {
    Path file = directory.resolve("new/deep/file");
    AtomicFile.write(file, new byte[] {1, 2, 3});
    AtomicFile.write(file, new byte[] {4});
    assertThat(Files.readAllBytes(file)).containsExactly(4);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file.getParent()).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void whatAKilledWriterLeftIsNoObstacle() throws IOException {
    Path file = directory.resolve("file");
    Files.writeString(directory.resolve("file.new"), "half of it and much longer");
    AtomicFile.write(file, new byte[] {5});
    assertThat(Files.readAllBytes(file)).containsExactly(5);
  }

  @Test
  void aFailureNamesTheFileAndKeepsTheOldContent() throws IOException {
    Path file = Files.createDirectories(directory.resolve("file"));
    Files.writeString(file.resolve("inside"), "x");
    assertThatThrownBy(() -> AtomicFile.write(file, new byte[] {1}))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("file");
    assertThat(file.resolve("inside")).hasContent("x");
    assertThat(directory).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void aFullDiskIsKnownByItsText() {
    assertThat(DiskFailure.of("x", new IOException("No space left on device")))
        .isInstanceOf(Failure.OutOfSpace.class);
    assertThat(
            DiskFailure.of("x", new IOException("wrapped", new IOException("Disk quota exceeded"))))
        .isInstanceOf(Failure.OutOfSpace.class);
    assertThat(DiskFailure.of("x", new IOException("Input/output error")))
        .isInstanceOf(Failure.Unreachable.class);
    assertThat(DiskFailure.of("x", new java.nio.file.AccessDeniedException("x")))
        .isInstanceOf(Failure.Refused.class);
    assertThat(DiskFailure.of("x", new java.nio.file.NoSuchFileException("x")))
        .isInstanceOf(Failure.Corrupt.class);
  }
}
