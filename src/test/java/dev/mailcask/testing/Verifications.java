package dev.mailcask.testing;

import dev.mailcask.base.ContentId;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Kind;
import dev.mailcask.verify.Verify.Report;
import dev.mailcask.verify.Verify.Touched;
import java.util.Arrays;
import java.util.List;

/// Reports of verifications, as the rooms behind them need some.
public final class Verifications {

  private Verifications() {}

  /// Of two messages and what is damaged.
  public static Report found(List<Finding> damaged) {
    return found(1, damaged, 0);
  }

  /// Likewise, of one of so many shares, and of messages known to be lost.
  public static Report found(int shares, List<Finding> damaged, long lost) {
    long repaired = damaged.stream().filter(Finding::repaired).count();
    return new Report(
        shares, 0, 2, 2, 99, 2, 1, damaged, damaged.size(), repaired, repaired, lost, 0.25);
  }

  /// A pack that is damaged, and what cannot be read for it.
  public static Finding pack(String file, String problem, ContentId... touched) {
    return new Finding(
        Kind.PACK,
        file,
        problem,
        List.of(),
        Arrays.stream(touched).map(id -> new Touched(id, List.of())).toList(),
        touched.length,
        false,
        "bring it back");
  }

  /// The same after it was mended.
  public static Finding mended(Finding finding) {
    return new Finding(
        finding.kind(),
        finding.file(),
        finding.problem(),
        finding.blobs(),
        finding.touched(),
        finding.messages(),
        true,
        "mended");
  }
}
