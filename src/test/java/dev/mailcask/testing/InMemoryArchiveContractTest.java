package dev.mailcask.testing;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveContract;
import java.time.InstantSource;

class InMemoryArchiveContractTest extends ArchiveContract {
  @Override
  protected Archive create(InstantSource clock) {
    return new InMemoryArchive(clock);
  }
}
