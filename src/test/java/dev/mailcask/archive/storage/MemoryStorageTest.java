package dev.mailcask.archive.storage;

import dev.mailcask.testing.MemoryStorage;

class MemoryStorageTest extends ArchiveStorageContract {
  @Override
  ArchiveStorage create() {
    return new MemoryStorage();
  }
}
