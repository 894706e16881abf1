package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.DATE;
import static dev.mailcask.sync.Premises.WORK;
import static dev.mailcask.sync.Premises.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.base.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The process dies at every step of a backup in turn, and the next run makes good: the archive
/// shows what the server holds, and nothing was fetched or placed again that was committed.
class KilledBackupTest {

  @TempDir private Path dir;

  /// A backup after one that went well, with everything in it that can happen, and commits in
  /// between.
  private Premises changed(Path files) {
    Premises it = new Premises(files);
    it.server.keepModSeqs(files.hashCode() % 3 != 0);
    it.settings = new SyncSettings(2, 1 << 20, Duration.ofSeconds(1));
    it.fill("INBOX", 4);
    it.fill("Moved", 3);
    it.fill("Lost", 2);
    it.run();
    it.clock.ticking(Duration.ofMillis(200));
    it.server.remove("INBOX", 2);
    it.server.flag("INBOX", 3, "\\Flagged");
    it.server.add("INBOX", mail("new"), DATE);
    it.server.renumber("Moved");
    it.server.deleteFolder("Lost");
    it.fill("New", 4);
    return it;
  }

  @Test
  void aKillAtAnyStepIsMadeGoodByTheNextRun() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("KilledBackupTest seed " + seed);
    Random random = new Random(seed);
    boolean died = true;
    for (int steps = 0; died; steps += 1 + random.nextInt(3)) {
      Path files = Files.createDirectory(dir.resolve("killed-" + steps));
      try (Premises it = changed(files)) {
        died = killAfter(it, steps);
      }
    }
  }

  private static boolean killAfter(Premises it, int steps) {
    MortalArchive mortal = new MortalArchive(it.archive, steps);
    it.server.before(operation -> mortal.step());
    try {
      it.backup(mortal).run(WORK, Progress.NONE);
    } catch (MortalArchive.Killed e) {
      assertThat(mortal.dead()).isTrue();
    }
    it.server.before(operation -> {});
    long placed = it.events(Placed.class).size();
    it.server.forget();

    assertThat(it.run().outcome()).as("after %d steps", steps).isEqualTo("complete");

    it.mirrors();
    assertThat(it.server.bodiesFetched())
        .as("fetched by the second run, killed after %d steps", steps)
        .isEqualTo((int) (it.events(Placed.class).size() - placed));
    assertThat(it.events(Placed.class))
        .extracting(event -> event.folder() + " " + event.uidValidity() + " " + event.uid())
        .as("nothing placed twice")
        .doesNotHaveDuplicates();
    it.server.forget();
    assertThat(it.run().fetched()).isZero();
    return mortal.dead();
  }
}
