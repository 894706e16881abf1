package dev.mailcask.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.Progress;
import dev.mailcask.catalog.JournalDamage;
import dev.mailcask.catalog.SqliteCatalog;
import dev.mailcask.testing.MemoryStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Backups of an account whose journal is damaged go on.
class DamagedJournalBackupTest {

  @TempDir Path dir;
  private final MemoryStorage storage = new MemoryStorage();

  private Premises restarted(Premises before) {
    return new Premises(dir, storage, before);
  }

  private void backUpTwice(Premises premises) {
    premises.server.keepModSeqs(true);
    premises.fill("INBOX", 5);
    premises.fill("Sent", 3);
    premises.run();
    premises.fill("INBOX", 2);
    premises.run();
  }

  private String segment(int fromTheEnd) {
    var files = storage.list("journal/work/");
    return files.get(files.size() - 1 - fromTheEnd).name();
  }

  @Test
  void aFirstSegmentThatIsLostWithTheCatalogCostsNoMail() throws Exception {
    try (Premises first = new Premises(dir, storage)) {
      backUpTwice(first);
      first.catalog.close();
      storage.bytes(storage.list("journal/work/").getFirst().name())[60] ^= 1;
      Files.delete(dir.resolve("catalog.db"));
      try (Premises second = restarted(first)) {
        assertThat(second.catalog.damage()).extracting(JournalDamage::segment).containsExactly(1L);
        assertThat(second.run().outcome()).isEqualTo("complete");
        assertThat(second.catalog.damage()).hasSize(1);
        second.mirrors();
      }
    }
  }

  @Test
  void aLastSegmentThatIsDamagedStopsNoBackup() throws Exception {
    try (Premises first = new Premises(dir, storage)) {
      backUpTwice(first);
      byte[] last = storage.bytes(segment(0));
      byte[] sound = last.clone();
      String name = segment(0);
      last[last.length - 1] ^= 1;
      try (Premises second = restarted(first)) {
        second.fill("INBOX", 1);
        assertThat(second.run().outcome()).isEqualTo("complete");
        second.mirrors();
      }
      storage.put(name, sound);
      try (Premises third = restarted(first);
          SqliteCatalog fresh = SqliteCatalog.open(dir.resolve("fresh.db"), third.clock)) {
        fresh.catchUp(third.archive, Progress.NONE);
        assertThat(fresh.damage()).isEmpty();
        assertThat(fresh.counts()).isEqualTo(third.catalog.counts());
      }
    }
  }
}
