package dev.mailcask.verify;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.Journal;
import dev.mailcask.archive.Journal.Segment;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.archive.Sample;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Progress.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Proves the archive by reading all of it: first the packs to their last byte, then every journal
/// from its first segment, each placed message looked up in the packs.
///
/// Nothing is taken from the catalog or the index, which may be wrong in the same way as whoever
/// wrote them.
public final class ReadingVerify implements Verify {

  private final Archive archive;
  private final InstantSource clock;

  /// @param clock for the time that it takes
  public ReadingVerify(Archive archive, InstantSource clock) {
    this.archive = archive;
    this.clock = clock;
  }

  @Override
  public Report run(Progress progress) {
    Instant begun = clock.instant();
    Pass pass = new Pass(progress);
    Archive.Checked read = pass.packs();
    for (AccountId account : archive.accounts()) {
      pass.journal(archive.journal(account));
    }
    Duration taken = Duration.between(begun, clock.instant());
    return new Report(
        read.blobs(), pass.messages, read.mailBytes(), pass.damaged, taken.toMillis() / 1000.0);
  }

  /// One run.
  private final class Pass {
    private final Progress progress;
    private final List<Damage> damaged = new ArrayList<>();
    private long messages;

    Pass(Progress progress) {
      this.progress = progress;
    }

    private void at(String stage, String detail, long done, long total, long bytes) {
      progress.checkCancelled("verify");
      progress.at(new Step(stage, detail, done, total, bytes));
    }

    Archive.Checked packs() {
      long total = archive.totals().blobs();
      return archive.check(
          Sample.ALL,
          damaged::add,
          read -> at("reading messages", "", read.blobs(), total, read.mailBytes()));
    }

    /// Reads a journal to its end. Behind a damaged segment it goes on with the one after it, which
    /// cannot be held against the chain any more and says so itself.
    void journal(Journal journal) {
      long end = journal.last();
      long from = 0;
      while (from < end) {
        Position position = new Position(from);
        try {
          journal.readAfter(
              from,
              segment -> {
                at("reading journals", journal.account().name(), segment.number(), end, 0);
                lookUp(segment);
                position.reached = segment.number();
              });
          return;
        } catch (Failure.Cancelled e) {
          throw e;
        } catch (Failure e) {
          damaged.add(new Damage(fileOf(e), e.problem(), List.of(), List.of()));
          from = position.reached + 1;
        }
      }
    }

    private void lookUp(Segment segment) {
      List<ContentId> missing = new ArrayList<>();
      for (var event : segment.events()) {
        if (event instanceof Placed placed) {
          messages++;
          if (!archive.contains(placed.id())) {
            missing.add(placed.id());
          }
        }
      }
      if (!missing.isEmpty()) {
        damaged.add(
            new Damage(
                "journal/" + segment.account() + ", segment " + segment.number(),
                missing.size() + " of its messages are in no pack that can be read",
                List.of(),
                missing));
      }
    }
  }

  private static String fileOf(Failure failure) {
    String prefix = "archive/";
    String subject = failure.subject();
    return subject.startsWith(prefix) ? subject.substring(prefix.length()) : subject;
  }

  /// How far a journal was read.
  private static final class Position {
    private long reached;

    Position(long reached) {
      this.reached = reached;
    }
  }
}
