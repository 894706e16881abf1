package dev.mailcask.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailcask.base.AccountId;
import dev.mailcask.base.ContentId;
import dev.mailcask.jobs.Jobs.Job;
import dev.mailcask.jobs.Jobs.Result;
import dev.mailcask.jobs.Jobs.Status;
import dev.mailcask.jobs.Jobs.Work;
import dev.mailcask.replica.Replica;
import dev.mailcask.restore.Restore;
import dev.mailcask.testing.Verifications;
import dev.mailcask.verify.Verify;
import dev.mailcask.verify.Verify.Finding;
import dev.mailcask.verify.Verify.Kind;
import dev.mailcask.verify.Verify.Touched;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultLineTest {

  private static final ContentId ID = ContentId.of(new byte[] {7});
  private static final Restore.Problem REFUSED =
      new Restore.Problem(ID, "Entwürfe/\"alt\"", "the server refused it:\nover quota");

  @TempDir Path dir;

  @Test
  void whatARestoreCouldNotPutBackIsRememberedOverARestart() {
    Job job =
        ended(
            new Work.RestoreMail(
                new Restore.Request(
                    new AccountId("work"), List.of(), List.of(ID), null, null, null)),
            new Result.RestoredMail(
                new Restore.Report(9, 7, 1, 1, 7, 1.5, List.of(REFUSED), List.of(REFUSED))));
    assertThat(afterARestart(job)).isEqualTo(job);
  }

  private static final Finding FINDING =
      new Finding(
          Kind.JOURNAL,
          "journal/work/0000000002.journal",
          "it was cut off",
          List.of(ID),
          List.of(
              new Touched(ID, List.of(new Verify.Place(new AccountId("work"), "INBOX", 1L << 31)))),
          700,
          true,
          "mended");

  @Test
  void whatAVerificationFoundIsRememberedOverARestart() {
    Job job =
        ended(
            new Work.VerifyArchive(new Verify.Request(5, true, false, Path.of("/mnt/heads"))),
            new Result.Verified(
                new Verify.Report(
                    20,
                    10,
                    1L << 40,
                    2,
                    3,
                    4,
                    5,
                    List.of(FINDING, Verifications.pack("packs/b", "it ends early")),
                    6,
                    7,
                    8,
                    9,
                    0.25)));
    assertThat(afterARestart(job)).isEqualTo(job);
  }

  @Test
  void whatACopyCameToIsRememberedOverARestart() {
    for (Path to : new Path[] {null, Path.of("/mnt/nas/mail")}) {
      Job job =
          ended(
              new Work.CopyArchive(new Replica.Request(to, true)),
              new Result.Copied(
                  new Replica.Report(
                      "/mnt/nas/mail",
                      1,
                      1L << 40,
                      2,
                      3,
                      4,
                      5,
                      6,
                      List.of(new Replica.Problem("packs/a", "it is damaged")),
                      7.5)));
      assertThat(afterARestart(job)).isEqualTo(job);
    }
  }

  @Test
  void longListsAreCutAndCounted() {
    List<Restore.Problem> many = Collections.nCopies(5000, REFUSED);
    Restore.Report report = new Restore.Report(5000, 0, 0, 5000, 0, 1, many, many);
    Result.RestoredMail restored = (Result.RestoredMail) again(new Result.RestoredMail(report));
    assertThat(restored.report().failed()).isEqualTo(5000);
    assertThat(restored.report().failures()).hasSize(ResultLine.KEPT);

    Finding damage =
        Verifications.pack(
            "packs/a", "bad block", Collections.nCopies(700, ID).toArray(ContentId[]::new));
    Result.Verified verified =
        (Result.Verified)
            again(new Result.Verified(Verifications.found(Collections.nCopies(3, damage))));
    assertThat(verified.report().damaged())
        .extracting(found -> found.touched().size())
        .containsExactly(700, 300, 0);
  }

  private Result again(Result result) {
    Result kept = afterARestart(ended(new Work.VerifyArchive(Verify.Request.ALL), result)).result();
    assertThat(kept).isNotNull();
    return kept;
  }

  private Job afterARestart(Job job) {
    Path file = dir.resolve("jobs.jsonl");
    new JobHistory(file, 10).record(job);
    return new JobHistory(file, 10).job(job.id()).orElseThrow();
  }

  private static Job ended(Work work, Result result) {
    return new Job(
        "j1",
        work,
        Status.PARTIAL,
        "user",
        JobsWorld.START,
        JobsWorld.START,
        JobsWorld.START,
        null,
        result,
        null,
        "7 restored",
        "see the list");
  }
}
