package dev.mailcask.archive;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import java.util.List;

/// What happened to the archive itself, in the words of its own journal;
/// `src/docs/archive-format.md` section 3 gives their JSON.
public sealed interface ArchiveEvent {

  /// Packs took the place of others: every blob of the removed ones that is to be kept lies in
  /// durable packs.
  ///
  /// @param removed names of packs: the SHA-256 of their files, in hexadecimal
  /// @param by likewise, those that were written for it
  /// @param dropped how many blobs of the removed ones were referred to by no journal
  /// @param lost messages that could be read nowhere
  record PacksReplaced(
      List<String> removed, List<String> by, Reason reason, long dropped, List<ContentId> lost)
      implements ArchiveEvent {
    public PacksReplaced {
      removed = List.copyOf(removed);
      by = List.copyOf(by);
      lost = List.copyOf(lost);
    }
  }

  /// How far the journals of the accounts went: none of them can be cut short, or go, unnoticed.
  record JournalsSeen(List<Head> heads) implements ArchiveEvent {
    public JournalsSeen {
      heads = List.copyOf(heads);
    }
  }

  /// The end of a journal.
  ///
  /// @param segment the number of its last segment
  /// @param hash the SHA-256 of that segment's file, in hexadecimal
  record Head(AccountId account, long segment, String hash) {}

  /// Why packs were replaced.
  enum Reason {
    COMPACT,
    PRUNE,
    REPAIR
  }
}
