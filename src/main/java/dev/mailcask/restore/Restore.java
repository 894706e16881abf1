package dev.mailcask.restore;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Progress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts messages back. Thread-safe.
public interface Restore {

  /// Looks at archive and server and says what would be done; changes nothing.
  Plan plan(Request request);

  /// Plans and carries out: creates missing folders, appends what is missing with its bytes,
  /// INTERNALDATE and flags, reads every appended message back and compares. Running it twice adds
  /// nothing the second time.
  Report run(Request request, Progress progress);

  /// What to put back where.
  ///
  /// @param from the account whose archive is read
  /// @param folders paths of folders; empty together with `messages` means all folders of the
  ///     account at that time
  /// @param messages single messages, besides the folders
  /// @param at as of when; null means now, and for a folder that is gone, when it was last seen
  /// @param to the account to write to, null for the same
  /// @param into the folder to write to; null for the folder of the same path (single messages:
  ///     where they were last seen). With several folders they become its subfolders.
  record Request(
      AccountId from,
      List<String> folders,
      List<ContentId> messages,
      @Nullable Instant at,
      @Nullable AccountId to,
      @Nullable String into) {
    public Request {
      folders = List.copyOf(folders);
      messages = List.copyOf(messages);
    }
  }

  /// @param folders one entry a target folder
  record Plan(AccountId to, List<FolderPlan> folders) {
    public Plan {
      folders = List.copyOf(folders);
    }

    /// Messages of the archive in all folders.
    public long planned() {
      return folders.stream().mapToLong(FolderPlan::planned).sum();
    }
  }

  /// @param source path in the archive
  /// @param target path on the server
  /// @param exists whether the target folder is on the server already
  /// @param planned messages of the archive
  /// @param alreadyThere how many of them the server has in the target, by content
  /// @param missing how many will be appended
  /// @param bytes of those
  record FolderPlan(
      String source,
      String target,
      boolean exists,
      long planned,
      long alreadyThere,
      long missing,
      long bytes) {}

  /// @param failed more than `failures` lists where a restore ended early: one failure stands for
  ///     all messages of a folder that were not tried then
  /// @param verified appended messages that were read back and are equal in bytes, INTERNALDATE and
  ///     flags
  /// @param notes what is not exactly as it was although the message is there, as a keyword that
  ///     the server refused
  record Report(
      long planned,
      long appended,
      long alreadyThere,
      long failed,
      long verified,
      double seconds,
      List<Problem> failures,
      List<Problem> notes) {
    public Report {
      failures = List.copyOf(failures);
      notes = List.copyOf(notes);
    }
  }

  /// A message and what is wrong with its restoration.
  record Problem(ContentId id, String folder, String reason) {}
}
