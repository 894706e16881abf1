package dev.mailcask.archive;

import dev.mailcask.archive.ArchiveEvent.JournalsSeen;
import dev.mailcask.archive.ArchiveEvent.PacksReplaced;
import dev.mailcask.archive.Journal.Flaw;
import dev.mailcask.base.ContentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The archive's own journal, as its readers see it: a chain of segments like those of the
/// accounts. Thread-safe.
public interface ArchiveJournal {

  /// The number of the last committed segment, 0 where there is none.
  long last();

  /// The SHA-256 of the last committed segment's file in hexadecimal, 64 zeros where there is none.
  String head();

  /// Reads the segments after the given one, in order, and goes on behind those that are damaged,
  /// as [Journal#survey] does.
  ///
  /// @throws dev.mailcask.base.Failure.TooNew at a segment written by a newer Mailcask
  void survey(long segment, Consumer<Segment> reader, Consumer<Flaw> flaws);

  /// The SHA-256 of a segment's file as it lies there, as [Journal#hash].
  String hash(long segment);

  /// The bytes of a segment's file as it lies there.
  ///
  /// @throws dev.mailcask.base.Failure.Corrupt if it is missing
  byte[] file(long segment);

  /// Puts the file of a damaged or missing segment back, as [Journal#bringBack].
  boolean bringBack(long segment, byte[] file);

  /// Reads likewise, and ends at the first flaw.
  ///
  /// @throws dev.mailcask.base.Failure.Corrupt at the first segment that is missing, altered or out
  ///     of the chain
  /// @throws dev.mailcask.base.Failure.TooNew at a segment written by a newer Mailcask
  default void readAfter(long segment, Consumer<Segment> reader) {
    survey(
        segment,
        reader,
        flaw -> {
          throw flaw.failure();
        });
  }

  /// Messages that a repair gave up, and that nobody stored since.
  ///
  /// @param archive whose journal this is
  default Set<ContentId> lost(Archive archive) {
    Set<ContentId> lost = new HashSet<>();
    survey(
        0,
        segment -> {
          for (ArchiveEvent event : segment.events()) {
            switch (event) {
              case PacksReplaced replaced -> lost.addAll(replaced.lost());
              case JournalsSeen _ -> {}
            }
          }
        },
        _ -> {}); // a verification tells of it
    lost.removeIf(archive::contains);
    return lost;
  }

  /// The last committed segment, empty where there is none or it cannot be read.
  default Optional<Segment> newest() {
    List<Segment> read = new ArrayList<>();
    survey(Math.max(0, last() - 1), read::add, _ -> {}); // a verification tells of it
    return read.stream().reduce((_, later) -> later);
  }

  /// One committed segment.
  ///
  /// @param number counted from 1
  /// @param hash the SHA-256 of its file, in hexadecimal
  /// @param at when it was committed; never before the segment before it
  /// @param events in the order in which they happened
  record Segment(long number, String hash, Instant at, List<ArchiveEvent> events) {
    public Segment {
      events = List.copyOf(events);
    }
  }
}
