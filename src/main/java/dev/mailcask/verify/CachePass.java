package dev.mailcask.verify;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.verify.Verify.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Holds what is built from the journals against them: the catalog, and the index against that.
/// It may run beside the others; what it found is told when they are done, since damage there is
/// the cause where both find something.
final class CachePass {

  private static final String CATALOG = "catalog.db";
  private static final String INDEX = "index";

  private final Means means;
  private final Progress progress;
  private final List<Consumer<Findings>> found = new ArrayList<>();

  CachePass(Means means, Progress progress) {
    this.means = means;
    this.progress = progress;
  }

  /// To be called when it has run.
  void tell(Findings findings) {
    found.forEach(finding -> finding.accept(findings));
  }

  private void found(Kind kind, String file, String problem) {
    found.add(findings -> findings.add(kind, file, problem));
  }

  void run() {
    try {
      means
          .catalog()
          .check(
              means.archive(),
              progress,
              difference ->
                  found(
                      Kind.CATALOG,
                      CATALOG,
                      "table %s differs from the journals: %d rows missing or other, %d too many"
                          .formatted(
                              difference.table(), difference.missing(), difference.surplus())));
    } catch (Failure.Corrupt e) {
      found(Kind.CATALOG, CATALOG, e.problem());
    }
    try {
      means
          .indexer()
          .get()
          .check(
              progress,
              difference ->
                  found(
                      Kind.INDEX,
                      INDEX,
                      "%d %s".formatted(difference.count(), difference.problem())));
    } catch (Failure.Corrupt e) {
      found(Kind.INDEX, INDEX, e.problem());
    }
  }
}
