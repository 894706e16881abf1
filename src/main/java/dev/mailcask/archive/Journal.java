package dev.mailcask.archive;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.Failure;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// The append-only log of one account, as its readers see it. Thread-safe.
public interface Journal {

  /// Whose journal it is.
  AccountId account();

  /// The number of the last committed segment, 0 where there is none.
  long last();

  /// The SHA-256 of the last committed segment's file in hexadecimal, 64 zeros where there is none:
  /// the head of the chain.
  String head();

  /// Reads the segments after the given one, in order, and goes on behind those that are damaged:
  /// what can be read is handed over, what cannot or does not fit is told at its place. A segment
  /// behind an unreadable one cannot be held against the chain, and is not.
  ///
  /// @throws Failure.TooNew at a segment written by a newer Mailcask
  void survey(long segment, Consumer<Segment> reader, Consumer<Flaw> flaws);

  /// Reads likewise, and ends at the first flaw.
  ///
  /// @throws Failure.Corrupt at the first segment that is missing, altered or out of the chain
  /// @throws Failure.TooNew at a segment written by a newer Mailcask
  default void readAfter(long segment, Consumer<Segment> reader) {
    survey(
        segment,
        reader,
        flaw -> {
          throw flaw.failure();
        });
  }

  /// Reads one segment and checks it by itself, without its place in the chain.
  ///
  /// @throws Failure.Corrupt if it is missing or damaged
  Segment read(long segment);

  /// The SHA-256 of a segment's file as it lies there, damaged or not, in hexadecimal; empty where
  /// it is missing or too large to be one.
  String hash(long segment);

  /// The bytes of a segment's file as it lies there, damaged or not.
  ///
  /// @throws Failure.Corrupt if it is missing
  byte[] file(long segment);

  /// Puts the file of a damaged or missing segment back, if it is what was there: its hash must be
  /// the one that the segment behind it holds, or that is remembered of it; where nobody holds one,
  /// it must go on from the segment before it. A file that lies there is replaced. Nobody may write
  /// to the journal meanwhile.
  ///
  /// @return whether it was put back
  boolean bringBack(long segment, byte[] file);

  /// Tells what is known of a committed segment since it was read. Should it be the last one and
  /// unreadable by now, the next one is chained to what it was, so that bringing its file back
  /// mends the chain.
  void remember(long segment, String hash, Instant at);

  /// Something wrong with the journal.
  ///
  /// @param segment where it is
  /// @param file the path below `archive/`
  /// @param problem what is wrong, for people
  /// @param lost whether the segment's events cannot be read
  record Flaw(long segment, String file, String problem, boolean lost) {
    Failure.Corrupt failure() {
      return new Failure.Corrupt(
          "archive/" + file,
          problem,
          "run 'mailcask verify --repair' to bring it back from a copy of the archive",
          null);
    }
  }

  /// One committed segment.
  ///
  /// @param number counted from 1
  /// @param hash the SHA-256 of its file, in hexadecimal
  /// @param at when it was committed; never before the segment before it
  /// @param events in the order in which they happened
  record Segment(
      AccountId account, long number, String hash, Instant at, List<JournalEvent> events) {
    public Segment {
      events = List.copyOf(events);
    }
  }
}
