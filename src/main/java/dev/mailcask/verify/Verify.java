package dev.mailcask.verify;

import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.base.Progress;
import java.util.List;

/// Proves that what was archived can be read. Thread-safe; runs beside everything else.
public interface Verify {

  /// Reads all packs and journals: names, checksums, hash chain, the SHA-256 of every message; and
  /// holds the journals against the packs, so that every message that was placed is there.
  Report run(Progress progress);

  /// @param blobs blobs read
  /// @param messages placements in journals, each looked up in the packs
  /// @param bytes raw bytes read
  record Report(long blobs, long messages, long bytes, List<Damage> damaged, double seconds) {
    public Report {
      damaged = List.copyOf(damaged);
    }
  }
}
