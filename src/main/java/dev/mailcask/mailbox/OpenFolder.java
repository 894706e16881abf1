package dev.mailcask.mailbox;

import dev.mailcask.base.Content;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.function.ObjLongConsumer;

/// A folder opened for reading. Valid until the connection opens another folder or is closed. UIDs
/// only; sequence numbers never leave the implementation.
public interface OpenFolder {

  /// The reason in the result of [#bodies] for a message of which the server does not know any
  /// more. It is gone if a listing does not show it either.
  String VANISHED = "the message is no longer on the server";

  /// The state when it was opened.
  FolderState state();

  /// The UIDs and flags of all messages with UIDs in the range, whole or a
  /// [dev.mailcask.base.Failure]: an empty answer from a folder that says it holds messages is a
  /// failure, not an empty folder.
  ///
  /// @param first the smallest UID asked for, at least 1
  /// @param last the largest UID asked for, at most [#largestUid()]
  SortedMap<Long, List<String>> flags(long first, long last);

  /// The largest UID that a message can have here.
  default long largestUid() {
    return 4_294_967_295L; // RFC 3501 section 9, nz-number
  }

  /// The same UIDs in the order in which the messages came, the oldest first, as well as that is
  /// known.
  ///
  /// @param uids in ascending order, which in IMAP is the order of arrival
  default List<Long> byArrival(List<Long> uids) {
    return uids;
  }

  /// What changed since a mod-sequence (RFC 7162): less to read than [#flags] by far, where the
  /// server can tell. It is believed only if it adds up, to the message, to the number of messages
  /// that the folder held when it was opened.
  ///
  /// @param modSeq the folder's highest mod-sequence at a time when all that it held was `known` or
  ///     has gone since
  /// @param known the UIDs that may be there beside those that came since
  /// @return empty if the server cannot tell, or if what it tells does not add up: list then
  Optional<Changes> changes(long modSeq, SortedSet<Long> known);

  /// The metadata of messages. What the server does not answer for is not in the result.
  ///
  /// @param uids in ascending order
  SortedMap<Long, Metadata> metadata(List<Long> uids);

  /// Fetches bodies (`BODY.PEEK[]`), in batches cut by bytes and by count, and hands each over as
  /// it comes, not in any promised order. Asked-for and received are reconciled after every batch;
  /// what stays missing, or cannot be fetched while its neighbours can, is in the result with its
  /// reason. The sink's exceptions pass through, and cost the connection.
  ///
  /// The content is valid until the sink returns: a large message lies in a spool file, whose space
  /// is free again then.
  ///
  /// @param wanted UIDs in ascending order with their expected sizes, 0 where unknown
  /// @return the UIDs not handed over, with a reason for people
  /// @throws dev.mailcask.base.Failure if the connection is lost or the server refuses to go on:
  ///     what was handed over until then stays valid
  Map<Long, String> bodies(SortedMap<Long, Long> wanted, ObjLongConsumer<Content> sink);

  /// How much of a message was received when connections were lost in the middle of it, and is kept
  /// so that the next [#bodies] that wants it goes on from there. Good after a failure as well.
  ///
  /// @return bytes, 0 where nothing is kept
  default long kept(long uid) {
    return 0;
  }

  /// Waits for new messages: hears of them at once where the server speaks up (IDLE, RFC 2177), or
  /// asks at the end of the time. Tells also of those that came since the folder was opened.
  ///
  /// @param most how long to wait; who wants to wait for longer asks again
  /// @return whether the server told of some; now and then it is wrong, and there are none
  /// @throws dev.mailcask.base.Failure if the connection is lost, as it is by an interruption
  boolean await(Duration most);

  /// What changed in a folder.
  ///
  /// @param flags the messages that are new or may have other flags, with their flags of now
  /// @param gone those of the known messages that are not there any more
  record Changes(SortedMap<Long, List<String>> flags, SortedSet<Long> gone) {
    public Changes {
      flags = Collections.unmodifiableSortedMap(flags);
      gone = Collections.unmodifiableSortedSet(gone);
    }
  }

  /// What is known of a message without its body.
  ///
  /// @param flags as sent, without `\Recent`
  /// @param internalDate as sent, unparsed, such as `17-Jul-1996 02:44:25 -0700`; empty where the
  ///     server sent none
  /// @param size RFC822.SIZE: a hint, 0 where unknown
  /// @param objectId what the server calls these very bytes, in whatever folder they are: `EMAILID`
  ///     (RFC 8474), `X-GM-MSGID` (Gmail) or `UIDL` (POP3), a blank, and its value; empty where it
  ///     does not say
  record Metadata(List<String> flags, String internalDate, long size, String objectId) {
    public Metadata {
      flags = List.copyOf(flags);
    }

    /// Of a server that does not name messages.
    public Metadata(List<String> flags, String internalDate, long size) {
      this(flags, internalDate, size, "");
    }
  }
}
