package dev.mailcask.archive;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.message.Envelope;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
  ///
  /// @param mailboxId what the server calls it whatever its name is (MAILBOXID, RFC 8474), or empty
  record FolderSeen(
      int folder,
      String raw,
      String path,
      String delimiter,
      List<String> attributes,
      String mailboxId)
      implements JournalEvent {
    public FolderSeen {
      attributes = List.copyOf(attributes);
    }

    /// On a server that has no such identifiers.
    public FolderSeen(
        int folder, String raw, String path, String delimiter, List<String> attributes) {
      this(folder, raw, path, delimiter, attributes, "");
    }
  }

  /// A folder that was there is not on the server any more.
  record FolderGone(int folder) implements JournalEvent {}

  /// The folder's UIDs now belong to this UIDVALIDITY; a generation seen before may come back.
  record GenerationBegan(int folder, long uidValidity) implements JournalEvent {}

  /// A message was seen in a folder, and its bytes are stored.
  ///
  /// @param internalDate as the server sent it, unparsed
  /// @param objectId what the server calls these very bytes, in whatever folder they are: `EMAILID`
  ///     (RFC 8474) or `X-GM-MSGID` (Gmail), a blank, and its value; or empty
  record Placed(
      int folder,
      long uidValidity,
      long uid,
      ContentId id,
      long size,
      String internalDate,
      List<String> flags,
      Envelope envelope,
      String objectId)
      implements JournalEvent {
    public Placed {
      flags = List.copyOf(flags);
    }

    /// On a server that has no such identifiers.
    public Placed(
        int folder,
        long uidValidity,
        long uid,
        ContentId id,
        long size,
        String internalDate,
        List<String> flags,
        Envelope envelope) {
      this(folder, uidValidity, uid, id, size, internalDate, flags, envelope, "");
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

  /// A message could not be fetched.
  ///
  /// @param nextTry before when it is not tried again by itself, null for the next run
  record FetchFailed(
      int folder, long uidValidity, long uid, String reason, @Nullable Instant nextTry)
      implements JournalEvent {
    /// One that the next run tries again.
    public FetchFailed(int folder, long uidValidity, long uid, String reason) {
      this(folder, uidValidity, uid, reason, null);
    }
  }

  /// A folder was read so that the archive holds, or has noted as failed, every message that it
  /// held when it had these numbers. A later run that finds the same numbers need not open it, and
  /// one that finds others need only ask what changed since (RFC 7162).
  ///
  /// @param uidNext as told when the folder was opened, likewise the following two
  /// @param highestModSeq the mod-sequence up to which all changes are in the archive, 0
  ///     where the server keeps none
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

  /// The owner has seen the alarms of all runs up to this one.
  record AlarmsSeen(long run) implements JournalEvent {}

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
  /// @param outcome `complete`, `partial` or `failed`; complete is a run after which every message
  ///     that the server listed is durable
  /// @param problem why, where it is not complete, for people; else empty
  /// @param folders folders looked at
  /// @param onServer messages the server listed in them
  /// @param fetched messages fetched and placed
  /// @param known messages that were archived before
  /// @param perFolder the certificate: what the server listed, what is archived
  /// @param alarms what the owner should look at, although the run may be complete
  /// @param pause why it stopped before its time and when it goes on, null where it did not
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
      List<FolderCount> perFolder,
      List<Alarm> alarms,
      @Nullable Pause pause) {
    public RunSummary {
      perFolder = List.copyOf(perFolder);
      alarms = List.copyOf(alarms);
    }

    /// Of a run without alarms that was not paused.
    public RunSummary(
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
      this(
          outcome,
          problem,
          folders,
          onServer,
          fetched,
          known,
          gone,
          flagsChanged,
          failed,
          bytesFetched,
          perFolder,
          List.of(),
          null);
    }
  }

  /// What was counted in a folder, and how.
  ///
  /// @param onServer UIDs the server listed, less those that left it during the run
  /// @param archived how many of them are durable
  /// @param failed how many of them could not be fetched
  record FolderCount(int folder, long onServer, long archived, long failed, Evidence evidence) {
    /// Of a run that did not write down how it counted.
    public FolderCount(int folder, long onServer, long archived, long failed) {
      this(folder, onServer, archived, failed, Evidence.NONE);
    }

    /// How many are on the server, not archived, and not known to fail.
    public long waiting() {
      return Math.max(0, onServer - archived - failed);
    }
  }

  /// How a folder was counted.
  ///
  /// @param counted how it was found out what the server holds, for people; empty where the folder
  ///     could not be read, or where a Mailcask wrote it that did not say
  /// @param read whether the folder could be read
  /// @param exists EXISTS when the folder was opened, -1 where it was not
  /// @param listed UIDs the server listed
  /// @param held messages that the archive holds in this folder, counted after the last commit
  /// @param problem what was wrong with the folder as a whole, for people; else empty
  /// @param backTo where messages wait: about back to when the folder is archived, newest first;
  ///     null where unknown, or where none waits
  record Evidence(
      String counted,
      boolean read,
      long exists,
      long listed,
      long held,
      String problem,
      @Nullable Instant backTo) {
    /// Not written down.
    public static final Evidence NONE = new Evidence("", true, -1, 0, 0, "", null);
  }

  /// Something that a deletion on purpose rarely looks like. All that was archived stays.
  ///
  /// @param kind `emptied` or `dropped`: messages; `foldersGone`: folders; `contentLost`: messages
  ///     that no pack holds any more
  /// @param folder its number, 0 where it is about the account
  /// @param before messages, or folders, that were there
  /// @param left how many of them are not on the server any more
  /// @param problem for people
  record Alarm(String kind, int folder, long before, long left, String problem) {}

  /// Why a run stopped before all was done although nothing is wrong.
  ///
  /// @param kind `quota`: as much was taken as the provider allows a day; `throttled`: the server
  ///     asked for patience
  /// @param until when it goes on by itself
  /// @param done when all will be archived by estimate, null where unknown
  record Pause(String kind, Instant until, @Nullable Instant done, String problem) {}
}
