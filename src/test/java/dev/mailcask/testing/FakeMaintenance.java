package dev.mailcask.testing;

import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.Maintenance;
import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// A maintenance that comes to what a test says, or waits until it is cancelled.
public final class FakeMaintenance implements Maintenance {

  private static final Figures BEFORE = new Figures(3, 40, 4000, 2000);
  private static final Figures AFTER = new Figures(1, 38, 3800, 1000);

  /// What a compaction comes to.
  public Compacted compacted = new Compacted(BEFORE, AFTER, 3, 1, List.of());

  /// What a pruning comes to.
  public Pruned pruned = new Pruned(BEFORE, AFTER, 2, 200);

  /// Counted down when a compaction begins that then waits to be cancelled; null for one that does
  /// not wait.
  public @Nullable CountDownLatch waiting;

  @Override
  public Compacted compact(Progress progress) {
    CountDownLatch begun = waiting;
    if (begun != null) {
      begun.countDown();
      while (!progress.cancelled()) {
        Thread.onSpinWait();
      }
      throw new Failure.Cancelled("compacting");
    }
    return compacted;
  }

  @Override
  public Pruned prune(Progress progress) {
    return pruned;
  }

  @Override
  public void distrust(Collection<ContentId> blobs) {
    throw new UnsupportedOperationException("nobody here repairs");
  }

  @Override
  public Replaced replaceDamaged(Collection<String> packs, Set<ContentId> lost, Progress progress) {
    throw new UnsupportedOperationException("nobody here repairs");
  }

  @Override
  public List<String> bringPacksBack(ArchiveStorage copy, Progress progress) {
    throw new UnsupportedOperationException("nobody here repairs");
  }

  @Override
  public boolean hasAllOf(ArchiveStorage copy, String pack) {
    throw new UnsupportedOperationException("nobody here copies");
  }

  @Override
  public ArchiveJournal journal() {
    throw new UnsupportedOperationException("nobody here reads it");
  }
}
