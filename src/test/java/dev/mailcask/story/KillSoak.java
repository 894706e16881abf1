package dev.mailcask.story;

import dev.mailcask.story.Kills.Work;
import dev.mailcask.testing.DovecotServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Hundreds of kills, for `scripts/soak kills`; no part of the suite. `mailcask.kills` says how
/// many, `mailcask.seed` repeats a run's choices.
class KillSoak {

  @TempDir private Path dir;

  @Test
  void nothingIsLostHoweverOftenItIsKilled() throws Exception {
    long seed = Long.getLong("mailcask.seed", System.nanoTime());
    int kills = Integer.getInteger("mailcask.kills", 300);
    System.out.println("mailcask.seed=" + seed);
    try (DovecotServer server = DovecotServer.start()) {
      new Kills(dir, server, seed, List.of(Work.values())).run(kills, 2_000, 50);
    }
  }
}
