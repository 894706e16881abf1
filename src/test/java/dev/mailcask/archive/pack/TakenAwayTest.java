package dev.mailcask.archive.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailcask.archive.ArchiveSettings;
import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent.AccountRemoved;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Content;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.testing.MemoryStorage;
import dev.mailcask.testing.SettableClock;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Packs that somebody takes away while the archive is open.
class TakenAwayTest {

  /// More than what is handed out in memory.
  private static final int LARGE = 9 << 20;

  private final MemoryStorage storage = new MemoryStorage();

  private static byte[] large() {
    byte[] bytes = new byte[LARGE];
    new SplittableRandom(7).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aLargeMessageWhosePackIsGoneSaysSo() throws IOException {
    try (PackedArchive archive =
        PackedArchive.open(storage, ArchiveSettings.DEFAULT, new SettableClock())) {
      ContentId id;
      try (ArchiveWriter writer = archive.writer(new AccountId("work"))) {
        id = writer.store(Content.of(large()));
        writer.record(new AccountRemoved());
        writer.commit();
      }
      Content content = archive.read(id).orElseThrow();
      List<Stored> packs = storage.list("packs/");
      packs.forEach(pack -> storage.delete(pack.name()));
      assertThat(archive.takeStock()).isEqualTo(packs.size());
      try (InputStream in = content.open()) {
        assertThatThrownBy(in::read)
            .isInstanceOf(Failure.Corrupt.class)
            .hasMessageContaining(id.toString())
            .hasMessageContaining("is gone")
            .hasMessageContaining("mailcask verify --repair");
      }
      assertThat(archive.read(id)).isEmpty();
    }
  }
}
