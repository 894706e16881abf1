package dev.mailcask.sync;

import static dev.mailcask.sync.Premises.WORK;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.JournalEvent.RunFinished;
import dev.mailcask.archive.JournalEvent.RunStarted;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.testing.HostileStorage;
import dev.mailcask.testing.MemoryStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real archive on a disk that is full at any byte of a backup: the run says so, counts nothing
/// that is not there, and the next one makes good when there is room.
class FullDiskBackupTest {

  @TempDir private Path dir;

  @Test
  void aDiskThatIsFullAtAnyByteLosesNothing() throws IOException {
    long seed = new Random().nextLong();
    System.out.println("FullDiskBackupTest seed " + seed);
    Random random = new Random(seed);
    boolean failed = true;
    for (int room = 0; failed; room += 50 + random.nextInt(400)) {
      Path files = Files.createDirectory(dir.resolve("room-" + room));
      HostileStorage storage = new HostileStorage(new MemoryStorage());
      try (Premises it = new Premises(files, storage)) {
        it.settings = new SyncSettings(2, 1 << 20, Duration.ofSeconds(1));
        it.clock.ticking(Duration.ofMillis(150));
        it.server.keepModSeqs(random.nextBoolean());
        it.fill("INBOX", 20);
        it.fill("A", 20);
        storage.room(room);
        failed = isFull(it, room);
        storage.room(Long.MAX_VALUE);
        assertThat(it.run().outcome()).as("after room for %d bytes", room).isEqualTo("complete");
        it.mirrors();
        assertThat(it.events(Placed.class))
            .extracting(event -> event.folder() + " " + event.uid())
            .as("room for %d bytes", room)
            .doesNotHaveDuplicates();
        assertThat(it.events(RunStarted.class)).extracting(RunStarted::run).doesNotHaveDuplicates();
      }
    }
  }

  private static boolean isFull(Premises it, int room) {
    try {
      it.backup(it.archive).run(WORK, Progress.NONE);
      return false;
    } catch (Failure.OutOfSpace e) {
      long placed = it.events(Placed.class).size();
      it.events(RunFinished.class)
          .forEach(
              end -> {
                assertThat(end.summary().outcome()).isEqualTo("failed");
                assertThat(end.summary().fetched())
                    .as("counted as archived, with room for %d bytes", room)
                    .isEqualTo(placed);
              });
      return true;
    }
  }
}
