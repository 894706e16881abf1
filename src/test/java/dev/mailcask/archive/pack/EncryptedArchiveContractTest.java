package dev.mailcask.archive.pack;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveContract;
import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.storage.LocalStorage;
import dev.mailcask.testing.TestKeys;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

class EncryptedArchiveContractTest extends ArchiveContract {

  @TempDir Path directory;

  @Override
  protected Archive create(InstantSource clock) {
    LocalStorage storage = LocalStorage.open(directory);
    return PackedArchive.open(storage, ArchiveSettings.DEFAULT, clock, TestKeys.create(storage));
  }
}
