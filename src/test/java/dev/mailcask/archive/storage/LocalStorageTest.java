package dev.mailcask.archive.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.base.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageTest extends ArchiveStorageContract {

  @TempDir Path directory;

  @Override
  ArchiveStorage create() {
    return LocalStorage.open(directory.resolve("deep/archive"));
  }

  private Path unfinished() {
    return directory.resolve("deep/archive/unfinished");
  }

  @Test
  void sweepingRemovesWhatAKilledProcessLeft() {
    ArchiveStorage killed = create();
    killed.draft().write(ByteBuffer.wrap(new byte[10]));
    assertThat(unfinished()).isNotEmptyDirectory();
    create().sweep();
    assertThat(unfinished()).isEmptyDirectory();
  }

  @Test
  void aClosedDraftLeavesNothing() {
    try (ArchiveStorage.Draft draft = create().draft()) {
      draft.write(ByteBuffer.wrap(new byte[10]));
    }
    assertThat(unfinished()).isEmptyDirectory();
  }

  @Test
  void replacingLeavesNothingBeside() {
    ArchiveStorage storage = create();
    storage.replace("keys.json", new byte[10]);
    storage.replace("keys.json", new byte[20]);
    assertThat(unfinished()).isEmptyDirectory();
    assertThat(directory.resolve("deep/archive"))
        .isDirectoryContaining(file -> file.endsWith("keys.json"))
        .isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
  }

  @Test
  void namesDoNotLeadOutOfTheArchive() {
    ArchiveStorage storage = create();
    assertThatThrownBy(() -> storage.size("../secrets/key"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFileInTheDirectorysPlaceIsAFailureThatNamesIt() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");
    assertThatThrownBy(() -> LocalStorage.open(file.resolve("archive")))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("file");
  }
}
