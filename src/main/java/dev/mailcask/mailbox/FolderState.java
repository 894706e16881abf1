package dev.mailcask.mailbox;

import java.util.Set;

/// What EXAMINE or SELECT tells of a folder (RFC 3501 section 7.1, RFC 4315, RFC 7162).
///
/// @param uidValidity 0 where the server has none, or says that its UIDs do not last: nothing may
///     be kept by UID then
/// @param uidNext the prediction of the next UID, 0 where unknown
/// @param exists the number of messages
/// @param highestModSeq 0 where unknown
/// @param permanentFlags the flags that can be kept, with `\*` where new keywords may be made;
///     everything where the server does not say
public record FolderState(
    long uidValidity, long uidNext, long exists, long highestModSeq, Set<String> permanentFlags) {
  public FolderState {
    permanentFlags = Set.copyOf(permanentFlags);
  }
}
