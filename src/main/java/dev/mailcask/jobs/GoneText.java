package dev.mailcask.jobs;

import dev.mailcask.archive.JournalEvent.FolderLeft;
import dev.mailcask.archive.JournalEvent.RunSummary;
import dev.mailcask.base.Counted;
import java.util.List;
import java.util.stream.Collectors;

/// What a backup found gone from the server, for people.
public final class GoneText {

  /// Folders that are named at most.
  private static final int NAMED = 3;

  private GoneText() {}

  /// As in `240 gone (1 folder with 240 messages: Projects)`.
  public static String of(RunSummary run) {
    List<FolderLeft> folders = run.foldersGone();
    String gone = Counted.of(run.gone()) + " gone";
    if (folders.isEmpty()) {
      return gone;
    }
    long messages = folders.stream().mapToLong(FolderLeft::messages).sum();
    int unnamed = folders.size() - NAMED;
    return "%s (%s with %s: %s%s)"
        .formatted(
            gone,
            Counted.of(folders.size(), "folder", "folders"),
            Counted.of(messages, "message", "messages"),
            folders.stream().limit(NAMED).map(FolderLeft::path).collect(Collectors.joining(", ")),
            unnamed > 0 ? " and " + Counted.of(unnamed) + " more" : "");
  }
}
