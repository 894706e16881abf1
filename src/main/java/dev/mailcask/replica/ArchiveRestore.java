package dev.mailcask.replica;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Progress;
import dev.mailcask.replica.Replica.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Brings an archive back from a copy into an empty data directory.
public interface ArchiveRestore {

  /// Takes over every file of the copy, in which nothing changes. Goes on where an earlier call was
  /// killed. A damaged file is taken as it is and told: what else is in it can still be read.
  ///
  /// @param from the directory of the copy
  /// @param masterKey the text of `master.key`, by which the passwords of accounts open; null
  ///     without
  /// @throws dev.mailcask.base.Failure.Refused if the data directory holds something else than what
  ///     this copy gave it, or there is no copy
  /// @throws dev.mailcask.base.Failure.Misconfigured if the key opens none of the passwords
  Report run(Path from, byte @Nullable [] masterKey, Progress progress);

  /// @param files how many files were taken over now
  /// @param bytes their size
  /// @param passwords the accounts whose passwords are there again and open
  /// @param problems damaged files
  record Report(
      long files, long bytes, Set<AccountId> passwords, List<Problem> problems, double seconds) {
    public Report {
      passwords = new TreeSet<>(passwords);
      problems = List.copyOf(problems);
    }
  }
}
