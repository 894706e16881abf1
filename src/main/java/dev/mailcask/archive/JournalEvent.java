package dev.mailcask.archive;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.message.Envelope;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What happened to an account, in the journal's own words; `src/docs/archive-format.md` gives
/// their JSON.
///
/// Folders are numbered within the account from 1 by [FolderSeen]. A folder's content at a time is
/// what was placed and not gone in the UIDVALIDITY generation that was current then
/// ([GenerationBegan]).
public sealed interface JournalEvent {

  /// The account was added, or its settings were changed.
  record AccountSet(AccountSettings settings) implements JournalEvent {}

  /// The owner removed the account; its mail stays.
  record AccountRemoved() implements JournalEvent {}

  /// A backup began. Runs of an account are numbered from 1.
  record RunStarted(long run, Instant at) implements JournalEvent {}

  /// A backup ended.
  record RunFinished(long run, Instant at, RunSummary summary) implements JournalEvent {}

  /// A folder was seen for the first time, or came back, or has another name or attributes than
  /// before.
  record FolderSeen(int folder, String raw, String path, String delimiter, List<String> attributes)
      implements JournalEvent {
    public FolderSeen {
      attributes = List.copyOf(attributes);
    }
  }

  /// A folder that was there is not on the server any more.
  record FolderGone(int folder) implements JournalEvent {}

  /// The folder's UIDs now belong to this UIDVALIDITY; a generation seen before may come back.
  record GenerationBegan(int folder, long uidValidity) implements JournalEvent {}

  /// A message was seen in a folder, and its bytes are stored.
  ///
  /// @param internalDate as the server sent it, unparsed
  record Placed(
      int folder,
      long uidValidity,
      long uid,
      ContentId id,
      long size,
      String internalDate,
      List<String> flags,
      Envelope envelope)
      implements JournalEvent {
    public Placed {
      flags = List.copyOf(flags);
    }
  }

  /// A message has other flags than before.
  record FlagsChanged(int folder, long uidValidity, long uid, List<String> flags)
      implements JournalEvent {
    public FlagsChanged {
      flags = List.copyOf(flags);
    }
  }

  /// Messages are not in the folder any more.
  record Gone(int folder, long uidValidity, List<Long> uids) implements JournalEvent {
    public Gone {
      uids = List.copyOf(uids);
    }
  }

  /// A message could not be fetched; it is tried again at the next run.
  record FetchFailed(int folder, long uidValidity, long uid, String reason)
      implements JournalEvent {}

  /// A folder was read so that the archive holds, or has noted as failed, every message that it
  /// held when it had these numbers. A later run that finds the same numbers need not open it, and
  /// one that finds others need only ask what changed since (RFC 7162).
  ///
  /// @param uidNext as told when the folder was opened, likewise the following two
  /// @param highestModSeq the mod-sequence up to which all changes are in the archive, above 0
  /// @param exists the number of messages
  /// @param run in which it was read
  /// @param provenRun the run that last listed every UID of the folder
  /// @param provenAt when that was
  /// @param disproved whether a full listing once found what the server's mod-sequences kept quiet
  ///     about: nothing may be concluded from them then
  record FolderListed(
      int folder,
      long uidValidity,
      long uidNext,
      long highestModSeq,
      long exists,
      long run,
      long provenRun,
      Instant provenAt,
      boolean disproved)
      implements JournalEvent {}

  /// A whole folder could not be read in this run.
  record FolderFailed(int folder, String reason) implements JournalEvent {}

  /// A damaged message was stored again, and its bytes are durable.
  ///
  /// @param from `copy` or `server`
  record Repaired(ContentId id, String from) implements JournalEvent {}

  /// A message was put back on a server: the ledger by which a second restore adds nothing, even
  /// where the server altered the bytes.
  ///
  /// @param folder path in the archive
  /// @param toFolder path of the target
  /// @param uidValidity of the target, 0 where the server has none
  /// @param uid in the target, 0 where the server did not say
  record Restored(
      ContentId id, String folder, AccountId toAccount, String toFolder, long uidValidity, long uid)
      implements JournalEvent {}

  /// The figures of a run.
  ///
  /// @param outcome `complete`, `partial` or `failed`
  /// @param problem why, where it is not complete, for people; else empty
  /// @param folders folders looked at
  /// @param onServer messages the server listed in them
  /// @param fetched messages fetched and placed
  /// @param known messages that were archived before
  /// @param perFolder the proof: what the server listed, what is archived
  record RunSummary(
      String outcome,
      String problem,
      int folders,
      long onServer,
      long fetched,
      long known,
      long gone,
      long flagsChanged,
      long failed,
      long bytesFetched,
      List<FolderCount> perFolder) {
    public RunSummary {
      perFolder = List.copyOf(perFolder);
    }
  }

  /// @param onServer UIDs the server listed
  /// @param archived how many of them are durable
  /// @param failed how many of them could not be fetched
  /// @param counted how it was found out what the server holds, for people; empty where a Mailcask
  ///     wrote it that did not say
  record FolderCount(int folder, long onServer, long archived, long failed, String counted) {
    public FolderCount {
      counted = Objects.requireNonNullElse(counted, "");
    }
  }
}
