package dev.mailcask.catalog;

import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.AccountId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A backup of an account.
///
/// @param finished null while it runs, or if it was killed
/// @param summary null likewise
/// @param folderPaths the paths of the folders that the summary names by number
public record Run(
    AccountId account,
    long number,
    Instant started,
    @Nullable Instant finished,
    @Nullable RunSummary summary,
    Map<Integer, String> folderPaths) {
  public Run {
    folderPaths = Map.copyOf(folderPaths);
  }
}
