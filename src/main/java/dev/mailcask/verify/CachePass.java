package dev.mailcask.verify;

import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.verify.Verify.Kind;

/// Holds what is built from the journals against them: the catalog, and the index against that.
final class CachePass {

  private static final String CATALOG = "catalog.db";
  private static final String INDEX = "index";

  private final Means means;
  private final Findings findings;
  private final Progress progress;

  CachePass(Means means, Findings findings, Progress progress) {
    this.means = means;
    this.findings = findings;
    this.progress = progress;
  }

  void run() {
    try {
      means
          .catalog()
          .check(
              means.archive(),
              progress,
              found ->
                  findings.add(
                      Kind.CATALOG,
                      CATALOG,
                      "table %s differs from the journals: %d rows missing or other, %d too many"
                          .formatted(found.table(), found.missing(), found.surplus())));
    } catch (Failure.Corrupt e) {
      findings.add(Kind.CATALOG, CATALOG, e.problem());
    }
    try {
      means
          .indexer()
          .get()
          .check(
              progress,
              found ->
                  findings.add(
                      Kind.INDEX, INDEX, "%d %s".formatted(found.count(), found.problem())));
    } catch (Failure.Corrupt e) {
      findings.add(Kind.INDEX, INDEX, e.problem());
    }
  }
}
