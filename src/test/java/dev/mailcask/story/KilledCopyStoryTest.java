package dev.mailcask.story;

import dev.mailcask.story.Kills.Work;
import dev.mailcask.testing.DovecotServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the real program while it compacts, copies and brings an archive back. [CrashStoryTest]
/// does it to backups, [KillSoak] hundreds of times.
class KilledCopyStoryTest {

  private static final int KILLS = 9;

  @TempDir private Path dir;

  @Test
  void nineKillsLoseNothingAndNeedNoHand() throws Exception {
    long seed = Long.getLong("mailcask.seed", System.nanoTime());
    System.out.println("mailcask.seed=" + seed);
    try (DovecotServer server = DovecotServer.start()) {
      List<Work> works = List.of(Work.COMPACT, Work.COPY, Work.RESTORE_ARCHIVE);
      new Kills(dir, server, seed, works).run(KILLS, 400, KILLS);
    }
  }
}
