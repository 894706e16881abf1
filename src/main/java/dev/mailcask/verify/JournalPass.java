package dev.mailcask.verify;

import dev.mailcask.archive.Archive;
import dev.mailcask.archive.ArchiveEvent.JournalsSeen;
import dev.mailcask.archive.ArchiveEvent.PacksReplaced;
import dev.mailcask.archive.ArchiveJournal;
import dev.mailcask.archive.Journal;
import dev.mailcask.archive.Journal.Flaw;
import dev.mailcask.archive.Journal.Segment;
import dev.mailcask.archive.JournalEvent.Placed;
import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Counted;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.catalog.Catalog;
import dev.mailcask.catalog.Catalog.Head;
import dev.mailcask.catalog.JournalDamage;
import dev.mailcask.verify.Verify.Kind;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/// Reads every journal from its first segment to its last, the archive's own among them; looks up
/// each placed message in the packs; and holds the ends against what was read in them before, since
/// a chain alone does not tell that its last links are missing.
final class JournalPass {

  private final Archive archive;
  private final ArchiveJournal own;
  private final Catalog catalog;
  private final boolean lookUp;
  private final Findings findings;
  private final Progress progress;

  private final Map<String, NavigableSet<Long>> broken = new HashMap<>();
  private final Set<ContentId> known = new HashSet<>();
  private final Set<ContentId> lost = new HashSet<>();
  private final Set<ContentId> givenUp = new HashSet<>();
  private long placed;
  private long segments;

  /// @param lookUp whether to look up messages
  JournalPass(Means means, boolean lookUp, Findings findings, Progress progress) {
    this.archive = means.archive();
    this.own = means.maintenance().journal();
    this.catalog = means.catalog();
    this.lookUp = lookUp;
    this.findings = findings;
    this.progress = progress;
  }

  /// Takes what an earlier repair gave up for missing again: a copy that was not there then may be
  /// there now.
  void retryLost() {
    givenUp.addAll(known);
    known.clear();
  }

  /// What an earlier repair gave up.
  Set<ContentId> givenUp() {
    return givenUp;
  }

  /// Reads the accounts' journals and compares the ends of all.
  void run() {
    for (AccountId account : archive.accounts()) {
      read(archive.journal(account));
    }
    try {
      compareEnds();
    } catch (Failure.Corrupt e) {
      findings.add(Kind.CATALOG, e.subject(), e.problem());
    }
  }

  private void at(String journal, long segment, long end) {
    progress.checkCancelled("verify");
    progress.at(new Progress.Step("reading journals", journal, segment, end, 0));
  }

  /// Reads the archive's own journal, which tells what was lost before; to be done first. Goes on
  /// behind whatever cannot be read, whoever's fault it is.
  void readOwn() {
    long end = own.last();
    for (long from = 0; from < end; ) {
      Reached reached = new Reached(from);
      try {
        own.survey(
            from,
            segment -> {
              reached.number = segment.number();
              at("archive", segment.number(), end);
              segments++;
              for (var event : segment.events()) {
                switch (event) {
                  case PacksReplaced replaced -> known.addAll(replaced.lost());
                  case JournalsSeen _ -> {}
                }
              }
            },
            flaw -> flawed(OWN, flaw, reached));
        return;
      } catch (Failure.Cancelled e) {
        throw e;
      } catch (Failure e) {
        from = unreadable(OWN, e, reached);
      }
    }
  }

  private void read(Journal journal) {
    String name = journal.account().name();
    long end = journal.last();
    for (long from = 0; from < end; ) {
      Reached reached = new Reached(from);
      try {
        journal.survey(
            from,
            segment -> {
              reached.number = segment.number();
              at(name, segment.number(), end);
              segments++;
              lookUp(segment);
            },
            flaw -> flawed(name, flaw, reached));
        return;
      } catch (Failure.Cancelled e) {
        throw e;
      } catch (Failure e) {
        from = unreadable(name, e, reached);
      }
    }
  }

  private void flawed(String journal, Flaw flaw, Reached reached) {
    reached.number = flaw.segment();
    found(journal, flaw.segment(), flaw.file(), flaw.problem());
  }

  /// A segment that the disk does not give, or of a newer Mailcask.
  private long unreadable(String journal, Failure failure, Reached reached) {
    long number = reached.number + 1;
    found(journal, number, fileOf(journal, number), failure.problem());
    return number;
  }

  private void found(String journal, long segment, String file, String problem) {
    if (broken.computeIfAbsent(journal, _ -> new TreeSet<>()).add(segment)) {
      findings.add(Kind.JOURNAL, file, problem);
    }
  }

  private void lookUp(Segment segment) {
    if (!lookUp) {
      return;
    }
    List<ContentId> missing = new ArrayList<>();
    for (var event : segment.events()) {
      if (event instanceof Placed placement) {
        placed++;
        if (!archive.contains(placement.id())) {
          (known.contains(placement.id()) ? lost : missing).add(placement.id());
        }
      }
    }
    if (!missing.isEmpty()) {
      findings.add(
          Kind.MISSING,
          PACKS,
          "a pack is missing or cannot be read: %s of account %s, archived on %s, in none"
              .formatted(
                  Counted.of(missing.size(), "message", "messages"),
                  segment.account(),
                  segment.at().atZone(ZoneOffset.UTC).toLocalDate()),
          List.of(),
          missing,
          missing.size());
    }
  }

  private void compareEnds() {
    for (JournalDamage damage : catalog.damage()) {
      String name = damage.account().name();
      found(name, damage.segment(), fileOf(name, damage.segment()), damage.problem());
    }
    for (Head head : catalog.heads()) {
      Journal journal = archive.journal(head.account());
      String name = head.account().name();
      if (isBroken(name, head.segment())) {
        continue;
      }
      if (!journal.hash(head.segment()).equals(head.hash())) {
        found(
            name,
            head.segment(),
            fileOf(name, head.segment()),
            "it is missing, or another one than when it was read");
      }
    }
  }

  boolean isBroken(String journal, long segment) {
    return broken.getOrDefault(journal, new TreeSet<>()).contains(segment);
  }

  /// The segments that are damaged or missing, by journal.
  Map<String, NavigableSet<Long>> broken() {
    return broken;
  }

  /// Placements that were looked up.
  long placed() {
    return placed;
  }

  long segments() {
    return segments;
  }

  /// Whether an earlier repair has given the messages up, which are counted then.
  boolean areKnownToBeLost(Collection<ContentId> messages) {
    if (messages.isEmpty() || !known.containsAll(messages)) {
      return false;
    }
    lost.addAll(messages);
    return true;
  }

  /// Messages that an earlier repair has given up and that are still not there.
  long lost() {
    return lost.size();
  }

  static String fileOf(String journal, long segment) {
    return "journal/%s/%010d.journal".formatted(journal, segment);
  }

  /// Where packs lie; of one that is missing the name is not known.
  private static final String PACKS = "packs/";

  /// The name of the archive's own journal.
  static final String OWN = "_archive";

  /// How far a journal was read.
  private static final class Reached {
    private long number;

    Reached(long number) {
      this.number = number;
    }
  }
}
