package dev.mailcask.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.pack.PackedArchive;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.replica.Replica.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The place of a copy: begun on purpose, told apart from a disk that is not there, and written by
/// one.
class CopyDirectoryTest {

  @TempDir Path dir;

  private ReplicaWorld world;
  private Path mount;

  @BeforeEach
  void begin() {
    world = new ReplicaWorld(dir, System.nanoTime());
    mount = dir.resolve("mnt/disk");
  }

  private Replica.Report copy(@Nullable Path configured, @Nullable Path to) {
    try (PackedArchive archive = ReplicaWorld.open(world.disk)) {
      return world
          .replica(archive, world.disk, configured)
          .copy(new Request(to, false), Progress.NONE);
    }
  }

  @Test
  void aCopyIsBegunByNamingItAndThenGoesToTheConfiguredPlace() throws IOException {
    assertThat(copy(null, mount).files()).isPositive();
    assertThat(mount.resolve("mailcask-copy.json")).exists();
    assertThat(Files.getPosixFilePermissions(mount.resolve("archive")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(copy(mount, null).files()).isZero();
    assertThat(copy(mount, mount).files()).isZero();
  }

  @Test
  void anEmptyMountPointIsNoCopy() throws IOException {
    Files.createDirectories(mount);
    assertThatThrownBy(() -> copy(mount, null))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("copy in " + mount)
        .hasMessageContaining("its disk is not mounted, or no copy was begun")
        .hasMessageContaining("mailcask copy --to DIR");
    assertThat(mount).isEmptyDirectory();
    assertThatThrownBy(() -> copy(dir.resolve("none"), null)).isInstanceOf(Failure.Refused.class);
    assertThat(dir.resolve("none")).doesNotExist();
  }

  @Test
  void noCopyIsBegunAmongOtherFiles() throws IOException {
    Files.createDirectories(mount);
    Files.writeString(mount.resolve("photo.jpg"), "x");
    assertThatThrownBy(() -> copy(null, mount)).hasMessageContaining("it holds other files");
    assertThat(mount.resolve("mailcask-copy.json")).doesNotExist();
    Files.delete(mount.resolve("photo.jpg"));
    Files.createDirectory(mount.resolve("lost+found"));
    assertThat(copy(null, mount).files()).isPositive();
  }

  @Test
  void aPlaceThatIsNoDirectoryIsAWrongName() throws IOException {
    Path file = Files.writeString(dir.resolve("README.md"), "x");
    assertThatThrownBy(() -> copy(null, file))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("it is a file");
    assertThatThrownBy(() -> copy(null, file.resolve("copy")))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("none can be made there");
    assertThatThrownBy(() -> copy(null, Path.of("/proc/mailcask")))
        .isInstanceOf(Failure.Refused.class)
        .hasMessageContaining("none can be made there");
  }

  @Test
  void aPlaceInTheDataIsNoneHoweverItIsNamed() throws IOException {
    Files.createDirectories(dir.resolve("data"));
    Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("data"));
    assertThatThrownBy(() -> copy(null, link.resolve("copy")))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("it lies in the data directory, or around it");
  }

  @Test
  void aPlaceInOrAroundTheDataIsNone() {
    for (Path to : new Path[] {dir.resolve("data/copy"), dir.resolve("data"), dir}) {
      assertThatThrownBy(() -> copy(null, to))
          .isInstanceOf(Failure.Misconfigured.class)
          .hasMessageContaining("it lies in the data directory, or around it");
    }
    assertThatThrownBy(() -> copy(null, null))
        .isInstanceOf(Failure.Misconfigured.class)
        .hasMessageContaining("copy.to");
  }

  @Test
  void twoDoNotWriteOneCopy() {
    copy(null, mount);
    try (CopyDirectory held = CopyDirectory.open(mount, false, ReplicaWorld.CLOCK)) {
      assertThat(held.directory()).isEqualTo(mount);
      assertThatThrownBy(() -> copy(mount, null))
          .isInstanceOf(Failure.Locked.class)
          .hasMessageContaining("copy in " + mount);
      assertThatThrownBy(() -> CopyDirectory.reading(mount)).isInstanceOf(Failure.Locked.class);
    }
    assertThat(copy(mount, null).problems()).isEmpty();
  }

  @Test
  void aNewerCopyAndADamagedMarkerAreNotTouched() throws IOException {
    copy(null, mount);
    Path marker = mount.resolve("mailcask-copy.json");
    Files.writeString(marker, "{\"format\":\"mailcask-copy\",\"version\":2}");
    assertThatThrownBy(() -> copy(mount, null)).isInstanceOf(Failure.TooNew.class);
    Files.writeString(marker, "{\"form");
    assertThatThrownBy(() -> copy(mount, mount))
        .isInstanceOf(Failure.Corrupt.class)
        .hasMessageContaining("mailcask-copy.json is damaged");
  }
}
