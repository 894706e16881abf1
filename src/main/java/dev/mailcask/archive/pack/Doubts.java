package dev.mailcask.archive.pack;

import dev.mailcask.archive.pack.BlobTable.Place;
import java.util.Collection;

/// The copies of blobs that are there and that no writer may rely on: damaged ones, and those that
/// a pruning is about to drop. Readers do not ask. Thread-safe.
final class Doubts {

  private final BlobMarks distrusted = new BlobMarks();
  private volatile BlobMarks condemned = new BlobMarks();

  /// Whether a writer must store the blob again, as far as this copy goes.
  boolean about(Place place) {
    return condemned.has(place) || distrusted.has(place);
  }

  void distrust(Place place) {
    boolean _ = distrusted.add(place);
  }

  /// From now on, and until [#spare], writers store these anew.
  void condemn(BlobMarks blobs) {
    condemned = blobs;
  }

  void spare() {
    condemned = new BlobMarks();
  }

  /// Packs that are not there any more need no doubts.
  void forget(Collection<PackFile> packs) {
    distrusted.forget(packs);
  }
}
