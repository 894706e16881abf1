package dev.mailcask.verify;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.Journal.Segment;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import org.jspecify.annotations.Nullable;

/// What tells one archive from another: the SHA-256 of the first segment of its oldest journal. It
/// is there from the first account on, and nothing that happens to the archive later changes it.
final class ArchiveId {

  private ArchiveId() {}

  /// In hexadecimal; null where there is no journal yet, or a first segment cannot be read.
  static @Nullable String of(Archive archive) {
    Segment oldest = null;
    try {
      for (AccountId account : archive.accounts()) { // in order of their names
        Segment first = archive.journal(account).read(1);
        if (oldest == null || first.at().isBefore(oldest.at())) {
          oldest = first;
        }
      }
    } catch (Failure.Corrupt | Failure.Unreachable e) {
      return null; // a verification tells of it
    }
    return oldest == null ? null : oldest.hash();
  }
}
