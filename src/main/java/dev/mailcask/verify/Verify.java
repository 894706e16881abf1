package dev.mailcask.verify;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Proves that what was archived can be read, and mends what cannot. Thread-safe; runs beside
/// everything else, but for a repair, which wants to be alone.
public interface Verify {

  /// Reads packs and journals: names, checksums, hash chains, every message put together and
  /// compared with its SHA-256; holds the journals against the packs, so that every message that
  /// was placed is there, and catalog and index against the journals. What is damaged stops
  /// nothing.
  Report run(Request request, Progress progress);

  /// What to do.
  ///
  /// @param percent how much of the packs to read, 1 to 100: a share that follows from the day, so
  ///     that everything is read in turn. Catalog and index are compared with the first share
  /// @param repair whether to bring back what is damaged
  /// @param chainOnly whether to read the journals only, and no mail
  /// @param heads a file of recorded heads to hold the journals against, or null
  record Request(int percent, boolean repair, boolean chainOnly, @Nullable Path heads) {

    /// Everything, and nothing is changed.
    public static final Request ALL = new Request(100, false, false, null);

    /// A share.
    public static Request share(int percent) {
      return new Request(percent, false, false, null);
    }

    /// @throws Failure.Misconfigured if the percentage is none, or a share is to be repaired
    public Request {
      if (percent < 1 || percent > 100) {
        throw new Failure.Misconfigured(
            "sample", "%d is no share in percent".formatted(percent), "use a number from 1 to 100");
      }
    }

    /// How many verifications of this kind read all mail. A repair reads everything: what is
    /// damaged must be known as a whole before packs are replaced.
    public int shares() {
      return repair ? 1 : Math.max(1, Math.round(100f / percent));
    }
  }

  /// What was read and what was found.
  ///
  /// @param shares how many reports of this kind read all mail: 1 for one that read everything, 0
  ///     for one that read the journals only
  /// @param foreignHeads recorded heads that are of another archive, and were passed over
  /// @param blobs blobs read
  /// @param messages messages put together and compared
  /// @param bytes their bytes
  /// @param placed placements in journals, each looked up in the packs
  /// @param segments journal segments read
  /// @param damaged the first thousand findings
  /// @param found all findings
  /// @param repaired how many of them were mended
  /// @param broughtBack messages that were stored anew
  /// @param lost messages known to be lost since an earlier repair, which are no findings any more
  record Report(
      int shares,
      long foreignHeads,
      long blobs,
      long messages,
      long bytes,
      long placed,
      long segments,
      List<Finding> damaged,
      long found,
      long repaired,
      long broughtBack,
      long lost,
      double seconds) {
    public Report {
      damaged = List.copyOf(damaged);
    }

    /// Whether a share of the mail was read, and not all of it.
    public boolean isSample() {
      return shares > 1;
    }

    /// Findings that are not mended.
    public long left() {
      return found - repaired;
    }
  }

  /// What kind of thing is damaged.
  enum Kind {
    /// A pack.
    PACK,
    /// Messages that are in no pack.
    MISSING,
    /// A segment of a journal.
    JOURNAL,
    /// A journal that is another one than was recorded.
    HEAD,
    /// The file with the key slots.
    KEYS,
    /// The catalog, which is built from the journals.
    CATALOG,
    /// The index, which is built from the catalog.
    INDEX
  }

  /// Something damaged.
  ///
  /// @param file the path below `archive/`, or the file of a cache
  /// @param problem what is wrong, for people
  /// @param blobs the first messages and parts that are damaged in it
  /// @param touched the first messages that cannot be read for it
  /// @param messages how many they are
  /// @param repaired whether it was mended
  /// @param remedy what was done or can be done, for people
  record Finding(
      Kind kind,
      String file,
      String problem,
      List<ContentId> blobs,
      List<Touched> touched,
      long messages,
      boolean repaired,
      String remedy) {
    public Finding {
      blobs = List.copyOf(blobs);
      touched = List.copyOf(touched);
    }
  }

  /// A message that cannot be read.
  ///
  /// @param places the first places where it was seen
  record Touched(ContentId id, List<Place> places) {
    public Touched {
      places = List.copyOf(places);
    }
  }

  /// Where a message was seen.
  record Place(AccountId account, String folder, long uid) {}
}
