package dev.mailcask.replica;

import dev.mailcask.archive.storage.ArchiveStorage;
import dev.mailcask.base.Progress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps a second copy of the archive in another directory: a mounted disk, a network drive.
///
/// The copy is a whole archive at any time, however the work on it ended. Runs beside backups and
/// everything else.
public interface Replica {

  /// Brings the copy up to date.
  ///
  /// @throws dev.mailcask.base.Failure.Misconfigured if no place was ever named
  /// @throws dev.mailcask.base.Failure.Refused if there is no copy in that place, or one of another
  ///     archive, or a newer one, or the place cannot be written
  /// @throws dev.mailcask.base.Failure.Locked if another machine or process writes to the copy
  /// @throws dev.mailcask.base.Failure.OutOfSpace if it has no room; the next run goes on from
  ///     there
  /// @throws dev.mailcask.base.Failure.Corrupt if the place does not give back what was written
  Report copy(Request request, Progress progress);

  /// Whether a directory holds a copy, in which nobody may work as in a data directory.
  static boolean isCopy(Path directory) {
    return CopyDirectory.isCopy(directory);
  }

  /// Makes sure that a copy is one of this archive, be it newer or older.
  ///
  /// @param place where the copy is, for errors
  /// @throws dev.mailcask.base.Failure.Refused if it is one of another archive
  static void checkOrigin(ArchiveStorage archive, ArchiveStorage copy, String place) {
    new Chains(archive, copy, place, Progress.NONE)
        .belong(Inventory.of(archive), Inventory.of(copy));
  }

  /// @param to where a copy is begun, if there is none yet; null for the configured place, in which
  ///     one must have been begun
  /// @param check whether to read the whole copy back and compare it
  record Request(@Nullable Path to, boolean check) {}

  /// What was done and what is in the copy now.
  ///
  /// @param to the directory
  /// @param files archive files that were copied
  /// @param bytes their size
  /// @param removed packs that were taken out of the copy, because others took their place
  /// @param checked files of the copy that were read back and compared, 0 without a check
  /// @param mended files of the copy that were damaged and written again
  /// @param filesInCopy archive files that lie in it now
  /// @param bytesInCopy their size
  /// @param problems what is not as it should be, in the archive or in the copy
  record Report(
      String to,
      long files,
      long bytes,
      long removed,
      long checked,
      long mended,
      long filesInCopy,
      long bytesInCopy,
      List<Problem> problems,
      double seconds) {
    public Report {
      problems = List.copyOf(problems);
    }
  }

  /// @param file the path below `archive/`, or that of a password
  /// @param problem what is wrong and what was done, for people
  record Problem(String file, String problem) {}
}
