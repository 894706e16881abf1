package dev.mailcask.archive.pack;

import dev.mailcask.archive.ArchiveEvent;
import dev.mailcask.archive.ArchiveEvent.Head;
import dev.mailcask.archive.ArchiveEvent.JournalsSeen;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.Journal;
import dev.mailcask.archive.journal.StoredJournal;
import dev.mailcask.archive.storage.FileHeader;
import dev.mailcask.base.AccountId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far the journals went when packs were last replaced, by the archive's own journal. A chain
/// of hashes shows what was altered within it, but not that its end is missing, or all of it: a
/// pruning would take the mail of an account whose journal was lost for mail that nobody refers to.
/// Not thread-safe.
final class JournalHeads {

  private static final Logger LOG = LoggerFactory.getLogger(JournalHeads.class);

  private final Map<AccountId, Head> seen = new HashMap<>();

  JournalHeads(ArchiveJournal archive) {
    archive.survey(
        0,
        segment -> segment.events().forEach(this::note),
        flaw -> LOG.error("archive/{}: {}", flaw.file(), flaw.problem()));
  }

  private void note(ArchiveEvent event) {
    switch (event) {
      case JournalsSeen e -> e.heads().forEach(head -> seen.put(head.account(), head));
      case ArchiveEvent.PacksReplaced _ -> {}
    }
  }

  /// How far they go now.
  static JournalsSeen now(Collection<StoredJournal> journals) {
    return new JournalsSeen(
        journals.stream()
            .filter(journal -> journal.last() > 0)
            .map(journal -> head(journal))
            .sorted(Comparator.comparing(Head::account))
            .toList());
  }

  /// Of one that may get longer at any moment.
  private static Head head(Journal journal) {
    while (true) {
      long last = journal.last();
      String hash = journal.head();
      if (journal.last() == last) {
        return new Head(journal.account(), last, hash);
      }
    }
  }

  /// Compares a segment with what is known of it.
  ///
  /// @throws dev.mailcask.base.Failure.Corrupt if it was altered
  void check(Journal.Segment segment) {
    Head head = seen.get(segment.account());
    if (head != null && head.segment() == segment.number() && !head.hash().equals(segment.hash())) {
      throw FileHeader.corrupt(
          StoredJournal.fileOf(segment.account(), segment.number()),
          "the archive's own journal knows another one of this number");
    }
  }

  /// Compares the lengths of the journals with what is known.
  ///
  /// @throws dev.mailcask.base.Failure.Corrupt if one is shorter than it was, or not there
  void checkEnds(Collection<StoredJournal> journals) {
    Map<AccountId, Long> ends = new HashMap<>();
    journals.forEach(journal -> ends.put(journal.account(), journal.last()));
    for (Head head : seen.values()) {
      if (ends.getOrDefault(head.account(), 0L) < head.segment()) {
        throw FileHeader.corrupt(
            StoredJournal.fileOf(head.account(), head.segment()), "the segment is missing");
      }
    }
  }
}
