package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.BlobTable.Place;
import dev.mailcask.base.Progress;

/// Tells of each blob that is moved, and ends the work where its owner asked to stop. Not
/// thread-safe.
final class Counter {

  private final String stage;
  private final long total;
  private final Progress progress;
  private long done;
  private long bytes;

  /// @param stage what is being done, for people
  /// @param total how many blobs there are to look at
  Counter(String stage, long total, Progress progress) {
    this.stage = stage;
    this.total = total;
    this.progress = progress;
  }

  void check() {
    progress.checkCancelled(stage);
  }

  void next(Place place) {
    check();
    done++;
    bytes += place.length();
    progress.at(new Progress.Step(stage, "", Math.min(done, total), total, bytes));
  }
}
