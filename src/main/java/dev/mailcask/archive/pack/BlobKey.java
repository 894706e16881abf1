package dev.mailcask.archive.pack;

import dev.mailcask.base.ContentId;
import java.util.Comparator;

/// What a blob is: two of the same id may be of different kinds. In the order of directories.
record BlobKey(ContentId id, byte kind) implements Comparable<BlobKey> {

  private static final Comparator<BlobKey> ORDER =
      Comparator.comparing(BlobKey::id).thenComparingInt(BlobKey::kind);

  @Override
  public int compareTo(BlobKey other) {
    return ORDER.compare(this, other);
  }
}
