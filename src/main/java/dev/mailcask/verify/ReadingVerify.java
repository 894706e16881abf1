package dev.mailcask.verify;

import dev.mailcask.archive.Archive.Checked;
import dev.mailcask.archive.Archive.Damage;
import dev.mailcask.archive.Sample;
import dev.mailcask.base.Background;
import dev.mailcask.base.Failure;
import dev.mailcask.base.Progress;
import dev.mailcask.base.Progress.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Proves the archive by reading it: the packs to their last byte, then every journal from its
/// first segment, each placed message looked up in the packs; then what is built from them.
///
/// Nothing is taken from the catalog or the index, which may be wrong in the same way as whoever
/// wrote them, but where the ends of the journals were.
public final class ReadingVerify implements Verify {

  private static final Checked NOTHING = new Checked(0, 0, 0, 0, 0);

  private final Means means;

  public ReadingVerify(Means means) {
    this.means = means;
  }

  @Override
  public Report run(Request request, Progress progress) {
    Instant begun = means.clock().instant();
    Findings findings = new Findings(means.catalog());
    Sample sample = sample(request, begun);
    JournalPass journals = new JournalPass(means, !request.chainOnly(), findings, progress);
    journals.readOwn();
    if (request.repair()) {
      journals.retryLost();
    }
    Checked read = NOTHING;
    long foreign = 0;
    try (ExecutorService beside =
        Executors.newSingleThreadExecutor(Background.threads("verify-caches"))) {
      CachePass caches = new CachePass(means, progress);
      Future<?> compared =
          request.chainOnly() || sample.share() != 0
              ? CompletableFuture.completedFuture(null)
              : beside.submit(caches::run);
      if (!request.chainOnly()) {
        keys(findings);
        read = packs(sample, journals, findings, progress);
      }
      journals.run();
      if (request.heads() != null) {
        foreign = new RecordedHeads(means).compare(request.heads(), findings, progress);
      }
      await(compared);
      caches.tell(findings);
    }
    Repair.Outcome outcome =
        request.repair()
            ? new Repair(means, findings, journals, progress).run()
            : Repair.Outcome.none(findings);
    Duration taken = Duration.between(begun, means.clock().instant());
    return new Report(
        request.chainOnly() ? 0 : sample.of(),
        foreign,
        read.blobs(),
        read.messages(),
        read.mailBytes(),
        journals.placed(),
        journals.segments(),
        outcome.findings(),
        findings.count(),
        outcome.repaired(),
        outcome.broughtBack(),
        journals.lost(),
        taken.toMillis() / 1000.0);
  }

  /// Waits for the comparison of catalog and index, which hangs on one thread, while the packs are
  /// read by others.
  private static void await(Future<?> compared) {
    try {
      compared.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure.Cancelled("verify");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /// The share of the day.
  private static Sample sample(Request request, Instant now) {
    long day = now.atZone(ZoneOffset.UTC).toLocalDate().toEpochDay();
    return new Sample(Math.floorMod(day, request.shares()), request.shares());
  }

  private void keys(Findings findings) {
    try {
      means.keys().run();
    } catch (Failure.Cancelled e) {
      throw e;
    } catch (Failure e) {
      findings.add(Kind.KEYS, "keys.json", e.problem());
    }
  }

  private Checked packs(Sample sample, JournalPass journals, Findings findings, Progress progress) {
    long total = sample.isAll() ? means.archive().totals().blobs() : -1;
    return means
        .archive()
        .check(
            sample,
            damage -> add(damage, journals, findings),
            read -> {
              progress.checkCancelled("verify");
              progress.at(new Step("reading messages", "", read.blobs(), total, read.mailBytes()));
            });
  }

  private static void add(Damage damage, JournalPass journals, Findings findings) {
    if (journals.areKnownToBeLost(damage.touched())) {
      return;
    }
    findings.add(
        Kind.PACK,
        damage.file(),
        damage.problem(),
        damage.blobs(),
        damage.touched(),
        damage.touched().size());
  }
}
