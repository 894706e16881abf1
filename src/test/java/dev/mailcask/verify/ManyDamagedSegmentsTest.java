package dev.mailcask.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.archive.ArchiveWriter;
import dev.mailcask.archive.JournalEvent.FolderFailed;
import dev.mailcask.archive.storage.ArchiveStorage.Stored;
import dev.mailcask.base.Progress;
import dev.mailcask.testing.ArchiveFiller;
import dev.mailcask.verify.Verify.Kind;
import dev.mailcask.verify.Verify.Report;
import dev.mailcask.verify.Verify.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that damaged many segments of journals, and nothing to bring them back from.
class ManyDamagedSegmentsTest {

  @TempDir private Path directory;

  @Test
  void theJournalsAreReadOnceForAllOfThem() {
    try (VerifyWorld world = new VerifyWorld(directory, 1, false)) {
      for (int i = 0; i < 40; i++) {
        try (ArchiveWriter writer = world.archive.writer(ArchiveFiller.ACCOUNTS.getFirst())) {
          writer.record(new FolderFailed(1, "refused"));
          writer.commit();
        }
      }
      List<Stored> segments = world.storage.list("journal/");
      for (int i = 0; i < segments.size(); i += 2) {
        world.storage.bytes(segments.get(i).name())[50] ^= 1;
      }
      world.reopen();
      AtomicInteger read = new AtomicInteger();
      Report report =
          new ReadingVerify(world.means())
              .run(new Request(100, true, true, null), counting("reading journals", read));
      long damaged = report.damaged().stream().filter(f -> f.kind() == Kind.JOURNAL).count();
      assertThat(damaged).isGreaterThan(20);
      assertThat(report.left()).isEqualTo(report.found());
      assertThat(read.get())
          .as("segments read, of %d in all, with %d findings", segments.size(), damaged)
          .isLessThan(4 * segments.size());
    }
  }

  private static Progress counting(String stage, AtomicInteger steps) {
    return new Progress() {
      @Override
      public void at(Step step) {
        if (step.stage().equals(stage)) {
          steps.incrementAndGet();
        }
      }

      @Override
      public boolean cancelled() {
        return false;
      }
    };
  }
}
