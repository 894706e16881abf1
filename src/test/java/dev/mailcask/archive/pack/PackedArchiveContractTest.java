package dev.mailcask.archive.pack;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveContract;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.storage.LocalStorage;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class PackedArchiveContractTest extends ArchiveContract {

  @TempDir Path directory;

  @Override
  protected Archive create(InstantSource clock) {
    return PackedArchive.open(LocalStorage.open(directory), ArchiveSettings.DEFAULT, clock);
  }
}
